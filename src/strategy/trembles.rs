//! Beliefs with care, for one draw: chances of any size, and sets that are reached only by mistakes.
//!
//! Every choice, every possible chance branch, prior and credibility is mixed with ε · uniform, and ε goes to 0: each
//! node carries the smallest number of trembles that lead to it and the weight of the ways that need no more. Bound
//! actions do not tremble.

use super::forward::Beliefs;
use super::scaled::{Scaled, Tremble, proportions};
use crate::game::{Bound, Factor, Frame, Play, Profile, StartTo};

/// One draw's profile, in which no positive probability is too small to be told from 0.
pub(super) struct Careful {
    lane: usize,
    /// Period t at t − 1, then choice.
    choices: Vec<Vec<Scaled>>,
}

impl Careful {
    /// Takes over the profile of a lane.
    pub(super) fn new(profile: &Profile, lane: usize) -> Self {
        let choices = profile
            .periods
            .iter()
            .map(|choices| {
                choices
                    .iter()
                    .map(|choice| Scaled::new(choice[lane], 0))
                    .collect()
            })
            .collect();
        Self { lane, choices }
    }

    pub(super) fn lane(&self) -> usize {
        self.lane
    }

    /// Moves the play of a set towards a response: the share `step` of the way. `odds` holds the logarithms of the
    /// response's probabilities, up to a common summand.
    pub(super) fn respond(&mut self, period: usize, first_choice: usize, odds: &[f64], step: f64) {
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
    pub(super) fn believe(&self, bound: &Bound<'_>, beliefs: &mut Beliefs) {
        let game = bound.game;
        let priors = self.priors(bound);
        let mut at_boundary = self.start(bound);
        for period in 1..=game.periods {
            let frame = &game.frames[game.calendar[period - 1]];
            let places = frame.nodes.len() + game.boundaries.len() + game.leaves.len();
            let mut reach = vec![Tremble::IMPOSSIBLE; places];
            for (entry, begins) in frame.entry.iter().zip(&at_boundary) {
                if let Some(place) = entry {
                    let place = &mut reach[*place as usize];
                    *place = place.plus(*begins);
                }
            }
            self.pass(bound, frame, period, &mut reach);
            self.weigh(
                bound,
                frame,
                &priors,
                &reach,
                &mut beliefs.weights[period - 1],
            );
            at_boundary.copy_from_slice(
                &reach[frame.nodes.len()..frame.nodes.len() + game.boundaries.len()],
            );
        }
    }

    /// The chance of each class, by prior.
    fn priors(&self, bound: &Bound<'_>) -> Vec<Vec<Tremble>> {
        let game = bound.game;
        (0..game.priors)
            .map(|prior| {
                let of = |class: &crate::game::Class| self.product(bound, &class.factors[prior]);
                game.classes.iter().map(of).collect()
            })
            .collect()
    }

    fn product(&self, bound: &Bound<'_>, factors: &[Factor]) -> Tremble {
        factors.iter().fold(Tremble::CERTAIN, |product, factor| {
            let chance = bound.number(factor.chance, 0)[self.lane];
            product.times(Tremble::of(Scaled::new(chance, 0), factor.options))
        })
    }

    fn start(&self, bound: &Bound<'_>) -> Vec<Tremble> {
        let mut at_boundary = vec![Tremble::IMPOSSIBLE; bound.game.boundaries.len()];
        for ending in &bound.game.start.endings {
            if let StartTo::Boundary(boundary) = ending.to {
                let chance = self.product(bound, &ending.within);
                at_boundary[boundary] = at_boundary[boundary].plus(chance);
            }
        }
        at_boundary
    }

    /// Carries the reach of nodes on along their edges. A forced move is the only edge of its node and so certain.
    fn pass(&self, bound: &Bound<'_>, frame: &Frame, period: usize, reach: &mut [Tremble]) {
        let slots = bound.slots(period);
        for (number, node) in frame.nodes.iter().enumerate() {
            let here = reach[number];
            if !here.is_possible() {
                continue;
            }
            let edges = &frame.edges[frame.edges_of(number)];
            for (at, edge) in edges.iter().enumerate() {
                let chance = if node.first_choice == u32::MAX {
                    Scaled::new(slots[edge.chance.index()][self.lane], 0)
                } else {
                    self.choices[period - 1][node.first_choice as usize + at]
                };
                let flow = here.times(Tremble::of(chance, edges.len()));
                let to = &mut reach[edge.to as usize];
                *to = to.plus(flow);
            }
        }
    }

    fn weigh(
        &self,
        bound: &Bound<'_>,
        frame: &Frame,
        priors: &[Vec<Tremble>],
        reach: &[Tremble],
        weights: &mut [crate::numeric::lanes::Lanes],
    ) {
        for set in frame.sets.iter().filter(|set| set.nodes.len() > 1) {
            if matches!(set.play, Play::Forced(_)) {
                continue;
            }
            let prior = &priors[bound.game.prior_of[set.actor]];
            let masses: Vec<Tremble> = set
                .nodes
                .clone()
                .map(|node| reach[node].times(prior[frame.nodes[node].class as usize]))
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
