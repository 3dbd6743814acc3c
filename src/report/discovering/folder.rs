//! The results folder of a discovery.

use serde::Serialize;

use super::Found;
use crate::report::folder::{Folder, FolderError};
use crate::report::json::pretty;
use crate::report::manifest::{Circumstances, Manifest, ScenarioEntry};
use crate::report::package::Package;
use crate::report::results::{scenario_file, whole_table};
use crate::report::summary::Summary;

/// The description of the folder in its data package.
const DESCRIPTION: &str =
    "A scenario discovery by pactum over the draws of a run. One header line a file, empty cell = missing.";

/// Fills the whole folder.
pub(crate) fn fill(
    mut folder: Folder,
    found: &Found<'_>,
    summary: &Summary,
    manifest: &impl Serialize,
) -> Result<Folder, FolderError> {
    let resources = vec![
        whole_table(&mut folder, &found.discovery.boxes)?,
        whole_table(&mut folder, &found.discovery.trajectory)?,
        whole_table(&mut folder, &found.discovery.tree)?,
        whole_table(&mut folder, found.run.labels.rows())?,
    ];
    let about = &found.run.about;
    folder.write(&scenario_file(1), &about.scenario)?;
    let package = Package::new(&about.name, &about.title, DESCRIPTION, resources);
    folder.write("datapackage.json", &pretty(&package))?;
    summary.write(&mut folder)?;
    folder.seal(manifest)
}

/// What the manifest says of a discovery.
#[derive(Serialize)]
pub(crate) struct DiscoveryEntries<'a> {
    scenario: ScenarioEntry<'a>,
    /// The run whose draws were searched.
    run: RunEntry<'a>,
    arguments: Arguments<'a>,
    /// The cases of interest, in words.
    case: String,
    /// The bound, given or found.
    bound: f64,
    counts: CountEntries,
}

#[derive(Serialize)]
struct RunEntry<'a> {
    id: &'a str,
    /// Of its `draws.csv`.
    hash: &'a str,
}

#[derive(Serialize)]
struct Arguments<'a> {
    as_given: &'a [String],
    variant: &'a str,
    worse_than: Option<&'a str>,
    peel: f64,
    mass: f64,
    density: f64,
    boxes: usize,
}

#[derive(Serialize)]
struct CountEntries {
    draws: u64,
    cases: u64,
}

/// The manifest of a discovery.
pub(crate) fn manifest<'a>(circumstances: &'a Circumstances, found: &Found<'a>) -> Manifest<'a, DiscoveryEntries<'a>> {
    let (run, demands) = (found.run, found.demands);
    let name = |place: usize| run.table.variants[place].name.as_str();
    circumstances.around(DiscoveryEntries {
        scenario: ScenarioEntry::of(&run.about),
        run: RunEntry {
            id: &run.id,
            hash: &run.hash,
        },
        arguments: Arguments {
            as_given: &circumstances.arguments,
            variant: name(found.case.variant),
            worse_than: found.case.against.map(name),
            peel: demands.search.peel,
            mass: demands.search.mass,
            density: demands.density,
            boxes: demands.boxes,
        },
        case: found.happens(),
        bound: found.case.bound,
        counts: CountEntries {
            draws: found.discovery.all.draws,
            cases: found.discovery.all.cases,
        },
    })
}
