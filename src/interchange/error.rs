//! The errors of reading a game file.

use crate::source::{Code, Diagnostic, Span};

/// A diagnostic in a box, so that results that hardly ever hold one stay small.
pub(super) type FileError = Box<Diagnostic>;

/// An error at a place of a file, and what would mend it.
pub(super) fn fault((code, place): (Code, Span), message: impl Into<String>, help: impl Into<String>) -> FileError {
    Box::new(code.at(place, message).help(help))
}
