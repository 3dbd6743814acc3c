//! What a study found, as its folder holds it and its command prints it.

use serde::Serialize;
use serde_json::{Map, Value};

use super::csv::{cells, records};
use super::folder::{Folder, FolderError};
use super::identity;
use super::json::{Objects, objects, plain, pretty};
use super::layout::Printout;
use super::manifest::{Circumstances, ScenarioEntry};
use super::package::{Package, Resource};
use super::results::{About, CASES, EVALUATIONS, STUDY};
use super::summary::Summary;
use crate::study::table::{Row, Shape, Table};

/// The description of the folder in its data package.
const DESCRIPTION: &str = "A study by pactum. One header line a file, empty cell = missing. Probabilities, payoffs, decisions \
     and beliefs are exact given each draw; no games were played.";

/// A table that is ready to be written.
pub(crate) struct FilledTable {
    table: Table,
    /// The file.
    text: String,
    objects: Objects,
}

impl FilledTable {
    /// A table of these rows, whose families of columns are named after a study's words.
    pub(crate) fn of<R: Row>(rows: &[R], shape: &Shape) -> Self {
        let table = Table::of::<R>(shape);
        let header = table.header().into_iter().map(str::to_owned).collect();
        Self {
            text: records(std::iter::once(header).chain(rows.iter().map(cells))),
            objects: objects(rows),
            table,
        }
    }

    /// The hash of the file, as the manifest gives it.
    pub(crate) fn hash(&self) -> String {
        identity::hash(&self.text)
    }
}

/// What a study found.
#[derive(Default)]
pub(crate) struct Findings {
    /// Its tables; the first is the one that is printed as CSV.
    pub tables: Vec<FilledTable>,
    /// What people read.
    pub page: Printout,
    /// What to conclude, sentence by sentence; part of the text as well.
    pub conclusions: Vec<String>,
    /// How many solved draws the study rests on, and how many of them were not solved to the tolerance.
    pub draws: (u64, u64),
    /// How many of them were taken from earlier studies.
    pub taken: u64,
    /// The file from which later studies take what was found at each point, where they can.
    pub evaluations: Option<Vec<u8>>,
    /// The table of cases that the study read.
    pub cases: Option<String>,
}

impl Findings {
    /// What the command prints.
    pub(crate) fn summary(&self) -> Summary {
        let tables = self.tables.iter();
        let tables = tables.map(|filled| (filled.table.name.to_owned(), Value::from_iter(filled.objects.clone())));
        let mut all: Map<String, Value> = tables.collect();
        all.insert("conclusions".to_owned(), Value::from_iter(plain(&self.conclusions)));
        Summary {
            page: self.page.clone(),
            json: pretty(&all),
            csv: self.tables.first().map_or_else(String::new, |first| first.text.clone()),
        }
    }

    /// Fills the whole folder; `study` is the text of the file that runs the study again.
    pub(crate) fn fill(
        &self,
        mut folder: Folder,
        about: &About,
        study: &str,
        circumstances: &Circumstances,
    ) -> Result<Folder, FolderError> {
        let mut resources = Vec::new();
        for filled in &self.tables {
            folder.write(&filled.table.file(), &filled.text)?;
            resources.push(Resource::new(filled.table.clone(), filled.text.len() as u64));
        }
        folder.write("scenario.toml", &about.scenario)?;
        folder.write(STUDY, study)?;
        if let Some(evaluations) = &self.evaluations {
            folder.write(EVALUATIONS, evaluations)?;
        }
        if let Some(cases) = &self.cases {
            folder.write(CASES, cases)?;
        }
        self.summary().write(&mut folder)?;
        let package = Package::new(&about.name, &about.title, DESCRIPTION, resources);
        folder.write("datapackage.json", &pretty(&package))?;
        let (draws, unsolved) = self.draws;
        let manifest = circumstances.around(StudyEntries {
            scenario: ScenarioEntry::of(about),
            arguments: GivenArguments {
                as_given: &circumstances.arguments,
            },
            study,
            solved_draws: draws - unsolved,
            unsolved_draws: unsolved,
            taken_draws: Some(self.taken).filter(|&taken| taken > 0),
            conclusions: plain(&self.conclusions),
        });
        folder.seal(&manifest)
    }
}

/// What the manifest of a study says of it.
#[derive(Serialize)]
struct StudyEntries<'a> {
    scenario: ScenarioEntry<'a>,
    arguments: GivenArguments<'a>,
    /// The study as a file that runs it again.
    study: &'a str,
    solved_draws: u64,
    unsolved_draws: u64,
    /// How many of both were taken from earlier studies, where some were.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_draws: Option<u64>,
    /// What to conclude, sentence by sentence.
    conclusions: Vec<String>,
}

/// The arguments as they were given.
#[derive(Serialize)]
struct GivenArguments<'a> {
    as_given: &'a [String],
}
