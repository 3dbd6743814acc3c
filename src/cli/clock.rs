//! The wall clock of a command: its start and its duration.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Measures from the start of a command.
pub(super) struct Clock {
    began: Instant,
    started: u64,
}

impl Clock {
    /// Starts now.
    pub(super) fn start() -> Self {
        Self {
            began: Instant::now(),
            started: SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_secs()),
        }
    }

    /// The start, in seconds since 1970.
    pub(super) fn started(&self) -> u64 {
        self.started
    }

    /// The time since then, in seconds.
    pub(super) fn seconds(&self) -> f64 {
        self.began.elapsed().as_secs_f64()
    }
}
