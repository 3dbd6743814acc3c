//! What follows the last period where play goes on for ever: its structure repeats, and every information set plays as in
//! the last period that met it.

use super::error::TooLarge;
use super::explorer::Explorer;
use super::graph_builder::{ExploredSet, GraphBuilder, LayerBuilder};
use super::numbering::Numbering;
use super::periods::{ExploredPeriods, ExploredTail, Reached, explore_period, reach};
use super::rule_violation::{RuleViolation, ViolationKind};
use super::shortest_path::Location;
use super::stage_moves::NodeKey;
use crate::expression::Slot;
use crate::game::{LastMet, Tail};

/// Explores what follows the last period, where play goes on, until no period state is new. A set that no watched period
/// met is a violation.
pub(super) fn explore_tail(explorer: &mut Explorer<'_>, periods: &mut ExploredPeriods) -> Result<(), TooLarge> {
    if !explorer.space.model.goes_on {
        return Ok(());
    }
    let last = *periods.calendar.last().expect("a game has a period");
    let builders = &mut periods.builders;
    let tail = periods.tail.insert(ExploredTail {
        calendar: periods.calendar.clone(),
        states: periods.horizon.clone(),
        reached: Reached::new(),
        believed: Vec::new(),
    });
    loop {
        tail.calendar.push(last);
        explore_period(explorer, &mut builders[last], tail.calendar.len(), &tail.states)?;
        let (mut states, reached) = reach(&builders[last], &tail.states, &tail.believed);
        explorer.require_amounts(tail.calendar.len(), &states);
        states.extend(&tail.states);
        states.sort_unstable();
        states.dedup();
        tail.reached = reached;
        let believed = tail.believed_nodes(explorer, builders, last)?;
        if states.len() == tail.states.len() && believed.len() == tail.believed.len() {
            break;
        }
        (tail.states, tail.believed) = (states, believed);
    }
    for layer in 0..builders[last].layers.len() {
        for (number, met) in tail.sets(builders, last, layer) {
            if met.is_none() {
                let builder = &builders[last].layers[layer];
                let stage = builder.stage;
                let (span, kind) = (explorer.space.stages[stage].stage.span, ViolationKind::NeverMet(stage));
                let state = builder.nodes[number].key.state;
                let at = Location::Node { layer, number };
                let violation = RuleViolation { span, kind };
                explorer.violations.record(tail.calendar.len(), at, violation, state);
            }
        }
    }
    Ok(())
}

/// Where a set was played last: the graph, the set in its layer there, and the period.
type Met = (usize, usize, usize);

impl ExploredTail {
    /// The information sets of a layer that play beyond the last period comes to: the first node of each, and where the
    /// set was played last with the same actions.
    fn sets(&self, builders: &[GraphBuilder], last: usize, layer: usize) -> Vec<(usize, Option<Met>)> {
        let here = &builders[last].layers[layer];
        let first_nodes = |layer: &LayerBuilder, counts: &dyn Fn(usize) -> bool| {
            let mut first = vec![None; layer.sets.len()];
            for number in (0..layer.nodes.len()).rev().filter(|&number| counts(number)) {
                if let Some(first) = first.get_mut(layer.nodes[number].set) {
                    *first = Some(number);
                }
            }
            first
        };
        let each_first: Vec<Vec<Option<usize>>> = builders
            .iter()
            .map(|builder| first_nodes(&builder.layers[layer], &|_| true))
            .collect();
        let actions = |graph: usize, node: usize| {
            let edges = builders[graph].layers[layer].nodes[node].edges.iter();
            edges.map(|edge| edge.action).collect::<Vec<u16>>()
        };
        let reached = first_nodes(here, &|number| self.reached[layer][number])
            .into_iter()
            .flatten();
        let met = |node: usize| {
            let key = &here.sets[here.nodes[node].set].key;
            let found = builders.iter().enumerate().filter_map(|(graph, builder)| {
                let set = builder.layers[layer].set(key)?;
                Some((graph, set, builder.layers[layer].sets[set].last_met))
            });
            let (graph, set, period) = found.max_by_key(|(.., period)| *period)?;
            let then = each_first[graph][set].map(|first| actions(graph, first));
            (period > 0 && then == Some(actions(last, node))).then_some((graph, set, period))
        };
        reached.map(|node| (node, met(node))).collect()
    }

    /// The nodes of the last graph at which actors that give regret back believe to be, by layer and number. Play beyond the
    /// last period need not lead there, as a belief is that of the period in which the set was played last; nodes that the
    /// graph did not have are added.
    fn believed_nodes(
        &self,
        explorer: &mut Explorer<'_>,
        builders: &mut [GraphBuilder],
        last: usize,
    ) -> Result<Vec<(usize, usize)>, TooLarge> {
        let actors = &explorer.space.model.actors;
        if actors.iter().all(|actor| actor.own_later.is_none()) {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for layer in 0..builders[last].layers.len() {
            let believed = believed(builders, layer);
            for (graph, set, _) in self.sets(builders, last, layer).into_iter().filter_map(|(_, met)| met) {
                let there = &builders[graph].layers[layer];
                let ExploredSet { actor, play, .. } = &there.sets[set];
                if actors[*actor].own_later.is_none() || play.precision().is_none() {
                    continue;
                }
                let nodes = believed[graph][set].iter();
                let keys: Vec<NodeKey> = nodes.map(|&node| there.nodes[node].key.clone()).collect();
                for key in keys {
                    let known = builders[last].layers[layer].node(&key);
                    if known.is_none() {
                        explorer.count_node()?;
                    }
                    let number = known.unwrap_or_else(|| builders[last].layers[layer].add_node(key));
                    found.push((layer, number));
                }
            }
        }
        Ok(found)
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
        for (number, layer) in layers.iter().enumerate() {
            let believed = believed(&periods.builders, number);
            // Nodes stand set by set.
            let order = &numberings[last].order[number];
            for (first, met) in self.sets(&periods.builders, last, number) {
                let Some((graph, set_there, period)) = met else {
                    continue;
                };
                let set = layer.nodes[first].set;
                let there = &periods.builders[graph].layers[number];
                let node_there = |&node: &usize| {
                    let met = there.node(&layer.nodes[node].key)?;
                    Some(numberings[graph].number[number][met] as usize)
                };
                let leads_to = |&node: &usize| {
                    let here = layer.node(&there.nodes[node].key);
                    here.is_some_and(|node| self.reached[number][node])
                };
                let begin = order.partition_point(|&node| layer.nodes[node].set < set);
                let end = order.partition_point(|&node| layer.nodes[node].set <= set);
                sets[first_set(&periods.builders[last], number) + set] = Some(LastMet {
                    period,
                    set: first_set(&periods.builders[graph], number) + set_there,
                    nodes: order[begin..end].iter().map(node_there).collect(),
                    whole: believed[graph][set_there].iter().all(leads_to),
                });
            }
        }
        Tail { states, sets, worth }
    }
}

/// The nodes of a layer at which actors may have believed to be when a set was played last, by graph and set.
fn believed(builders: &[GraphBuilder], layer: usize) -> Vec<Vec<Vec<usize>>> {
    let of_graph = |builder: &GraphBuilder| {
        let LayerBuilder { nodes, sets, .. } = &builder.layers[layer];
        let mut by_set = vec![Vec::new(); sets.len()];
        for (number, node) in nodes.iter().enumerate() {
            if sets.get(node.set).is_some_and(|set| set.last_met == node.last_met) {
                by_set[node.set].push(number);
            }
        }
        by_set
    };
    builders.iter().map(of_graph).collect()
}

/// The number of the first set of a layer in its graph.
fn first_set(builder: &GraphBuilder, layer: usize) -> usize {
    builder.layers[..layer].iter().map(|layer| layer.sets.len()).sum()
}
