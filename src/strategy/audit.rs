//! A second opinion: a block solved again with its branches followed closely, and how far the two answers are apart.

use super::Reachable;
use super::solve::{BranchMethod, Options, Solution, solve};
use crate::game::Bound;
use crate::numeric::lanes::Lanes;
use crate::numeric::math::max;

/// Up to so many unknowns a branch is traced by arc length; beyond, that takes too long, and sweeps follow it closely.
const TRACED: usize = 400;

/// A second opinion on a block of draws.
#[derive(Clone, Debug)]
pub(crate) struct Audit<const W: usize> {
    /// The second solution.
    pub solution: Solution<W>,
    /// The largest difference between the probabilities of the two, by lane.
    pub apart: Lanes<W>,
}

/// Solves a block again, following every branch closely from even chance on.
pub(crate) fn audit<const W: usize>(
    bound: &Bound<'_, W>,
    reachable: &Reachable,
    options: &Options,
    first: &Solution<W>,
) -> Audit<W> {
    let options = Options {
        method: if reachable.unknowns() <= TRACED {
            BranchMethod::ArcLength
        } else {
            BranchMethod::FineSteps
        },
        ..*options
    };
    let solution = solve(bound, reachable, &options);
    let mut apart = [0.0; W];
    for (first, second) in first.profile.periods.iter().zip(&solution.profile.periods) {
        for (first, second) in first.iter().zip(second) {
            for lane in 0..W {
                apart[lane] = max(apart[lane], (first[lane] - second[lane]).abs());
            }
        }
    }
    Audit { solution, apart }
}
