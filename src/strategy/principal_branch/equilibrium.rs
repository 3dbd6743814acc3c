//! Moves a branch to the equilibrium near a profile, with full precisions.

use super::PrincipalBranch;
use crate::game::{Bound, Profile};
use crate::numeric::math::{ln, max};
use crate::numeric::path_following::Branch;
use crate::strategy::Reachable;

/// The most steps from a log-odds to its response.
const STEPS: usize = 4;

impl<'a, 'g> PrincipalBranch<'a, 'g> {
    /// The end of the branch, at the equilibrium near a profile, and the log-odds there.
    pub(in crate::strategy) fn at_equilibrium(
        bound: &'a Bound<'g, 1>,
        reachable: &'a Reachable,
        profile: &Profile<1>,
    ) -> (Self, Vec<f64>) {
        let mut branch = Self::of(bound, reachable);
        branch.values_from_play = false;
        let mut x = vec![0.0; branch.log_odds.count()];
        branch.log_odds.each(bound.game, |period, set, first| {
            let play = &profile.periods[period - 1][set.choices()];
            // Probabilities that are too small for a number get their log-odds from the first response.
            let logarithm = |[chance]: [f64; 1]| ln(max(chance, f64::MIN_POSITIVE));
            for action in 1..set.actions {
                x[first + action - 1] = logarithm(play[action]) - logarithm(play[0]);
            }
        });
        let mut distance = branch.evaluate(&x, 1.0);
        for _ in 0..STEPS {
            let response: Vec<f64> = x.iter().zip(&distance).map(|(x, distance)| x - distance).collect();
            let next = branch.evaluate(&response, 1.0);
            if largest(&next) >= largest(&distance) {
                // Sweeps come no nearer.
                branch.evaluate(&x, 1.0);
                break;
            }
            (x, distance) = (response, next);
        }
        (branch, x)
    }
}

fn largest(vector: &[f64]) -> f64 {
    vector.iter().fold(0.0, |most, entry| max(most, entry.abs()))
}
