//! The principal branch of one draw as a curve (Turocy 2005): the profiles that are their own response, by the share s of
//! all precisions.
//!
//! F(x, s) is the difference between the log-odds x and the response that a sweep gives. Beliefs follow from the play at
//! x. In small games values do too; in large games they follow from the responses that the sweep has already computed
//! further on. Both have the same zeros and the same determinant of all derivatives. A sweep is a good preconditioner, so
//! GMRES (Saad & Schultz 1986) converges in a few products.

mod changes;
mod derivative;
mod edge_shares;
pub(super) mod equilibrium;
pub(super) mod linearised;
mod log_odds;
mod steep;
mod tail_derivative;
pub(crate) mod trace;

use super::beliefs::Beliefs;
use super::payoff_range::payoff_ranges;
use super::reachable::Reachable;
use super::sweep::backward::{BestResponse, ResponseRule, Sweep, ValueRecord};
use super::sweep::forward::{Forward, RareSets};
use super::sweep::nested_logit::NestedLogit;
use super::sweep::response::logit_log_odds;
use super::sweep::scaled_play::ScaledPlay;
use super::sweep::tail::{self, TailPlay, TailWorth};
use crate::game::{Bound, InformationSet, Profile};
use crate::numeric::lanes::Lanes;
use crate::numeric::linear::Matrix;
use crate::numeric::math::{ln, max};
use crate::numeric::path_following::Branch;
use derivative::derivative;
use edge_shares::EdgeShares;
use log_odds::LogOdds;

/// With up to this many unknowns, values follow from the play at x.
const SMALL: usize = 400;
/// The number of directions that are differentiated side by side.
const SIDE_BY_SIDE: usize = 8;

/// The branch of one draw, and its state at the point that was evaluated last. The unknowns are the log-odds of each
/// action against the first of its set.
pub struct PrincipalBranch<'a, 'g> {
    bound: &'a Bound<'g, 1>,
    forward: Forward<'a, 'g, 1>,
    log_odds: LogOdds,
    /// The part of each log-odds that is held apart from x; empty where there is none.
    apart: Vec<f64>,
    /// Whether any play rests on beliefs.
    has_beliefs: bool,
    /// Whether values follow from the play at x, and not from responses.
    values_from_play: bool,
    /// Whether probabilities need an extended range of exponents, and trembles.
    scaled: bool,
    /// 1 over the payoff range of each actor, the unit of best responders' precision.
    inverse_range: Vec<f64>,
    s: f64,
    /// The play at x.
    profile: Profile<1>,
    /// The play that values follow from.
    response: Profile<1>,
    beliefs: Beliefs<1>,
    edge_shares: EdgeShares,
    /// What period states are worth beyond the last period, in the values that actors act on.
    tail: TailWorth<1>,
    record: ValueRecord<1>,
}

impl<'a, 'g> PrincipalBranch<'a, 'g> {
    /// The branch of a draw.
    pub fn of(bound: &'a Bound<'g, 1>, reachable: &'a Reachable) -> Self {
        let game = bound.game;
        let initial = Profile::initial(bound);
        let ranges = if game.has_best_responses() {
            payoff_ranges(bound)
        } else {
            Vec::new()
        };
        let log_odds = LogOdds::of(game, reachable);
        let inverse = |&[range]: &[f64; 1]| if range > 0.0 { 1.0 / range } else { 0.0 };
        Self {
            bound,
            forward: Forward::new(bound, reachable),
            has_beliefs: game.has_beliefs(),
            values_from_play: log_odds.count() <= SMALL,
            log_odds,
            apart: Vec::new(),
            scaled: false,
            inverse_range: ranges.iter().map(inverse).collect(),
            s: 0.0,
            response: initial.clone(),
            profile: initial,
            beliefs: Beliefs::even(bound),
            edge_shares: EdgeShares::none(game),
            tail: TailWorth::of(game),
            record: ValueRecord::of(game),
        }
    }

    /// The precision at a set in a period at the present share, and its derivative by the share.
    fn precision(&self, set: &InformationSet, period: usize) -> (f64, f64) {
        if let Some(precision) = set.play.precision() {
            let [full] = self.bound.number(precision, period);
            return (self.s * full, full);
        }
        if set.play.is_best_response() {
            let inverse = self.inverse_range[set.actor];
            let left = 1.0 - self.s;
            return (inverse * self.s / left, inverse / (left * left));
        }
        (0.0, 0.0)
    }

    /// The choices at the levels of a set's nests, given the values that were computed last.
    fn nested(&self, set: &InformationSet, period: usize) -> Option<NestedLogit<1>> {
        let tree = set.nests.as_ref()?;
        let (precision, _) = self.precision(set, period);
        let values = &self.record.choices[period - 1][set.choices()];
        let mut nested = NestedLogit::default();
        nested.update(tree, values, &[precision], |slot| self.bound.number(slot, period));
        Some(nested)
    }

    /// The point at share 0: even play everywhere.
    pub fn start(&self) -> Vec<f64> {
        let mut x = vec![0.0; self.log_odds.count()];
        self.log_odds.each(self.bound.game, |_, set, first| {
            let even = set.even_play();
            for action in 1..set.actions {
                x[first + action - 1] = ln(even[action]) - ln(even[0]);
            }
        });
        x
    }

    /// The information sets whose play is unknown: the period, and the number of the set in its graph.
    pub fn sets(&self) -> impl Iterator<Item = (usize, usize)> {
        self.log_odds.places().map(|(period, number, _)| (period, number))
    }

    /// The probabilities of a set's actions at the point that was evaluated last.
    pub fn play(&self, period: usize, set: usize) -> &[Lanes<1>] {
        let set = &self.bound.game.graph(period).information_sets[set];
        &self.profile.periods[period - 1][set.choices()]
    }

    /// The most that the actor could gain at a set by one deviation, at the point that was evaluated last.
    pub fn regret(&self, period: usize, set: usize) -> f64 {
        let play = self.play(period, set);
        let set = &self.bound.game.graph(period).information_sets[set];
        let values = &self.record.choices[period - 1][set.choices()];
        let best = values.iter().fold(values[0][0], |best, &[value]| max(best, value));
        let lost = values.iter().zip(play).map(|([value], [play])| play * (best - value));
        lost.sum()
    }

    /// Writes the play at `x` into the profile, and gives it with an extended range of exponents where that is needed.
    fn set_play(&mut self, x: &[f64]) -> Option<ScaledPlay> {
        if self.apart.is_empty() {
            self.log_odds.write(self.bound.game, x, &mut self.profile);
        } else {
            let whole: Vec<f64> = self.apart.iter().zip(x).map(|(apart, x)| apart + x).collect();
            self.log_odds.write(self.bound.game, &whole, &mut self.profile);
        }
        self.profile.count_members(self.bound);
        self.scaled.then(|| self.scaled_play(x))
    }

    /// The play at `x`, which the profile already holds, with an extended range of exponents.
    fn scaled_play(&self, x: &[f64]) -> ScaledPlay {
        let mut scaled = ScaledPlay::new(&self.profile, 0);
        self.log_odds.each(self.bound.game, |period, set, first| {
            if self.apart.is_empty() {
                scaled.respond(period, set.first_choice, &self.log_odds.odds(set, first, x), 1.0);
                return;
            }
            let [mut apart, mut odds] = [(); 2].map(|()| vec![0.0; set.actions]);
            self.log_odds.spread(first, &self.apart, 0.0, &mut apart);
            self.log_odds.spread(first, x, 0.0, &mut odds);
            scaled.set(period, set.first_choice, &apart, &odds);
        });
        scaled.count_members(self.bound);
        scaled
    }

    /// Updates play, beliefs and edge shares to `x`.
    fn update_beliefs(&mut self, x: &[f64]) {
        let scaled = self.set_play(x);
        if !self.has_beliefs {
            return;
        }
        let (bound, profile, shares) = (self.bound, &self.profile, &mut self.edge_shares);
        if let Some(scaled) = scaled {
            scaled.believe(bound, &mut self.beliefs, &mut |period, starts, reach| {
                let play = |choice| scaled.choice(period, choice);
                shares.set_trembling(bound, play, period, (starts, reach));
            });
            return;
        }
        let visit = &mut |period: usize, starts: &[Lanes<1>], reach: &[Lanes<1>]| {
            shares.set(bound, profile, period, (starts, reach));
        };
        let [rare] = self.forward.run(profile, &mut self.beliefs, RareSets::Report, visit);
        if rare {
            self.scaled = true;
            self.update_beliefs(x);
        }
    }

    /// Computes values and responses, given the beliefs.
    fn respond(&mut self) {
        let smooth = |inverse: &f64| [inverse * self.s / (1.0 - self.s)];
        let rule = ResponseRule {
            share: [self.s],
            best: BestResponse::Smooth(self.inverse_range.iter().map(smooth).collect()),
            step: [if self.values_from_play { 0.0 } else { 1.0 }],
            all_sets: false,
            acted_on: true,
        };
        let play = TailPlay {
            bound: self.bound,
            profile: &self.profile,
            beliefs: &self.beliefs,
            acted_on: true,
            responds: None,
        };
        self.tail.update(&play, &[true], &[tail::TOLERANCE]);
        self.response.clone_from(&self.profile);
        Sweep {
            bound: self.bound,
            beliefs: &self.beliefs,
            reachable: self.forward.reachable,
            rule: &rule,
            scaled: &mut [],
            beyond: &self.tail.states,
            record: Some(&mut self.record),
        }
        .run(&mut self.response);
    }
}

impl Branch for PrincipalBranch<'_, '_> {
    fn unknowns(&self) -> usize {
        self.log_odds.count()
    }

    fn evaluate(&mut self, x: &[f64], s: f64) -> Vec<f64> {
        self.s = s;
        self.update_beliefs(x);
        self.respond();
        let mut difference = x.to_vec();
        self.log_odds.each(self.bound.game, |period, set, first| {
            let (precision, _) = self.precision(set, period);
            let reference = self.log_odds.reference(first);
            let apart = |unknown: usize| self.apart.get(unknown).copied().unwrap_or(0.0);
            let values = &self.record.choices[period - 1][set.choices()];
            if let Some(nested) = self.nested(set, period) {
                let tree = set.nests.as_ref().expect("the set has nests");
                let mut logarithms = vec![[0.0]; set.actions];
                nested.log_probabilities(tree, &mut logarithms);
                for (action, unknown) in self.log_odds.unknowns(first, set.actions) {
                    difference[unknown] -= logarithms[action][0] - logarithms[reference][0] - apart(unknown);
                }
                return;
            }
            for (action, unknown) in self.log_odds.unknowns(first, set.actions) {
                difference[unknown] -= logit_log_odds(precision, values, (action, reference)) - apart(unknown);
            }
        });
        difference
    }

    fn derivative(&self, direction: &[f64]) -> Vec<f64> {
        let (rise, by_x) = direction.split_last().expect("s is the last entry");
        let by_x: Vec<[f64; 1]> = by_x.iter().map(|&entry| [entry]).collect();
        let image = derivative(self, &by_x, &[*rise]);
        image.into_iter().map(|[entry]| entry).collect()
    }

    fn jacobian(&self) -> Matrix {
        let unknowns = self.unknowns();
        let mut jacobian = Matrix::zero(unknowns + 1);
        let columns: Vec<usize> = (0..=unknowns).collect();
        for block in columns.chunks(SIDE_BY_SIDE) {
            let mut by_x = vec![[0.0; SIDE_BY_SIDE]; unknowns];
            let mut by_s = [0.0; SIDE_BY_SIDE];
            for (lane, &column) in block.iter().enumerate() {
                let entry = by_x.get_mut(column).unwrap_or(&mut by_s);
                entry[lane] = 1.0;
            }
            let image = derivative(self, &by_x, &by_s);
            for (row, entries) in image.iter().enumerate() {
                jacobian.row_mut(row)[block[0]..block[0] + block.len()].copy_from_slice(&entries[..block.len()]);
            }
        }
        jacobian
    }
}
