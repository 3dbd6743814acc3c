//! The last step of solving for best responders: pure best responses are iterated from the logit profile that
//! continuation reached, until nobody could gain.

use std::array::from_fn;

use super::damping::Damping;
use super::solution::{Solution, Status};
use super::{INNER, Solver};
use crate::numeric::lanes::{Lanes, copy_lane, map};
use crate::strategy::sweep::backward::{BestResponse, SweepResult};
use crate::strategy::sweep::forward::RareSets;

/// The most rounds of pure best responses where no logit responder has to follow.
const PURE_ROUNDS: u32 = 200;
/// The largest regret of a best responder, and the largest difference that counts as a tie, as fractions of its payoff
/// range.
const BEST_TOLERANCE: f64 = 1e-9;

impl<const W: usize> Solver<'_, '_, W> {
    /// Lets best responders play pure best responses; ties are shared where the profile so made passes too.
    pub(super) fn pure_best_responses(mut self) -> Solution<W> {
        let tolerance: Vec<Lanes<W>> = self
            .ranges
            .iter()
            .map(|range| map(range, |range| range * BEST_TOLERANCE))
            .collect();
        let mut result = self.iterate(&BestResponse::Single(tolerance.clone()));
        let (profile, beliefs) = (self.profile.clone(), self.beliefs.clone());
        let shared = self.iterate(&BestResponse::Shared(tolerance.clone()));
        for lane in 0..W {
            let solved = shared.residual[lane] <= self.options.tolerance;
            if solved && is_best(&shared, &tolerance, lane) {
                result.residual[lane] = shared.residual[lane];
                copy_lane((&mut result.regret, lane), (&shared.regret, lane));
                copy_lane((&mut result.best_regret, lane), (&shared.best_regret, lane));
            } else {
                self.profile.copy_lane(lane, &profile, lane);
                self.beliefs.copy_lane(lane, &beliefs, lane);
            }
        }
        let best: [bool; W] = from_fn(|lane| is_best(&result, &tolerance, lane));
        let mut solution = self.solution(result);
        for (status, best) in solution.status.iter_mut().zip(best) {
            if !best {
                *status = Status::NoPureEquilibrium;
            }
        }
        solution
    }

    /// Iterates pure best responses, which smooth responders follow, until play settles; then evaluates all sets.
    fn iterate(&mut self, best: &BestResponse<W>) -> SweepResult<W> {
        let rounds = if self.bound.game.has_precisions() {
            self.options.sweeps
        } else {
            PURE_ROUNDS
        };
        let mut damping = [Damping::new(self.options.tolerance * INNER, rounds); W];
        for continuation in &mut self.continuations {
            continuation.share = 1.0;
        }
        while damping.iter().any(|damping| !damping.stopped) {
            self.update_beliefs(RareSets::Report);
            let step = from_fn(|lane| damping[lane].step());
            let result = self.sweep(best.clone(), step);
            for (lane, damping) in damping.iter_mut().enumerate().filter(|(_, damping)| !damping.stopped) {
                damping.record(result.residual[lane], result.smooth_residual[lane]);
            }
        }
        for (continuation, damping) in self.continuations.iter_mut().zip(&damping) {
            continuation.sweeps += damping.sweeps;
        }
        self.update_beliefs(RareSets::ReportAll);
        self.sweep(best.clone(), [0.0; W])
    }
}

/// Whether no best responder could gain more than the tolerance.
fn is_best<const W: usize>(result: &SweepResult<W>, tolerance: &[Lanes<W>], lane: usize) -> bool {
    let mut regrets = result.best_regret.iter().zip(tolerance);
    regrets.all(|(regret, tolerance)| regret[lane] <= tolerance[lane])
}
