//! What a program hears of a command that it gave, in place of a terminal.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use crate::study::Progress;

/// The program that gives a command.
pub struct Caller {
    /// Called after each block of draws, from any thread.
    pub progress: Box<dyn Fn(Progress) + Send + Sync>,
    /// Set by the program to stop the work at the next block; what is finished is kept as the command keeps it.
    pub stop: Arc<AtomicBool>,
}

/// What was said so far.
#[derive(Default)]
pub(super) struct Heard {
    /// What goes to standard output.
    pub(super) data: String,
    /// What goes to standard error.
    pub(super) remarks: String,
}

/// What a program hears of its command.
pub(super) struct Listener {
    pub(super) caller: Caller,
    heard: Mutex<Heard>,
}

impl Listener {
    pub(super) fn new(caller: Caller) -> Self {
        Self {
            caller,
            heard: Mutex::default(),
        }
    }

    /// Takes what goes to standard output.
    pub(super) fn data(&self, text: &str) {
        self.add(|heard| heard.data.push_str(text));
    }

    /// Takes what goes to standard error.
    pub(super) fn remark(&self, text: &str) {
        self.add(|heard| heard.remarks.push_str(text));
    }

    /// Everything that was said so far, once.
    pub(super) fn heard(&self) -> Heard {
        let mut heard = Heard::default();
        self.add(|all| std::mem::swap(all, &mut heard));
        heard
    }

    fn add(&self, add: impl FnOnce(&mut Heard)) {
        add(&mut self.heard.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
