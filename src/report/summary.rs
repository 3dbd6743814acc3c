//! What a command prints of its results, kept in their folder so that the same command prints it again.

use std::fs;
use std::io;
use std::path::Path;

use super::folder::{Folder, FolderError};
use super::grid::Format;

/// The files that hold what is printed for people, and as JSON.
pub(super) const FILES: [&str; 2] = ["summary.txt", "summary.json"];

/// What a command prints, in every format.
pub(crate) struct Summary {
    /// For people.
    pub text: String,
    /// As JSON.
    pub json: String,
    /// As CSV, which is one of the tables of the folder.
    pub csv: String,
}

impl Summary {
    /// What is printed in a format.
    pub(crate) fn show(&self, format: Format) -> &str {
        match format {
            Format::Table => &self.text,
            Format::Json => &self.json,
            Format::Csv => &self.csv,
        }
    }

    /// Writes what is in no other file of the folder.
    pub(super) fn write(&self, folder: &mut Folder) -> Result<(), FolderError> {
        folder.write(FILES[0], &self.text)?;
        folder.write(FILES[1], &self.json)
    }

    /// What the folder of finished results holds; `table` is the name of the table that is printed as CSV.
    pub(crate) fn read(folder: &Path, table: &str) -> io::Result<Self> {
        let text = |name: &str| fs::read_to_string(folder.join(name));
        Ok(Self {
            text: text(FILES[0])?,
            json: text(FILES[1])?,
            csv: text(&format!("{table}.csv"))?,
        })
    }
}
