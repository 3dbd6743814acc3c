//! Play and beliefs of one draw with an extended range of exponents, for probabilities that plain numbers round to 0 and
//! for sets that only trembles reach.

use crate::game::{Bound, Profile, Trembling};
use crate::numeric::lanes::Lanes;
use crate::numeric::math::exp_scaled;
use crate::numeric::scaled::{Scaled, Tremble, proportions};
use crate::strategy::Beliefs;

/// The play of one draw in which no positive probability is too small to differ from 0.
#[derive(Clone, Debug)]
pub(crate) struct ScaledPlay {
    lane: usize,
    /// Period t at t − 1, then choice.
    choices: Vec<Vec<Scaled>>,
}

impl ScaledPlay {
    /// Takes over the profile of a lane.
    pub(crate) fn new<const W: usize>(profile: &Profile<W>, lane: usize) -> Self {
        let of_period = |choices: &Vec<[f64; W]>| choices.iter().map(|choice| Scaled::new(choice[lane], 0)).collect();
        Self {
            lane,
            choices: profile.periods.iter().map(of_period).collect(),
        }
    }

    pub(crate) fn lane(&self) -> usize {
        self.lane
    }

    /// The same for another lane.
    pub(crate) fn in_lane(self, lane: usize) -> Self {
        Self { lane, ..self }
    }

    /// The probability of a choice.
    pub(crate) fn choice(&self, period: usize, choice: usize) -> Scaled {
        self.choices[period - 1][choice]
    }

    /// Moves the play of a set towards a response by the fraction `step`. `odds` holds the logarithms of the response's
    /// probabilities, up to a common summand.
    pub(crate) fn respond(&mut self, period: usize, first_choice: usize, odds: &[f64], step: f64) {
        let weight = |&odds: &f64| {
            let (mantissa, exponent) = exp_scaled(odds);
            Scaled::new(mantissa, exponent)
        };
        let weights: Vec<Scaled> = odds.iter().map(weight).collect();
        let total: f64 = weights.iter().map(|weight| weight.over(0)).sum();
        let share = Scaled::new(step / total, 0);
        let keep = Scaled::new(1.0 - step, 0);
        let choices = &mut self.choices[period - 1][first_choice..first_choice + odds.len()];
        for (choice, weight) in choices.iter_mut().zip(weights) {
            *choice = choice.times(keep).plus(weight.times(share));
        }
    }

    /// Takes over the play of a set whose response is not a smooth one: each probability is 0, or far from it.
    pub(crate) fn take_over<const W: usize>(&mut self, period: usize, first_choice: usize, play: &[Lanes<W>]) {
        let choices = &mut self.choices[period - 1][first_choice..first_choice + play.len()];
        for (choice, play) in choices.iter_mut().zip(play) {
            *choice = Scaled::new(play[self.lane], 0);
        }
    }

    /// Sets the play of a set to probabilities in proportion to exp(`growing` + `odds`), the largest near 1. What grows
    /// without bound with the precision stands apart, so that ratios of vanishing probabilities keep their digits.
    pub(crate) fn set(&mut self, period: usize, first_choice: usize, growing: &[f64], odds: &[f64]) {
        let power = |x: f64| {
            let (mantissa, exponent) = exp_scaled(x);
            Scaled::new(mantissa, exponent)
        };
        let weights = growing.iter().zip(odds);
        let weights: Vec<Scaled> = weights
            .map(|(&growing, &odds)| power(growing).times(power(odds)))
            .collect();
        let total: f64 = weights.iter().map(|weight| weight.over(0)).sum();
        let share = Scaled::new(1.0 / total, 0);
        let choices = &mut self.choices[period - 1][first_choice..first_choice + odds.len()];
        for (choice, weight) in choices.iter_mut().zip(weights) {
            *choice = weight.times(share);
        }
    }

    /// Works out the probabilities of [`Members`](crate::game::Members) anew, after those of information sets changed.
    pub(crate) fn count_members<const W: usize>(&mut self, bound: &Bound<'_, W>) {
        for (period, choices) in (1..).zip(&mut self.choices) {
            let slot = |slot| Scaled::new(bound.number(slot, period)[self.lane], 0);
            bound.game.graph(period).count_members(choices, slot);
        }
    }

    /// Sets the belief weights of this lane. `visit` sees each period, the reach of the period states at which it starts,
    /// and the reach of all its places.
    pub(crate) fn believe<const W: usize>(
        &self,
        bound: &Bound<'_, W>,
        beliefs: &mut Beliefs<W>,
        visit: &mut impl FnMut(usize, &[Tremble], &[Tremble]),
    ) {
        let game = bound.game;
        let trembling = Trembling::new(bound, self.lane);
        let priors = trembling.priors();
        let choice = |period: usize, choice: usize| self.choice(period, choice);
        trembling.forward(choice, |period, starts, reach| {
            visit(period, starts, reach);
            let graph = game.graph(period);
            let weights = &mut beliefs.weights[period - 1];
            let sets = graph.information_sets.iter();
            for set in sets.filter(|set| !set.is_single() && !set.is_later_part() && !set.play.is_committed()) {
                let prior = &priors[game.prior_of[set.actor]];
                let mass = |node: usize| reach[node].times(prior[graph.nodes[node].type_profile as usize]);
                let masses: Vec<Tremble> = set.members().map(mass).collect();
                if !masses.iter().any(|mass| mass.is_possible()) {
                    continue;
                }
                let mut proportion = vec![0.0; masses.len()];
                proportions(&masses, &mut proportion);
                for (node, weight) in set.members().zip(proportion) {
                    weights[node][self.lane] = weight;
                }
            }
        });
    }
}
