//! How a command may fail, and the exit code that says so.

use std::io::{self, ErrorKind};

use crate::api::{Error, Mistakes};
use crate::report::FolderError;
use crate::source::wording::visible_lines;
use crate::source::{Diagnostic, Severity};

/// How a command failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The command line names something that does not exist.
    Usage(String),
    /// The command line is wrong; the text is complete.
    Arguments(String),
    /// The condition of a command line is wrong.
    Condition(Shown),
    /// The scenario cannot be read; the text is complete.
    Scenario(String),
    /// The scenario is wrong.
    Mistakes(Shown),
    /// The scenario is wrong, and the errors are printed already.
    Reported,
    /// The output was refused.
    Output(String),
    /// Everything is written, but some draws were not solved.
    NotSolved,
    /// Everything is written, but a target was not met.
    TargetNotMet,
    /// `fmt --check` found a file that it would change, and listed it.
    NotFormatted,
    /// The user pressed Ctrl-C.
    Interrupted,
    /// The user pressed Ctrl-C, and what is finished is kept.
    Paused,
    /// Something that should not happen.
    Unexpected(String),
    /// The reader of standard output closed it: nothing more is printed.
    BrokenPipe,
}

/// Mistakes with the colours in which they are shown.
#[derive(Debug)]
pub(super) struct Shown {
    mistakes: Box<Mistakes>,
    colour: bool,
}

impl Shown {
    fn text(&self) -> String {
        self.mistakes.render(self.colour) + &more(&self.mistakes.found).unwrap_or_default()
    }
}

impl Failure {
    /// An error of the library as a failure of the command.
    pub(super) fn new(error: Error, colour: bool) -> Self {
        let shown = |mistakes| Shown { mistakes, colour };
        match error {
            Error::Unknown(text) | Error::Tree(text) | Error::NoDerivative(text) => Self::Usage(text),
            Error::Read(text) | Error::Cases(text) => Self::Scenario(format!("error: {}\n", visible_lines(&text))),
            Error::Scenario(mistakes) => Self::Mistakes(shown(mistakes)),
            Error::Condition(mistakes) => Self::Condition(shown(mistakes)),
            Error::Write(ref reason) => Self::Output(cured(&error, cure(reason))),
            Error::Interrupted => Self::Interrupted,
        }
    }

    /// The command line names something that does not exist, or does not go together.
    pub(super) fn usage(text: impl Into<String>) -> Self {
        Self::Usage(text.into())
    }

    /// The exit code.
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::BrokenPipe => 0,
            Self::Unexpected(_) => 1,
            Self::Usage(_) | Self::Arguments(_) | Self::Condition(_) => 2,
            Self::Scenario(_) | Self::Mistakes(_) | Self::Reported => 3,
            Self::Output(_) => 4,
            Self::NotSolved | Self::TargetNotMet | Self::NotFormatted => 5,
            Self::Interrupted | Self::Paused => 130,
        }
    }

    /// The mistakes in a text that are to blame, where there are such.
    pub(super) fn into_mistakes(self) -> Option<Mistakes> {
        match self {
            Self::Mistakes(shown) | Self::Condition(shown) => Some(*shown.mistakes),
            _ => None,
        }
    }

    /// The message to print; `None` where the command has printed it already.
    pub(super) fn message(&self) -> Option<String> {
        match self {
            Self::Usage(text) | Self::Output(text) | Self::Unexpected(text) => {
                Some(format!("error: {}\n", visible_lines(text)))
            }
            Self::Scenario(text) | Self::Arguments(text) => Some(text.clone()),
            Self::Mistakes(shown) | Self::Condition(shown) => Some(shown.text()),
            Self::Paused => {
                Some("interrupted; the same command goes on from what is finished, --fresh starts anew\n".to_owned())
            }
            Self::Interrupted => Some("interrupted; nothing was written\n".to_owned()),
            Self::Reported | Self::NotSolved | Self::TargetNotMet | Self::NotFormatted | Self::BrokenPipe => None,
        }
    }
}

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        let cure = match &error {
            FolderError::Write { reason, .. } => cure(reason),
            _ => None,
        };
        Self::Output(cured(&error, cure))
    }
}

/// An error, and what helps on a line of its own.
fn cured(error: &dyn std::error::Error, cure: Option<&str>) -> String {
    let cure = cure.map(|cure| format!("\n{cure}")).unwrap_or_default();
    format!("{error}{cure}")
}

/// The number of the system's error that a process has too many files open.
const TOO_MANY_OPEN: i32 = 24;

/// What helps where the system refuses to write.
fn cure(reason: &io::Error) -> Option<&'static str> {
    match reason.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some(
            "free some space, and the same command goes on from what is finished; or choose an --out on another disk",
        ),
        ErrorKind::FileTooLarge => Some("the size of files is limited here; `ulimit -f unlimited` lifts that"),
        ErrorKind::NotFound => Some("was the folder removed meanwhile? the same command writes it again"),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Some("choose another --out"),
        _ if cfg!(unix) && reason.raw_os_error() == Some(TOO_MANY_OPEN) => {
            Some("a results folder is written with all its files open; `ulimit -n 64` allows as many")
        }
        _ => None,
    }
}

/// Where more is said about the first error.
pub(super) fn more<'d>(found: impl IntoIterator<Item = &'d Diagnostic>) -> Option<String> {
    let mut found = found.into_iter();
    let first = found.find(|finding| finding.severity == Severity::Error)?;
    let code = first.code.name();
    Some(format!("\nMore on this: pactum explain-error {code}\n"))
}
