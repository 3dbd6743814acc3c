//! The probability of each outcome and the expected payoff of each actor under the true prior, with their changes.

use super::mass::{Chance, Mass};
use super::playing::Playing;
use super::reach::Reach;
use super::recorder::Recorder;
use super::values::Value;
use crate::game::{Leaf, PeriodGraph, StartTo};
use crate::numeric::linear_record::{Change, Weighted};

/// A sum with the terms of its change.
#[derive(Clone, Debug, Default)]
pub(super) struct Sum {
    value: f64,
    terms: Vec<Weighted>,
}

impl Sum {
    pub(super) fn add(&mut self, value: f64, change: impl IntoIterator<Item = Weighted>) {
        self.value += value;
        let change = change.into_iter();
        self.terms
            .extend(change.filter(|(change, weight)| *change != Change::NONE && *weight != 0.0));
    }

    pub(super) fn close(&mut self, recorder: &mut Recorder) -> Value {
        let change = recorder.sum(self.terms.drain(..));
        (std::mem::take(&mut self.value), change)
    }
}

/// A forward pass.
pub(super) struct Results<'a, 'g> {
    playing: &'a Playing<'a, 'g>,
    reach: &'a Reach,
    /// The probability that each payment set is paid in the current period.
    paid: Vec<Sum>,
    /// The discount weight of the current period, by actor.
    weights: Vec<Value>,
    outcomes: Vec<Sum>,
    payoffs: Vec<Sum>,
}

impl<'a, 'g> Results<'a, 'g> {
    /// Records the changes of all results: of the outcomes' probabilities, then of the actors' payoffs.
    pub(super) fn record(recorder: &mut Recorder, playing: &'a Playing<'a, 'g>, reach: &'a Reach) -> Vec<Value> {
        let game = playing.bound.game;
        let mut pass = Self {
            playing,
            reach,
            paid: vec![Sum::default(); game.payment_sets.len()],
            weights: vec![(1.0, Change::NONE); game.actors],
            outcomes: vec![Sum::default(); game.outcomes],
            payoffs: vec![Sum::default(); game.actors],
        };
        for (ending, mass) in game.start.endings.iter().zip(&reach.endings) {
            if let StartTo::Leaf(leaf) = ending.to {
                pass.end(&game.leaves[leaf], mass);
            }
        }
        pass.pay(recorder, 0);
        for period in 1..=game.periods {
            pass.period(recorder, period);
            pass.pay(recorder, period);
            pass.discount(recorder);
        }
        pass.pay_perpetuity(recorder);
        let sums = pass.outcomes.iter_mut().chain(&mut pass.payoffs);
        sums.map(|sum| sum.close(recorder)).collect()
    }

    /// The stages of a period, and its end.
    fn period(&mut self, recorder: &mut Recorder, period: usize) {
        let game = self.playing.bound.game;
        let graph = game.graph(period);
        let places = &self.reach.places[period - 1];
        for (node, mass) in places[..graph.nodes.len()].iter().enumerate() {
            let pays = graph.edges_at(node).iter().any(|edge| edge.payment_set != 0);
            if pays && mass.size.is_possible() {
                self.pay_edges(recorder, graph, (period, node), mass);
            }
        }
        let states = game.state_places(graph);
        for (leaf, mass) in game.leaves.iter().zip(&places[states.end..]) {
            self.end(leaf, mass);
        }
        for (state, mass) in game.period_states.iter().zip(&places[states]) {
            let (value, change) = self.reach.joint(mass, state.type_profile);
            self.paid[state.each_period as usize].add(value, change);
            if let Some(leaf) = state.horizon.filter(|_| period == game.periods) {
                self.end(&leaf, mass);
            }
        }
    }

    fn end(&mut self, leaf: &Leaf, mass: &Mass) {
        let (value, change) = self.reach.joint(mass, leaf.type_profile);
        let change: Vec<Weighted> = change.collect();
        self.outcomes[leaf.outcome].add(value, change.iter().copied());
        self.paid[leaf.payment_set as usize].add(value, change);
    }

    fn pay_edges(
        &mut self,
        recorder: &mut Recorder,
        graph: &PeriodGraph,
        (period, number): (usize, usize),
        mass: &Mass,
    ) {
        let node = &graph.nodes[number];
        let (value, change) = self.reach.joint(mass, node.type_profile as usize);
        let change = recorder.sum(change);
        for (option, edge) in graph.edges_at(number).iter().enumerate() {
            let chance: Chance = self.playing.edge(graph, (number, option, edge), period);
            if edge.payment_set != 0 {
                let terms = [(change, chance.value), chance.times(value)];
                self.paid[edge.payment_set as usize].add(value * chance.value, terms);
            }
        }
    }

    /// Adds the payments of a period to the payoffs.
    fn pay(&mut self, recorder: &mut Recorder, period: usize) {
        let Playing { bound, numbers, .. } = *self.playing;
        let actors = bound.game.actors;
        for (number, paid) in self.paid.iter_mut().enumerate() {
            let (paid, by_paid) = paid.close(recorder);
            if number == 0 || paid == 0.0 && by_paid == Change::NONE {
                continue;
            }
            for (actor, payoff) in self.payoffs.iter_mut().enumerate() {
                let [amount] = bound.totals(period)[number * actors + actor];
                let by_amount = numbers.totals(period)[number * actors + actor];
                let (weight, by_weight) = self.weights[actor];
                let terms = [
                    (by_paid, weight * amount),
                    (by_amount, paid * weight),
                    (by_weight, paid * amount),
                ];
                payoff.add(paid * weight * amount, terms);
            }
        }
    }

    /// Discounts by one period.
    fn discount(&mut self, recorder: &mut Recorder) {
        for (actor, (weight, by_weight)) in self.weights.iter_mut().enumerate() {
            let (discount, by_discount) = self.playing.discount(actor);
            *by_weight = recorder.sum([(*by_weight, discount), (by_discount, *weight)]);
            *weight *= discount;
        }
    }

    /// Pays for the lasting situation after the horizon, or for what play beyond it is worth.
    fn pay_perpetuity(&mut self, recorder: &mut Recorder) {
        let game = self.playing.bound.game;
        let places = &self.reach.places[game.periods - 1];
        let states = game.state_places(game.graph(game.periods));
        for (state, mass) in game.period_states.iter().zip(&places[states]) {
            let (value, change) = self.reach.joint(mass, state.type_profile);
            self.paid[state.perpetuity as usize].add(value, change);
        }
        self.pay(recorder, game.periods);
    }
}
