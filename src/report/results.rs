//! The results folder of a run: writes the rows of each table to its file, and completes the folder as a data package.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};

use serde::Serialize;

use super::csv::Writer;
use super::folder::{Folder, FolderError, MANIFEST, PACKAGE, PROBE};
use super::json::pretty;
use super::package::{Package, Resource};
use super::summary::{self, Summary};
use crate::study::Sink;
use crate::study::rows::{GameRow, STUDY_TABLES, tables};
use crate::study::table::{Row, Shape, Table};

/// The command as a file that runs it again.
pub(crate) const STUDY: &str = "study.toml";
/// The file from which later sensitivity analyses take what was found at each point.
pub(super) const EVALUATIONS: &str = "evaluations.bin";

/// The table of cases that keys were estimated from.
pub(crate) const CASES: &str = "cases.csv";

/// The files of a results folder that are no tables.
const FILES: [&str; 7] = ["scenario.toml", PACKAGE, STUDY, EVALUATIONS, CASES, MANIFEST, PROBE];

/// The scenarios that are compared, after the first, are numbered from 2.
const NUMBERED: (&str, &str) = ("scenario_", ".toml");

/// Whether a results folder, of a run or of another study, may hold a file of this name.
pub(crate) fn is_result_file(name: &str) -> bool {
    let number = name.strip_prefix(NUMBERED.0);
    let number = number.and_then(|rest| rest.strip_suffix(NUMBERED.1));
    let number = number.and_then(|number| number.parse().ok());
    let mut tables = tables(&Shape::default()).into_iter();
    let is_study_table = |name: &str| {
        STUDY_TABLES
            .iter()
            .any(|table| name.strip_suffix(".csv") == Some(table))
    };
    FILES.contains(&name)
        || summary::FILES.contains(&name)
        || is_study_table(name)
        || number.is_some_and(|number: usize| scenario_file(number) == name)
        || tables.any(|table| table.file() == name)
}

/// The file of a scenario, by its number; the first is number 1.
pub(super) fn scenario_file(number: usize) -> String {
    match number {
        0 | 1 => "scenario.toml".to_owned(),
        later => format!("{}{later}{}", NUMBERED.0, NUMBERED.1),
    }
}

/// The description of a run's folder in its data package.
const DESCRIPTION: &str = "Results of a pactum run. One header line a file, empty cell = missing. `share` is what the played \
     games gave; `probability` is exact given each draw.";

/// The scenario of a study.
#[derive(Clone, Debug)]
pub(crate) struct About {
    /// Its name, which is its file's without the ending.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its text as run.
    pub scenario: String,
}

/// A results folder that is being filled.
pub(crate) struct Results {
    folder: Folder,
    about: About,
    /// The tables, in the order of the data package.
    order: Vec<&'static str>,
    files: BTreeMap<&'static str, Writer<BufWriter<File>>>,
}

impl Results {
    /// Begins every file of the folder; `games.csv` only where it was asked for.
    pub(crate) fn begin(mut folder: Folder, about: About, shape: &Shape, games: bool) -> Result<Self, FolderError> {
        let (mut order, mut files) = (Vec::new(), BTreeMap::new());
        for table in tables(shape) {
            if table.name != GameRow::TABLE || games {
                order.push(table.name);
                files.insert(table.name, begin(&mut folder, table)?);
            }
        }
        Ok(Self {
            folder,
            about,
            order,
            files,
        })
    }

    /// Completes every file of the folder; `study` is the text of the file that runs the command again.
    pub(crate) fn finish(
        mut self,
        manifest: &impl Serialize,
        summary: &Summary,
        study: &str,
    ) -> Result<Folder, FolderError> {
        let mut resources = Vec::new();
        for table in &self.order {
            if let Some(file) = self.files.remove(table) {
                resources.push(end(file, &self.folder)?);
            }
        }
        let (mut folder, about) = (self.folder, self.about);
        folder.write("scenario.toml", &about.scenario)?;
        folder.write(STUDY, study)?;
        summary.write(&mut folder)?;
        let package = Package::new(&about.name, &about.title, DESCRIPTION, resources);
        folder.write("datapackage.json", &pretty(&package))?;
        folder.seal(manifest)
    }
}

impl Sink for Results {
    fn put<R: Row>(&mut self, row: R) -> io::Result<()> {
        match self.files.get_mut(R::TABLE) {
            Some(file) => file.put(&row),
            None => {
                let message = format!("no file was begun for the table {}", R::TABLE);
                Err(io::Error::other(message))
            }
        }
    }
}

/// Begins a table's file.
pub(super) fn begin(folder: &mut Folder, table: Table) -> Result<Writer<BufWriter<File>>, FolderError> {
    let file = table.file();
    let out = folder.create(&file)?;
    Writer::new(table, out).map_err(|reason| folder.refused(&file, reason))
}

/// Completes a table's file; returns its entry in the data package.
pub(super) fn end(writer: Writer<BufWriter<File>>, folder: &Folder) -> Result<Resource, FolderError> {
    let file = writer.file();
    let done = writer.finish();
    let done = done.and_then(|(resource, mut out)| out.flush().map(|()| resource));
    done.map_err(|reason| folder.refused(&file, reason))
}

/// Writes a whole table; returns its entry in the data package.
pub(super) fn whole_table<R: Row>(folder: &mut Folder, rows: &[R]) -> Result<Resource, FolderError> {
    let table = Table::of::<R>(&Shape::default());
    let name = table.file();
    let mut file = begin(folder, table)?;
    for row in rows {
        let written = file.put(row);
        written.map_err(|reason| folder.refused(&name, reason))?;
    }
    end(file, folder)
}
