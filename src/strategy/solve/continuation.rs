//! Continuation of one draw by sweeps: the share s of all precisions rises in steps from uniform play, and sweeps at each
//! share test whether they contract there. Every draw of a block has a continuation of its own.
//!
//! Where sweeps contract, the derivative of F is regular, so that the branch has no fold or bifurcation there; a draw
//! takes the next step only while they do, and while no probability has to jump.

use crate::numeric::math::min;

/// A step is taken back where some probability would have to move further than this from where it starts: the profile might
/// leave its branch. Nor does it start further than this from where it was.
pub(super) const JUMP: f64 = 0.4;
/// Sweeps contract where each leaves at most this fraction of the residual of the one before.
const CONTRACTION: f64 = 0.75;
/// The second sweep at a share may contract less, or leave up to [`RISE`] times the residual, where it moves no probability
/// by more than this: the first change is not yet aligned with the direction in which sweeps contract least, and what it
/// changes in many periods adds up before it dies down. The third sweep must contract all the more.
const GENTLE: f64 = 0.1;
const RISE: f64 = 2.0;
/// The least step of the share.
const LEAST_STEP: f64 = 1.0 / 64.0;
/// Residuals below this are rounding errors.
const ROUNDING: f64 = 1e-13;
/// Where this many sweeps contracted and the next does not, smaller steps would not help.
const SETTLED: u32 = 4;
/// At the goal a draw stops where the next sweep would leave this fraction of the tolerance.
const MARGIN: f64 = 0.1;

/// What to do with a draw after a sweep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Next {
    /// Sweep again, or no longer if the draw has stopped.
    Continue,
    /// Keep the profile: the share rises from it. Play at the new share is extrapolated along the branch, by so many times
    /// the last change of its log-odds.
    Keep(f64),
    /// Restore the profile that was kept last: the step was too large.
    Restore,
}

/// The size of steps, and the precision at each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct StepSize {
    /// The largest step of the share, which is the first.
    step: f64,
    /// The share rises again once no probability has to move further than this.
    near: f64,
}

/// Three steps, each left as soon as sweeps contract.
pub(super) const COARSE: StepSize = StepSize { step: 0.34, near: 0.05 };
/// Sixteen steps, each solved closely.
pub(super) const FINE: StepSize = StepSize {
    step: 0.0625,
    near: 1e-4,
};

/// The continuation of one draw.
#[derive(Clone, Copy, Debug)]
pub(super) struct Continuation {
    /// The share s: every precision is s times its full value.
    pub(super) share: f64,
    /// The number of sweeps.
    pub(super) sweeps: u32,
    /// Whether the draw stopped.
    pub(super) stopped: bool,
    /// Whether it stopped because sweeps do not contract.
    pub(super) stuck: bool,
    /// The share at which the profile was kept, and the next step.
    kept: f64,
    step: f64,
    size: StepSize,
    /// The share to reach, and the residual to reach there.
    goal: f64,
    tolerance: f64,
    /// The most sweeps.
    limit: u32,
    /// The number of sweeps at this share, the residual of the last, and the least.
    here: u32,
    last: f64,
    least: f64,
}

impl Continuation {
    /// Starts from uniform play towards a share.
    pub(super) fn new(size: StepSize, goal: f64, tolerance: f64, limit: u32) -> Self {
        Self {
            share: min(size.step, goal),
            sweeps: 0,
            stopped: false,
            stuck: false,
            kept: 0.0,
            step: size.step,
            size,
            goal,
            tolerance,
            limit,
            here: 0,
            last: f64::INFINITY,
            least: f64::INFINITY,
        }
    }

    /// Starts with full precisions.
    pub(super) fn at_goal(tolerance: f64, limit: u32) -> Self {
        let mut continuation = Self::new(COARSE, 1.0, tolerance, limit);
        continuation.resume(tolerance);
        continuation
    }

    /// Resumes with full precisions and another tolerance.
    pub(super) fn resume(&mut self, tolerance: f64) {
        *self = Self {
            share: 1.0,
            goal: 1.0,
            kept: 1.0,
            tolerance,
            stopped: false,
            stuck: false,
            here: 0,
            last: f64::INFINITY,
            least: f64::INFINITY,
            ..*self
        };
    }

    /// Whether sweeps are left.
    pub(super) fn may_continue(&self) -> bool {
        self.sweeps < self.limit
    }

    /// Records a sweep: `residual` is the distance of play from its responses before it moved.
    pub(super) fn record(&mut self, residual: f64) -> Next {
        self.sweeps += 1;
        self.here += 1;
        let rate = residual / self.last;
        let jumps = self.kept < self.goal && self.predicted_change(residual, rate) > JUMP;
        let settling = self.here == 2 && rate < RISE && residual <= GENTLE;
        let contracts = residual <= CONTRACTION * self.least || settling || residual <= ROUNDING;
        self.last = residual;
        self.least = min(self.least, residual);
        if jumps || !contracts {
            return self.step_back();
        }
        if self.here == 1 && residual <= ROUNDING && self.kept < self.goal {
            // A fixed point that no sweep has moved gives no evidence of what sweeps do to the play around it.
            return self.give_up();
        }
        if self.share >= self.goal {
            return self.approach_goal(residual, rate);
        }
        if self.here == 1 || residual > self.size.near || (rate > CONTRACTION && residual > ROUNDING) {
            return self.sweep_again();
        }
        let rise = self.share - self.kept;
        self.kept = self.share;
        if residual < 0.5 * self.size.near {
            self.step = min(self.size.step, 2.0 * self.step);
        }
        self.share = min(self.goal, self.kept + self.step);
        self.step_from_kept(Next::Keep((self.share - self.kept) / rise))
    }

    /// The change of a probability at this share in the end, as the first two sweeps predict it.
    fn predicted_change(&self, residual: f64, rate: f64) -> f64 {
        match self.here {
            1 => residual,
            2 => self.last + residual / (1.0 - min(rate, CONTRACTION)),
            _ => 0.0,
        }
    }

    fn approach_goal(&mut self, residual: f64, rate: f64) -> Next {
        let next_suffices = self.here > 1 && residual * rate <= MARGIN * self.tolerance;
        if residual <= self.tolerance || next_suffices {
            self.stopped = true;
            return Next::Continue;
        }
        self.sweep_again()
    }

    fn sweep_again(&mut self) -> Next {
        if self.may_continue() {
            Next::Continue
        } else {
            self.give_up()
        }
    }

    fn step_back(&mut self) -> Next {
        self.step = 0.5 * (self.share - self.kept);
        if self.step < LEAST_STEP || self.here > SETTLED || self.kept >= self.goal {
            return self.give_up();
        }
        self.share = min(self.goal, self.kept + self.step);
        self.step_from_kept(Next::Restore)
    }

    fn give_up(&mut self) -> Next {
        self.stopped = true;
        self.stuck = true;
        Next::Continue
    }

    fn step_from_kept(&mut self, next: Next) -> Next {
        self.here = 0;
        self.last = f64::INFINITY;
        self.least = f64::INFINITY;
        if self.may_continue() { next } else { self.give_up() }
    }
}

#[cfg(test)]
mod tests {
    use super::{COARSE, Continuation, FINE, Next, StepSize};

    const TOLERANCE: f64 = 1e-9;

    /// Follows the fixed point of `response(share, play)` from a play: the continuation at its end, and the play there.
    fn follow(size: StepSize, limit: u32, start: f64, response: impl Fn(f64, f64) -> f64) -> (Continuation, f64) {
        let mut continuation = Continuation::new(size, 1.0, TOLERANCE, limit);
        let (mut play, mut kept) = (start, start);
        while !continuation.stopped {
            let next = response(continuation.share, play);
            let residual = (next - play).abs();
            play = next;
            match continuation.record(residual) {
                Next::Keep(_) => kept = play,
                Next::Restore => play = kept,
                Next::Continue => {}
            }
        }
        (continuation, play)
    }

    #[test]
    fn a_contracting_branch_is_followed_to_its_end() {
        for size in [COARSE, FINE] {
            let (end, play) = follow(size, 1_000, 0.5, |share, play| 0.5 + share * (0.3 - 0.5 * play));
            assert!(!end.stuck && end.share == 1.0, "{end:?}");
            assert!((play - 0.8 / 1.5).abs() < TOLERANCE, "{play}");
        }
    }

    #[test]
    fn a_branch_whose_sweeps_diverge_is_left_where_they_begin_to() {
        // Sweeps diverge where the share is above ½; the fixed point is 0.5 + 0.1 s / (1 + 2 s).
        let overshooting = |share: f64, play: f64| 0.5 + share * (0.1 - 2.0 * (play - 0.5));
        let (end, play) = follow(FINE, 1_000, 0.5, overshooting);
        assert!(end.stuck && end.kept <= 0.5 && end.kept > 0.3, "{end:?}");
        assert!((play - 0.5).abs() < 0.1, "{play}");
    }

    #[test]
    fn no_step_jumps_to_another_branch() {
        // At once, and in many short sweeps of which the first two show where they lead.
        for contraction in [0.0, 0.7] {
            let response = |share: f64, play: f64| {
                let goal = if share < 0.6 { 0.05 + 0.05 * share } else { 0.95 };
                goal + contraction * (play - goal)
            };
            let (end, _) = follow(FINE, 1_000, 0.1, response);
            assert!(end.stuck && end.kept < 0.6 && end.kept > 0.5, "{contraction}: {end:?}");
        }
    }

    /// What is made of these residuals of the first sweeps, in turn.
    fn recorded<const N: usize>(residuals: [f64; N]) -> [Next; N] {
        let mut continuation = Continuation::new(COARSE, 1.0, TOLERANCE, 1_000);
        residuals.map(|residual| continuation.record(residual))
    }

    #[test]
    fn a_second_sweep_may_leave_more_if_the_third_leaves_less_than_the_first() {
        let [first, second, third] = recorded([0.010, 0.015, 0.007]);
        assert_eq!([first, second], [Next::Continue; 2]);
        assert!(matches!(third, Next::Keep(_)), "{third:?}");
        // It makes up for the second, and not for the first.
        assert_eq!(recorded([0.010, 0.015, 0.009])[2], Next::Restore);
        assert_eq!(recorded([0.010, 0.021])[1], Next::Restore);
        // Large changes must die down at once.
        assert_eq!(recorded([0.10, 0.11])[1], Next::Restore);
    }

    #[test]
    fn play_moves_on_in_proportion_to_the_rise_of_the_share() {
        // Each share is left after its second sweep.
        let mut continuation = Continuation::new(COARSE, 1.0, TOLERANCE, 1_000);
        let mut ratios = Vec::new();
        for residual in [0.1, 0.01].repeat(2) {
            if let Next::Keep(ratio) = continuation.record(residual) {
                ratios.push(ratio);
            }
        }
        // From 0 to .34, to .68 and to 1.
        assert_eq!(ratios[0], 1.0);
        assert!((ratios[1] - 0.32 / 0.34).abs() < 1e-12, "{ratios:?}");
        assert_eq!(continuation.share, 1.0);
    }

    #[test]
    fn play_that_nothing_moves_is_no_evidence_of_a_branch() {
        let (end, _) = follow(COARSE, 1_000, 0.5, |_, play| play);
        assert!(end.stuck && end.sweeps == 1, "{end:?}");
        // With full precisions from the start it is the solution.
        let mut solved = Continuation::at_goal(TOLERANCE, 1_000);
        solved.record(0.0);
        assert!(solved.stopped && !solved.stuck);
    }

    #[test]
    fn sweeps_have_a_limit() {
        for limit in [1, 2, 7] {
            let (end, _) = follow(COARSE, limit, 0.5, |share, play| 0.5 + share * (0.3 - 0.5 * play));
            assert!(end.stuck && end.sweeps == limit, "{end:?}");
        }
    }

    #[test]
    fn a_last_sweep_that_would_not_matter_is_saved() {
        let mut continuation = Continuation::at_goal(2e-6, 1_000);
        let stopped = [1e-1, 1e-3, 1e-5].map(|residual| {
            continuation.record(residual);
            continuation.stopped
        });
        assert_eq!(stopped, [false, false, true]);
    }
}
