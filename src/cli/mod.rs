//! The command line: arguments, output and the exit code.

mod args;
mod check;
mod clock;
mod compare;
mod console;
mod explain;
mod explain_error;
mod export;
mod failure;
mod findings;
mod fmt;
mod game_file;
mod interrupt;
mod manual;
mod new;
mod output_dir;
mod progress_bar;
mod run;
mod scenario;
mod selection;
mod sentences;
mod sides;
mod solve;
mod threads;
mod trace;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};
use console::Console;

/// Does what the command line asks.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let console = Console::new(arguments.verbosity);
    let done = match &arguments.command {
        Command::Run(run) => run::command(run, &console),
        Command::Compare(compare) => compare::command(compare, &console),
        Command::Check(check) => check::command(check, &console),
        Command::Explain(explain) => explain::command(explain, &console),
        Command::Solve(solve) => solve::command(solve, &console),
        Command::Trace(trace) => trace::command(trace, &console),
        Command::Export(export) => export::command(export, &console),
        Command::ExplainError(code) => explain_error::command(code, &console),
        Command::New(new) => new::command(new, &console),
        Command::Fmt(fmt) => fmt::command(fmt, &console),
        Command::Schema => manual::schema(&console),
        Command::Completions(completions) => manual::completions(completions, &console),
        Command::Man(man) => manual::man(man, &console),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(message) = failure.message() {
                console.say(&message);
            }
            ExitCode::from(failure.code())
        }
    }
}
