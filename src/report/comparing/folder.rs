//! The results folder of a comparison.

use serde::Serialize;

use super::Comparison;
use crate::report::folder::{Folder, FolderError};
use crate::report::json::pretty;
use crate::report::manifest::{Circumstances, Manifest, ScenarioEntry, SolverEntry};
use crate::report::package::Package;
use crate::report::results::{About, STUDY, scenario_file, whole_table};
use crate::report::summary::Summary;

/// The description of the folder in its data package.
const DESCRIPTION: &str = "A comparison by pactum. One header line a file, empty cell = missing. Probabilities and payoffs are \
     exact given each draw; no games were played.";

/// Fills the whole folder; `study` is the text of the file that runs the comparison again, where there is one.
pub(crate) fn fill(
    mut folder: Folder,
    scenarios: &[About],
    comparison: &Comparison<'_>,
    summary: &Summary,
    study: Option<String>,
    manifest: &impl Serialize,
) -> Result<Folder, FolderError> {
    let mut resources = vec![
        whole_table(&mut folder, &comparison.contrast.rows)?,
        whole_table(&mut folder, comparison.labels.rows())?,
    ];
    if !comparison.robustness.is_empty() {
        resources.push(whole_table(&mut folder, comparison.robustness)?);
    }
    for (number, about) in (1..).zip(scenarios) {
        folder.write(&scenario_file(number), &about.scenario)?;
    }
    if let Some(study) = study {
        folder.write(STUDY, &study)?;
    }
    let name = of_all(scenarios, "-", |about| &about.name);
    let title = of_all(scenarios, "; ", |about| &about.title);
    let package = Package::new(&name, &title, DESCRIPTION, resources);
    folder.write("datapackage.json", &pretty(&package))?;
    summary.write(&mut folder)?;
    folder.seal(manifest)
}

/// A text of all scenarios, joined; scenarios with the same text that follow each other count once.
pub(crate) fn of_all(scenarios: &[About], by: &str, of: impl Fn(&About) -> &str) -> String {
    let mut all: Vec<&str> = scenarios.iter().map(of).collect();
    all.dedup();
    all.join(by)
}

/// What the manifest of a comparison says of it.
#[derive(Serialize)]
pub(crate) struct ComparisonEntries<'a> {
    scenarios: Vec<ScenarioEntry<'a>>,
    arguments: Arguments<'a>,
    seed: u64,
    /// How the draws were solved, by precision and side.
    solver: Vec<SolverEntry<'a>>,
}

/// The arguments of a comparison.
#[derive(Serialize)]
struct Arguments<'a> {
    as_given: &'a [String],
    variants: Vec<&'a str>,
    set: &'a [String],
    /// The sets of settings that were put side by side.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    with: &'a [String],
    levels: Vec<LevelEntry>,
    /// The outcomes that are looked at as one, group by group.
    headlines: Vec<&'a [String]>,
    seed: u64,
    nominal: bool,
}

/// What every actor's precision is multiplied by, and in how many draws.
#[derive(Serialize)]
struct LevelEntry {
    precision: f64,
    draws: u64,
}

/// The manifest of a comparison of these scenarios.
pub(crate) fn manifest<'a>(
    circumstances: &'a Circumstances,
    scenarios: &'a [About],
    with: &'a [String],
    comparison: &Comparison<'a>,
) -> Manifest<'a, ComparisonEntries<'a>> {
    let Comparison { inquiry, contrast, .. } = comparison;
    let levels = comparison.levels.iter().map(|level| LevelEntry {
        precision: level.precision,
        draws: level.draws,
    });
    let headlines = inquiry.headlines.iter();
    let solver = contrast.solver.iter();
    let solver = solver.map(|(precision, variant, solver)| SolverEntry {
        variant,
        solver,
        precision: Some(*precision),
    });
    circumstances.around(ComparisonEntries {
        scenarios: scenarios.iter().map(ScenarioEntry::of).collect(),
        arguments: Arguments {
            as_given: &circumstances.arguments,
            variants: comparison.sides(),
            set: &circumstances.sets,
            with,
            levels: levels.collect(),
            headlines: headlines.map(|group| group.outcomes.as_slice()).collect(),
            seed: inquiry.seed,
            nominal: inquiry.nominal,
        },
        seed: inquiry.seed,
        solver: solver.collect(),
    })
}
