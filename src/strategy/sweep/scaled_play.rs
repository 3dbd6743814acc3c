//! Beliefs with care, for one draw: chances of any size, and sets that are reached only by mistakes.

use super::forward::Beliefs;
use crate::game::{Bound, PeriodGraph, Play, Profile, Trembling};
use crate::numeric::lanes::Lanes;
use crate::numeric::scaled::{Scaled, Tremble, proportions};

/// One draw's profile, in which no positive probability is too small to be told from 0.
#[derive(Clone, Debug)]
pub(in crate::strategy) struct ScaledPlay {
    lane: usize,
    /// Period t at t − 1, then choice.
    choices: Vec<Vec<Scaled>>,
}

impl ScaledPlay {
    /// Takes over the profile of a lane.
    pub(in crate::strategy) fn new<const W: usize>(profile: &Profile<W>, lane: usize) -> Self {
        let choices = profile
            .periods
            .iter()
            .map(|choices| choices.iter().map(|choice| Scaled::new(choice[lane], 0)).collect())
            .collect();
        Self { lane, choices }
    }

    pub(in crate::strategy) fn lane(&self) -> usize {
        self.lane
    }

    /// The same for another lane.
    pub(in crate::strategy) fn in_lane(self, lane: usize) -> Self {
        Self { lane, ..self }
    }

    /// The probability of a choice.
    pub(in crate::strategy) fn choice(&self, period: usize, choice: usize) -> Scaled {
        self.choices[period - 1][choice]
    }

    /// Moves the play of a set towards a response: the share `step` of the way. `odds` holds the logarithms of the
    /// response's probabilities, up to a common summand.
    pub(in crate::strategy) fn respond(&mut self, period: usize, first_choice: usize, odds: &[f64], step: f64) {
        let weights: Vec<Scaled> = odds
            .iter()
            .map(|&odds| {
                let (mantissa, exponent) = crate::numeric::math::exp_scaled(odds);
                Scaled::new(mantissa, exponent)
            })
            .collect();
        let total: f64 = weights.iter().map(|weight| weight.over(0)).sum();
        let share = Scaled::new(step / total, 0);
        let keep = Scaled::new(1.0 - step, 0);
        let choices = &mut self.choices[period - 1][first_choice..first_choice + odds.len()];
        for (choice, weight) in choices.iter_mut().zip(weights) {
            *choice = choice.times(keep).plus(weight.times(share));
        }
    }

    /// Sets the weights of all nodes in decisions of this lane.
    /// `note` sees each period's reach of all places.
    pub(in crate::strategy) fn believe<const W: usize>(
        &self,
        bound: &Bound<'_, W>,
        beliefs: &mut Beliefs<W>,
        note: &mut impl FnMut(usize, &[Tremble]),
    ) {
        let game = bound.game;
        let trembling = Trembling::new(bound, self.lane);
        let priors = trembling.priors();
        let mut at_period_state = trembling.start();
        for period in 1..=game.periods {
            let choices = &self.choices[period - 1];
            let reach = trembling.period(period, &at_period_state, |choice| choices[choice]);
            at_period_state.copy_from_slice(trembling.period_states(period, &reach));
            note(period, &reach);
            let graph = game.graph(period);
            let weights = &mut beliefs.weights[period - 1];
            self.weigh(bound, graph, &priors, &reach, weights);
        }
    }

    fn weigh<const W: usize>(
        &self,
        bound: &Bound<'_, W>,
        graph: &PeriodGraph,
        priors: &[Vec<Tremble>],
        reach: &[Tremble],
        weights: &mut [Lanes<W>],
    ) {
        for set in graph.information_sets.iter().filter(|set| set.nodes.len() > 1) {
            if matches!(set.play, Play::Committed(_)) {
                continue;
            }
            let prior = &priors[bound.game.prior_of[set.actor]];
            let masses: Vec<Tremble> = set
                .nodes
                .clone()
                .map(|node| reach[node].times(prior[graph.nodes[node].type_profile as usize]))
                .collect();
            if !masses.iter().any(|mass| mass.is_possible()) {
                continue;
            }
            let mut proportion = vec![0.0; masses.len()];
            proportions(&masses, &mut proportion);
            for (node, weight) in set.nodes.clone().zip(proportion) {
                weights[node][self.lane] = weight;
            }
        }
    }
}
