//! The terminal: data on standard output, everything else on standard error.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

use terminal_size::{Height, Width, terminal_size_of};

use super::args::{Colour, Verbosity};
use super::failure::Failure;
use super::interrupt::Interrupt;
use super::listener::Listener;
use crate::api::Error;
use crate::report::Format;
use crate::report::layout::{WIDTH, wrapped};
use crate::source::wording::{visible, visible_lines};
use crate::study::Progress;

/// The variable by which the width can be set, over that of the terminal.
const COLUMNS: &str = "COLUMNS";
/// Nothing is laid out for less.
const NARROWEST: usize = 40;

/// What is printed, and how.
#[derive(Clone)]
pub(super) struct Console {
    /// Whether only data and errors are printed.
    pub(super) quiet: bool,
    verbose: bool,
    /// Whether nothing is printed but errors and progress.
    muted: bool,
    /// Whether messages are coloured.
    pub(super) colour: bool,
    /// The command line, the name of the program first.
    line: Arc<[OsString]>,
    /// The program that gave the command, and hears everything in place of a terminal.
    listener: Option<Arc<Listener>>,
}

impl Console {
    /// The terminal of a command line, as the flags and `NO_COLOR` configure it.
    pub(super) fn new(line: &[OsString], verbosity: Verbosity) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self {
            quiet: verbosity.quiet,
            verbose: verbosity.verbose,
            muted: false,
            colour: match verbosity.color {
                Colour::Always => true,
                Colour::Never => false,
                Colour::Auto => wanted && io::stderr().is_terminal(),
            },
            line: line.into(),
            listener: None,
        }
    }

    /// What a program hears that gave a command line.
    pub(super) fn of(listener: Arc<Listener>, line: &[OsString], verbosity: Verbosity) -> Self {
        let colour = matches!(verbosity.color, Colour::Always);
        Self {
            colour,
            listener: Some(listener),
            ..Self::new(line, verbosity)
        }
    }

    /// The arguments of the command line; what is no text in them is replaced by marks that say so.
    pub(super) fn arguments(&self) -> Vec<String> {
        let arguments = self.line.iter().skip(1);
        arguments
            .map(|argument| argument.to_string_lossy().into_owned())
            .collect()
    }

    /// What stops the work: Ctrl-C and its kin, or the program that gave the command.
    pub(super) fn interrupt(&self) -> Result<Interrupt, Failure> {
        match &self.listener {
            Some(listener) => Ok(Interrupt::of(listener.caller.stop.clone())),
            None => Interrupt::listen(),
        }
    }

    /// Tells the program that gave the command how far it has come.
    pub(super) fn progress(&self, progress: Progress) {
        if let Some(listener) = &self.listener {
            (listener.caller.progress)(progress);
        }
    }

    /// The terminal for a command whose results another one looks at: it shows errors and progress only.
    pub(super) fn muted(&self) -> Self {
        Self {
            muted: true,
            ..self.clone()
        }
    }

    /// An error of the library as a failure of the command.
    pub(super) fn failure(&self, error: Error) -> Failure {
        Failure::new(error, self.colour)
    }

    /// Whether a progress bar is shown: on a terminal that somebody looks at.
    pub(super) fn shows_progress(&self) -> bool {
        let unattended = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
        self.listener.is_none() && !self.quiet && !unattended && io::stderr().is_terminal()
    }

    /// The width for which data are laid out: that of the terminal, or of a page where there is none.
    pub(super) fn width(&self) -> usize {
        match self.listener {
            Some(_) => WIDTH,
            None => width_of(terminal_size_of(io::stdout())),
        }
    }

    /// The width for which remarks are laid out.
    fn width_of_remarks(&self) -> usize {
        match self.listener {
            Some(_) => WIDTH,
            None => width_of(terminal_size_of(io::stderr())),
        }
    }

    /// Prints data; characters that act unseen are shown.
    pub(super) fn data(&self, text: &str) -> Result<(), Failure> {
        self.out(&visible_lines(text))
    }

    /// Prints the text of a file for other programs, which get it as it is; a terminal does not.
    pub(super) fn file_text(&self, text: &str) -> Result<(), Failure> {
        match self.listener.is_none() && io::stdout().is_terminal() {
            true => self.data(text),
            false => self.out(text),
        }
    }

    fn out(&self, text: &str) -> Result<(), Failure> {
        if self.muted {
            return Ok(());
        }
        if let Some(listener) = &self.listener {
            listener.data(text);
            return Ok(());
        }
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
            Format::Table => self.data(&format!("{shown}\n{}\n", visible(path))),
            Format::Json | Format::Csv => {
                self.data(shown)?;
                self.path(path);
                Ok(())
            }
        }
    }

    /// Prints a remark, except with --quiet; long lines are broken at words.
    pub(super) fn remark(&self, text: &str) {
        if !self.quiet && !self.muted {
            self.say(&wrapped(text, self.width_of_remarks()));
        }
    }

    /// Prints a path as a remark.
    fn path(&self, path: &str) {
        if !self.quiet {
            self.say(&format!("{}\n", visible(path)));
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
        if !self.quiet && !self.muted {
            let text = wrapped(&format!("warning: {text}"), self.width_of_remarks());
            self.say(&text.replacen("warning", &format!("{on}warning{off}"), 1));
        }
    }

    /// Prints a message in any case. Of what acts unseen in it only colours do.
    pub(super) fn say(&self, text: &str) {
        let text = match self.colour {
            true => coloured(text),
            false => visible_lines(text),
        };
        if let Some(listener) = &self.listener {
            return listener.remark(&text);
        }
        // An error here cannot be reported anywhere.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}

/// A text in which nothing acts unseen but colours.
fn coloured(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut shown = visible_lines(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|next: char| !next.is_ascii_digit() && next != ';');
        let colour = end.is_some_and(|end| part[end..].starts_with('m'));
        let [start, part] = [if colour { "\u{1b}[" } else { "\\u{1b}[" }, &visible_lines(part)];
        shown += start;
        shown += part;
    }
    shown
}

/// The width for a terminal of this size, if it is one.
fn width_of(terminal: Option<(Width, Height)>) -> usize {
    let asked = std::env::var(COLUMNS).ok().and_then(|columns| columns.parse().ok());
    let terminal = terminal.map(|(Width(wide), _)| usize::from(wide));
    asked.or(terminal).unwrap_or(WIDTH).max(NARROWEST)
}

#[cfg(test)]
mod tests {
    use super::coloured;

    #[test]
    fn of_what_acts_unseen_only_colours_do() {
        assert_eq!(
            coloured("\u{1b}[1m\u{1b}[38;5;9merror\u{1b}[0m\n\u{1b}[2J\u{1b}]0;x\u{7}\u{202e}"),
            "\u{1b}[1m\u{1b}[38;5;9merror\u{1b}[0m\n\\u{1b}[2J\\u{1b}]0;x\\u{7}\\u{202e}"
        );
    }
}
