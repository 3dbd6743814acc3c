//! Ctrl-C and its kin: the first stops the work where that is near, and otherwise ends the program, as does the second.
//!
//! Work looks at a flag between its blocks, and tidies up. A single block may take long (one draw of a large game, a state
//! space that grows and grows), so that the program ends soon in any case. That loses no more than being killed does: what
//! is finished is kept as it is finished, and the next equal command takes over whatever was left.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::failure::Failure;

/// How long the work may take to stop by itself.
const GRACE: Duration = Duration::from_millis(200);

/// Whether the user has asked the work to stop.
#[derive(Clone, Debug, Default)]
pub(super) struct Interrupt {
    /// The flag, which studies poll.
    pub(super) asked: Arc<AtomicBool>,
    /// What an immediate exit leaves.
    left: Arc<Mutex<Left>>,
}

/// What an immediate exit leaves, and what it removes.
#[derive(Debug, Default)]
struct Left {
    /// Whether the same command goes on with what is finished.
    goes_on: bool,
    /// The unfinished folder that is of no use to another command.
    unfinished: Option<PathBuf>,
}

impl Interrupt {
    /// Stops when this flag is set, whoever sets it.
    pub(super) fn of(asked: Arc<AtomicBool>) -> Self {
        Self {
            asked,
            ..Self::default()
        }
    }

    /// Installs the handler.
    pub(super) fn listen() -> Result<Self, Failure> {
        let interrupt = Self::default();
        let handler = interrupt.clone();
        let waiter = std::thread::current();
        // The handler has a thread of its own, which a second signal waits for.
        let installed = ctrlc::set_handler(move || {
            handler.asked.store(true, Ordering::Relaxed);
            waiter.unpark();
            std::thread::park_timeout(GRACE);
            handler.end();
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

    /// SIGQUIT (Ctrl-\\) stops the work between blocks, and ends the program when it comes again.
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

    /// What is finished from here on is kept, and the same command goes on with it.
    pub(super) fn goes_on(&self) {
        self.left().goes_on = true;
    }

    /// Names the folder to be removed if the program exits at once.
    pub(super) fn guard(&self, folder: &std::path::Path) {
        self.left().unfinished = Some(folder.to_owned());
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

    fn left(&self) -> MutexGuard<'_, Left> {
        let locked = self.left.lock();
        locked.unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the program where it is.
    fn end(&self) -> ! {
        let mut left = self.left();
        if let Some(folder) = left.unfinished.take() {
            // The program exits here, so an error cannot be reported.
            let _ = std::fs::remove_dir_all(folder);
            left.goes_on = false;
        }
        let failure = if left.goes_on {
            Failure::Paused
        } else {
            Failure::Interrupted
        };
        let mut screen = std::io::stderr();
        // The progress bar stands on the last line.
        let line = if screen.is_terminal() { "\n" } else { "" };
        let message = failure.message().unwrap_or_default();
        let _ = screen.write_all(format!("{line}{message}").as_bytes());
        std::process::exit(i32::from(failure.code()));
    }
}
