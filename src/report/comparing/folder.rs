//! The results folder of a comparison.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::Told;
use crate::report::folder::{Folder, FolderError, MANIFEST};
use crate::report::identity::hash;
use crate::report::manifest::{Circumstances, host, solver};
use crate::report::number::json_number;
use crate::report::results::{About, begin, datapackage, end, pretty, scenario_file};
use crate::report::tables;
use crate::study::Level;
use crate::study::findings::SolverFindings;

/// What the data package says about the folder.
const DESCRIPTION: &str = "A comparison by pactum. One header line a file, empty cell = missing. Probabilities and payoffs are \
     exact given each draw; no games were played.";

/// Writes the whole folder.
pub(crate) fn write(
    mut folder: Folder,
    scenarios: &[About],
    told: &Told<'_>,
    manifest: &Value,
) -> Result<PathBuf, FolderError> {
    let mut file = begin(&mut folder, tables::contrasts())?;
    let path = folder.path().join("comparisons.csv");
    for row in &told.contrast.rows {
        file.put(row).map_err(|reason| FolderError::write(&path, reason))?;
    }
    let resource = end(file, &folder)?;
    for (number, about) in (1..).zip(scenarios) {
        folder.write(&scenario_file(number), &about.scenario)?;
    }
    let whole = About {
        name: joined(scenarios, "-", |about| &about.name),
        title: joined(scenarios, "; ", |about| &about.title),
        scenario: String::new(),
    };
    let package = datapackage(&whole, DESCRIPTION, vec![resource]);
    folder.write("datapackage.json", &pretty(&package))?;
    folder.write(MANIFEST, &pretty(manifest))?;
    folder.finish()
}

/// Something of all scenarios, in one text.
pub(crate) fn joined(scenarios: &[About], by: &str, of: impl Fn(&About) -> &str) -> String {
    let all: Vec<&str> = scenarios.iter().map(of).collect();
    all.join(by)
}

/// The manifest of a comparison.
pub(crate) fn manifest(circumstances: &Circumstances, scenarios: &[About], told: &Told<'_>) -> Value {
    let scenario = |about: &About| {
        json!({
            "name": about.name,
            "title": about.title,
            "hash": hash(&about.scenario),
        })
    };
    let level = |level: &Level| {
        json!({
            "precision": level.precision,
            "draws": level.draws,
        })
    };
    let solved = |(precision, side, found): &(f64, String, SolverFindings)| {
        let mut told = solver(side, found);
        told["precision"] = json_number(*precision);
        told
    };
    let headlines = told.inquiry.headlines.iter();
    json!({
        "tool": "pactum",
        "version": env!("CARGO_PKG_VERSION"),
        "id": circumstances.id,
        "scenarios": scenarios.iter().map(scenario).collect::<Value>(),
        "arguments": {
            "as_given": circumstances.arguments,
            "variants": told.sides(),
            "set": circumstances.sets,
            "levels": told.levels.iter().map(level).collect::<Value>(),
            "headlines": headlines.map(|group| json!(group.outcomes)).collect::<Value>(),
            "seed": told.inquiry.seed,
            "nominal": told.inquiry.nominal,
        },
        "seed": told.inquiry.seed,
        "solver": told.contrast.solver.iter().map(solved).collect::<Value>(),
        "wall_time_seconds": json_number(circumstances.seconds),
        "host": host(circumstances),
    })
}
