//! The scenarios that come with pactum, and the command run on them.

use std::ffi::OsStr;

use crate::support::command::{Finished, run};
use crate::support::files::project;

/// Arguments for the clause of the main scenario over three years, which are worked out sooner than ten.
pub(crate) const CLAUSE: [&str; 4] = ["--variant", "clause", "--set", "periods.count=12"];

/// The path of a scenario below `scenarios`, as text for an argument.
pub(crate) fn scenario(name: &str) -> String {
    project(&format!("scenarios/{name}.toml")).display().to_string()
}

/// Runs the command in the folder of the project and expects an exit code.
#[track_caller]
pub(crate) fn call(code: i32, arguments: &[impl AsRef<OsStr>]) -> Finished {
    run(&project(""), arguments).expect(code)
}
