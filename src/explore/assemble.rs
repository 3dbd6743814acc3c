//! From drafts to the game: nodes get their final numbers, and everything is laid flat.

use rustc_hash::FxHashMap;

use super::certain_branches::name_sure;
use super::decision_kinds::{DecisionKindKey, rows};
use super::graph_builder::{GraphBuilder, LayerBuilder, Target};
use super::stage_moves::{Move, parts};
use super::start::StartTree;
use super::walk::Walker;
use super::{Explored, ExploredPeriods, Size, StartTarget, naming, payable_terms, states};
use crate::game::{
    CommitmentInfo, Edge, Game, InformationSet, Layer, LayerKind, Leaf, Names, Node, PeriodGraph, PeriodState,
};
use crate::scenario::Model;

/// Lays the game flat.
pub(crate) fn assemble(
    mut walker: Walker<'_>,
    opening: StartTree,
    begun: Vec<StartTarget>,
    periods: ExploredPeriods,
) -> Explored {
    let mut names = naming::names(walker.model);
    let keys = periods.drafts.iter().flat_map(|draft| &draft.layers);
    let keys = keys.flat_map(|layer| layer.sets.iter().map(|set| set.row.clone()));
    let (row_list, row_numbers) = rows(walker.model, keys.collect());
    let period_states = period_states(&mut walker, &periods.horizon);
    let discounts = discounts(&mut walker);
    let mut graphs = Vec::new();
    for draft in &periods.drafts {
        let layout = Layout::new(draft, period_states.len());
        graphs.push(graph(&walker, draft, &layout, &row_numbers, period_states.len()));
        let (node_states, branches) = graph_names(&walker, draft, &layout);
        names.node_states.push(node_states);
        names.branches.push(branches);
        name_sure(draft, &layout.order, &mut names);
    }
    name_states(&walker, &mut names, &begun);
    let size = size(&walker, &opening, &graphs, &periods);
    let mut start = opening.start;
    for (ending, begun) in start.endings.iter_mut().zip(&begun) {
        ending.to = begun.to;
        ending.delivers = begun.delivers;
    }
    let model = walker.model;
    let game = Game {
        actors: model.actors.len(),
        periods: model.periods,
        discounts,
        parameters: model.parameters.len(),
        attributes: opening.attributes,
        type_profiles: opening.type_profiles,
        priors: opening.priors,
        prior_of: opening.prior_of,
        start,
        graphs,
        calendar: periods.calendar,
        period_states,
        leaves: walker.leaf_list.iter().map(|(leaf, _)| *leaf).collect(),
        payment_sets: walker.payment_sets.into_vec(),
        term_actor: model.terms.iter().map(|term| term.actor).collect(),
        outcomes: model.outcomes.len(),
        measures: model.measures.len(),
        commitments: commitments(model),
        checks: walker.checks.all,
        decision_kinds: row_list,
        tape: walker.tape,
    };
    let mut coverage = walker.coverage;
    coverage.terms = payable_terms::terms(model, &game);
    Explored {
        game,
        names,
        size,
        coverage,
        start_spans: walker.checks.start_spans,
    }
}

/// What the game knows about commitments: those that can be seen to be delivered have a bit each.
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

fn discounts(walker: &mut Walker<'_>) -> Vec<crate::expression::Slot> {
    let actors = &walker.model.actors;
    actors
        .iter()
        .map(|actor| walker.tape.bind(&actor.discount, &[], walker.lows))
        .collect()
}

fn period_states(walker: &mut Walker<'_>, horizon: &[u32]) -> Vec<PeriodState> {
    let mut views: Vec<FxHashMap<Vec<i32>, u32>> = vec![FxHashMap::default(); walker.model.actors.len()];
    let mut all = Vec::new();
    for number in 0..walker.period_states.len() {
        let state = walker.period_states[number];
        let at_horizon = u32::try_from(number).is_ok_and(|n| horizon.binary_search(&n).is_ok());
        let horizon = at_horizon.then(|| ending(walker, state));
        let values = walker.states.get(state).to_vec();
        let each_period = walker.payments.each_period(&mut walker.tape, &values);
        let perpetuity = walker.payments.perpetuity(&mut walker.tape, &values);
        let mut measures = Vec::new();
        for measure in &walker.model.measures {
            measures.push(walker.tape.bind(&measure.value, &values, walker.lows));
        }
        let mut seen = Vec::new();
        for (actor, known) in views.iter_mut().enumerate() {
            let next = u32::try_from(known.len()).expect("fewer than 2^32 views");
            seen.push(*known.entry(walker.seen(actor, state)).or_insert(next));
        }
        all.push(PeriodState {
            type_profile: walker.type_profile(state) as usize,
            each_period: walker.payment_sets.number(each_period),
            perpetuity: walker.payment_sets.number(perpetuity),
            horizon,
            measures,
            views: seen,
        });
    }
    all
}

/// How a game that reaches the horizon in a state ends.
fn ending(walker: &mut Walker<'_>, state: u32) -> Leaf {
    let outcome = walker
        .outcome(state, walker.model.periods, true)
        .expect("every state at the horizon was seen to have an outcome");
    walker.coverage.outcomes[outcome] = true;
    walker.ending(state, outcome)
}

/// The final numbers of a graph's nodes.
struct Layout {
    /// By layer: the order in which its nodes stand, as numbers within the draft.
    order: Vec<Vec<usize>>,
    /// By layer and number within the draft: the final number.
    number: Vec<Vec<u32>>,
    nodes: usize,
    period_states: usize,
}

impl Layout {
    fn new(draft: &GraphBuilder, period_states: usize) -> Self {
        let mut nodes = 0;
        let mut order = Vec::new();
        let mut number = Vec::new();
        for layer in &draft.layers {
            let mut standing: Vec<usize> = (0..layer.nodes.len()).collect();
            if !layer.sets.is_empty() {
                standing.sort_by_key(|&node| layer.nodes[node].set);
            }
            let mut numbers = vec![0; standing.len()];
            for &node in &standing {
                numbers[node] = u32::try_from(nodes).expect("fewer than 2^32 nodes");
                nodes += 1;
            }
            order.push(standing);
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
    walker: &Walker<'_>,
    draft: &GraphBuilder,
    layout: &Layout,
    row_numbers: &FxHashMap<DecisionKindKey, usize>,
    period_states: usize,
) -> PeriodGraph {
    let mut graph = PeriodGraph::default();
    for (number, layer) in draft.layers.iter().enumerate() {
        if layer.nodes.is_empty() {
            continue;
        }
        let (first_node, first_set) = (graph.nodes.len(), graph.information_sets.len());
        add_sets(&mut graph, layer, row_numbers);
        for &node in &layout.order[number] {
            add_node(&mut graph, walker, layer, node, first_set, layout);
        }
        let (kind, actor) = layer_kind(walker, layer);
        graph.layers.push(Layer {
            stage: layer.stage,
            actor,
            kind,
            nodes: first_node..graph.nodes.len(),
            information_sets: first_set..graph.information_sets.len(),
        });
    }
    for period_state in 0..period_states {
        let period_state = u32::try_from(period_state).expect("fewer than 2^32 period states");
        let entry = draft.entry_of(period_state);
        graph.entry.push(entry.map(|entry| layout.place(entry.to)));
        graph.entry_delivers.push(entry.map_or(0, |entry| entry.delivers));
    }
    graph
}

/// Adds the sets of a layer; their nodes follow.
fn add_sets(graph: &mut PeriodGraph, layer: &LayerBuilder, row_numbers: &FxHashMap<DecisionKindKey, usize>) {
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
            decision_kind: row_numbers[&set.row],
            occasions: set.occasions.clone(),
        });
        graph.choices += actions;
    }
}

fn add_node(
    graph: &mut PeriodGraph,
    walker: &Walker<'_>,
    layer: &LayerBuilder,
    node: usize,
    first_set: usize,
    layout: &Layout,
) {
    let node = &layer.nodes[node];
    let first_choice = if layer.sets.is_empty() {
        u32::MAX
    } else {
        let set = &graph.information_sets[first_set + node.set];
        u32::try_from(set.first_choice).expect("fewer than 2^32 choices")
    };
    graph.nodes.push(Node {
        type_profile: walker.type_profile(node.key.state),
        first_edge: u32::try_from(graph.edges.len()).expect("fewer than 2^32 edges"),
        edges: u32::try_from(node.edges.len()).expect("fewer than 2^32 edges"),
        first_choice,
    });
    graph.edges.extend(node.edges.iter().map(|edge| Edge {
        to: layout.place(edge.to),
        payment_set: edge.payment_set,
        chance: edge.chance,
        action: edge.action,
        delivers: edge.delivers,
    }));
}

fn layer_kind(walker: &Walker<'_>, layer: &LayerBuilder) -> (LayerKind, Option<usize>) {
    let choices = parts(&walker.model.stages[layer.stage].kind).0;
    let actor = |choice: usize| Some(choices[choice].actor);
    match walker.steps[layer.stage].steps[layer.step] {
        Move::Chance | Move::Joint => (LayerKind::Effect, None),
        Move::Opportunity(choice) => (LayerKind::Opportunity, actor(choice)),
        Move::Occasion { choice, .. } => (LayerKind::Bound, actor(choice)),
        Move::Choice(choice) => (LayerKind::Choice, actor(choice)),
        Move::Effect(choice) => (LayerKind::Effect, actor(choice)),
    }
}

/// The states of a graph's nodes and the names of its branches, in final order.
fn graph_names(walker: &Walker<'_>, draft: &GraphBuilder, layout: &Layout) -> (Vec<u32>, Vec<String>) {
    let mut node_states = Vec::new();
    let mut branches = Vec::new();
    for (layer, order) in draft.layers.iter().zip(&layout.order) {
        for &node in order {
            let node = &layer.nodes[node];
            node_states.push(node.key.state);
            let kind = &walker.model.stages[layer.stage].kind;
            let steps = &walker.steps[layer.stage];
            let step = steps.steps[layer.step];
            let effect = super::stage_moves::effect(kind, steps, &node.key.progress, step);
            branches.extend(node.edges.iter().map(|edge| {
                effect.map_or_else(String::new, |effect| {
                    effect.branches[usize::from(edge.action)].name.clone()
                })
            }));
        }
    }
    (node_states, branches)
}

fn name_states(walker: &Walker<'_>, names: &mut Names, begun: &[StartTarget]) {
    names.states = walker.states.to_vec();
    names.period_states.clone_from(&walker.period_states);
    names.start_states = begun.iter().map(|begun| begun.state).collect();
    names.leaf_states = walker.leaf_list.iter().map(|(_, state)| *state).collect();
    names.places.clone_from(&walker.checks.places);
}

fn size(walker: &Walker<'_>, opening: &StartTree, graphs: &[PeriodGraph], periods: &ExploredPeriods) -> Size {
    let total = |count: fn(&PeriodGraph) -> usize| graphs.iter().map(count).sum();
    let spread = walker.states.spread(walker.model.cells.len());
    Size {
        period_states: walker.period_states.len(),
        nodes: total(|graph| graph.nodes.len()),
        edges: total(|graph| graph.edges.len()),
        sets: total(|graph| graph.information_sets.len()),
        graphs: graphs.len(),
        type_profiles: opening.type_profiles.len(),
        nodes_by_period: periods.nodes_by_period.clone(),
        spread: states::named(walker.model, spread),
    }
}
