//! The terminal: data on standard output, everything else on standard error.

use std::io::{self, IsTerminal, Write};

use terminal_size::{Width, terminal_size_of};

use super::args::{Colour, Shown, Talk};
use super::failure::Failure;
use crate::report::Format;

/// How wide data are where no terminal shows them.
const WIDTH: u16 = 120;

/// What may be said, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Console {
    quiet: bool,
    verbose: bool,
    colour: bool,
}

impl Console {
    /// The terminal as the flags and the environment want it.
    pub(super) fn new(talk: Talk) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self {
            quiet: talk.quiet,
            verbose: talk.verbose,
            colour: match talk.color {
                Colour::Always => true,
                Colour::Never => false,
                Colour::Auto => wanted && io::stderr().is_terminal(),
            },
        }
    }

    /// Whether messages are coloured.
    pub(super) fn colour(&self) -> bool {
        self.colour
    }

    /// Whether only what was asked for is said.
    pub(super) fn quiet(&self) -> bool {
        self.quiet
    }

    /// Whether a moving bar may be shown.
    pub(super) fn lively(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// How wide a line of data may be: as wide as the terminal that shows it.
    pub(super) fn width(&self) -> usize {
        let terminal = terminal_size_of(io::stdout());
        usize::from(terminal.map_or(WIDTH, |(Width(wide), _)| wide))
    }

    /// Prints data.
    pub(super) fn data(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())
            .and_then(|()| out.flush())
            .map_err(|error| match error.kind() {
                io::ErrorKind::BrokenPipe => Failure::NobodyReads,
                _ => Failure::Output(format!("standard output cannot be written: {error}")),
            })
    }

    /// Makes a remark, unless told to be quiet.
    pub(super) fn remark(&self, text: &str) {
        if !self.quiet {
            self.say(&format!("{text}\n"));
        }
    }

    /// Makes a remark for those who want to know more.
    pub(super) fn detail(&self, text: &str) {
        if self.verbose {
            self.remark(text);
        }
    }

    /// Warns, unless told to be quiet.
    pub(super) fn warn(&self, text: &str) {
        let (on, off) = if self.colour {
            ("\u{1b}[33m", "\u{1b}[0m")
        } else {
            ("", "")
        };
        self.remark(&format!("{on}warning{off}: {text}"));
    }

    /// Says something that must be heard.
    pub(super) fn say(&self, text: &str) {
        // Where even this cannot be written, nobody is listening.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}

impl From<Shown> for Format {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Table => Self::Table,
            Shown::Json => Self::Json,
            Shown::Csv => Self::Csv,
        }
    }
}
