//! A command that another program gives in place of a shell, such as a notebook: the program hears what a terminal would
//! show, is told how far the work has come, and may stop it.

use std::ffi::OsString;
use std::sync::Arc;

use super::console::Console;
use super::failure::Failure;
use super::listener::{Caller, Heard, Listener};
use super::{help, run};
use crate::api::Mistakes;

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
    let listener = Arc::new(Listener::new(caller));
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
    Reply::of(done, listener.heard())
}

impl Reply {
    fn of(done: Result<(), Failure>, heard: Heard) -> Self {
        let reply = Self {
            data: heard.data,
            remarks: heard.remarks,
            ..Self::default()
        };
        match done {
            Ok(()) => reply,
            Err(failure) => Self {
                code: failure.code(),
                error: failure.message(),
                mistakes: failure.into_mistakes(),
                ..reply
            },
        }
    }
}
