//! From the horizon to the start: what each payoff term and each outcome can be expected to come to.

use super::reach::Reach;
use super::{ActionValues, Expectation};
use crate::game::{Bound, Edge, InformationSet, PeriodGraph, PeriodState, Play, Profile, StartTo};
use crate::strategy::{Beliefs, Reachable};

/// One pass from the horizon to the start.
pub(super) struct Backward<'a, const W: usize> {
    pub(super) bound: &'a Bound<'a, W>,
    pub(super) lane: usize,
    pub(super) profile: &'a Profile<W>,
    pub(super) beliefs: &'a Beliefs<W>,
    pub(super) reachable: &'a Reachable,
    pub(super) reach: &'a Reach<'a, W>,
}

impl<const W: usize> Backward<'_, W> {
    /// Runs the pass; what can be expected of the game, by prior.
    pub(super) fn run(&self, mut show: impl FnMut(ActionValues)) -> Vec<Expectation> {
        let game = self.bound.game;
        let width = self.width();
        // What follows each place of a graph, and each period state as a period begins there: terms, then outcomes.
        let mut values = Vec::new();
        let mut later = vec![0.0; game.period_states.len() * width];
        for period in (1..=game.periods).rev() {
            let graph = game.graph(period);
            self.close(graph, period, &later, &mut values);
            for node in (0..graph.nodes.len()).rev() {
                self.weigh(graph, node, period, &mut values);
            }
            for (number, set) in graph.information_sets.iter().enumerate().rev() {
                if self.reachable.sets(period)[number] {
                    show(self.situation(graph, (number, set), period, &values));
                }
            }
            for (number, entry) in graph.entry.iter().enumerate() {
                if let Some(place) = entry {
                    let place = *place as usize * width;
                    later[number * width..(number + 1) * width].copy_from_slice(&values[place..place + width]);
                }
            }
        }
        (0..game.priors).map(|prior| self.of_game(prior, &later)).collect()
    }

    fn width(&self) -> usize {
        self.bound.game.term_actor.len() + self.bound.game.outcomes
    }

    /// Sets what follows period states, as the period ends there, and leaves.
    fn close(&self, graph: &PeriodGraph, period: usize, later: &[f64], values: &mut Vec<f64>) {
        let game = self.bound.game;
        let width = self.width();
        values.clear();
        values.resize(
            (graph.nodes.len() + game.period_states.len() + game.leaves.len()) * width,
            0.0,
        );
        let mut places = values[graph.nodes.len() * width..].chunks_exact_mut(width);
        let period_states = game.period_states.iter().zip(later.chunks_exact(width));
        for ((period_state, later), value) in period_states.zip(places.by_ref()) {
            self.end_period(period_state, period, later, value);
        }
        for (leaf, value) in game.leaves.iter().zip(places) {
            self.pay(leaf.payment_set, period, 1.0, value);
            value[game.term_actor.len() + leaf.outcome] = 1.0;
        }
    }

    fn end_period(&self, period_state: &PeriodState, period: usize, later: &[f64], value: &mut [f64]) {
        let game = self.bound.game;
        let terms = game.term_actor.len();
        if period < game.periods {
            value.copy_from_slice(later);
        } else if let Some(leaf) = period_state.horizon {
            self.pay(period_state.perpetuity, period, 1.0, value);
            value[terms + leaf.outcome] = 1.0;
        }
        for (term, &actor) in value.iter_mut().zip(&game.term_actor) {
            *term *= self.bound.discounts[actor][self.lane];
        }
        self.pay(period_state.each_period, period, 1.0, value);
        if let Some(leaf) = period_state.horizon.filter(|_| period == game.periods) {
            self.pay(leaf.payment_set, period, 1.0, value);
        }
    }

    /// Adds what a payment set pays in a period, weighted.
    fn pay(&self, payment_set: u32, period: usize, weight: f64, value: &mut [f64]) {
        let slots = self.bound.slots(period);
        for &(term, slot) in &self.bound.game.payment_sets[payment_set as usize].payments {
            value[term as usize] += weight * slots[slot.index()][self.lane];
        }
    }

    /// Sets what follows a node: what lies beyond its edges, weighted by their chances.
    fn weigh(&self, graph: &PeriodGraph, number: usize, period: usize, values: &mut [f64]) {
        let width = self.width();
        let node = &graph.nodes[number];
        let edges = graph.edges_at(number);
        // Edges lead forward, so what lies beyond stands behind the node's own.
        let (here, beyond) = values.split_at_mut((number + 1) * width);
        let here = &mut here[number * width..];
        for (at, edge) in edges.iter().enumerate() {
            let chance = if node.first_choice == u32::MAX {
                self.bound.slots(period)[edge.chance.index()][self.lane]
            } else {
                self.profile.periods[period - 1][node.first_choice as usize + at][self.lane]
            };
            let from = (edge.to as usize - number - 1) * width;
            self.follow(edge, period, chance, &beyond[from..from + width], here);
        }
    }

    /// Adds what an edge pays and what lies beyond it, weighted.
    fn follow(&self, edge: &Edge, period: usize, weight: f64, beyond: &[f64], sum: &mut [f64]) {
        for (sum, beyond) in sum.iter_mut().zip(beyond) {
            *sum += weight * beyond;
        }
        self.pay(edge.payment_set, period, weight, sum);
    }

    /// A set as its actor faces it, once what follows its edges is known.
    fn situation(
        &self,
        graph: &PeriodGraph,
        (number, set): (usize, &InformationSet),
        period: usize,
        values: &[f64],
    ) -> ActionValues {
        let belief = self.belief(set, period);
        let prospects: Vec<Expectation> = (0..set.actions)
            .map(|action| {
                let mut sum = vec![0.0; self.width()];
                for (node, &weight) in set.nodes.clone().zip(&belief) {
                    let edge = &graph.edges[graph.edges_of(node).start + action];
                    let from = edge.to as usize * self.width();
                    let beyond = &values[from..from + self.width()];
                    self.follow(edge, period, weight, beyond, &mut sum);
                }
                self.prospect(sum)
            })
            .collect();
        let payoffs = prospects
            .iter()
            .map(|prospect| prospect.payoff(self.bound.game, set.actor));
        let play = &self.profile.periods[period - 1][set.first_choice..];
        ActionValues {
            period,
            set: number,
            reach: self.reach.chance(period, set),
            belief,
            play: play[..set.actions].iter().map(|lanes| lanes[self.lane]).collect(),
            payoffs: payoffs.collect(),
            prospects,
        }
    }

    fn belief(&self, set: &InformationSet, period: usize) -> Vec<f64> {
        if set.nodes.len() == 1 {
            return vec![1.0];
        }
        match set.play {
            Play::Committed(_) => self.reach.belief(period, set),
            _ => self.beliefs.at(period, set, self.lane),
        }
    }

    fn prospect(&self, mut sum: Vec<f64>) -> Expectation {
        let outcomes = sum.split_off(self.bound.game.term_actor.len());
        Expectation { terms: sum, outcomes }
    }

    /// What can be expected of the game as it starts.
    fn of_game(&self, prior: usize, later: &[f64]) -> Expectation {
        let game = self.bound.game;
        let width = self.width();
        let type_profiles = self.bound.type_profile_chances(prior);
        let mut sum = vec![0.0; width];
        for (ending, within) in game.start.endings.iter().zip(self.bound.start_chances()) {
            let chance = type_profiles[ending.type_profile][self.lane] * within[self.lane];
            match ending.to {
                StartTo::PeriodState(period_state) => {
                    let from = &later[period_state * width..(period_state + 1) * width];
                    for (sum, value) in sum.iter_mut().zip(from) {
                        *sum += chance * value;
                    }
                }
                StartTo::Leaf(leaf) => {
                    let leaf = &game.leaves[leaf];
                    self.pay(leaf.payment_set, 0, chance, &mut sum);
                    sum[game.term_actor.len() + leaf.outcome] += chance;
                }
            }
        }
        self.prospect(sum)
    }
}
