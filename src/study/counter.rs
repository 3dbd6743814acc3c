//! Counts the draws that are done, on all threads.

use std::sync::atomic::{AtomicU64, Ordering};

use super::error::StudyError;
use super::plan::{Progress, Watch};

/// Counts draws, and stops the study when it is interrupted.
pub(super) struct Counter<'a> {
    done: AtomicU64,
    of: u64,
    watch: &'a Watch<'a>,
}

impl<'a> Counter<'a> {
    /// A counter of this many draws, none of them done.
    pub(super) fn new(of: u64, watch: &'a Watch<'a>) -> Self {
        let done = AtomicU64::new(0);
        Self { done, of, watch }
    }

    /// Fails where the study should stop.
    pub(super) fn go_on(&self) -> Result<(), StudyError> {
        let interrupted = self.watch.interrupted();
        (!interrupted).then_some(()).ok_or(StudyError::Interrupted)
    }

    /// Takes note of draws that are done.
    pub(super) fn count(&self, draws: u64) {
        let done = self.done.fetch_add(draws, Ordering::Relaxed) + draws;
        (self.watch.progress)(Progress { done, of: self.of });
    }
}
