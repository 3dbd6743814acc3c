//! The payoff of one actor's best-response strategy against the play of all others.

use super::Recall;
use crate::game::{Bound, Edge, InformationSet, Layer, LayerKind, Part, PeriodPlay, PeriodState, Profile, StartTo};

/// The expected payoff of an actor's best-response strategy against the others' play in one draw, under the prior that
/// it holds; `None` where the actor might gain from more recall than it has.
///
/// With sufficient recall the actor's own play does not affect how likely the nodes of a set are, so that backward
/// induction finds the best action at each set.
pub fn best_response_value<const W: usize>(
    bound: &Bound<'_, W>,
    lane: usize,
    profile: &Profile<W>,
    recall: &Recall,
    actor: usize,
) -> Option<f64> {
    let problem = DecisionProblem {
        bound,
        lane,
        profile,
        actor,
    };
    recall.suffices(actor).then(|| problem.value(&problem.weights()))
}

/// The decision problem of one actor, to whom all others are chance.
struct DecisionProblem<'a, const W: usize> {
    bound: &'a Bound<'a, W>,
    lane: usize,
    profile: &'a Profile<W>,
    actor: usize,
}

impl<const W: usize> DecisionProblem<'_, W> {
    /// How likely others and chance make each node, by period (period t at t − 1). The weights of one of the actor's own
    /// sets are in proportion.
    fn weights(&self) -> Vec<Vec<f64>> {
        let game = self.bound.game;
        let mut at_state = vec![0.0; game.period_states.len()];
        for (chance, to) in self.starts() {
            if let StartTo::PeriodState(state) = to {
                at_state[state] += chance;
            }
        }
        let mut weights = Vec::new();
        for period in 1..=game.periods {
            let mut reach = self.pass_period(&self.play(period), &at_state);
            let states = game.state_places(game.graph(period));
            at_state.copy_from_slice(&reach[states.clone()]);
            reach.truncate(states.start);
            weights.push(reach);
        }
        weights
    }

    /// The weight of every place of a period's graph, given that of the states at which the period begins.
    fn pass_period(&self, play: &PeriodPlay<'_, W>, at_state: &[f64]) -> Vec<f64> {
        let mut reach = vec![0.0; self.bound.game.places(play.graph)];
        for (place, begins) in play.graph.entering(at_state) {
            reach[place] += begins;
        }
        for layer in &play.graph.layers {
            if self.decides(layer) {
                for set in &play.graph.information_sets[layer.information_sets.clone()] {
                    self.pass_own_set(play, set, &mut reach);
                }
            } else {
                for node in layer.nodes.clone() {
                    self.pass_node(play, node, &mut reach);
                }
            }
        }
        reach
    }

    /// Each edge of the actor's own carries the whole weight of its node. Weights are first divided by their sum, which
    /// keeps them from growing without limit; only their proportion matters from here on. Those of a set in parts have one
    /// period to grow in.
    fn pass_own_set(&self, play: &PeriodPlay<'_, W>, set: &InformationSet, reach: &mut [f64]) {
        let total: f64 = reach[set.nodes.clone()].iter().sum();
        if total > 0.0 && set.part == Part::Whole {
            reach[set.nodes.clone()].iter_mut().for_each(|weight| *weight /= total);
        }
        for node in set.nodes.clone() {
            for edge in play.graph.edges_at(node) {
                reach[edge.to as usize] += reach[node];
            }
        }
    }

    fn pass_node(&self, play: &PeriodPlay<'_, W>, node: usize, reach: &mut [f64]) {
        for (_, edge, chance) in play.edges(node) {
            reach[edge.to as usize] += reach[node] * chance[self.lane];
        }
    }

    /// The chance and target of each start ending, under the prior that the actor holds.
    fn starts(&self) -> Vec<(f64, StartTo)> {
        let game = self.bound.game;
        let priors = self.bound.type_profile_chances(game.prior_of[self.actor]);
        let endings = game.start.endings.iter().zip(self.bound.start_chances());
        endings
            .map(|(ending, within)| (priors[ending.type_profile][self.lane] * within[self.lane], ending.to))
            .collect()
    }

    /// Whether the actor itself decides in a layer.
    fn decides(&self, layer: &Layer) -> bool {
        layer.kind == LayerKind::Choice && layer.actor == Some(self.actor)
    }

    fn play(&self, period: usize) -> PeriodPlay<'_, W> {
        PeriodPlay::new(self.bound, self.profile, period)
    }

    /// The expected payoff under the best actions.
    fn value(&self, weights: &[Vec<f64>]) -> f64 {
        let game = self.bound.game;
        let mut later = vec![0.0; game.period_states.len()];
        for period in (1..=game.periods).rev() {
            let values = self.values(period, &weights[period - 1], &later);
            game.graph(period).values_at_entry(&values, 1, &mut later);
        }
        let value = |to: StartTo| match to {
            StartTo::PeriodState(state) => later[state],
            StartTo::Leaf(leaf) => self.pay(game.leaves[leaf].payment_set, 0),
        };
        let starts = self.starts().into_iter();
        starts.map(|(chance, to)| chance * value(to)).sum()
    }

    /// The value of each place of a period's graph, given that of the states at which the next one begins.
    fn values(&self, period: usize, weights: &[f64], later: &[f64]) -> Vec<f64> {
        let game = self.bound.game;
        let play = self.play(period);
        let mut values = vec![0.0; play.graph.nodes.len()];
        let states = game.period_states.iter().zip(later);
        values.extend(states.map(|(state, later)| self.end_period(state, period, *later)));
        values.extend(game.leaves.iter().map(|leaf| self.pay(leaf.payment_set, period)));
        // The best action at each set of the actor's own.
        let mut best = vec![0; play.graph.information_sets.len()];
        // A later part is passed before the best action is known. As the actor's own sets have an order of time, the last
        // of them is right after one pass, the one before it after two, and so on.
        while self.improve(&play, period, weights, &mut best, &mut values) {}
        values
    }

    /// Passes backward through a period: sets the values of its nodes, and the best actions. Whether that of a set in parts
    /// is another one than its later parts were valued with.
    fn improve(
        &self,
        play: &PeriodPlay<'_, W>,
        period: usize,
        weights: &[f64],
        best: &mut [usize],
        values: &mut [f64],
    ) -> bool {
        let mut late = false;
        for layer in play.graph.layers.iter().rev() {
            if !self.decides(layer) {
                for node in layer.nodes.clone() {
                    values[node] = self.expected(play, period, node, values);
                }
                continue;
            }
            for number in layer.information_sets.clone() {
                let set = &play.graph.information_sets[number];
                let first = if let Part::Later(first) = set.part {
                    first
                } else {
                    number
                };
                if first == number {
                    let action = self.best_action(play, set, period, weights, values);
                    late |= set.part != Part::Whole && best[number] != action;
                    best[number] = action;
                }
                for node in set.nodes.clone() {
                    values[node] = self.value_of(&play.graph.edges_at(node)[best[first]], period, values);
                }
            }
        }
        late
    }

    fn end_period(&self, state: &PeriodState, period: usize, later: f64) -> f64 {
        let last = state.horizon.filter(|_| period == self.bound.game.periods);
        let after = last.map_or(later, |_| self.pay(state.perpetuity, period));
        let ending = last.map_or(0.0, |leaf| self.pay(leaf.payment_set, period));
        self.pay(state.each_period, period) + self.bound.discounts[self.actor][self.lane] * after + ending
    }

    fn pay(&self, payment_set: u32, period: usize) -> f64 {
        let total = payment_set as usize * self.bound.game.actors + self.actor;
        self.bound.totals(period)[total][self.lane]
    }

    fn expected(&self, play: &PeriodPlay<'_, W>, period: usize, node: usize, values: &[f64]) -> f64 {
        let edges = play.edges(node);
        edges
            .map(|(_, edge, chance)| chance[self.lane] * self.value_of(edge, period, values))
            .sum()
    }

    fn value_of(&self, edge: &Edge, period: usize, values: &[f64]) -> f64 {
        self.pay(edge.payment_set, period) + values[edge.to as usize]
    }

    /// The first best action at one of the actor's own sets.
    fn best_action(
        &self,
        play: &PeriodPlay<'_, W>,
        set: &InformationSet,
        period: usize,
        weights: &[f64],
        values: &[f64],
    ) -> usize {
        let of_action = |action: usize| -> f64 {
            let value = |node: usize| self.value_of(&play.graph.edges_at(node)[action], period, values);
            set.members().map(|node| weights[node] * value(node)).sum()
        };
        let mut best = (0, of_action(0));
        for action in 1..set.actions {
            let found = of_action(action);
            if found > best.1 {
                best = (action, found);
            }
        }
        best.0
    }
}
