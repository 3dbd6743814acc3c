//! The damping of smooth responses in one draw while best responders play pure responses.

/// The damping factor is halved where this many sweeps, divided by it, did not halve the residual.
const PATIENCE: f64 = 8.0;
/// The least damping factor.
const LEAST_STEP: f64 = 1.0 / 4096.0;

/// The damping of one draw.
#[derive(Clone, Copy, Debug)]
pub(super) struct Damping {
    /// Damping factor; halved when sweeps cycle.
    step: f64,
    /// The number of sweeps.
    pub(super) sweeps: u32,
    /// Whether the draw stopped.
    pub(super) stopped: bool,
    tolerance: f64,
    limit: u32,
    /// The residual that has to be halved, and the sweeps since it was.
    mark: f64,
    since: u32,
}

impl Damping {
    /// No damping, until sweeps cycle.
    pub(super) fn new(tolerance: f64, limit: u32) -> Self {
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

    /// The fraction of the distance to its response that play moves in the next sweep.
    pub(super) fn step(&self) -> f64 {
        if self.stopped { 0.0 } else { self.step }
    }

    /// Records a sweep: its residual over all responses, and over the smooth ones alone.
    pub(super) fn record(&mut self, residual: f64, smooth: f64) {
        self.sweeps += 1;
        self.since += 1;
        self.stopped = residual <= self.tolerance || self.sweeps >= self.limit;
        let halved = smooth <= 0.5 * self.mark;
        let cycles = !halved && f64::from(self.since) >= PATIENCE / self.step && self.step > LEAST_STEP;
        if cycles {
            self.step *= 0.5;
        }
        if halved || cycles {
            self.mark = smooth;
            self.since = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Damping;

    /// Sweeps a play that responds with `slope` times itself, within bounds: the damping at the end.
    fn settle(slope: f64) -> Damping {
        let mut damping = Damping::new(1e-9, 2_000);
        let mut play = 0.1;
        while !damping.stopped {
            let distance = (slope * play).clamp(-1.0, 1.0) - play;
            damping.record(distance.abs(), distance.abs());
            play += damping.step() * distance;
        }
        damping
    }

    #[test]
    fn play_that_overshoots_is_damped_until_it_settles() {
        for slope in [-0.5, -1.5, -10.0, -100.0] {
            let end = settle(slope);
            assert!(end.sweeps < 2_000, "{slope}: {end:?}");
        }
        // What settles by itself is not damped.
        assert_eq!(settle(0.3).step, 1.0);
        assert_eq!(settle(-0.5).step, 1.0);
    }
}
