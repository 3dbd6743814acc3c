//! A temporary folder in which a test runs the command.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::support::command::{Finished, run};

/// A temporary folder; it is deleted when the value is dropped.
pub(crate) struct Folder(TempDir);

impl Folder {
    /// A folder that holds these files: names and texts.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder can be made"));
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The path of a file in it, as text for an argument.
    pub(crate) fn argument(&self, name: &str) -> String {
        self.path().join(name).display().to_string()
    }

    /// Writes a file and gives its path.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        fs::write(&path, text).expect("the file can be written");
        path
    }

    /// The text of a file in it.
    #[track_caller]
    pub(crate) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The names of everything in it, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        file_names(self.path())
    }

    /// Runs the command in it and expects an exit code.
    #[track_caller]
    pub(crate) fn run(&self, code: i32, arguments: &[impl AsRef<OsStr>]) -> Finished {
        run(self.path(), arguments).expect(code)
    }
}

/// The names of everything in a folder, sorted.
pub(crate) fn file_names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
