//! Ctrl-C: the first stops the work at the next block of draws, the second stops the program.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::failure::Failure;

/// Whether somebody wants the work to stop.
#[derive(Clone, Debug, Default)]
pub(super) struct Interrupt {
    asked: Arc<AtomicBool>,
    /// What a program that stops at once must not leave behind.
    unfinished: Arc<Mutex<Option<PathBuf>>>,
}

impl Interrupt {
    /// Begins to listen.
    pub(super) fn listen() -> Result<Self, Failure> {
        let interrupt = Self::default();
        let heard = interrupt.clone();
        ctrlc::set_handler(move || {
            if heard.asked.swap(true, Ordering::Relaxed) {
                heard.leave_nothing();
                std::process::exit(i32::from(Failure::Interrupted.code()));
            }
        })
        .map_err(|error| Failure::Unexpected(format!("Ctrl-C cannot be heard: {error}")))?;
        Ok(interrupt)
    }

    /// The flag that work looks at.
    pub(super) fn flag(&self) -> &AtomicBool {
        &self.asked
    }

    /// Fails if somebody wants the work to stop.
    pub(super) fn check(&self) -> Result<(), Failure> {
        if self.asked.load(Ordering::Relaxed) {
            Err(Failure::Interrupted)
        } else {
            Ok(())
        }
    }

    /// Names the folder that is being filled.
    pub(super) fn guard(&self, folder: &std::path::Path) {
        *self.unfinished.lock().unwrap_or_else(PoisonError::into_inner) = Some(folder.to_owned());
    }

    fn leave_nothing(&self) {
        let folder = self.unfinished.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(folder) = folder {
            // The program ends here: there is nobody left to tell.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
