//! How one draw goes its way: its share s of the way from uniform play, how far it follows the responses in a sweep,
//! and when it is there. Every draw of a block decides for itself.

use crate::numeric::math::min;

/// A raise of the share is taken back where some probability would have to move further than this at once: the
/// profile might leave its branch.
const JUMP: f64 = 0.25;
/// The share is raised again once no probability has to move further than this.
const NEAR: f64 = 0.1;
/// The first and the largest raise of the share.
const FIRST_RAISE: f64 = 0.125;
const LARGEST_RAISE: f64 = 0.25;
/// The least raise; one that still jumps is kept, and reported.
const LEAST_RAISE: f64 = 1.0 / 512.0;
/// The most sweeps at one share before the next.
const SWEEPS_PER_SHARE: u32 = 200;
/// The step is halved where this many sweeps, divided by it, did not halve the residual.
const PATIENCE: f64 = 8.0;
/// The least step.
const LEAST_STEP: f64 = 1.0 / 4096.0;

/// What a draw does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It sweeps again.
    Sweep,
    /// It has come near enough to its share and goes on to a larger one: its profile is worth keeping.
    Keep,
    /// It went too far: its profile goes back to the one that was kept.
    Back,
    /// It is there, or its sweeps are used up.
    Stop,
}

/// One draw's way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Journey {
    /// The share s of the way, on which all precisions are s times their own.
    pub(super) share: f64,
    /// How far a sweep follows the responses: 1 all the way.
    pub(super) step: f64,
    /// Sweeps made.
    pub(super) sweeps: u32,
    /// The largest share at which the profile jumped although the raise was the least.
    pub(super) jump: Option<f64>,
    /// Whether it stopped.
    pub(super) stopped: bool,
    /// The share at which the profile was kept.
    kept: f64,
    raise: f64,
    /// Where the way ends, and the residual that counts as being there.
    goal: f64,
    tolerance: f64,
    /// The most sweeps.
    limit: u32,
    /// Sweeps at this share.
    here: u32,
    /// The residual that has to be halved, and the sweeps since it was.
    mark: f64,
    since: u32,
}

impl Journey {
    /// Sets out from uniform play towards a share.
    pub(super) fn climb(goal: f64, tolerance: f64, limit: u32) -> Self {
        Self {
            share: min(FIRST_RAISE, goal),
            step: 1.0,
            sweeps: 0,
            jump: None,
            stopped: false,
            kept: 0.0,
            raise: FIRST_RAISE,
            goal,
            tolerance,
            limit,
            here: 0,
            mark: f64::INFINITY,
            since: 0,
        }
    }

    /// Goes on at the end of the way, at share 1, with another residual that counts as being there.
    pub(super) fn go_on(&mut self, tolerance: f64, limit: u32) {
        self.share = 1.0;
        self.goal = 1.0;
        self.kept = 1.0;
        self.tolerance = tolerance;
        self.limit = limit;
        self.stopped = false;
        self.mark = f64::INFINITY;
        self.since = 0;
        self.here = 0;
    }

    /// Begins at the end of the way.
    pub(super) fn at_goal(tolerance: f64, limit: u32) -> Self {
        let mut journey = Self::climb(1.0, tolerance, limit);
        journey.go_on(tolerance, limit);
        journey
    }

    /// Whether sweeps are left.
    pub(super) fn may_go_on(&self) -> bool {
        self.sweeps < self.limit
    }

    /// Takes note of a sweep: `residual` is how far the play was from all responses, `smooth` how far from those that
    /// may be followed part of the way.
    pub(super) fn note(&mut self, residual: f64, smooth: f64) -> Next {
        self.sweeps += 1;
        self.here += 1;
        self.pace(smooth);
        if self.share >= self.goal {
            return self.arrive(residual);
        }
        if self.here == 1 && residual > JUMP && self.raise > LEAST_RAISE {
            self.raise *= 0.5;
            return self.turn(Next::Back);
        }
        if residual > NEAR && self.here < SWEEPS_PER_SHARE && self.may_go_on() {
            return Next::Sweep;
        }
        self.note_jump();
        self.kept = self.share;
        if self.here == 1 && residual < 0.5 * NEAR {
            self.raise = min(LARGEST_RAISE, 2.0 * self.raise);
        }
        self.turn(Next::Keep)
    }

    /// At the goal: a jump on the last raise goes back too.
    fn arrive(&mut self, residual: f64) -> Next {
        if self.here == 1 && self.kept < self.goal && residual > JUMP && self.raise > LEAST_RAISE {
            self.raise *= 0.5;
            return self.turn(Next::Back);
        }
        if self.here == 1 {
            self.note_jump();
        }
        if residual <= self.tolerance || !self.may_go_on() {
            self.stopped = true;
            self.kept = self.goal;
            return Next::Stop;
        }
        Next::Sweep
    }

    fn note_jump(&mut self) {
        if self.raise <= LEAST_RAISE {
            self.jump = Some(self.share);
        }
    }

    fn turn(&mut self, next: Next) -> Next {
        self.share = min(self.goal, self.kept + self.raise);
        self.here = 0;
        self.mark = f64::INFINITY;
        self.since = 0;
        next
    }

    /// Halves the step where the residual does not fall.
    fn pace(&mut self, smooth: f64) {
        self.since += 1;
        if smooth <= 0.5 * self.mark {
            self.mark = smooth;
            self.since = 0;
        } else if f64::from(self.since) >= PATIENCE / self.step && self.step > LEAST_STEP {
            self.step *= 0.5;
            self.mark = smooth;
            self.since = 0;
        }
    }
}
