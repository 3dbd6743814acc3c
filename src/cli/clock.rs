//! The wall clock of a command, and what a manifest says of its run.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::console::Console;
use super::threads::{cores, count};
use crate::report::Circumstances;

/// Measures from the start of a command.
pub(super) struct Clock {
    began: Instant,
    started: u64,
    /// The arguments of the command.
    arguments: Vec<String>,
}

impl Clock {
    /// Starts now.
    pub(super) fn start(console: &Console) -> Self {
        Self {
            began: Instant::now(),
            started: unix_seconds(SystemTime::now()),
            arguments: console.arguments(),
        }
    }

    /// What a manifest says of a command that has now worked out results with this id.
    pub(super) fn circumstances(&self, id: String, sets: &[String], threads: Option<usize>) -> Circumstances {
        Circumstances {
            id,
            arguments: self.arguments.clone(),
            sets: sets.to_vec(),
            threads: count(threads),
            cores: cores(),
            started: self.started,
            seconds: self.began.elapsed().as_secs_f64(),
        }
    }
}

/// The seconds since 1970; 0 where a clock is so wrong that it stands before that.
fn unix_seconds(now: SystemTime) -> u64 {
    now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::unix_seconds;

    #[test]
    fn a_wrong_clock_does_no_harm() {
        assert_eq!(unix_seconds(UNIX_EPOCH + Duration::from_millis(1500)), 1);
        assert_eq!(unix_seconds(UNIX_EPOCH - Duration::from_secs(1)), 0);
    }
}
