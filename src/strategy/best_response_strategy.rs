//! The best that one actor can do with a whole strategy, where all others play as they do.

use super::Recall;
use crate::game::{Bound, InformationSet, PeriodGraph, PeriodState, Profile, StartTo};

/// The expected payoff of an actor's best whole strategy against the others' play in one draw, under the prior that it
/// holds; nothing where the actor may need to remember what it does not see.
///
/// Where memory adds nothing, how likely the nodes of a set are does not depend on the actor's own play: the best
/// action at a set is found from the horizon to the start, whatever the actor does before.
pub fn best_response_value<const W: usize>(
    bound: &Bound<'_, W>,
    lane: usize,
    profile: &Profile<W>,
    memory: &Recall,
    actor: usize,
) -> Option<f64> {
    let alone = Alone {
        bound,
        lane,
        profile,
        actor,
    };
    memory.suffices(actor).then(|| alone.best(&alone.weights()))
}

/// One actor's problem: all others are chance to it.
struct Alone<'a, const W: usize> {
    bound: &'a Bound<'a, W>,
    lane: usize,
    profile: &'a Profile<W>,
    actor: usize,
}

impl<const W: usize> Alone<'_, W> {
    /// How likely each node is as far as others and chance decide, by period (period t at t − 1). Weights of one of the
    /// actor's sets are in proportion.
    fn weights(&self) -> Vec<Vec<f64>> {
        let game = self.bound.game;
        let mut at_period_state = vec![0.0; game.period_states.len()];
        for (chance, to) in self.starts() {
            if let StartTo::PeriodState(period_state) = to {
                at_period_state[period_state] += chance;
            }
        }
        let mut weights = Vec::new();
        for period in 1..=game.periods {
            let mut reach = self.pass_period(period, &at_period_state);
            let nodes = self.graph(period).nodes.len();
            at_period_state.copy_from_slice(&reach[nodes..nodes + game.period_states.len()]);
            reach.truncate(nodes);
            weights.push(reach);
        }
        weights
    }

    /// The weight of every place of a period's graph, given that of the period states at which the period starts.
    fn pass_period(&self, period: usize, at_period_state: &[f64]) -> Vec<f64> {
        let game = self.bound.game;
        let graph = self.graph(period);
        let places = graph.nodes.len() + game.period_states.len() + game.leaves.len();
        let mut reach = vec![0.0; places];
        for (entry, begins) in graph.entry.iter().zip(at_period_state) {
            if let Some(place) = entry {
                reach[*place as usize] += begins;
            }
        }
        for layer in &graph.layers {
            for set in &graph.information_sets[layer.information_sets.clone()] {
                self.restart(set, &mut reach);
            }
            for node in layer.nodes.clone() {
                self.pass(graph, period, node, &mut reach);
            }
        }
        reach
    }

    /// The chance of each way in which a game may start, and where it leads.
    fn starts(&self) -> Vec<(f64, StartTo)> {
        let game = self.bound.game;
        let type_profiles = self.bound.type_profile_chances(game.prior_of[self.actor]);
        let endings = game.start.endings.iter().zip(self.bound.start_chances());
        endings
            .map(|(ending, within)| {
                let chance = type_profiles[ending.type_profile][self.lane] * within[self.lane];
                (chance, ending.to)
            })
            .collect()
    }

    fn graph(&self, period: usize) -> &PeriodGraph {
        let game = self.bound.game;
        game.graph(period)
    }

    /// Lets the weights of one of the actor's own sets sum to 1: only their proportion counts from here on, and the
    /// actor's ways to the set, each of which carries all of the weight, must not make it grow without limit.
    fn restart(&self, set: &InformationSet, reach: &mut [f64]) {
        let total: f64 = reach[set.nodes.clone()].iter().sum();
        if set.actor == self.actor && total > 0.0 {
            reach[set.nodes.clone()].iter_mut().for_each(|weight| *weight /= total);
        }
    }

    fn pass(&self, graph: &PeriodGraph, period: usize, node: usize, reach: &mut [f64]) {
        let here = reach[node];
        for (at, edge) in graph.edges_at(node).iter().enumerate() {
            let chance = self.chance(graph, period, node, at).unwrap_or(1.0);
            reach[edge.to as usize] += here * chance;
        }
    }

    /// The chance of an edge; nothing where the actor decides.
    fn chance(&self, graph: &PeriodGraph, period: usize, node: usize, at: usize) -> Option<f64> {
        let first = graph.nodes[node].first_choice as usize;
        if graph.nodes[node].first_choice == u32::MAX {
            let edge = &graph.edges[graph.edges_of(node).start + at];
            return Some(self.bound.slots(period)[edge.chance.index()][self.lane]);
        }
        let others = self.owner(graph, node) != self.actor;
        others.then(|| self.profile.periods[period - 1][first + at][self.lane])
    }

    fn owner(&self, graph: &PeriodGraph, node: usize) -> usize {
        let after = graph.information_sets.partition_point(|set| set.nodes.end <= node);
        graph.information_sets[after].actor
    }

    /// The best expected payoff.
    fn best(&self, weights: &[Vec<f64>]) -> f64 {
        let game = self.bound.game;
        let mut later = vec![0.0; game.period_states.len()];
        for period in (1..=game.periods).rev() {
            let values = self.back_through(period, &weights[period - 1], &later);
            for (later, entry) in later.iter_mut().zip(&self.graph(period).entry) {
                if let Some(place) = entry {
                    *later = values[*place as usize];
                }
            }
        }
        let worth = |to: StartTo| match to {
            StartTo::PeriodState(period_state) => later[period_state],
            StartTo::Leaf(leaf) => self.pay(game.leaves[leaf].payment_set, 0),
        };
        let starts = self.starts().into_iter();
        starts.map(|(chance, to)| chance * worth(to)).sum()
    }

    /// The best that can follow each place of a period's graph, given that of the period states as the next one starts.
    fn back_through(&self, period: usize, weights: &[f64], later: &[f64]) -> Vec<f64> {
        let game = self.bound.game;
        let graph = self.graph(period);
        let mut values = vec![0.0; graph.nodes.len()];
        let period_states = game.period_states.iter().zip(later);
        values.extend(period_states.map(|(period_state, later)| self.end_period(period_state, period, *later)));
        let leaves = game.leaves.iter();
        values.extend(leaves.map(|leaf| self.pay(leaf.payment_set, period)));
        for layer in graph.layers.iter().rev() {
            for set in &graph.information_sets[layer.information_sets.clone()] {
                self.decide(graph, set, period, weights, &mut values);
            }
            if layer.information_sets.is_empty() {
                for node in layer.nodes.clone() {
                    values[node] = self.expected(graph, period, node, &values);
                }
            }
        }
        values
    }

    fn end_period(&self, period_state: &PeriodState, period: usize, later: f64) -> f64 {
        let last = period_state.horizon.filter(|_| period == self.bound.game.periods);
        let after = last.map_or(later, |_| self.pay(period_state.perpetuity, period));
        let ending = last.map_or(0.0, |leaf| self.pay(leaf.payment_set, period));
        self.pay(period_state.each_period, period) + self.bound.discounts[self.actor][self.lane] * after + ending
    }

    fn pay(&self, payment_set: u32, period: usize) -> f64 {
        let place = payment_set as usize * self.bound.game.actors + self.actor;
        self.bound.totals(period)[place][self.lane]
    }

    /// What lies beyond an edge, with what is paid on it.
    fn beyond(&self, graph: &PeriodGraph, period: usize, edge: usize, values: &[f64]) -> f64 {
        let edge = &graph.edges[edge];
        self.pay(edge.payment_set, period) + values[edge.to as usize]
    }

    fn expected(&self, graph: &PeriodGraph, period: usize, node: usize, values: &[f64]) -> f64 {
        let edges = graph.edges_of(node).enumerate();
        let ways = edges.map(|(at, edge)| {
            let chance = self.chance(graph, period, node, at).unwrap_or(0.0);
            chance * self.beyond(graph, period, edge, values)
        });
        ways.sum()
    }

    /// Sets the values of the nodes of a set: under the best action where it is the actor's own.
    fn decide(&self, graph: &PeriodGraph, set: &InformationSet, period: usize, weights: &[f64], values: &mut [f64]) {
        if set.actor != self.actor {
            for node in set.nodes.clone() {
                values[node] = self.expected(graph, period, node, values);
            }
            return;
        }
        let of_action = |action: usize| -> f64 {
            let nodes = set.nodes.clone();
            nodes
                .map(|node| {
                    let edge = graph.edges_of(node).start + action;
                    weights[node] * self.beyond(graph, period, edge, values)
                })
                .sum()
        };
        let mut best = (0, of_action(0));
        for action in 1..set.actions {
            let value = of_action(action);
            if value > best.1 {
                best = (action, value);
            }
        }
        for node in set.nodes.clone() {
            let edge = graph.edges_of(node).start + best.0;
            values[node] = self.beyond(graph, period, edge, values);
        }
    }
}
