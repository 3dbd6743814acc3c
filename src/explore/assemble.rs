//! The game as flat arrays, assembled from what was explored: nodes get their final numbers.

use rustc_hash::FxHashMap;

use super::certain_branches::name_certain_branches;
use super::decision_kinds::{DecisionKindKey, decision_kinds};
use super::explorer::{Explorer, StartTarget};
use super::graph_builder::{GraphBuilder, LayerBuilder, Target};
use super::periods::ExploredPeriods;
use super::stage_moves::Move;
use super::start::StartTree;
use super::state_space::StateSpace;
use super::states::value_counts;
use super::{Explored, Size, naming, payable_terms};
use crate::expression::Slot;
use crate::game::{
    CommitmentInfo, Edge, Game, InformationSet, Layer, LayerKind, Leaf, Names, Node, PeriodGraph, PeriodState,
};
use crate::scenario::Model;

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
    let discounts = discounts(&mut explorer);
    let own_later = own_later(&mut explorer);
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
        leaves: explorer.leaves.iter().map(|(leaf, _)| *leaf).collect(),
        payment_sets: explorer.payment_sets.into_vec(),
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
    let mut next = 0;
    let mut bit = || {
        next += 1;
        1 << (next - 1)
    };
    model
        .commitments
        .iter()
        .map(|commitment| CommitmentInfo {
            actor: commitment.actor,
            delivers: commitment.delivers.as_ref().map(|_| bit()),
        })
        .collect()
}

fn discounts(explorer: &mut Explorer<'_>) -> Vec<Slot> {
    let actors = explorer.space.model.actors.iter();
    actors
        .map(|actor| explorer.tape.bind(&actor.discount, &[], explorer.space.lows))
        .collect()
}

fn own_later(explorer: &mut Explorer<'_>) -> Vec<Option<Slot>> {
    let actors = explorer.space.model.actors.iter();
    let shares = actors.map(|actor| actor.own_later.as_ref());
    shares
        .map(|share| share.map(|share| explorer.tape.bind(share, &[], explorer.space.lows)))
        .collect()
}

/// Where play goes on: what each period state is worth to each actor, open until the game is solved.
fn worth(explorer: &mut Explorer<'_>) -> Vec<Slot> {
    let model = explorer.space.model;
    let count = if model.goes_on {
        explorer.space.period_states.len() * model.actors.len()
    } else {
        0
    };
    (0..count).map(|_| explorer.tape.open()).collect()
}

fn period_states(explorer: &mut Explorer<'_>, horizon: &[u32], worth: &[Slot]) -> Vec<PeriodState> {
    let model = explorer.space.model;
    let mut views: Vec<FxHashMap<Vec<i32>, u32>> = vec![FxHashMap::default(); model.actors.len()];
    let mut all = Vec::new();
    for number in 0..explorer.space.period_states.len() {
        let state = explorer.space.period_states[number];
        let at_horizon = u32::try_from(number).is_ok_and(|n| horizon.binary_search(&n).is_ok());
        let horizon = at_horizon.then(|| horizon_ending(explorer, state));
        let values = explorer.space.states.get(state);
        let each_period = explorer.payments.each_period(&mut explorer.tape, values);
        let perpetuity = if model.goes_on {
            explorer.payments.beyond(&worth[number * model.actors.len()..])
        } else {
            explorer.payments.perpetuity(&mut explorer.tape, values)
        };
        let measures = model.measures.iter();
        let measures = measures.map(|measure| explorer.tape.bind(&measure.value, values, explorer.space.lows));
        let measures = measures.collect();
        let view = |(actor, known): (usize, &mut FxHashMap<Vec<i32>, u32>)| {
            let next = u32::try_from(known.len()).expect("fewer than 2^32 views");
            *known.entry(explorer.space.seen(actor, state)).or_insert(next)
        };
        all.push(PeriodState {
            type_profile: explorer.space.type_profile(state) as usize,
            each_period: explorer.payment_sets.number(each_period),
            perpetuity: explorer.payment_sets.number(perpetuity),
            horizon,
            measures,
            views: views.iter_mut().enumerate().map(view).collect(),
        });
    }
    all
}

/// How a game that reaches the horizon in a state ends.
fn horizon_ending(explorer: &mut Explorer<'_>, state: u32) -> Leaf {
    let outcome = explorer.space.outcome(state, explorer.space.model.periods, true);
    let outcome = outcome.expect("exploring required an outcome in every state at the horizon");
    let leaf = explorer.ending(state, outcome);
    // Where play goes on, the outcome says where the game stood, and nothing has ended.
    let payment_set = if explorer.space.model.goes_on { 0 } else { leaf.payment_set };
    Leaf { payment_set, ..leaf }
}

/// The final numbers of a graph's nodes.
pub(super) struct Numbering {
    /// By layer: its nodes in final order, by their numbers in the builder.
    pub(super) order: Vec<Vec<usize>>,
    /// By layer and number in the builder: the final number.
    pub(super) number: Vec<Vec<u32>>,
    nodes: usize,
    period_states: usize,
}

impl Numbering {
    fn new(builder: &GraphBuilder, period_states: usize) -> Self {
        let mut nodes = 0;
        let mut order = Vec::new();
        let mut number = Vec::new();
        for layer in &builder.layers {
            let mut ordered: Vec<usize> = (0..layer.nodes.len()).collect();
            if !layer.sets.is_empty() {
                ordered.sort_by_key(|&node| layer.nodes[node].set);
            }
            let mut numbers = vec![0; ordered.len()];
            for &node in &ordered {
                numbers[node] = u32::try_from(nodes).expect("fewer than 2^32 nodes");
                nodes += 1;
            }
            order.push(ordered);
            number.push(numbers);
        }
        Self {
            order,
            number,
            nodes,
            period_states,
        }
    }

    fn place(&self, target: Target) -> u32 {
        let after = |offset: usize, at: u32| u32::try_from(offset).expect("fewer than 2^32 places") + at;
        match target {
            Target::Node { layer, number } => self.number[layer][number],
            Target::PeriodState(period_state) => after(self.nodes, period_state),
            Target::Leaf(leaf) => after(self.nodes + self.period_states, leaf),
        }
    }
}

fn graph(
    space: &StateSpace<'_>,
    builder: &GraphBuilder,
    numbering: &Numbering,
    kind_numbers: &FxHashMap<DecisionKindKey, usize>,
) -> PeriodGraph {
    let mut graph = PeriodGraph::default();
    for (number, layer) in builder.layers.iter().enumerate() {
        if layer.nodes.is_empty() {
            continue;
        }
        let (first_node, first_set) = (graph.nodes.len(), graph.information_sets.len());
        add_sets(&mut graph, layer, kind_numbers);
        for &node in &numbering.order[number] {
            add_node(&mut graph, space, layer, node, first_set, numbering);
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
    if graph.information_sets.iter().any(|set| set.nests.is_some()) {
        graph.even = graph.even_play();
    }
    for period_state in 0..numbering.period_states {
        let period_state = u32::try_from(period_state).expect("fewer than 2^32 period states");
        let entry = builder.entry(period_state);
        graph.entry.push(entry.map(|entry| numbering.place(entry.to)));
        graph.entry_delivers.push(entry.map_or(0, |entry| entry.delivers));
    }
    graph
}

/// Adds the information sets of a layer, whose nodes are added next.
fn add_sets(graph: &mut PeriodGraph, layer: &LayerBuilder, kind_numbers: &FxHashMap<DecisionKindKey, usize>) {
    if layer.sets.is_empty() {
        return;
    }
    let mut members = vec![(0, 0); layer.sets.len()];
    for node in &layer.nodes {
        let (count, actions) = &mut members[node.set];
        *count += 1;
        *actions = node.edges.len();
    }
    let mut next_node = graph.nodes.len();
    for (set, (count, actions)) in layer.sets.iter().zip(members) {
        let first_node = next_node;
        next_node += count;
        graph.information_sets.push(InformationSet {
            actor: set.actor,
            nodes: first_node..next_node,
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

fn add_node(
    graph: &mut PeriodGraph,
    space: &StateSpace<'_>,
    layer: &LayerBuilder,
    node: usize,
    first_set: usize,
    numbering: &Numbering,
) {
    let node = &layer.nodes[node];
    let first_choice = if layer.sets.is_empty() {
        u32::MAX
    } else {
        let set = &graph.information_sets[first_set + node.set];
        u32::try_from(set.first_choice).expect("fewer than 2^32 choices")
    };
    graph.nodes.push(Node {
        type_profile: space.type_profile(node.key.state),
        first_edge: u32::try_from(graph.edges.len()).expect("fewer than 2^32 edges"),
        edges: u32::try_from(node.edges.len()).expect("fewer than 2^32 edges"),
        first_choice,
    });
    graph.edges.extend(node.edges.iter().map(|edge| Edge {
        to: numbering.place(edge.to),
        payment_set: edge.payment_set,
        chance: edge.chance,
        action: edge.action,
        delivers: edge.delivers,
    }));
}

fn layer_kind(space: &StateSpace<'_>, layer: &LayerBuilder) -> (LayerKind, Option<usize>) {
    let stage = &space.stages[layer.stage];
    let actor = |choice: usize| Some(stage.choices()[choice].actor);
    match stage.moves[layer.at] {
        Move::Chance | Move::Joint => (LayerKind::Effect, None),
        Move::Opportunity(choice) => (LayerKind::Opportunity, actor(choice)),
        Move::Occasion { choice, .. } => (LayerKind::Bound, actor(choice)),
        Move::Choice(choice) => (LayerKind::Choice, actor(choice)),
        Move::Effect(choice) => (LayerKind::Effect, actor(choice)),
    }
}

/// Names the states of a graph's nodes and the branches of its edges, in final order.
fn name_graph(space: &StateSpace<'_>, builder: &GraphBuilder, numbering: &Numbering, names: &mut Names) {
    let mut node_states = Vec::new();
    let mut branches = Vec::new();
    for (layer, order) in builder.layers.iter().zip(&numbering.order) {
        let stage = &space.stages[layer.stage];
        for node in order.iter().map(|&node| &layer.nodes[node]) {
            node_states.push(node.key.state);
            let effect = stage.effect(&node.key.progress, stage.moves[layer.at]);
            let name = |branch: u16| effect.map(|effect| effect.branches[usize::from(branch)].name.clone());
            branches.extend(node.edges.iter().map(|edge| name(edge.action).unwrap_or_default()));
        }
    }
    names.node_states.push(node_states);
    names.branches.push(branches);
    name_certain_branches(builder, &numbering.order, names);
}

fn name_states(explorer: &Explorer<'_>, names: &mut Names, targets: &[StartTarget]) {
    names.states = explorer.space.states.to_vec();
    names.period_states.clone_from(&explorer.space.period_states);
    names.start_states = targets.iter().map(|target| target.state).collect();
    names.leaf_states = explorer.leaves.iter().map(|(_, state)| *state).collect();
    names.places.clone_from(&explorer.checks.places);
}

fn size(space: &StateSpace<'_>, tree: &StartTree, graphs: &[PeriodGraph], periods: &ExploredPeriods) -> Size {
    let total = |count: fn(&PeriodGraph) -> usize| graphs.iter().map(count).sum();
    Size {
        period_states: space.period_states.len(),
        nodes: total(|graph| graph.nodes.len()),
        edges: total(|graph| graph.edges.len()),
        sets: total(|graph| graph.information_sets.len()),
        graphs: graphs.len(),
        type_profiles: tree.type_profiles.len(),
        nodes_by_period: periods.nodes_by_period.clone(),
        value_counts: value_counts(space.model, space.states.iter()),
    }
}
