//! The error of reading a game file.

use crate::source::Diagnostic;

/// A diagnostic in a box, so that results that hardly ever hold one stay small.
pub(super) type FileError = Box<Diagnostic>;
