//! Loading a scenario file: the only place of this folder that touches files.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::scenario::document::{Document, read};
use crate::source::{Diagnostics, Sources};

/// The largest file that is read, in bytes.
const LIMIT: u64 = 4 * 1024 * 1024;

/// Why a file gives no scenario.
#[derive(Debug, Error)]
pub enum LoadError {
    /// There is no such file.
    #[error("there is no file {}", .0.display())]
    Missing(PathBuf),
    /// It is a folder.
    #[error("{} is a folder, not a scenario file", .0.display())]
    IsDirectory(PathBuf),
    /// It is no text.
    #[error("{} is not a text file (not UTF-8)", .0.display())]
    NotUtf8(PathBuf),
    /// It is too large for a scenario.
    #[error("{} is larger than {} MiB, which no scenario is", .0.display(), LIMIT / (1024 * 1024))]
    TooLarge(PathBuf),
    /// The system does not let it be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// It was read, but has errors.
    #[error("the scenario has errors")]
    Invalid(Diagnostics),
}

/// Reads a scenario file.
///
/// # Errors
/// That it cannot be read, or everything that is wrong with it.
pub fn load(path: &Path, sources: &mut Sources) -> Result<Document, LoadError> {
    let text = text(path)?;
    read(&text, &path.display().to_string(), sources).map_err(LoadError::Invalid)
}

fn text(path: &Path) -> Result<String, LoadError> {
    let unreadable = |source: std::io::Error| match source.kind() {
        ErrorKind::NotFound => LoadError::Missing(path.to_owned()),
        ErrorKind::IsADirectory => LoadError::IsDirectory(path.to_owned()),
        _ => LoadError::Unreadable {
            path: path.to_owned(),
            source,
        },
    };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(LoadError::IsDirectory(path.to_owned()));
    }
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    // A device has no length to look at beforehand.
    file.take(LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > LIMIT {
        return Err(LoadError::TooLarge(path.to_owned()));
    }
    String::from_utf8(bytes).map_err(|_| LoadError::NotUtf8(path.to_owned()))
}
