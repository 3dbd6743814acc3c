//! From the command line to a scenario and its explored variants; whatever is wrong on the way is shown.

use std::path::Path;

use super::args;
use super::console::Console;
use super::failure::{Failure, more};
use crate::api::Scenario;
use crate::source::{Diagnostic, Sources, render};
use crate::study::Variant;

/// Reads a scenario with the variants that are asked for, all of them if none is named; shows warnings.
pub(super) fn load(scenario: &args::Scenario, variants: &[String], console: &Console) -> Result<Scenario, Failure> {
    let loaded = read(scenario, variants).map_err(|error| console.failure(error))?;
    warn(&loaded.sources, loaded.warnings.all(), console);
    Ok(loaded)
}

/// The same without showing anything.
pub(super) fn read(scenario: &args::Scenario, variants: &[String]) -> Result<Scenario, crate::api::Error> {
    Scenario::load(&scenario.scenario, &scenario.set, variants, scenario.max_states)
}

/// Explores every chosen variant.
pub(super) fn explore(scenario: &Scenario, console: &Console) -> Result<Vec<Variant>, Failure> {
    let explored = scenario.models.iter().map(|(name, model)| {
        console.detail(&format!("exploring `{name}`"));
        let explored = scenario.explored(name, model);
        explored.map_err(|error| console.failure(scenario.unsound(name, &error)))
    });
    explored.collect()
}

/// What a scenario is called in results.
pub(super) fn name_in_results(output: &args::Output, scenario: &args::Scenario) -> String {
    output.name.clone().unwrap_or_else(|| name_of(&scenario.scenario))
}

/// The name of a scenario: its file's without the ending.
pub(super) fn name_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or("scenario".as_ref());
    stem.to_string_lossy().into_owned()
}

/// Prints warnings, except with --quiet.
pub(super) fn warn(sources: &Sources, found: &[Diagnostic], console: &Console) {
    if !found.is_empty() && !console.quiet {
        console.say(&shown(sources, found, console));
    }
}

/// Findings as text for people, and where more is said about the first error.
pub(super) fn shown(sources: &Sources, found: &[Diagnostic], console: &Console) -> String {
    render(sources, found, console.colour) + &more(found).unwrap_or_default()
}
