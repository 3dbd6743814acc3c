//! The command, run as a user runs it: in a folder, with arguments, until it exits.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The exit code of a finished command, and what it printed on standard output and standard error.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Finished {
    /// Takes over the exit code and the texts of a process.
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the command prints text");
        Self {
            code: output.status.code().expect("the command exits by itself"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Expects this exit code.
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }
}

/// The command in a folder, without arguments or input.
pub(crate) fn pactum(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pactum"));
    command.current_dir(folder).env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

/// Runs the command in a folder until it exits.
pub(crate) fn run(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Finished {
    Finished::of(pactum(folder).args(arguments).output().expect("pactum starts"))
}
