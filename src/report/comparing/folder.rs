//! The results folder of a comparison.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::Comparison;
use crate::report::folder::{Folder, FolderError, MANIFEST};
use crate::report::json::{joined, pretty};
use crate::report::manifest::{Circumstances, scenario, solver};
use crate::report::package::package;
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
    manifest: &Value,
) -> Result<PathBuf, FolderError> {
    let resources = vec![
        table(&mut folder, &comparison.contrast.rows)?,
        table(&mut folder, comparison.labels.rows())?,
    ];
    for (number, about) in (1..).zip(scenarios) {
        folder.write(&scenario_file(number), &about.scenario)?;
    }
    let name = of_all(scenarios, "-", |about| &about.name);
    let title = of_all(scenarios, "; ", |about| &about.title);
    folder.write(
        "datapackage.json",
        &pretty(&package(&name, &title, DESCRIPTION, resources)),
    )?;
    folder.write(MANIFEST, &pretty(manifest))?;
    folder.finish()
}

/// Writes a whole table; returns its entry in the data package.
fn table<R: Row>(folder: &mut Folder, rows: &[R]) -> Result<Value, FolderError> {
    let table = Table::of::<R>(&Shape::default());
    let name = table.file();
    let mut file = begin(folder, table)?;
    for row in rows {
        let written = file.put(row);
        written.map_err(|reason| folder.refused(&name, reason))?;
    }
    end(file, folder)
}

/// A text of all scenarios, joined.
pub(crate) fn of_all(scenarios: &[About], by: &str, of: impl Fn(&About) -> &str) -> String {
    let all: Vec<&str> = scenarios.iter().map(of).collect();
    all.join(by)
}

/// The manifest of a comparison of these scenarios.
pub(crate) fn manifest(circumstances: &Circumstances, scenarios: &[About], comparison: &Comparison<'_>) -> Value {
    let Comparison { inquiry, contrast, .. } = comparison;
    let levels = comparison.levels.iter();
    let levels = levels.map(|level| json!({ "precision": level.precision, "draws": level.draws }));
    let headlines = inquiry.headlines.iter().map(|group| group.outcomes.clone());
    let solved = contrast.solver.iter();
    let solved =
        solved.map(|(precision, side, found)| joined([solver(side, found), json!({ "precision": precision })]));
    circumstances.around(json!({
        "scenarios": scenarios.iter().map(scenario).collect::<Value>(),
        "arguments": {
            "as_given": circumstances.arguments,
            "variants": comparison.sides(),
            "set": circumstances.sets,
            "levels": levels.collect::<Value>(),
            "headlines": headlines.collect::<Value>(),
            "seed": inquiry.seed,
            "nominal": inquiry.nominal,
        },
        "seed": inquiry.seed,
        "solver": solved.collect::<Value>(),
    }))
}
