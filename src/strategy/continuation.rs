//! How one draw climbs by sweeps: its share s of the way from uniform play, and whether sweeps contract there. Every
//! draw of a block decides for itself.
//!
//! Where sweeps contract, the derivative of F is regular, so that no fold and no crossing lies there; a draw goes on
//! from station to station only while they do, and while no probability has to leap.

use crate::numeric::math::min;

/// A raise of the share is taken back where some probability would have to move further than this: the profile might
/// leave its branch.
const JUMP: f64 = 0.4;
/// Sweeps contract where each leaves at most this share of the residual of the one before.
const CONTRACTION: f64 = 0.75;
/// The second sweep at a share may contract less, where it moves no probability by more than this: the first does not
/// yet move only where sweeps contract the least.
const GENTLE: f64 = 0.1;
/// The least raise of the share.
const LEAST_RAISE: f64 = 1.0 / 64.0;
/// Below this, residuals are rounding.
const NOISE: f64 = 1e-13;
/// Where this many sweeps contracted and the next does not, smaller raises would not help.
const SETTLED: u32 = 4;
/// At the goal a draw stops where the next sweep would leave this share of the residual that is asked for.
const MARGIN: f64 = 0.1;

/// What a draw does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::strategy) enum Next {
    /// It sweeps again.
    Sweep,
    /// It has come near enough to its share and goes on to a larger one: its profile is worth keeping.
    Keep,
    /// It went too far: its profile goes back to the one that was kept.
    Back,
    /// It is there.
    Arrived,
    /// Sweeps do not contract.
    Stuck,
}

/// How closely a draw follows its branch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::strategy) struct StepSize {
    /// The largest raise of the share, which is the first.
    raise: f64,
    /// The share is raised again once no probability has to move further than this.
    near: f64,
}

/// Four stations, each left as soon as sweeps are seen to contract.
pub(in crate::strategy) const LONG: StepSize = StepSize {
    raise: 0.25,
    near: 0.05,
};
/// Sixteen stations, each all but solved.
pub(in crate::strategy) const SHORT: StepSize = StepSize {
    raise: 0.0625,
    near: 1e-4,
};

/// One draw's climb.
#[derive(Clone, Copy, Debug)]
pub(in crate::strategy) struct Continuation {
    /// The share s of the way, on which all precisions are s times their own.
    pub(in crate::strategy) share: f64,
    /// Sweeps made.
    pub(in crate::strategy) sweeps: u32,
    /// Whether it stopped.
    pub(in crate::strategy) stopped: bool,
    /// Whether it stopped on the way, as sweeps do not contract.
    pub(in crate::strategy) stuck: bool,
    /// The share at which the profile was kept, and the next raise.
    kept: f64,
    raise: f64,
    stride: StepSize,
    /// Where the way ends, and the residual that counts as being there.
    goal: f64,
    tolerance: f64,
    /// The most sweeps.
    limit: u32,
    /// Sweeps at this share, and the residual of the last.
    here: u32,
    last: f64,
}

impl Continuation {
    /// Sets out from uniform play towards a share.
    pub(in crate::strategy) fn new(stride: StepSize, goal: f64, tolerance: f64, limit: u32) -> Self {
        Self {
            share: min(stride.raise, goal),
            sweeps: 0,
            stopped: false,
            stuck: false,
            kept: 0.0,
            raise: stride.raise,
            stride,
            goal,
            tolerance,
            limit,
            here: 0,
            last: f64::INFINITY,
        }
    }

    /// Begins at the end of the way, at share 1.
    pub(in crate::strategy) fn at_goal(tolerance: f64, limit: u32) -> Self {
        let mut climb = Self::new(LONG, 1.0, tolerance, limit);
        climb.go_on(tolerance, limit);
        climb
    }

    /// Goes on at share 1 towards another residual.
    pub(in crate::strategy) fn go_on(&mut self, tolerance: f64, limit: u32) {
        self.share = 1.0;
        self.goal = 1.0;
        self.kept = 1.0;
        self.tolerance = tolerance;
        self.limit = limit;
        self.stopped = false;
        self.stuck = false;
        self.here = 0;
        self.last = f64::INFINITY;
    }

    /// Whether sweeps are left.
    pub(in crate::strategy) fn may_go_on(&self) -> bool {
        self.sweeps < self.limit
    }

    /// Takes note of a sweep: `residual` is how far the play was from the responses before it moved to them.
    pub(in crate::strategy) fn note(&mut self, residual: f64) -> Next {
        self.sweeps += 1;
        self.here += 1;
        let rate = residual / self.last;
        let leaps = self.kept < self.goal && self.foreseen(residual, rate) > JUMP;
        self.last = residual;
        let settling = self.here == 2 && rate < 1.0 && residual <= GENTLE;
        let contracts = self.here == 1 || rate <= CONTRACTION || settling || residual <= NOISE;
        if leaps || !contracts {
            return self.fall_back();
        }
        if self.here == 1 && residual <= NOISE && self.kept < self.goal {
            // Play that answers itself before a sweep says nothing of what a sweep does to play beside it.
            return self.give_up();
        }
        if self.share >= self.goal {
            return self.near_goal(residual, rate);
        }
        if self.here == 1 || residual > self.stride.near || (rate > CONTRACTION && residual > NOISE) {
            return self.sweep_again();
        }
        self.kept = self.share;
        if residual < 0.5 * self.stride.near {
            self.raise = min(self.stride.raise, 2.0 * self.raise);
        }
        self.turn(Next::Keep)
    }

    /// How far a probability will have moved at this share in the end, as the first two sweeps foretell it.
    fn foreseen(&self, residual: f64, rate: f64) -> f64 {
        match self.here {
            1 => residual,
            2 => self.last + residual / (1.0 - min(rate, CONTRACTION)),
            _ => 0.0,
        }
    }

    fn near_goal(&mut self, residual: f64, rate: f64) -> Next {
        let foreseen = self.here > 1 && residual * rate <= MARGIN * self.tolerance;
        if residual <= self.tolerance || foreseen {
            self.stopped = true;
            return Next::Arrived;
        }
        self.sweep_again()
    }

    fn sweep_again(&mut self) -> Next {
        if self.may_go_on() { Next::Sweep } else { self.give_up() }
    }

    fn fall_back(&mut self) -> Next {
        self.raise = 0.5 * (self.share - self.kept);
        if self.raise < LEAST_RAISE || self.here > SETTLED || self.kept >= self.goal {
            return self.give_up();
        }
        self.turn(Next::Back)
    }

    fn give_up(&mut self) -> Next {
        self.stopped = true;
        self.stuck = true;
        Next::Stuck
    }

    fn turn(&mut self, next: Next) -> Next {
        self.share = min(self.goal, self.kept + self.raise);
        self.here = 0;
        self.last = f64::INFINITY;
        if self.may_go_on() { next } else { self.give_up() }
    }
}
