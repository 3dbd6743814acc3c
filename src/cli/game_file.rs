//! From the command line to a game file that can be solved.

use super::args::{self, Sets, Solving};
use super::console::Console;
use super::failure::Failure;
use super::scenario::{shown, warn};
use crate::interchange::{Imported, ReadError, read};
use crate::source::Sources;

/// Reads the game file that `solve` is asked about; says what may not be as its author had in mind.
pub(super) fn load(
    scenario: &args::Scenario,
    (solving, sets): (&Solving, &Sets),
    console: &Console,
) -> Result<Imported, Failure> {
    // What only a scenario has.
    let given = [
        ("--variant", solving.variant.is_some()),
        ("--draw", solving.draw.is_some()),
        ("--set", !scenario.set.is_empty()),
        ("--type", sets.type_.is_some()),
        ("--period", sets.period.is_some()),
        ("--when", sets.when.is_some()),
        ("--seen", sets.seen.is_some()),
    ];
    if let Some((flag, _)) = given.iter().find(|(_, given)| *given) {
        return Err(Failure::usage(format!("{flag} is for scenarios; this is a game file")));
    }
    let mut sources = Sources::new();
    let imported = read(&scenario.scenario, &mut sources);
    let imported = imported.map_err(|error| refused(error, &sources, console))?;
    warn(&sources, imported.warnings.all(), console);
    Ok(imported)
}

/// A game file that could not be read, or is wrong.
pub(super) fn refused(error: ReadError, sources: &Sources, console: &Console) -> Failure {
    Failure::Scenario(match error {
        ReadError::Invalid(found) => shown(sources, found.all(), console),
        other => format!("error: {other}\n"),
    })
}
