//! What a command prints of its results, kept in their folder so that the same command prints it again.

use std::fs;
use std::io;
use std::path::Path;

use super::folder::{Folder, FolderError};
use super::grid::Format;
use super::json::pretty;
use super::layout::{Printout, WIDTH};

/// What is printed for people: before it is laid out, and for what is no terminal.
const PRINTOUT: &str = "printout.json";
const TEXT: &str = "summary.txt";
/// What is printed as JSON.
const JSON: &str = "summary.json";
/// The files that are written.
pub(super) const FILES: [&str; 3] = [PRINTOUT, TEXT, JSON];

/// What a command prints, in every format.
pub(crate) struct Summary {
    /// For people.
    pub page: Printout,
    /// As JSON.
    pub json: String,
    /// As CSV, which is one of the tables of the folder.
    pub csv: String,
}

impl Summary {
    /// What is printed in a format; for people it is laid out for a width.
    pub(crate) fn show(&self, format: Format, wide: usize) -> String {
        match format {
            Format::Table => self.page.lay_out(wide),
            Format::Json => self.json.clone(),
            Format::Csv => self.csv.clone(),
        }
    }

    /// Writes what is in no other file of the folder.
    pub(super) fn write(&self, folder: &mut Folder) -> Result<(), FolderError> {
        folder.write(PRINTOUT, &pretty(&self.page))?;
        folder.write(TEXT, &self.page.lay_out(WIDTH))?;
        folder.write(JSON, &self.json)
    }

    /// What the folder of finished results holds; `table` is the name of the table that is printed as CSV.
    pub(crate) fn read(folder: &Path, table: &str) -> io::Result<Self> {
        let text = |name: &str| fs::read_to_string(folder.join(name));
        Ok(Self {
            page: serde_json::from_str(&text(PRINTOUT)?)?,
            json: text(JSON)?,
            csv: text(&format!("{table}.csv"))?,
        })
    }
}
