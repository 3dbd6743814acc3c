//! The principal branch in coordinates for precisions without bound.
//!
//! The parameter is the logarithm of the share of all precisions. Log-odds that grow in proportion to the precisions,
//! those of actions that vanish, are held as what they were at some point, scaled up, and a small rest; so play that
//! has settled stands still in these coordinates, however far the precisions rise, and ratios of vanishing
//! probabilities, on which beliefs rest, keep their digits. Each set refers to one of its likely actions.

use super::PrincipalBranch;
use crate::game::Bound;
use crate::numeric::linear::Matrix;
use crate::numeric::math::{exp, max};
use crate::numeric::path_following::Branch;
use crate::strategy::Reachable;
use crate::strategy::sweep::scaled_play::ScaledPlay;

/// Up to this many unknowns, values follow from the play at x, so that derivatives have no precision twice.
const FROM_PLAY: usize = 1_200;
/// A log-odds grows with the precisions if it is below the first number and its rate of growth, as a share of itself, is
/// within the others.
const VANISHING: f64 = -3.0;
const PROPORTIONAL: (f64, f64) = (0.5, 1.5);
/// Changes of large log-odds are measured in shares of this size.
const RELATIVE: f64 = 0.1;
/// A set refers to another action where that has this log-odds against its reference.
const LIKELIER: f64 = 1.5;
/// With a precision × payoff range above the inverse of this number, the equations of what mixes are measured in shares
/// of it: rounding errors of values are multiplied by the precision.
const ROUNDING: f64 = 1e-6;

/// The branch of one draw by the logarithm of the share of all precisions.
pub(super) struct SteepBranch<'a, 'g> {
    pub(super) branch: PrincipalBranch<'a, 'g>,
    /// The largest precision × payoff range of a set with full precisions.
    steepness: f64,
    /// By unknown: the log-odds, where it grows in proportion to the precisions, at the share with this logarithm; 0
    /// elsewhere.
    growing: Vec<f64>,
    at: f64,
    /// By unknown: the log-odds that one unit of its coordinate stands for.
    units: Vec<f64>,
}

impl<'a, 'g> SteepBranch<'a, 'g> {
    /// The branch of a draw.
    pub(super) fn of(bound: &'a Bound<'g, 1>, reachable: &'a Reachable, steepness: f64) -> Self {
        let mut branch = PrincipalBranch::of(bound, reachable);
        let unknowns = branch.log_odds.count();
        branch.values_from_play = unknowns <= FROM_PLAY;
        branch.apart = vec![0.0; unknowns];
        Self {
            branch,
            steepness,
            growing: vec![0.0; unknowns],
            at: 0.0,
            units: vec![1.0; unknowns],
        }
    }

    /// Moves to a point; the play there with an extended range of exponents, where that is needed.
    pub(super) fn scaled_play(&mut self, x: &[f64], logarithm: f64) -> Option<ScaledPlay> {
        self.evaluate(x, logarithm);
        self.branch.scaled.then(|| self.branch.scaled_play(&self.rest(x)))
    }

    /// The log-odds at a point less what is held apart.
    fn rest(&self, x: &[f64]) -> Vec<f64> {
        x.iter().zip(&self.units).map(|(x, unit)| x * unit).collect()
    }

    /// How many times as large as at the point of reference what grows is at a logarithm of the share.
    fn growth(&self, logarithm: f64) -> f64 {
        exp(logarithm - self.at)
    }

    /// What an equation is divided by: see [`ROUNDING`].
    fn row_scale(&self, unknown: usize) -> f64 {
        max(self.units[unknown], max(1.0, ROUNDING * self.steepness * self.branch.s))
    }

    /// The log-odds at a point, as what is held apart and the rest.
    fn log_odds(&self, point: &[f64]) -> Vec<[f64; 2]> {
        let growth = self.growth(point[self.growing.len()]);
        let parts = self.growing.iter().zip(point).zip(&self.units);
        parts.map(|((growing, x), unit)| [growing * growth, unit * x]).collect()
    }

    /// Lets every set refer to its likeliest action where that is much likelier than its reference.
    fn choose_references(&mut self, log_odds: &mut [[f64; 2]], rates: &mut [f64]) {
        let places: Vec<(usize, usize, usize)> = self.branch.log_odds.places().collect();
        for (period, number, first) in places {
            let actions = self.branch.bound.game.graph(period).information_sets[number].actions;
            let mut parts = vec![[0.0; 2]; actions];
            self.branch.log_odds.spread(first, log_odds, [0.0; 2], &mut parts);
            let mut rate = vec![0.0; actions];
            self.branch.log_odds.spread(first, rates, 0.0, &mut rate);
            let whole = |action: usize| parts[action][0] + parts[action][1];
            let likelier = |best: usize, action: usize| if whole(action) > whole(best) { action } else { best };
            let best = (1..actions).fold(0, likelier);
            if whole(best) <= LIKELIER {
                continue;
            }
            self.branch.log_odds.refer_to(first, best);
            for (action, unknown) in self.branch.log_odds.unknowns(first, actions) {
                log_odds[unknown] = [0, 1].map(|part: usize| parts[action][part] - parts[best][part]);
                rates[unknown] = rate[action] - rate[best];
            }
        }
    }
}

impl Branch for SteepBranch<'_, '_> {
    fn unknowns(&self) -> usize {
        self.growing.len()
    }

    fn evaluate(&mut self, x: &[f64], logarithm: f64) -> Vec<f64> {
        let growth = self.growth(logarithm);
        for (apart, growing) in self.branch.apart.iter_mut().zip(&self.growing) {
            *apart = growing * growth;
        }
        let difference = self.branch.evaluate(&self.rest(x), exp(logarithm));
        let rows = difference.into_iter().enumerate();
        rows.map(|(unknown, difference)| difference / self.row_scale(unknown))
            .collect()
    }

    fn derivative(&self, direction: &[f64]) -> Vec<f64> {
        let (rise, by_x) = direction.split_last().expect("the logarithm is the last entry");
        let parts = by_x.iter().zip(&self.units).zip(&self.branch.apart);
        let mut inner: Vec<f64> = parts.map(|((x, unit), apart)| x * unit + rise * apart).collect();
        inner.push(rise * self.branch.s);
        let image = self.branch.derivative(&inner).into_iter().enumerate();
        image
            .map(|(unknown, change)| change / self.row_scale(unknown))
            .collect()
    }

    fn jacobian(&self) -> Matrix {
        let mut jacobian = self.branch.jacobian();
        let unknowns = self.unknowns();
        for unknown in 0..unknowns {
            let scale = self.row_scale(unknown);
            let row = jacobian.row_mut(unknown);
            let apart = self.branch.apart.iter().zip(&row[..unknowns]);
            let rise = row[unknowns] * self.branch.s + apart.map(|(apart, entry)| apart * entry).sum::<f64>();
            row[unknowns] = rise / scale;
            for (entry, unit) in row[..unknowns].iter_mut().zip(&self.units) {
                *entry *= unit / scale;
            }
        }
        jacobian
    }

    fn choose_coordinates(&mut self, point: &mut [f64], direction: &mut [f64]) -> bool {
        let unknowns = self.unknowns();
        let (logarithm, rise) = (point[unknowns], direction[unknowns]);
        let mut log_odds = self.log_odds(point);
        let mut rates: Vec<f64> = (0..unknowns)
            .map(|unknown| direction[unknown] * self.units[unknown] + rise * log_odds[unknown][0])
            .collect();
        self.choose_references(&mut log_odds, &mut rates);
        self.at = logarithm;
        for unknown in 0..unknowns {
            let [apart, rest] = log_odds[unknown];
            let whole = apart + rest;
            let rate = rates[unknown] / (rise * whole);
            let grows = whole < VANISHING && rate > PROPORTIONAL.0 && rate < PROPORTIONAL.1;
            let growing = if grows { whole } else { 0.0 };
            // What the sum rounds away stays.
            let left = if grows { (apart - whole) + rest } else { whole };
            self.growing[unknown] = growing;
            self.units[unknown] = max(1.0, RELATIVE * whole.abs());
            point[unknown] = left / self.units[unknown];
            direction[unknown] = (rates[unknown] - rise * growing) / self.units[unknown];
        }
        true
    }
}
