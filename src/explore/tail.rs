//! What follows the last period where play goes on for ever: its structure repeats, and every information set plays as in
//! the last period that met it.

use super::assemble::Numbering;
use super::error::TooLarge;
use super::explorer::Explorer;
use super::graph_builder::{ExploredSet, GraphBuilder};
use super::periods::{ExploredPeriods, Reached, explore_period, reach};
use super::rule_violation::{RuleViolation, ViolationKind};
use super::shortest_path::Location;
use crate::expression::Slot;
use crate::game::{LastMet, Tail};

/// Play after the last period.
#[derive(Default)]
pub(crate) struct ExploredTail {
    /// The graph of each period, and as often that of the last one as it took to find all states beyond.
    pub(crate) calendar: Vec<usize>,
    /// The period states at which a period beyond the last may begin, ascending.
    states: Vec<u32>,
    /// The nodes that a period beyond the last can pass.
    reached: Reached,
}

/// Explores what follows the last period until no period state is new. A set that no watched period met is a violation.
pub(super) fn explore_tail(explorer: &mut Explorer<'_>, periods: &mut ExploredPeriods) -> Result<(), TooLarge> {
    let last = *periods.calendar.last().expect("a game has a period");
    let mut tail = ExploredTail {
        calendar: periods.calendar.clone(),
        states: periods.horizon.clone(),
        reached: Reached::new(),
    };
    loop {
        tail.calendar.push(last);
        let period = tail.calendar.len();
        explore_period(explorer, &mut periods.builders[last], period, &tail.states)?;
        let (mut states, reached) = reach(&periods.builders[last], &tail.states);
        states.extend(&tail.states);
        states.sort_unstable();
        states.dedup();
        tail.reached = reached;
        if states.len() == tail.states.len() {
            break;
        }
        tail.states = states;
    }
    for (layer, number) in tail.nodes() {
        if tail.last_met(&periods.builders, last, layer, number).is_none() {
            let builder = &periods.builders[last].layers[layer];
            let stage = builder.stage;
            let span = explorer.space.stages[stage].stage.span;
            let kind = ViolationKind::NeverMet(stage);
            let at = Location::Node { layer, number };
            let state = builder.nodes[number].key.state;
            let violation = RuleViolation { span, kind };
            explorer.violations.record(tail.calendar.len(), at, violation, state);
        }
    }
    periods.tail = Some(tail);
    Ok(())
}

impl ExploredTail {
    /// The nodes beyond the last period at which an actor decides, by layer and number.
    fn nodes(&self) -> impl Iterator<Item = (usize, usize)> {
        self.reached.iter().enumerate().flat_map(|(layer, reached)| {
            let reached = reached.iter().enumerate().filter(|(_, reached)| **reached);
            reached.map(move |(number, _)| (layer, number))
        })
    }

    /// Where the set of a decision node was played last, with the same actions: the graph, and the set in its layer.
    /// `None` where it never was; chance nodes count as played.
    fn last_met<'b>(
        &self,
        builders: &'b [GraphBuilder],
        last: usize,
        layer: usize,
        number: usize,
    ) -> Option<Option<(usize, usize, &'b ExploredSet)>> {
        let here = &builders[last].layers[layer];
        let node = &here.nodes[number];
        let Some(set) = here.sets.get(node.set) else {
            return Some(None);
        };
        let found = builders.iter().enumerate().filter_map(|(graph, builder)| {
            let there = &builder.layers[layer];
            let number = there.set(&set.key)?;
            Some((graph, number, &there.sets[number]))
        });
        let (graph, number, met) = found.max_by_key(|(.., met)| met.last_met)?;
        let there = &builders[graph].layers[layer];
        let actions = |node: &super::graph_builder::ExploredNode| node.edges.iter().map(|edge| edge.action).collect();
        let then: Vec<u16> = there.nodes.iter().find(|node| node.set == number).map(actions)?;
        let now: Vec<u16> = actions(node);
        (met.last_met > 0 && then == now).then_some(Some((graph, number, met)))
    }

    /// What follows the last period, for the game. `worth` is what each period state is worth to each actor.
    pub(super) fn assembled(
        &self,
        periods: &ExploredPeriods,
        numberings: &[Numbering],
        period_states: usize,
        worth: Vec<Slot>,
    ) -> Tail {
        let last = *periods.calendar.last().expect("a game has a period");
        let layers = &periods.builders[last].layers;
        let mut states = vec![false; period_states];
        for &state in &self.states {
            states[state as usize] = true;
        }
        let mut sets = vec![None; layers.iter().map(|layer| layer.sets.len()).sum()];
        for (layer, number) in self.nodes() {
            let met = self.last_met(&periods.builders, last, layer, number).flatten();
            let Some((graph, set_there, met)) = met else { continue };
            let set = first_set(&periods.builders[last], layer) + layers[layer].nodes[number].set;
            let there = &periods.builders[graph].layers[layer];
            sets[set].get_or_insert_with(|| {
                let order = numberings[last].order[layer].iter();
                let nodes = order.filter(|&&node| layers[layer].nodes[node].set == layers[layer].nodes[number].set);
                let node_there = |&node: &usize| {
                    let met = there.node(&layers[layer].nodes[node].key)?;
                    Some(numberings[graph].number[layer][met] as usize)
                };
                LastMet {
                    period: met.last_met,
                    set: first_set(&periods.builders[graph], layer) + set_there,
                    nodes: nodes.map(node_there).collect(),
                }
            });
        }
        Tail { states, sets, worth }
    }
}

/// The number of the first set of a layer in its graph.
fn first_set(builder: &GraphBuilder, layer: usize) -> usize {
    builder.layers[..layer].iter().map(|layer| layer.sets.len()).sum()
}
