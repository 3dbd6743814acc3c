//! What is wrong with a game file, on its way from where it was found.

use crate::source::Diagnostic;

/// A diagnostic in a box, so that results that hardly ever hold one stay small.
pub(super) type FileError = Box<Diagnostic>;
