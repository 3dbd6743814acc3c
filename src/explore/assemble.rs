//! The game as flat arrays, assembled from what was explored: nodes get their final numbers.

use rustc_hash::FxHashMap;

use super::certain_branches::name_certain_branches;
use super::decision_kinds::{DecisionKindKey, decision_kinds};
use super::explorer::{Explorer, StartTarget};
use super::graph_builder::{ExploredEdge, ExploredMembers, GraphBuilder, LayerBuilder};
use super::numbering::Numbering;
use super::periods::ExploredPeriods;
use super::stage_moves::Move;
use super::start::StartTree;
use super::state_space::StateSpace;
use super::states::value_counts;
use super::{Explored, Size, naming, payable_terms};
use crate::expression::Slot;
use crate::game::{
    CommitmentInfo, Distinct, Edge, Game, InformationSet, Layer, LayerKind, Leaf, Members, Names, Node, Part,
    PeriodGraph, PeriodState, index,
};
use crate::scenario::model::{Actor, Commitment, Measure, Model};

/// What exploring required.
const HAVE_VALUES: &str = "in every state that play reaches, formulas have values";

/// Assembles the game.
pub(crate) fn assemble(
    mut explorer: Explorer<'_>,
    mut tree: StartTree,
    targets: Vec<StartTarget>,
    periods: ExploredPeriods,
) -> Explored {
    let model = explorer.space.model;
    let mut names = naming::names(model);
    let layers = periods.builders.iter().flat_map(|builder| &builder.layers);
    let keys = layers.flat_map(|layer| layer.sets.iter().map(|set| set.kind.clone()));
    let (decision_kinds, kind_numbers) = decision_kinds(model, keys.collect());
    let worth = worth(&mut explorer);
    let period_states = period_states(&mut explorer, &periods.horizon, &worth);
    let (tape, lows) = (&mut explorer.tape, explorer.space.lows);
    let discount = |actor: &Actor| tape.bind(&actor.discount, &[], lows);
    let discounts = model.actors.iter().map(discount).collect();
    let share = |actor: &Actor| {
        actor
            .own_later
            .as_ref()
            .map(|share| explorer.tape.bind(share, &[], lows))
    };
    let own_later = model.actors.iter().map(share).collect();
    let mut graphs = Vec::new();
    let mut numberings = Vec::new();
    for builder in &periods.builders {
        let numbering = Numbering::new(builder, period_states.len());
        graphs.push(graph(&explorer.space, builder, &numbering, &kind_numbers));
        name_graph(&explorer.space, builder, &numbering, &mut names);
        numberings.push(numbering);
    }
    let tail = periods.tail.as_ref();
    let tail = tail.map(|tail| tail.assembled(&periods, &numberings, period_states.len(), worth));
    name_states(&explorer, &mut names, &targets);
    let size = size(&explorer.space, &tree, &graphs, &periods);
    for (ending, target) in tree.start.endings.iter_mut().zip(&targets) {
        ending.to = target.to;
        ending.delivers = target.delivers;
    }
    let game = Game {
        actors: model.actors.len(),
        declared: model.declared(),
        periods: model.periods,
        discounts,
        own_later,
        parameters: model.parameters.len(),
        attributes: tree.attributes,
        type_profiles: tree.type_profiles,
        priors: tree.priors,
        prior_of: tree.prior_of,
        start: tree.start,
        graphs,
        calendar: periods.calendar,
        tail,
        period_states,
        leaves: explorer.leaves.all,
        payment_sets: explorer.payment_sets.all,
        term_actor: model.terms.iter().map(|term| term.actor).collect(),
        outcomes: model.outcomes.len(),
        measures: model.measures.len(),
        commitments: commitments(model),
        checks: explorer.checks.all,
        decision_kinds,
        tape: explorer.tape,
    };
    let mut coverage = explorer.coverage;
    coverage.terms = payable_terms::terms(model, &game);
    Explored {
        game,
        names,
        size,
        coverage,
        start_spans: explorer.checks.start_spans,
    }
}

/// The commitments; those whose delivery can be seen have a bit each, in order.
fn commitments(model: &Model) -> Vec<CommitmentInfo> {
    let mut bits = (0..u32::BITS).map(|bit| 1 << bit);
    let info = |commitment: &Commitment| CommitmentInfo {
        actor: commitment.actor,
        delivers: commitment.delivers.as_ref().and_then(|_| bits.next()),
    };
    model.commitments.iter().map(info).collect()
}

/// Where play goes on: what each period state is worth to each actor, open until the game is solved.
fn worth(explorer: &mut Explorer<'_>) -> Vec<Slot> {
    let model = explorer.space.model;
    let count = if model.goes_on {
        explorer.space.period_states.all.len() * model.actors.len()
    } else {
        0
    };
    (0..count).map(|_| explorer.tape.open()).collect()
}

fn period_states(explorer: &mut Explorer<'_>, horizon: &[u32], worth: &[Slot]) -> Vec<PeriodState> {
    let model = explorer.space.model;
    let mut views: Vec<Distinct<Vec<i32>>> = vec![Distinct::default(); model.actors.len()];
    let mut all = Vec::new();
    for number in 0..explorer.space.period_states.all.len() {
        let state = explorer.space.period_states.all[number];
        let at_horizon = horizon.binary_search(&index(number)).is_ok();
        let horizon = at_horizon.then(|| horizon_ending(explorer, state));
        let values = explorer.space.state(state);
        // In a state in which no period ends, nothing needs to have a value, and nothing is paid.
        let each_period = explorer.payments.each_period(&mut explorer.tape, values);
        let perpetuity = if model.goes_on {
            Ok(explorer.payments.beyond(&worth[number * model.actors.len()..]))
        } else {
            explorer.payments.perpetuity(&mut explorer.tape, values)
        };
        let (tape, lows) = (&mut explorer.tape, explorer.space.lows);
        let measure = |measure: &Measure| tape.bind(&measure.value, values, lows);
        let measures = model.measures.iter().map(measure).collect();
        let view = |(actor, known): (usize, &mut Distinct<Vec<i32>>)| known.number(explorer.space.seen(actor, state));
        all.push(PeriodState {
            type_profile: explorer.space.type_profile(state) as usize,
            each_period: explorer.payment_sets.number(each_period.unwrap_or_default()),
            perpetuity: explorer.payment_sets.number(perpetuity.unwrap_or_default()),
            horizon,
            measures,
            views: views.iter_mut().enumerate().map(view).collect(),
        });
    }
    all
}

/// How a game that reaches the horizon in a state ends.
fn horizon_ending(explorer: &mut Explorer<'_>, state: u32) -> Leaf {
    let space = &explorer.space;
    let outcome = space.outcome(state, space.model.periods, true).expect(HAVE_VALUES);
    let outcome = outcome.expect("exploring required an outcome in every state at the horizon");
    // Where play goes on, the outcome says where the game stood, and nothing has ended.
    let payment_set = if explorer.space.model.goes_on {
        0
    } else {
        explorer.paid_at_end(state).expect(HAVE_VALUES)
    };
    explorer.ending(state, outcome, payment_set)
}

fn graph(
    space: &StateSpace<'_>,
    builder: &GraphBuilder,
    numbering: &Numbering,
    kind_numbers: &FxHashMap<DecisionKindKey, usize>,
) -> PeriodGraph {
    let mut graph = PeriodGraph::default();
    let mut first_sets = Vec::new();
    // The nodes at which further members choose, each with the number of its members in the graph.
    let mut of_members = Vec::new();
    for (number, layer) in builder.layers.iter().enumerate() {
        first_sets.push(graph.information_sets.len());
        if layer.nodes.is_empty() {
            continue;
        }
        let (first_node, first_set) = (graph.nodes.len(), graph.information_sets.len());
        add_sets(&mut graph, layer, kind_numbers);
        for &node in &numbering.order[number] {
            let node = &layer.nodes[node];
            if let Some(ExploredMembers { layer, members }) = &node.members {
                let set = first_sets[*layer] + members.set;
                of_members.push((
                    graph.nodes.len(),
                    add_members(&mut graph, Members { set, ..members.clone() }),
                ));
            }
            let set = graph.information_sets[first_set..].get(node.set);
            graph.nodes.push(Node {
                type_profile: space.type_profile(node.key.state),
                first_edge: index(graph.edges.len()),
                edges: index(node.edges.len()),
                first_choice: set.map_or(u32::MAX, |set| index(set.first_choice)),
            });
            graph.edges.extend(node.edges.iter().map(|edge| Edge {
                to: numbering.place(edge.to),
                payment_set: edge.payment_set,
                chance: edge.chance,
                action: edge.action,
                delivers: edge.delivers,
            }));
        }
        let (kind, actor) = layer_kind(space, layer);
        graph.layers.push(Layer {
            stage: layer.stage,
            actor,
            kind,
            nodes: first_node..graph.nodes.len(),
            information_sets: first_set..graph.information_sets.len(),
        });
    }
    let mut first = graph.choices;
    for members in &mut graph.members {
        members.first = first;
        first = members.entries().end;
    }
    for (node, members) in of_members {
        graph.nodes[node].first_choice = index(graph.members[members].first);
    }
    if graph.information_sets.iter().any(|set| set.nests.is_some()) {
        graph.even = graph.even_play();
    }
    for period_state in 0..numbering.period_states {
        let entry = builder.entry(index(period_state));
        let place = entry.map(|entry| numbering.place(entry.to));
        graph.entry.push(place);
        let delivers = entry.map_or(0, |entry| entry.delivers);
        graph.entry_delivers.push(delivers);
    }
    graph
}

/// Adds further members who choose somewhere, unless others choose alike; their number.
fn add_members(graph: &mut PeriodGraph, members: Members) -> usize {
    let known = graph.members.iter().rposition(|known| *known == members);
    known.unwrap_or_else(|| {
        graph.members.push(members);
        graph.members.len() - 1
    })
}

/// Adds the information sets of a layer, whose nodes are added next.
fn add_sets(graph: &mut PeriodGraph, layer: &LayerBuilder, kind_numbers: &FxHashMap<DecisionKindKey, usize>) {
    let mut members = vec![(0, 0); layer.sets.len()];
    let nodes = layer
        .nodes
        .iter()
        .enumerate()
        .filter(|(number, _)| layer.stands_for(*number) == *number);
    for (_, node) in nodes.filter(|_| !layer.sets.is_empty()) {
        let (count, actions) = &mut members[node.set];
        *count += 1;
        *actions = node.edges.len();
    }
    let mut next_node = graph.nodes.len();
    for (set, (count, actions)) in layer.sets.iter().zip(members) {
        next_node += count;
        graph.information_sets.push(InformationSet {
            actor: set.actor,
            nodes: next_node - count..next_node,
            part: Part::Whole,
            actions,
            first_choice: graph.choices,
            play: set.play.clone(),
            nests: set.nests.clone(),
            decision_kind: kind_numbers[&set.kind],
            occasions: set.occasions.clone(),
        });
        graph.choices += actions;
    }
}

fn layer_kind(space: &StateSpace<'_>, layer: &LayerBuilder) -> (LayerKind, Option<usize>) {
    let stage = &space.stages[layer.stage];
    let actor = |choice: usize| Some(stage.choices()[choice].actor);
    match stage.moves[layer.at] {
        Move::Chance | Move::Joint => (LayerKind::Effect, None),
        Move::Opportunity(choice) => (LayerKind::Opportunity, actor(choice)),
        Move::Occasion { choice, .. } => (LayerKind::Bound, actor(choice)),
        Move::Choice(choice) => (LayerKind::Choice, actor(choice)),
        Move::Members(choice) => (LayerKind::Members, actor(choice)),
        Move::Effect(choice) => (LayerKind::Effect, actor(choice)),
    }
}

/// Names the states of a graph's nodes and the branches of its edges, in final order.
fn name_graph(space: &StateSpace<'_>, builder: &GraphBuilder, numbering: &Numbering, names: &mut Names) {
    let (mut node_states, mut branches) = (Vec::new(), Vec::new());
    for (layer, order) in builder.layers.iter().zip(&numbering.order) {
        let stage = &space.stages[layer.stage];
        for node in order.iter().map(|&node| &layer.nodes[node]) {
            node_states.push(node.key.state);
            let effect = stage.effect(&node.key.progress, stage.moves[layer.at]);
            let name = |edge: &ExploredEdge| match effect {
                Some(effect) => effect.branches[usize::from(edge.action)].name.clone(),
                None => String::new(),
            };
            branches.extend(node.edges.iter().map(name));
        }
    }
    names.node_states.push(node_states);
    names.branches.push(branches);
    name_certain_branches(builder, &numbering.order, names);
}

fn name_states(explorer: &Explorer<'_>, names: &mut Names, targets: &[StartTarget]) {
    let space = &explorer.space;
    names.states.clone_from(&space.states.all);
    names.period_states.clone_from(&space.period_states.all);
    names.start_states = targets.iter().map(|target| target.state).collect();
    names.leaf_states.clone_from(&explorer.leaf_states);
    names.places.clone_from(&explorer.checks.places);
}

fn size(space: &StateSpace<'_>, tree: &StartTree, graphs: &[PeriodGraph], periods: &ExploredPeriods) -> Size {
    let total = |count: fn(&PeriodGraph) -> usize| graphs.iter().map(count).sum();
    Size {
        period_states: space.period_states.all.len(),
        nodes: total(|graph| graph.nodes.len()),
        edges: total(|graph| graph.edges.len()),
        sets: total(|graph| graph.information_sets.len()),
        graphs: graphs.len(),
        type_profiles: tree.type_profiles.len(),
        nodes_by_period: periods.nodes_by_period.clone(),
        value_counts: value_counts(space.model, &space.states.all),
    }
}
