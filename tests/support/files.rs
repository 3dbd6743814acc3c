//! Files of the project, by their path below its folder.

use std::fs;
use std::path::{Path, PathBuf};

/// The path of a file or folder of the project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file of the project, with `\n` line ends.
#[track_caller]
pub(crate) fn text(path: &str) -> String {
    let text = fs::read_to_string(project(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.replace("\r\n", "\n")
}
