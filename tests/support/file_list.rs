//! The files of a folder of the project.

use std::fs;
use std::path::PathBuf;

use super::files::project;

/// The files in a folder and below it whose names end so (`toml`), sorted.
pub(crate) fn files_below(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut folders = vec![project(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|own| own == ending) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
