//! Solves the draws of a study, and audits some of them.

use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};

use crate::game::{Bound, Game};
use crate::numeric::lanes::LANES;
use crate::strategy::{
    Derivatives, EventProbabilities, Evidence, NoDerivative, Options, Reachable, SingularPoint, Solution, Status,
    audit, derivatives, solve, solve_roughly,
};

/// Of this many blocks of draws, the first is audited.
const BLOCKS_PER_AUDIT: u64 = 50;
/// Probabilities this close are the same.
const SAME: f64 = 1e-6;

/// The residual that is small enough where only the order of actions counts.
const ROUGH: f64 = 1e-6;

/// Solves blocks of draws of one game.
pub(crate) struct Solver {
    reachable: Reachable,
    options: Options,
}

impl Solver {
    /// A solver for a game.
    pub(crate) fn new(game: &Game) -> Self {
        Self {
            reachable: Reachable::of(game),
            options: Options::default(),
        }
    }

    /// A solver just exact enough to find the most likely action.
    pub(super) fn rough(game: &Game) -> Self {
        let mut solver = Self::new(game);
        solver.options.tolerance = ROUGH;
        solver
    }

    /// Solves a block of draws, without a second opinion.
    pub(super) fn once<const W: usize>(&self, bound: &Bound<'_, W>) -> Solution<W> {
        solve(bound, &self.reachable, &self.options)
    }

    /// Solves a block of draws roughly, from the solution of another one ([`solve_roughly`]).
    pub(super) fn roughly<const W: usize>(&self, bound: &Bound<'_, W>, near: &Solution<W>) -> Option<Solution<W>> {
        solve_roughly(bound, &self.reachable, near)
    }

    /// Solves a block of draws. Of every fifty blocks the first, if it was not traced, is solved twice, the second time
    /// by following its branches closely; where that gives another profile, the second one counts, and the draw as not solved. What follows the last
    /// period is filled into the block.
    pub(crate) fn solve<const W: usize>(&self, bound: &mut Bound<'_, W>, block: u64) -> Audited<W> {
        let audited = self.audited(bound, block);
        bound.fill_in(&audited.solution.beyond);
        audited
    }

    /// Solves a block of draws, none of whose solutions depends on the others.
    pub(super) fn solve_unaudited<const W: usize>(&self, bound: &mut Bound<'_, W>) -> Audited<W> {
        let solution = self.once(bound);
        bound.fill_in(&solution.beyond);
        Audited { solution, agrees: None }
    }

    /// Solves a draw, which belongs to a block of that number, and differentiates its results by its parameters.
    pub(super) fn derivatives(
        &self,
        bound: &mut Bound<'_, 1>,
        block: u64,
        interrupt: &AtomicBool,
    ) -> Result<Vec<Derivatives>, NoDerivative> {
        let audited = self.solve(bound, block);
        derivatives(bound, &self.reachable, &audited.solution, interrupt)
    }

    /// The probabilities of all that may be seen of the game of one draw of a solved block, ready to be differentiated.
    ///
    /// # Errors
    /// They have no derivatives in this draw.
    pub(super) fn events<const W: usize>(
        &self,
        bound: &Bound<'_, W>,
        audited: &Audited<W>,
        lane: usize,
    ) -> Result<EventProbabilities, NoDerivative> {
        let solution = &audited.solution;
        let solved = (&solution.profile.alone(lane), solution.status[lane]);
        EventProbabilities::of(&bound.alone(lane), &self.reachable, solved)
    }

    fn audited<const W: usize>(&self, bound: &Bound<'_, W>, block: u64) -> Audited<W> {
        let first = self.once(bound);
        if block.is_multiple_of(BLOCKS_PER_AUDIT) {
            return self.second_opinion(bound, first);
        }
        Audited {
            solution: first,
            agrees: None,
        }
    }

    /// Audits the first solution of a block of draws, unless it was traced.
    pub(super) fn second_opinion<const W: usize>(&self, bound: &Bound<'_, W>, first: Solution<W>) -> Audited<W> {
        if !first.evidence.contains(&Evidence::Contraction) {
            return Audited {
                solution: first,
                agrees: None,
            };
        }
        let mut second = audit(bound, &self.reachable, &self.options, &first);
        let agrees = second.difference.map(|difference| difference <= SAME);
        let converged = |&status: &Status| status == Status::Converged;
        let sound = second.solution.status.iter().all(converged);
        if !sound {
            return Audited {
                solution: first,
                agrees: None,
            };
        }
        doubt(&mut second.solution.status, &agrees);
        Audited {
            solution: if agrees.contains(&false) {
                second.solution
            } else {
                first
            },
            agrees: Some(agrees),
        }
    }
}

/// Marks the draws that an audit doubts.
fn doubt<const W: usize>(status: &mut [Status; W], agrees: &[bool; W]) {
    for (status, _) in status.iter_mut().zip(agrees).filter(|(_, agrees)| !**agrees) {
        *status = Status::AuditDisagrees;
    }
}

/// A solved block, and whether a second opinion agrees, by lane, where one was taken.
#[derive(Clone, Debug)]
pub(crate) struct Audited<const W: usize = LANES> {
    pub(crate) solution: Solution<W>,
    pub(super) agrees: Option<[bool; W]>,
}

/// How the solution of one draw came out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Solved {
    /// The status.
    pub status: Status,
    /// Whether the draw is solved.
    pub fine: bool,
    /// The largest distance between a probability and the response that it should be.
    pub residual: f64,
    /// The most that anybody could gain by one deviation.
    pub regret: f64,
    /// The number of sweeps.
    pub sweeps: u64,
    /// The share s of all precisions that was reached: 1 at the end of the way.
    pub reached: f64,
    /// What shows that the profile is on the principal branch.
    pub evidence: Evidence,
    /// The share s at which the branch first turned round, if it did.
    pub fold: Option<f64>,
    /// The share s at which another branch first crossed it, if one did.
    pub bifurcation: Option<f64>,
    /// Whether a second opinion, by following the branch closely, agrees; missing where none was taken.
    pub audit: Option<bool>,
}

/// How the solution of a lane came out.
pub(crate) fn solved<const W: usize>(audited: &Audited<W>, lane: usize) -> Solved {
    let solution = &audited.solution;
    let first = |kind| {
        let mut met = solution.singular_points[lane].iter();
        met.find(|(turning, _)| *turning == kind).map(|(_, s)| *s)
    };
    let regrets = solution.regret.iter().map(|regret| regret[lane]);
    Solved {
        status: solution.status[lane],
        fine: solution.status[lane] == Status::Converged,
        residual: solution.residual[lane],
        regret: regrets.fold(0.0, crate::numeric::math::max),
        sweeps: u64::from(solution.sweeps[lane]),
        reached: solution.reached[lane],
        evidence: solution.evidence[lane],
        fold: first(SingularPoint::Fold),
        bifurcation: first(SingularPoint::Bifurcation),
        audit: audited.agrees.map(|agrees| agrees[lane]),
    }
}

#[cfg(test)]
mod tests {
    use super::{Status, doubt};

    #[test]
    fn a_draw_that_an_audit_doubts_does_not_count_as_solved() {
        let mut status = [Status::Converged; 3];
        doubt(&mut status, &[true, false, true]);
        assert_eq!(status.map(Status::word), ["converged", "audit_disagrees", "converged"]);
    }
}
