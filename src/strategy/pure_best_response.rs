//! The last step for best responders: pure replies, iterated from where finite precision led, until nobody could gain.

use super::damping::Damping;
use super::lane::{copy_lane, map_lanes};
use super::solve::{Solution, Solver, Status};
use super::sweep::backward::{BestManner, Swept};
use super::sweep::forward::Faint;

/// The most rounds of pure replies where nobody else has to follow.
const PURE_ROUNDS: u32 = 200;
/// A best responder's regret, and what counts as a tie, in shares of its payoff range.
const BEST_TOLERANCE: f64 = 1e-9;
/// Sweeps go on to this share of the tolerance, as the check that follows holds all play still.
const INNER: f64 = 0.1;

/// How best responders reply among actions that are equally good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ties {
    /// By one of them.
    One,
    /// By all of them evenly.
    Shared,
}

impl<const W: usize> Solver<'_, '_, W> {
    /// Lets best responders reply purely; ties are shared where the profile so made passes too.
    pub(super) fn reply_purely(mut self) -> Solution<W> {
        let single = self.replies(Ties::One);
        let (profile, beliefs) = (self.profile.clone(), self.beliefs.clone());
        let shared = self.replies(Ties::Shared);
        let mut swept = single.clone();
        for lane in 0..W {
            if self.passes(&shared, lane) {
                take_swept(&mut swept, &shared, lane);
            } else {
                self.take_lane(&profile, &beliefs, lane);
            }
        }
        let content: [bool; W] = map_lanes(|lane| self.is_content(&swept, lane));
        let mut solution = self.solution(swept);
        for (status, content) in solution.status.iter_mut().zip(content) {
            if !content {
                *status = Status::NoPureEquilibrium;
            }
        }
        solution
    }

    /// Lets best responders reply purely, and the others follow, until all is still; then looks everywhere.
    fn replies(&mut self, ties: Ties) -> Swept<W> {
        let rounds = if self.kinds.logit {
            self.options.sweeps
        } else {
            PURE_ROUNDS
        };
        let mut paces = [Damping::new(self.options.tolerance * INNER, rounds); W];
        for climb in &mut self.climbs {
            climb.share = 1.0;
        }
        while paces.iter().any(|pace| !pace.stopped) {
            self.believe(Faint::Keep);
            let steps = map_lanes(|lane| if paces[lane].stopped { 0.0 } else { paces[lane].step });
            let swept = self.sweep(&self.manner(self.pure(ties), steps));
            for (lane, pace) in paces.iter_mut().enumerate().filter(|(_, pace)| !pace.stopped) {
                pace.note(swept.residual[lane], swept.smooth_residual[lane]);
            }
        }
        for (climb, pace) in self.climbs.iter_mut().zip(&paces) {
            climb.sweeps += pace.sweeps;
        }
        self.believe(Faint::Keep);
        self.sweep(&self.manner(self.pure(ties), [0.0; W]))
    }

    fn pure(&self, ties: Ties) -> BestManner<W> {
        let tolerance = self.ties(BEST_TOLERANCE);
        match ties {
            Ties::One => BestManner::Single(tolerance),
            Ties::Shared => BestManner::Shared(tolerance),
        }
    }

    fn passes(&self, swept: &Swept<W>, lane: usize) -> bool {
        swept.residual[lane] <= self.options.tolerance && self.is_content(swept, lane)
    }

    /// Whether no best responder could gain.
    fn is_content(&self, swept: &Swept<W>, lane: usize) -> bool {
        let tolerances = self.ties(BEST_TOLERANCE);
        swept
            .best_regret
            .iter()
            .zip(&tolerances)
            .all(|(regret, tolerance)| regret[lane] <= tolerance[lane])
    }
}

fn take_swept<const W: usize>(to: &mut Swept<W>, from: &Swept<W>, lane: usize) {
    to.residual[lane] = from.residual[lane];
    copy_lane(&mut to.regret, &from.regret, lane);
    copy_lane(&mut to.best_regret, &from.best_regret, lane);
}
