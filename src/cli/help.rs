//! The help of a tool of many commands: the commands in groups, and what can be done with a file.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, FromArgMatches};
use terminal_size::{Width, terminal_size};

use super::Arguments;
use super::failure::Failure;
use crate::interchange::game_file;
use crate::report::layout::{hanging_within, padded};

/// The commands by what they are for.
const GROUPS: [(&str, &[&str]); 6] = [
    ("Write a scenario", &["new", "check", "fmt", "explain-error", "schema"]),
    ("Play it", &["run", "compare", "merge"]),
    ("Ask why", &["explain", "solve", "trace"]),
    (
        "Study it",
        &[
            "sweep",
            "threshold",
            "design",
            "sensitivity",
            "value",
            "discover",
            "estimate",
            "backtest",
            "study",
        ],
    ),
    ("Show results", &["report", "graph", "verify", "runs", "path"]),
    ("Exchange", &["export", "completions", "man"]),
];

/// What is usually done with a file of each kind.
const WITH_SCENARIO: [&str; 9] = [
    "check", "graph", "run", "explain", "solve", "trace", "compare", "sweep", "export",
];
const WITH_GAME_FILE: [&str; 2] = ["solve", "export"];
const WITH_RESULTS: [&str; 4] = ["report", "compare", "discover", "verify"];

/// The widest line of the list of commands.
const WIDEST: usize = 100;

/// The command line, its help in groups.
pub(super) fn command() -> Command {
    let command = Arguments::command().mut_subcommands(|command| command.allow_negative_numbers(true));
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{}Options:\n{{options}}{{after-help}}",
        groups(&command)
    );
    command.help_template(template)
}

/// Reads the command line.
pub(super) fn parse(line: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Result<Arguments, clap::Error> {
    let matches = command().try_get_matches_from(line)?;
    Arguments::from_arg_matches(&matches)
}

/// The failure of a command line that begins with a file in place of a command.
pub(super) fn of_file(error: &clap::Error) -> Option<Failure> {
    let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidSubcommand) else {
        return None;
    };
    let path = Path::new(given);
    let ending = path.extension().and_then(OsStr::to_str);
    let (what, names): (_, &[&str]) = if path.is_dir() {
        ("results folder", &WITH_RESULTS)
    } else if game_file(path) {
        ("game file", &WITH_GAME_FILE)
    } else if ending == Some("toml") || path.is_file() {
        ("scenario", &WITH_SCENARIO)
    } else {
        return None;
    };
    (error.kind() == ErrorKind::InvalidSubcommand).then(|| {
        let command = command();
        let lines = lines(&command, names, |name| format!("pactum {name} {given}"));
        Failure::usage(format!(
            "no command stands before `{given}`; with a {what} one can\n\n{lines}\n`pactum --help` lists all commands"
        ))
    })
}

/// The groups, each with its commands and what they do.
fn groups(command: &Command) -> String {
    let group =
        |(title, names): &(&str, &[&str])| format!("{title}:\n{}\n", lines(command, names, |name| format!("  {name}")));
    GROUPS.iter().map(group).collect()
}

/// A line for each of these commands: how it is written, and what it does.
fn lines(command: &Command, names: &[&str], written: impl Fn(&str) -> String) -> String {
    let terminal = terminal_size().map_or(WIDEST, |(Width(wide), _)| usize::from(wide));
    let written: Vec<(String, &Command)> = names
        .iter()
        .filter_map(|name| Some((written(name), command.find_subcommand(name)?)))
        .collect();
    let column = written
        .iter()
        .map(|(text, _)| text.chars().count())
        .max()
        .unwrap_or(0)
        .max(15)
        + 2;
    let line = |(text, command): &(String, &Command)| {
        let about = command.get_about().map_or_else(String::new, ToString::to_string);
        hanging_within(
            &format!("{}{about}", padded(text, column)),
            column,
            terminal.min(WIDEST),
        )
    };
    written.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::{GROUPS, command};

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }

    /// Lines that are broken by hand and again by the terminal look torn.
    #[test]
    fn what_stands_below_options_is_broken_by_the_terminal_alone() {
        const SAFE: usize = 96;
        let command = command();
        for command in command.get_subcommands().chain([&command]) {
            let text = command.get_after_help().map_or_else(String::new, ToString::to_string);
            let lines: Vec<&str> = text.lines().collect();
            for (place, line) in lines.iter().enumerate() {
                let last = lines.get(place + 1).is_none_or(|next| next.is_empty());
                let prose = !line.starts_with(' ') && last;
                assert!(prose || line.chars().count() <= SAFE, "{}: {line}", command.get_name());
            }
        }
    }

    #[test]
    fn every_command_stands_in_one_group() {
        let command = command();
        let mut known: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        known.sort_unstable();
        grouped.sort_unstable();
        assert_eq!(grouped, known);
    }
}
