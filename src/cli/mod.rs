//! The command line: arguments, output and the exit code.

mod args;
mod backtest;
mod call;
mod check;
mod clock;
mod compare;
mod conduct;
mod console;
mod design;
mod discover;
mod estimate;
mod explain;
mod explain_error;
mod export;
mod failure;
mod findings;
mod fitting;
mod fmt;
mod forecast;
mod game_file;
mod graph;
mod help;
mod interrupt;
mod listener;
mod manual;
mod memory;
mod merge;
mod new;
mod output_dir;
mod progress_bar;
mod report;
mod run;
mod runs;
mod scenario;
mod selection;
mod sensitivity;
mod sentences;
mod setting_sets;
mod shard;
mod shard_flag;
mod side_source;
mod sides;
mod solve;
mod study;
mod study_file;
mod sweep;
mod threads;
mod threshold;
mod trace;
mod value;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use args::Verbosity;
pub use call::{Reply, call};
use console::Console;
use failure::Failure;
use interrupt::Interrupt;
pub use listener::Caller;

/// A simulator for conditional deals: "if they break it, then we do this".
///
/// A scenario file says who the actors are, what each wants, what each may do and when, and which promises bind whom.
#[derive(Debug, Parser)]
#[command(
    name = "pactum",
    version,
    after_help = "\
Examples:
  pactum new deal                                    # write deal.toml, a scenario to start from
  pactum check deal.toml                             # is it sound?
  pactum run deal.toml                               # how does it end, and how often?
  pactum explain deal.toml                           # why does somebody act so?
  pactum sweep deal.toml --vary credibility=0:1:0.5 --nominal

`pactum help COMMAND` has examples of each command.

Exit codes:
  0    fine
  1    something unexpected
  2    the command line is wrong
  3    the scenario is wrong, or a probability in some draw
  4    the output was refused: it exists, or cannot be written; or there are no results to name
  5    some draw was not solved, or failed (the folder is written first, the draws marked),
       a target was not met, or fmt --check found a file that it would change
  130  interrupted"
)]
struct Arguments {
    /// What to do.
    #[command(subcommand)]
    command: Command,
    /// Flags of every command.
    #[command(flatten)]
    verbosity: Verbosity,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Play a scenario: exact and Monte Carlo outcome distributions, written to a results folder.
    Run(run::Run),
    /// Set variants of a scenario, or scenarios, side by side: what differs, for whom it is better, and how sure that is.
    Compare(compare::Compare),
    /// Vary keys of a scenario: what results become, and where they cross.
    Sweep(sweep::Sweep),
    /// Find the value of a key at which a probability reaches a level, a difference turns, or two actions are equally good.
    Threshold(threshold::Threshold),
    /// Search the best deal over combinations of levers: in expectation, in the worst case, by least regret.
    Design(design::Design),
    /// Say which uncertain parameters matter most: shares of the variance, elementary effects, distances.
    Sensitivity(sensitivity::Sensitivity),
    /// Run a study from a file.
    Study(study::FromFile),
    /// Join the shards of a run or study that several machines shared: the results of one machine, to the byte.
    Merge(merge::Merge),
    /// Derive published results again from the scenario in their folder, and compare: all lines, some, or a sample of draws.
    Verify(verify::Verify),
    /// Say in which worlds something happens: boxes and a small tree over the draws of a run.
    Discover(discover::Discover),
    /// Say what finding out is worth, for a choice among variants.
    Value(value::Value),
    /// Estimate keys from recorded cases: the values under which what happened is the likeliest, and how sure they are.
    Estimate(estimate::Estimate),
    /// Predict recorded cases from others of them, and score that beside the base rate and a logit.
    Backtest(backtest::Backtest),
    /// Prove a scenario sound, and print the size of its game.
    Check(check::Check),
    /// Work out how the actors play in one draw: strategies, what each action is worth, regret, beliefs.
    Solve(solve::Solve),
    /// Say why an actor acts as it does: what each action is worth, term by term, what follows it, and what is believed.
    Explain(explain::Explain),
    /// Tell one game step by step.
    Trace(trace::Trace),
    /// List the results that lie in results/: scenario, settings, date, headline and path.
    Runs(runs::Runs),
    /// Print the path of a scenario's latest results.
    Path(runs::LatestPath),
    /// Write one HTML page about results: charts, numbers, the scenario with its sources, and how it was computed.
    Report(report::Report),
    /// Draw a scenario: its stages, who moves, what each move leads to, and promises.
    Graph(graph::DrawnGraph),
    /// Write a game for others: Gambit's .efg and .nfg, or a Markov chain for PRISM and Storm.
    Export(export::Export),
    /// Say what the code of an error means, why it is one, and how it looks right.
    ExplainError(explain_error::ExplainError),
    /// Write a commented scenario to start from.
    New(new::New),
    /// Bring scenario files into their usual form, in place; comments and meaning stay as they are.
    Fmt(fmt::Fmt),
    /// Print the JSON Schema of scenario files, by which editors complete and check.
    #[command(after_help = "\
Examples:
  pactum schema > pactum.schema.json

With that file beside a scenario, an editor that knows TOML schemas takes this first line:
  #:schema ./pactum.schema.json")]
    Schema,
    /// Print what a shell needs to complete command lines.
    Completions(manual::Completions),
    /// Print the manual page, or write one for every command.
    Man(manual::Man),
}

/// The names of all commands.
fn command_names() -> Vec<String> {
    let commands = Arguments::command();
    commands
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect()
}

/// Does what the command line asks.
pub fn main() -> ExitCode {
    Interrupt::ignore_size_signal();
    ExitCode::from(execute(std::env::args_os()))
}

/// Does what a command line asks, the name of the program first; gives the exit code.
pub fn execute(line: impl IntoIterator<Item = impl Into<OsString>>) -> u8 {
    let line: Vec<OsString> = line.into_iter().map(Into::into).collect();
    let arguments = match help::parse(&line) {
        Ok(arguments) => arguments,
        Err(error) => return refused(&line, &error),
    };
    let console = Console::new(&line, arguments.verbosity);
    match run(&arguments.command, &console) {
        Ok(()) => 0,
        Err(failure) => failed(&failure, &console),
    }
}

/// Prints how a command failed; gives the exit code.
fn failed(failure: &Failure, console: &Console) -> u8 {
    if let Some(message) = failure.message() {
        console.say(&message);
    }
    failure.code()
}

/// Prints help that is asked for, or what is wrong with the command line; gives the exit code.
fn refused(line: &[OsString], error: &clap::Error) -> u8 {
    if let Some(failure) = help::of_file(error) {
        return failed(&failure, &Console::new(line, Verbosity::default()));
    }
    // A closed pipe changes nothing about the command line.
    let _ = error.print();
    u8::try_from(error.exit_code()).unwrap_or(u8::MAX)
}

fn run(command: &Command, console: &Console) -> Result<(), Failure> {
    match command {
        Command::Run(run) => run::command(run, console),
        Command::Compare(compare) => compare::command(compare, console),
        Command::Sweep(sweep) => sweep::command(sweep, console),
        Command::Threshold(threshold) => threshold::command(threshold, console),
        Command::Design(design) => design::command(design, console),
        Command::Sensitivity(sensitivity) => sensitivity::command(sensitivity, console),
        Command::Study(file) => {
            let line = study::command_line(file)?;
            let arguments = help::parse(line).map_err(|error| file.refused(&error))?;
            run(&arguments.command, console)
        }
        Command::Merge(merge) => {
            let line = merge.command_line()?;
            let arguments = help::parse(line).map_err(|error| merge.study().refused(&error))?;
            run(&arguments.command, console)
        }
        Command::Verify(verify) => {
            let published = verify.published(console)?;
            let line = published.command_line()?;
            let arguments = help::parse(line).map_err(|error| published.study().refused(&error))?;
            match &arguments.command {
                Command::Run(run) if published.follows_from_draws() => published.verify_draws(run, console),
                command => published.compare(run(command, &console.muted()), console),
            }
        }
        Command::Discover(discover) => discover::command(discover, console),
        Command::Value(value) => value::command(value, console),
        Command::Estimate(estimate) => estimate::command(estimate, console),
        Command::Backtest(backtest) => backtest::command(backtest, console),
        Command::Check(check) => check::command(check, console),
        Command::Explain(explain) => explain::command(explain, console),
        Command::Solve(solve) => solve::command(solve, console),
        Command::Trace(trace) => trace::command(trace, console),
        Command::Runs(runs) => runs::runs(runs, console),
        Command::Path(path) => runs::path(path, console),
        Command::Report(report) => report::command(report, console),
        Command::Graph(graph) => graph::command(graph, console),
        Command::Export(export) => export::command(export, console),
        Command::ExplainError(code) => explain_error::command(code, console),
        Command::New(new) => new::command(new, console),
        Command::Fmt(fmt) => fmt::command(fmt, console),
        Command::Schema => manual::schema(console),
        Command::Completions(completions) => manual::completions(completions, console),
        Command::Man(man) => manual::man(man, console),
    }
}
