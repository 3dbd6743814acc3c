//! Ctrl-C: the first stops the work at the next block of draws, the second stops the program.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::failure::Failure;

/// Whether the user has asked the work to stop.
#[derive(Clone, Debug, Default)]
pub(super) struct Interrupt {
    /// The flag, which studies poll.
    pub(super) asked: Arc<AtomicBool>,
    /// The unfinished folder that an immediate exit removes.
    unfinished: Arc<Mutex<Option<PathBuf>>>,
}

impl Interrupt {
    /// Installs the handler.
    pub(super) fn listen() -> Result<Self, Failure> {
        let interrupt = Self::default();
        let handler = interrupt.clone();
        let waiter = std::thread::current();
        ctrlc::set_handler(move || {
            waiter.unpark();
            if handler.asked.swap(true, Ordering::Relaxed) {
                handler.remove_unfinished();
                std::process::exit(i32::from(Failure::Interrupted.code()));
            }
        })
        .map_err(|error| Failure::Unexpected(format!("the Ctrl-C handler cannot be installed: {error}")))?;
        Ok(interrupt)
    }

    /// Fails if the user has asked the work to stop.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let asked = self.asked.load(Ordering::Relaxed);
        (!asked).then_some(()).ok_or(Failure::Interrupted)
    }

    /// Waits for this long, or until the user asks the work to stop; then fails. For the thread that listens.
    pub(super) fn wait(&self, time: Duration) -> Result<(), Failure> {
        std::thread::park_timeout(time);
        self.check()
    }

    /// Names the folder to be removed if the program exits at once.
    pub(super) fn guard(&self, folder: &std::path::Path) {
        *self.unfinished() = Some(folder.to_owned());
    }

    fn unfinished(&self) -> MutexGuard<'_, Option<PathBuf>> {
        let locked = self.unfinished.lock();
        locked.unwrap_or_else(PoisonError::into_inner)
    }

    fn remove_unfinished(&self) {
        if let Some(folder) = self.unfinished().take() {
            // The program exits here, so an error cannot be reported.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
