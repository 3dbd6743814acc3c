//! How a study has its draws solved.

use super::rows::Solved;
use crate::game::{Bound, Game};
use crate::strategy::{Options, Reachable, Solution, Status, solve};

/// The residual that is small enough where only the order of actions counts.
const ROUGH: f64 = 1e-6;

/// Solves blocks of draws of one game.
pub(super) struct Solver {
    reachable: Reachable,
    options: Options,
}

impl Solver {
    /// A solver for a game.
    pub(super) fn new(game: &Game) -> Self {
        Self {
            reachable: Reachable::of(game),
            options: Options::default(),
        }
    }

    /// A solver that is as exact as it takes to tell which action is the most likely.
    pub(super) fn rough(game: &Game) -> Self {
        let options = Options {
            tolerance: ROUGH,
            ..Options::default()
        };
        Self {
            options,
            ..Self::new(game)
        }
    }

    /// Solves a block of draws.
    pub(super) fn solve(&self, bound: &Bound<'_>) -> Solution {
        solve(bound, &self.reachable, &self.options)
    }
}

/// How the solution of a lane came out.
pub(super) fn solved(solution: &Solution, lane: usize) -> Solved {
    let regrets = solution.regret.iter().map(|regret| regret[lane]);
    Solved {
        status: match solution.status[lane] {
            Status::Converged => "converged",
            Status::NotConverged => "not_converged",
            Status::NoPureEquilibrium => "no_pure_equilibrium",
        },
        fine: solution.status[lane] == Status::Converged,
        residual: solution.residual[lane],
        regret: regrets.fold(0.0, crate::numeric::math::max),
        sweeps: u64::from(solution.sweeps[lane]),
        jump: solution.jumps[lane],
    }
}
