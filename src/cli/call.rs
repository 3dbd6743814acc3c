//! A command that another program gives in place of a shell, such as a notebook: the program hears what a terminal would
//! show, is told how far the work has come, and may stop it.

use std::ffi::OsString;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use super::console::Console;
use super::failure::Failure;
use super::{help, run};
use crate::api::Mistakes;
use crate::study::Progress;

/// The program that gives a command.
pub struct Caller {
    /// Called after each block of draws, from any thread.
    pub progress: Box<dyn Fn(Progress) + Send + Sync>,
    /// Set by the program to stop the work at the next block; what is finished is kept as the command keeps it.
    pub stop: Arc<AtomicBool>,
}

/// How a command ended.
#[derive(Debug, Default)]
pub struct Reply {
    /// The exit code, as `pactum --help` explains it.
    pub code: u8,
    /// What a shell would find on standard output.
    pub data: String,
    /// Warnings and remarks, as on standard error.
    pub remarks: String,
    /// Why it failed, as text; `None` where it did not, or where results say so (exit code 5).
    pub error: Option<String>,
    /// The mistakes in the scenario that made it fail, where there are such.
    pub mistakes: Option<Mistakes>,
}

/// Does what a command line asks, the name of the program first.
pub fn call(caller: Caller, line: impl IntoIterator<Item = impl Into<OsString>>) -> Reply {
    let line: Vec<OsString> = line.into_iter().map(Into::into).collect();
    let listener = Arc::new(Listener {
        caller,
        heard: Mutex::default(),
    });
    let done = match help::parse(&line) {
        Ok(arguments) => {
            let console = Console::of(listener.clone(), &line, arguments.verbosity);
            run(&arguments.command, &console)
        }
        Err(error) => match help::of_file(&error) {
            Some(failure) => Err(failure),
            None if error.use_stderr() => Err(Failure::Arguments(error.to_string())),
            None => {
                listener.data(&error.to_string());
                Ok(())
            }
        },
    };
    listener.reply(done)
}

/// What a program hears of its command.
pub(super) struct Listener {
    pub(super) caller: Caller,
    heard: Mutex<Heard>,
}

/// What was said so far.
#[derive(Default)]
struct Heard {
    data: String,
    remarks: String,
}

impl Listener {
    /// Takes what goes to standard output.
    pub(super) fn data(&self, text: &str) {
        self.add(|heard| heard.data.push_str(text));
    }

    /// Takes what goes to standard error.
    pub(super) fn remark(&self, text: &str) {
        self.add(|heard| heard.remarks.push_str(text));
    }

    fn add(&self, add: impl FnOnce(&mut Heard)) {
        add(&mut self.heard.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn reply(&self, done: Result<(), Failure>) -> Reply {
        let Heard { data, remarks } = std::mem::take(&mut *self.heard.lock().unwrap_or_else(PoisonError::into_inner));
        let reply = Reply {
            data,
            remarks,
            ..Reply::default()
        };
        match done {
            Ok(()) => reply,
            Err(failure) => Reply {
                code: failure.code(),
                error: failure.message(),
                mistakes: failure.into_mistakes(),
                ..reply
            },
        }
    }
}
