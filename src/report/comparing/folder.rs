//! The results folder of a comparison.

use std::path::PathBuf;

use serde::Serialize;

use super::Comparison;
use crate::report::folder::{Folder, FolderError, MANIFEST};
use crate::report::json::pretty;
use crate::report::manifest::{Circumstances, Host, ScenarioEntry, SolverEntry};
use crate::report::package::{Package, Resource};
use crate::report::results::{About, begin, end, scenario_file};
use crate::study::table::{Row, Shape, Table};

/// The description of the folder in its data package.
const DESCRIPTION: &str = "A comparison by pactum. One header line a file, empty cell = missing. Probabilities and payoffs are \
     exact given each draw; no games were played.";

/// Writes the whole folder.
pub(crate) fn write(
    mut folder: Folder,
    scenarios: &[About],
    comparison: &Comparison<'_>,
    manifest: &Manifest<'_>,
) -> Result<PathBuf, FolderError> {
    let resources = vec![
        table(&mut folder, &comparison.contrast.rows)?,
        table(&mut folder, comparison.labels.rows())?,
    ];
    for (number, about) in (1..).zip(scenarios) {
        folder.write(&scenario_file(number), &about.scenario)?;
    }
    let name = joined(scenarios, "-", |about| &about.name);
    let title = joined(scenarios, "; ", |about| &about.title);
    let package = Package::new(&name, &title, DESCRIPTION, resources);
    folder.write("datapackage.json", &pretty(&package))?;
    folder.write(MANIFEST, &pretty(manifest))?;
    folder.finish()
}

/// Writes a whole table; returns its entry in the data package.
fn table<R: Row>(folder: &mut Folder, rows: &[R]) -> Result<Resource, FolderError> {
    let table = Table::of::<R>(&Shape::default());
    let path = folder.path().join(table.file());
    let mut file = begin(folder, table)?;
    for row in rows {
        file.put(row).map_err(|reason| FolderError::write(&path, reason))?;
    }
    end(file, folder)
}

/// A text of all scenarios, joined.
pub(crate) fn joined(scenarios: &[About], by: &str, of: impl Fn(&About) -> &str) -> String {
    let all: Vec<&str> = scenarios.iter().map(of).collect();
    all.join(by)
}

/// The manifest of a comparison.
#[derive(Serialize)]
pub(crate) struct Manifest<'a> {
    tool: &'static str,
    version: &'static str,
    id: &'a str,
    scenarios: Vec<ScenarioEntry<'a>>,
    arguments: Arguments<'a>,
    seed: u64,
    solver: Vec<LevelSolver<'a>>,
    wall_time_seconds: f64,
    host: Host,
}

#[derive(Serialize)]
struct Arguments<'a> {
    as_given: &'a [String],
    variants: Vec<&'a str>,
    set: &'a [String],
    levels: Vec<LevelEntry>,
    headlines: Vec<&'a [String]>,
    seed: u64,
    nominal: bool,
}

#[derive(Serialize)]
struct LevelEntry {
    precision: f64,
    draws: u64,
}

#[derive(Serialize)]
struct LevelSolver<'a> {
    #[serde(flatten)]
    entry: SolverEntry<'a>,
    precision: f64,
}

impl<'a> Manifest<'a> {
    /// The manifest of a comparison of these scenarios.
    pub(crate) fn new(circumstances: &'a Circumstances, scenarios: &'a [About], comparison: &Comparison<'a>) -> Self {
        let inquiry = comparison.inquiry;
        let scenario = |about: &'a About| ScenarioEntry::new(&about.name, &about.title, &about.scenario);
        let levels = comparison.levels.iter().map(|level| LevelEntry {
            precision: level.precision,
            draws: level.draws,
        });
        let solver = comparison
            .contrast
            .solver
            .iter()
            .map(|(precision, side, found)| LevelSolver {
                entry: SolverEntry::new(side, found),
                precision: *precision,
            });
        Self {
            tool: "pactum",
            version: env!("CARGO_PKG_VERSION"),
            id: &circumstances.id,
            scenarios: scenarios.iter().map(scenario).collect(),
            arguments: Arguments {
                as_given: &circumstances.arguments,
                variants: comparison.sides(),
                set: &circumstances.sets,
                levels: levels.collect(),
                headlines: inquiry
                    .headlines
                    .iter()
                    .map(|group| group.outcomes.as_slice())
                    .collect(),
                seed: inquiry.seed,
                nominal: inquiry.nominal,
            },
            seed: inquiry.seed,
            solver: solver.collect(),
            wall_time_seconds: circumstances.seconds,
            host: Host::of(circumstances),
        }
    }
}
