//! The wall clock of a command, and what a manifest says of its run.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::threads::cores;
use crate::report::Circumstances;

/// Measures from the start of a command.
pub(super) struct Clock {
    began: Instant,
    started: u64,
}

impl Clock {
    /// Starts now.
    pub(super) fn start() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        Self {
            began: Instant::now(),
            started: since.map_or(0, |since| since.as_secs()),
        }
    }

    /// What a manifest says of a command that has now worked out results with this id.
    pub(super) fn circumstances(&self, id: String, sets: &[String], threads: Option<usize>) -> Circumstances {
        Circumstances {
            id,
            arguments: std::env::args().skip(1).collect(),
            sets: sets.to_vec(),
            threads: threads.unwrap_or_else(cores),
            cores: cores(),
            started: self.started,
            seconds: self.began.elapsed().as_secs_f64(),
        }
    }
}
