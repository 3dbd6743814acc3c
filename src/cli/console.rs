//! The terminal: data on standard output, everything else on standard error.

use std::io::{self, IsTerminal, Write};

use terminal_size::{Width, terminal_size_of};

use super::args::{Colour, Verbosity};
use super::failure::Failure;
use crate::api::Error;
use crate::report::Format;

/// The width of data that go to no terminal, in columns.
const WIDTH: u16 = 120;

/// What is printed, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Console {
    /// Whether only data and errors are printed.
    pub(super) quiet: bool,
    verbose: bool,
    /// Whether messages are coloured.
    pub(super) colour: bool,
}

impl Console {
    /// The terminal as the flags and `NO_COLOR` configure it.
    pub(super) fn new(verbosity: Verbosity) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self {
            quiet: verbosity.quiet,
            verbose: verbosity.verbose,
            colour: match verbosity.color {
                Colour::Always => true,
                Colour::Never => false,
                Colour::Auto => wanted && io::stderr().is_terminal(),
            },
        }
    }

    /// An error of the library as a failure of the command.
    pub(super) fn failure(&self, error: Error) -> Failure {
        Failure::new(error, self.colour)
    }

    /// Whether a progress bar is shown.
    pub(super) fn shows_progress(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// The width of standard output, in columns.
    pub(super) fn width(&self) -> usize {
        let terminal = terminal_size_of(io::stdout());
        usize::from(terminal.map_or(WIDTH, |(Width(wide), _)| wide))
    }

    /// Prints data.
    pub(super) fn data(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        written.map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::BrokenPipe,
            _ => Failure::Output(format!("standard output cannot be written: {error}")),
        })
    }

    /// Prints results, and the path of their folder, which stands on standard error beside data for programs.
    pub(super) fn results(&self, shown: &str, path: &str, format: Format) -> Result<(), Failure> {
        match format {
            Format::Table => self.data(&format!("{shown}\n{path}\n")),
            Format::Json | Format::Csv => {
                self.data(shown)?;
                self.remark(path);
                Ok(())
            }
        }
    }

    /// Prints a remark, except with --quiet.
    pub(super) fn remark(&self, text: &str) {
        if !self.quiet {
            self.say(&format!("{text}\n"));
        }
    }

    /// Prints a remark with --verbose.
    pub(super) fn detail(&self, text: &str) {
        if self.verbose {
            self.remark(text);
        }
    }

    /// Prints a warning, except with --quiet.
    pub(super) fn warn(&self, text: &str) {
        let [on, off] = if self.colour {
            ["\u{1b}[33m", "\u{1b}[0m"]
        } else {
            [""; 2]
        };
        self.remark(&format!("{on}warning{off}: {text}"));
    }

    /// Prints a message in any case.
    pub(super) fn say(&self, text: &str) {
        // An error here cannot be reported anywhere.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}
