//! How far a draw's smooth responders follow their responses in a sweep while best responders reply purely: all the way,
//! and less where that goes round in circles.

/// The step is halved where this many sweeps, divided by it, did not halve the residual.
const PATIENCE: f64 = 8.0;
/// The least step.
const LEAST_STEP: f64 = 1.0 / 4096.0;

/// One draw's pace.
#[derive(Clone, Copy, Debug)]
pub(in crate::strategy) struct Damping {
    /// How far a sweep follows the responses: 1 all the way.
    pub(in crate::strategy) step: f64,
    /// Sweeps made.
    pub(in crate::strategy) sweeps: u32,
    /// Whether it stopped.
    pub(in crate::strategy) stopped: bool,
    tolerance: f64,
    limit: u32,
    /// The residual that has to be halved, and the sweeps since it was.
    mark: f64,
    since: u32,
}

impl Damping {
    /// Sets out towards a residual.
    pub(in crate::strategy) fn new(tolerance: f64, limit: u32) -> Self {
        Self {
            step: 1.0,
            sweeps: 0,
            stopped: false,
            tolerance,
            limit,
            mark: f64::INFINITY,
            since: 0,
        }
    }

    /// Takes note of a sweep: `residual` is how far the play was from all responses, `smooth` how far from those that
    /// may be followed part of the way.
    pub(in crate::strategy) fn note(&mut self, residual: f64, smooth: f64) {
        self.sweeps += 1;
        self.since += 1;
        self.stopped = residual <= self.tolerance || self.sweeps >= self.limit;
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
