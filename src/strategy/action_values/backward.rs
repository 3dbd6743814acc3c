//! Backward pass: the expected payment of each payoff term and the chance of each outcome, from the horizon to the start.

use super::reach::Reach;
use super::{ActionValues, Expectation, regret};
use crate::game::{Bound, Edge, InformationSet, PeriodGraph, PeriodPlay, PeriodState, Profile, StartTo};
use crate::strategy::{Beliefs, Reachable};

/// One backward pass. An array over places holds `width` numbers for each: terms, outcomes where they are asked for, and
/// where some actor has [`Game::own_later`](crate::game::Game::own_later), what each actor adds in the values that it acts
/// on.
pub(super) struct Backward<'a, const W: usize> {
    pub(super) bound: &'a Bound<'a, W>,
    pub(super) lane: usize,
    pub(super) profile: &'a Profile<W>,
    pub(super) beliefs: &'a Beliefs<W>,
    pub(super) reachable: &'a Reachable,
    pub(super) reach: &'a Reach<'a, W>,
    /// How many outcomes there are, or 0 where their chances are not asked for.
    pub(super) outcomes: usize,
    /// What each actor adds beyond the last period to the worth of each period state: state × actors + actor. Empty where
    /// nobody adds anything.
    pub(super) added_beyond: Vec<f64>,
}

impl<const W: usize> Backward<'_, W> {
    /// Runs the pass; the expectations of the game, by prior.
    pub(super) fn run(&self, mut show: impl FnMut(ActionValues)) -> Vec<Expectation> {
        let game = self.bound.game;
        let width = self.width();
        let mut values = Vec::new();
        // What follows each period state as a period begins there.
        let mut later = vec![0.0; game.period_states.len() * width];
        for period in (1..=game.periods).rev() {
            let graph = game.graph(period);
            let play = PeriodPlay::new(self.bound, self.profile, period);
            self.end_of_period(graph, period, &later, &mut values);
            for layer in graph.layers.iter().rev() {
                for node in layer.nodes.clone().rev() {
                    // Edges lead forward, so that the values of targets lie behind those of the node.
                    let (here, targets) = values.split_at_mut((node + 1) * width);
                    for (_, edge, chance) in play.edges(node) {
                        let from = (edge.to as usize - node - 1) * width;
                        let target = &targets[from..from + width];
                        self.follow(edge, period, chance[self.lane], target, &mut here[node * width..]);
                    }
                }
                for number in layer.information_sets.clone().rev() {
                    if self.reachable.sets(period)[number] {
                        let set = &graph.information_sets[number];
                        let found = self.action_values(graph, (number, set), period, &values);
                        self.give_back(set, &found, &mut values);
                        show(found);
                    }
                }
            }
            graph.values_at_entry(&values, width, &mut later);
        }
        (0..game.priors).map(|prior| self.of_game(prior, &later)).collect()
    }

    /// The columns of a place; one stands empty in a game without any.
    fn width(&self) -> usize {
        let game = self.bound.game;
        let columns = self.added(0) + if game.has_own_later() { game.actors } else { 0 };
        columns.max(1)
    }

    /// The column of what an actor adds in the values that it acts on.
    fn added(&self, actor: usize) -> usize {
        self.bound.game.term_actor.len() + self.outcomes + actor
    }

    /// Adds to the nodes of a set the share of the regret there that the actor gives back.
    fn give_back(&self, set: &InformationSet, found: &ActionValues, values: &mut [f64]) {
        let Some(share) = self.bound.given_back(set) else {
            return;
        };
        let regret = regret(&found.acted_on(), &found.play);
        for node in set.nodes.clone() {
            values[node * self.width() + self.added(set.actor)] += share[self.lane] * regret;
        }
    }

    /// Sets the values of period states, as the period ends there, and of leaves.
    fn end_of_period(&self, graph: &PeriodGraph, period: usize, later: &[f64], values: &mut Vec<f64>) {
        let game = self.bound.game;
        let width = self.width();
        values.clear();
        values.resize(game.places(graph) * width, 0.0);
        let mut places = values[graph.nodes.len() * width..].chunks_exact_mut(width);
        let states = game.period_states.iter().zip(later.chunks_exact(width));
        for (number, ((state, later), value)) in states.zip(places.by_ref()).enumerate() {
            self.end_period((number, state), period, later, value);
        }
        for (leaf, value) in game.leaves.iter().zip(places) {
            self.pay(leaf.payment_set, period, 1.0, value);
            self.count(leaf.outcome, 1.0, value);
        }
    }

    fn end_period(&self, (number, state): (usize, &PeriodState), period: usize, later: &[f64], value: &mut [f64]) {
        let game = self.bound.game;
        let leaf = state.horizon.filter(|_| period == game.periods);
        if period < game.periods {
            value.copy_from_slice(later);
        } else if let Some(leaf) = leaf {
            self.pay(state.perpetuity, period, 1.0, value);
            self.count(leaf.outcome, 1.0, value);
            let beyond = self.added_beyond.chunks_exact(game.actors).nth(number).unwrap_or(&[]);
            for (added, beyond) in value[self.added(0)..].iter_mut().zip(beyond) {
                *added = *beyond;
            }
        }
        for (term, &actor) in value.iter_mut().zip(&game.term_actor) {
            *term *= self.bound.discounts[actor][self.lane];
        }
        for (added, discount) in value[self.added(0)..].iter_mut().zip(&self.bound.discounts) {
            *added *= discount[self.lane];
        }
        self.pay(state.each_period, period, 1.0, value);
        if let Some(leaf) = leaf {
            self.pay(leaf.payment_set, period, 1.0, value);
        }
    }

    /// Adds to the chance of an outcome.
    fn count(&self, outcome: usize, chance: f64, value: &mut [f64]) {
        if self.outcomes > 0 {
            value[self.bound.game.term_actor.len() + outcome] += chance;
        }
    }

    /// Adds what a payment set pays in a period, weighted.
    fn pay(&self, payment_set: u32, period: usize, weight: f64, value: &mut [f64]) {
        let slots = self.bound.slots(period);
        for &(term, slot) in &self.bound.game.payment_sets[payment_set as usize].payments {
            value[term as usize] += weight * slots[slot.index()][self.lane];
        }
    }

    /// Adds what an edge pays and the values of its target, weighted.
    fn follow(&self, edge: &Edge, period: usize, weight: f64, target: &[f64], sum: &mut [f64]) {
        for (sum, value) in sum.iter_mut().zip(target) {
            *sum += weight * value;
        }
        self.pay(edge.payment_set, period, weight, sum);
    }

    /// The action values at a set, once those of the places behind its edges are known.
    fn action_values(
        &self,
        graph: &PeriodGraph,
        (number, set): (usize, &InformationSet),
        period: usize,
        values: &[f64],
    ) -> ActionValues {
        let width = self.width();
        let belief = self.belief(set, period);
        let of_action = |action: usize| {
            let mut sum = vec![0.0; width];
            for (node, &weight) in set.members().zip(&belief) {
                let edge = &graph.edges_at(node)[action];
                let from = edge.to as usize * width;
                self.follow(edge, period, weight, &values[from..from + width], &mut sum);
            }
            sum
        };
        let sums: Vec<Vec<f64>> = (0..set.actions).map(of_action).collect();
        let own_later = self.bound.own_later[set.actor].is_some();
        let given_back = sums.iter().filter(|_| own_later).map(|sum| sum[self.added(set.actor)]);
        let given_back = given_back.collect();
        let expectations: Vec<Expectation> = sums.into_iter().map(|sum| self.expectation(sum)).collect();
        let payoff = |expectation: &Expectation| expectation.payoff(self.bound.game, set.actor);
        let play = &self.profile.periods[period - 1][set.choices()];
        ActionValues {
            period,
            set: number,
            reach: self.reach.chance(period, set),
            play: play.iter().map(|lanes| lanes[self.lane]).collect(),
            payoffs: expectations.iter().map(payoff).collect(),
            given_back,
            belief,
            expectations,
        }
    }

    fn belief(&self, set: &InformationSet, period: usize) -> Vec<f64> {
        if set.is_single() {
            vec![1.0]
        } else if set.play.is_committed() {
            self.reach.belief(period, set)
        } else {
            self.beliefs.at(period, set, self.lane)
        }
    }

    fn expectation(&self, mut sum: Vec<f64>) -> Expectation {
        sum.truncate(self.added(0));
        let outcomes = sum.split_off(self.bound.game.term_actor.len());
        Expectation { terms: sum, outcomes }
    }

    /// The expectations of the game as it starts.
    fn of_game(&self, prior: usize, later: &[f64]) -> Expectation {
        let game = self.bound.game;
        let width = self.width();
        let priors = self.bound.type_profile_chances(prior);
        let mut sum = vec![0.0; width];
        for (ending, within) in game.start.endings.iter().zip(self.bound.start_chances()) {
            let chance = priors[ending.type_profile][self.lane] * within[self.lane];
            match ending.to {
                StartTo::PeriodState(state) => {
                    for (sum, value) in sum.iter_mut().zip(&later[state * width..(state + 1) * width]) {
                        *sum += chance * value;
                    }
                }
                StartTo::Leaf(leaf) => {
                    let leaf = &game.leaves[leaf];
                    self.pay(leaf.payment_set, 0, chance, &mut sum);
                    self.count(leaf.outcome, chance, &mut sum);
                }
            }
        }
        self.expectation(sum)
    }
}
