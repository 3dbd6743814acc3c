//! Loads a scenario file and the files that it extends; only this module of the folder touches files.

use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use thiserror::Error;

use crate::scenario::extends::{Base, Library, Refusal};
use crate::scenario::scenario_file::{Document, read_from};
use crate::source::input::{bytes_of, name_of};
use crate::source::wording::{closest, quoted};
use crate::source::{Code, Diagnostics, Sources};

/// The ending of scenario files.
const ENDING: &str = "toml";

/// The largest file that is read, in bytes.
const LIMIT: u64 = 4 * 1024 * 1024;

/// Why a file could not be loaded as a scenario.
#[derive(Debug, Error)]
pub enum LoadError {
    /// There is no such file.
    #[error("there is no file {}", .0.display())]
    Missing(PathBuf),
    /// There is no such file, but one of a similar name.
    #[error("there is no file {}; did you mean {}?", path.display(), meant.display())]
    Misspelt {
        /// The file that was asked for.
        path: PathBuf,
        /// The one that was probably meant.
        meant: PathBuf,
    },
    /// Its text is not that of a scenario, and neither is its ending.
    #[error(
        "{} is no scenario: scenarios end in .toml; game files, which `solve` and `export` read, in .efg or .nfg",
        .0.display()
    )]
    NotAScenario(PathBuf),
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
/// It cannot be read, or it has errors.
pub fn load(path: &Path, sources: &mut Sources) -> Result<Document, LoadError> {
    let text = text_of(path).map_err(|error| match error {
        LoadError::Missing(path) => missing(path),
        other => other,
    })?;
    let folder = Folder::of(path).map_err(|error| unreadable(path, error))?;
    let name = name_of(path).display().to_string();
    let other_ending = path.extension().is_some_and(|ending| ending != ENDING);
    read_from(&text, &name, &folder.file, &folder, sources).map_err(|found| {
        let other_text = found.all().iter().any(|finding| finding.code == Code::NotToml);
        if other_ending && other_text {
            LoadError::NotAScenario(path.to_owned())
        } else {
            LoadError::Invalid(found)
        }
    })
}

/// A file that does not exist, with the one beside it that was probably meant.
fn missing(path: PathBuf) -> LoadError {
    let completed = path.with_added_extension(ENDING);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = scenarios_in(Path::new(".").join(path.parent().unwrap_or(Path::new(""))).as_path());
    let meant = if completed.is_file() {
        Some(completed)
    } else {
        closest(&name, beside.iter().map(String::as_str)).map(|meant| path.with_file_name(meant))
    };
    match meant {
        Some(meant) => LoadError::Misspelt { path, meant },
        None => LoadError::Missing(path),
    }
}

/// The folder of a scenario; files outside of it cannot be extended.
struct Folder {
    /// The canonical path of the scenario's own file.
    file: PathBuf,
    /// The canonical path of the folder.
    root: PathBuf,
    /// The folder as the user wrote it.
    shown: PathBuf,
}

impl Folder {
    fn of(path: &Path) -> std::io::Result<Self> {
        let (file, shown) = match path.canonicalize() {
            Ok(file) => (file, path.parent().unwrap_or(Path::new("")).to_owned()),
            // What was read without having a path of its own came through a pipe: its text counts as written here.
            Err(_) => (path.to_owned(), PathBuf::new()),
        };
        let root = Path::new(".").join(&shown).canonicalize()?;
        Ok(Self { file, root, shown })
    }

    /// The paths of scenario files beside one that is missing, for a suggestion; none outside of the folder.
    fn beside(&self, path: &Path, wanted: &str) -> Vec<String> {
        let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
        let Some(folder) = folder.filter(|folder| folder.starts_with(&self.root)) else {
            return Vec::new();
        };
        let prefix = wanted.rfind('/').map_or("", |at| &wanted[..=at]);
        let names = scenarios_in(&folder).into_iter();
        names.map(|name| format!("{prefix}{name}")).collect()
    }

    /// The folder to which paths in a file are relative: for a scenario that is a link, that of the link.
    fn of_file<'a>(&'a self, file: &'a Path) -> &'a Path {
        file.parent().filter(|_| file != self.file).unwrap_or(&self.root)
    }
}

impl Library for Folder {
    fn open(&self, from: &Path, wanted: &str) -> Result<Base, Refusal> {
        let folder = self.of_file(from);
        let path = folder.join(wanted);
        // The path is judged as text first, so that an error does not reveal files outside of the folder.
        let below = folder.strip_prefix(&self.root);
        let depth = below.map_or(0, |below| below.components().count());
        let climbs = depth < climbed(Path::new(wanted));
        // On Windows a path may have a root, or name a drive, without being absolute.
        let rooted = |part| matches!(part, Component::RootDir | Component::Prefix(_));
        if climbs || Path::new(wanted).components().any(rooted) {
            return Err(Refusal::Outside);
        }
        let refused = |error: LoadError| {
            let reason = match error {
                LoadError::Missing(_) => format!("there is no file {}", quoted(wanted)),
                LoadError::IsDirectory(_) => format!("{} is a folder", quoted(wanted)),
                other => format!("{} cannot be read: {other}", quoted(wanted)),
            };
            Refusal::Unreadable(reason, self.beside(&path, wanted))
        };
        let missing = |_| refused(LoadError::Missing(path.clone()));
        let file = path.canonicalize().map_err(missing)?;
        let Ok(within) = file.strip_prefix(&self.root) else {
            return Err(Refusal::Outside);
        };
        let name = self.shown.join(within).display().to_string();
        let text = text_of(&file).map_err(refused)?;
        Ok(Base { file, name, text })
    }
}

/// How many levels a path climbs above its start.
fn climbed(path: &Path) -> usize {
    let mut level: isize = 0;
    let mut lowest = 0;
    for component in path.components() {
        match component {
            Component::ParentDir => level -= 1,
            Component::Normal(_) => level += 1,
            _ => {}
        }
        lowest = lowest.min(level);
    }
    lowest.unsigned_abs()
}

/// The names of the scenario files in a folder, in order.
fn scenarios_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".toml")).collect();
    names.sort();
    names
}

/// The text of a file, or of standard input for `-`.
///
/// # Errors
/// It cannot be read, or is not UTF-8 text.
pub(crate) fn text_of(path: &Path) -> Result<String, LoadError> {
    let name = name_of(path);
    let bytes = bytes_of(path, LIMIT).map_err(|error| unreadable(name, error))?;
    String::from_utf8(bytes).map_err(|_| LoadError::NotUtf8(name.to_owned()))
}

fn unreadable(path: &Path, source: std::io::Error) -> LoadError {
    let path = path.to_owned();
    match source.kind() {
        ErrorKind::NotFound => LoadError::Missing(path),
        ErrorKind::IsADirectory => LoadError::IsDirectory(path),
        ErrorKind::FileTooLarge => LoadError::TooLarge(path),
        _ => LoadError::Unreadable { path, source },
    }
}
