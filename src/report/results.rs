//! The results folder of a study: takes its rows, and ends as a data package.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::folder::{Folder, FolderError, MANIFEST};
use super::table::{Table, Writer};
use super::tables;
use crate::study::rows::{
    BeliefAfterRow, BeliefRow, CommitmentBeliefRow, CommitmentByTypeRow, CommitmentRow, ComparisonRow, DecisionRow,
    DrawRow, GameRow, OutcomeByTypeRow, OutcomeRow, PayoffRow, Record, Shape, Sink, TimelineRow,
};

/// Every file that the results folder of a run may hold.
const FILES: [&str; 16] = [
    "outcomes.csv",
    "outcomes_by_type.csv",
    "payoffs.csv",
    "timeline.csv",
    "decisions.csv",
    "beliefs.csv",
    "beliefs_after.csv",
    "commitments.csv",
    "commitments_by_type.csv",
    "commitment_beliefs.csv",
    "comparisons.csv",
    "draws.csv",
    "games.csv",
    "scenario.toml",
    "datapackage.json",
    MANIFEST,
];

/// The scenarios that are compared, after the first, are numbered from 2.
const NUMBERED: (&str, &str) = ("scenario_", ".toml");

/// Whether a results folder, of a run or of a comparison, may hold a file of this name.
pub(crate) fn ours(name: &str) -> bool {
    let number = name.strip_prefix(NUMBERED.0);
    let number = number.and_then(|rest| rest.strip_suffix(NUMBERED.1));
    let number = number.and_then(|number| number.parse().ok());
    FILES.contains(&name) || number.is_some_and(|number: usize| scenario_file(number) == name)
}

/// The file of a scenario, by its number; the first is number 1.
pub(super) fn scenario_file(number: usize) -> String {
    match number {
        0 | 1 => "scenario.toml".to_owned(),
        later => format!("{}{later}{}", NUMBERED.0, NUMBERED.1),
    }
}

/// What the data package says about the folder of a run.
const DESCRIPTION: &str = "Results of a pactum run. One header line a file, empty cell = missing. `share` is what the played \
     games gave; `probability` is exact given each draw.";

/// What the folder says about the study as a whole.
#[derive(Clone, Debug)]
pub(crate) struct About {
    /// The name of the scenario, which is its file's without the ending.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The scenario as run.
    pub scenario: String,
}

pub(super) type Csv<R> = Writer<R, BufWriter<File>>;

/// A results folder that is being filled.
pub(crate) struct Results {
    folder: Folder,
    about: About,
    outcomes: Csv<OutcomeRow>,
    outcomes_by_type: Csv<OutcomeByTypeRow>,
    payoffs: Csv<PayoffRow>,
    timeline: Csv<TimelineRow>,
    decisions: Csv<DecisionRow>,
    beliefs: Csv<BeliefRow>,
    beliefs_after: Csv<BeliefAfterRow>,
    commitments: Csv<CommitmentRow>,
    commitments_by_type: Csv<CommitmentByTypeRow>,
    commitment_beliefs: Csv<CommitmentBeliefRow>,
    comparisons: Csv<ComparisonRow>,
    draws: Csv<DrawRow>,
    games: Option<Csv<GameRow>>,
}

impl Results {
    /// Begins every file of the folder; `games.csv` only where it was asked for.
    pub(crate) fn begin(mut folder: Folder, about: About, shape: &Shape, games: bool) -> Result<Self, FolderError> {
        let unit = &shape.period_unit;
        let files = &mut folder;
        Ok(Self {
            outcomes: begin(files, tables::outcomes())?,
            outcomes_by_type: begin(files, tables::outcomes_by_type())?,
            payoffs: begin(files, tables::payoffs())?,
            timeline: begin(files, tables::timeline(unit))?,
            decisions: begin(files, tables::decisions(unit))?,
            beliefs: begin(files, tables::beliefs(unit))?,
            beliefs_after: begin(files, tables::beliefs_after())?,
            commitments: begin(files, tables::commitments(unit))?,
            commitments_by_type: begin(files, tables::commitments_by_type())?,
            commitment_beliefs: begin(files, tables::commitment_beliefs())?,
            comparisons: begin(files, tables::comparisons())?,
            draws: begin(files, tables::draws(shape))?,
            games: if games {
                Some(begin(files, tables::games(shape))?)
            } else {
                None
            },
            folder,
            about,
        })
    }

    /// The path that the folder will have.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Ends every file and lets the folder appear.
    pub(crate) fn finish(self, manifest: &Value) -> Result<PathBuf, FolderError> {
        let Self { mut folder, about, .. } = self;
        let mut resources = vec![
            end(self.outcomes, &folder)?,
            end(self.outcomes_by_type, &folder)?,
            end(self.payoffs, &folder)?,
            end(self.timeline, &folder)?,
            end(self.decisions, &folder)?,
            end(self.beliefs, &folder)?,
            end(self.beliefs_after, &folder)?,
            end(self.commitments, &folder)?,
            end(self.commitments_by_type, &folder)?,
            end(self.commitment_beliefs, &folder)?,
            end(self.comparisons, &folder)?,
            end(self.draws, &folder)?,
        ];
        if let Some(games) = self.games {
            resources.push(end(games, &folder)?);
        }
        folder.write("scenario.toml", &about.scenario)?;
        folder.write(
            "datapackage.json",
            &pretty(&datapackage(&about, DESCRIPTION, resources)),
        )?;
        folder.write(MANIFEST, &pretty(manifest))?;
        folder.finish()
    }
}

impl Sink for Results {
    fn put(&mut self, record: Record) -> io::Result<()> {
        match record {
            Record::Outcome(row) => self.outcomes.put(&row),
            Record::OutcomeByType(row) => self.outcomes_by_type.put(&row),
            Record::Payoff(row) => self.payoffs.put(&row),
            Record::Timeline(row) => self.timeline.put(&row),
            Record::Decision(row) => self.decisions.put(&row),
            Record::Belief(row) => self.beliefs.put(&row),
            Record::BeliefAfter(row) => self.beliefs_after.put(&row),
            Record::Commitment(row) => self.commitments.put(&row),
            Record::CommitmentByType(row) => self.commitments_by_type.put(&row),
            Record::CommitmentBelief(row) => self.commitment_beliefs.put(&row),
            Record::Comparison(row) => self.comparisons.put(&row),
            Record::Draw(row) => self.draws.put(&row),
            Record::Game(row) => self.games.as_mut().map_or(Ok(()), |games| games.put(&row)),
        }
    }
}

/// Begins a table's file.
pub(super) fn begin<R>(folder: &mut Folder, table: Table<R>) -> Result<Csv<R>, FolderError> {
    let file = table.file();
    let out = folder.create(&file)?;
    Writer::new(table, out).map_err(|reason| FolderError::write(&folder.path().join(file), reason))
}

/// Ends a table's file; gives its entry in the data package.
pub(super) fn end<R>(writer: Csv<R>, folder: &Folder) -> Result<Value, FolderError> {
    writer
        .finish()
        .and_then(|(resource, mut out)| out.flush().map(|()| resource))
        .map_err(|reason| FolderError::write(folder.path(), reason))
}

/// The folder's description for tools that read Frictionless data packages, version 1.
pub(super) fn datapackage(about: &About, description: &str, resources: Vec<Value>) -> Value {
    json!({
        "profile": "tabular-data-package",
        "name": package_name(&about.name),
        "title": about.title,
        "description": description,
        "resources": resources,
    })
}

/// A name as data packages allow it: lower-case letters, digits, and `. _ -`.
fn package_name(name: &str) -> String {
    let allowed = |c: char| {
        if c.is_ascii_alphanumeric() || "._-".contains(c) {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    name.chars().map(allowed).collect()
}

/// JSON as a file holds it.
pub(crate) fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::package_name;

    #[test]
    fn package_names_are_plain() {
        assert_eq!(package_name("NATO entry, 1"), "nato-entry--1");
    }
}
