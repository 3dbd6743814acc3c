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
        let installed = ctrlc::set_handler(move || {
            waiter.unpark();
            if handler.asked.swap(true, Ordering::Relaxed) {
                handler.remove_unfinished();
                std::process::exit(i32::from(Failure::Interrupted.code()));
            }
        });
        match installed {
            Ok(()) => interrupt.listen_to_quit(),
            // An earlier command of this process listens: nobody sits before such a process.
            Err(ctrlc::Error::MultipleHandlers) => {}
            Err(error) => {
                let message = format!("the Ctrl-C handler cannot be installed: {error}");
                return Err(Failure::Unexpected(message));
            }
        }
        Ok(interrupt)
    }

    /// SIGQUIT (Ctrl-\\) stops the work as Ctrl-C does, and ends the program when it comes again.
    #[cfg(unix)]
    fn listen_to_quit(&self) {
        use signal_hook::consts::SIGQUIT;
        use signal_hook::flag;
        let code = i32::from(Failure::Interrupted.code());
        // Where they cannot be installed, the signal ends the program as it does any other.
        let _ = flag::register_conditional_shutdown(SIGQUIT, code, self.asked.clone());
        let _ = flag::register(SIGQUIT, self.asked.clone());
    }

    #[cfg(not(unix))]
    fn listen_to_quit(&self) {}

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

    /// Makes the system answer a write beyond the allowed size of files with an error, in place of the signal SIGXFSZ, which
    /// would end the program without a word.
    pub(super) fn ignore_size_signal() {
        #[cfg(unix)]
        {
            use signal_hook::consts::SIGXFSZ;
            // Where it cannot be installed, the signal ends the program as it does any other.
            let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
        }
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
