//! Work of the engine, during which other Python threads go on, Ctrl-C is answered, and progress is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use pactum::Progress;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// How often Python is asked whether somebody pressed Ctrl-C.
const POLL: Duration = Duration::from_millis(50);

/// How long work may take to stop by itself. A single large draw may take longer: then its thread is left to end alone.
const GRACE: Duration = Duration::from_millis(200);

/// How work is stopped, and how far it has come.
#[derive(Clone, Default)]
pub(crate) struct Signals {
    /// Set to stop it.
    pub(crate) stop: Arc<AtomicBool>,
    done: Arc<AtomicU64>,
    of: Arc<AtomicU64>,
}

impl Signals {
    /// Notes how far the work has come.
    pub(crate) fn note(&self, progress: Progress) {
        self.of.store(progress.of, Ordering::Relaxed);
        self.done.fetch_max(progress.done, Ordering::Relaxed);
    }

    /// Calls `progress(done, of)`.
    fn tell(&self, py: Python<'_>, progress: Option<&Py<PyAny>>) -> PyResult<()> {
        let of = self.of.load(Ordering::Relaxed);
        match progress {
            Some(progress) if of > 0 => progress.call1(py, (self.done.load(Ordering::Relaxed), of)).map(drop),
            _ => Ok(()),
        }
    }
}

/// Does work on a thread of its own. This thread meanwhile answers signals, and calls `progress(done, of)`, both in draws.
///
/// # Errors
/// What Python raises meanwhile, such as `KeyboardInterrupt`; the work is then stopped.
pub(crate) fn during<T: Send + 'static>(
    py: Python<'_>,
    progress: Option<&Py<PyAny>>,
    work: impl FnOnce(&Signals) -> T + Send + 'static,
) -> PyResult<T> {
    let signals = Signals::default();
    let (sender, mut receiver) = channel();
    // The receiver is no `Sync`, so that it is lent out whole.
    let mut wait = |time| {
        let receiver = &mut receiver;
        py.detach(move || receiver.recv_timeout(time))
    };
    let own = signals.clone();
    thread::spawn(move || {
        // Nobody listens any more once Python has raised something.
        let _ = sender.send(work(&own));
    });
    loop {
        match wait(POLL) {
            Ok(done) => {
                signals.tell(py, progress)?;
                return Ok(done);
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err(
                    "the engine came to an end that should not happen; please report the scenario and the call",
                ));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        let told = py.check_signals().and_then(|()| signals.tell(py, progress));
        if let Err(raised) = told {
            signals.stop.store(true, Ordering::Relaxed);
            let _ = wait(GRACE);
            return Err(raised);
        }
    }
}
