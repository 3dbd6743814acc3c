//! When a command began, and how long it has taken.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Runs from the moment that a command begins.
pub(super) struct Clock {
    began: Instant,
    started: u64,
}

impl Clock {
    /// Begins now.
    pub(super) fn start() -> Self {
        Self {
            began: Instant::now(),
            started: SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_secs()),
        }
    }

    /// When it began, in seconds since 1970.
    pub(super) fn started(&self) -> u64 {
        self.started
    }

    /// How long it has run, in seconds.
    pub(super) fn seconds(&self) -> f64 {
        self.began.elapsed().as_secs_f64()
    }
}
