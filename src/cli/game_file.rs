//! From the command line to a game file that can be solved.

use super::args::{self, Sets, Solving};
use super::console::Console;
use super::failure::Failure;
use super::scenario::shown;
use crate::game::{Bound, Names};
use crate::interchange::{Imported, ReadError, read};
use crate::source::Sources;
use crate::strategy::payoff_ranges;
use crate::study::SetFilter;

/// A game file that was read.
pub(super) struct Loaded {
    imported: Imported,
}

/// Reads the game file that `solve` is asked about; says what may not be as its author had in mind.
pub(super) fn load(
    scenario: &args::Scenario,
    (solving, sets): (&Solving, &Sets),
    console: &Console,
) -> Result<Loaded, Failure> {
    refuse_scenario_flags(scenario, solving, sets)?;
    let mut sources = Sources::new();
    let imported = read(&scenario.scenario, &mut sources).map_err(|error| refused(error, &sources, console))?;
    if !imported.warnings.is_empty() && !console.quiet() {
        console.say(&shown(&sources, imported.warnings.all(), console));
    }
    Ok(Loaded { imported })
}

/// A game file that could not be read, or is wrong.
pub(super) fn refused(error: ReadError, sources: &Sources, console: &Console) -> Failure {
    Failure::Scenario(match error {
        ReadError::Invalid(found) => shown(sources, found.all(), console),
        other => format!("error: {other}\n"),
    })
}

/// What only a scenario has.
fn refuse_scenario_flags(scenario: &args::Scenario, solving: &Solving, sets: &Sets) -> Result<(), Failure> {
    let given = [
        ("--variant", solving.variant.is_some()),
        ("--draw", solving.draw.is_some()),
        ("--set", !scenario.set.is_empty()),
        ("--type", sets.type_.is_some()),
        ("--period", sets.period.is_some()),
        ("--when", sets.when.is_some()),
        ("--seen", sets.seen.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((flag, _)) => Err(Failure::Usage(format!("{flag} is for scenarios; this is a game file"))),
        None => Ok(()),
    }
}

impl Loaded {
    /// The game with a precision for all players.
    pub(super) fn bind(&self, precision: f64) -> Bound<'_, 1> {
        Bound::single(&self.imported.game, &[precision])
    }

    /// A precision at which payoffs begin to matter: 1 over the largest payoff range.
    pub(super) fn scale(&self) -> f64 {
        let ranges = payoff_ranges(&self.bind(1.0));
        let most = ranges
            .iter()
            .fold(0.0, |most, [range]| crate::numeric::math::max(most, *range));
        if most > 0.0 { 1.0 / most } else { 1.0 }
    }

    /// The names of what the game numbers.
    pub(super) fn names(&self) -> &Names {
        &self.imported.names
    }

    /// The title of the game.
    pub(super) fn title(&self) -> &str {
        &self.imported.tree.title
    }

    /// The information sets that are asked about.
    pub(super) fn wanted(&self, sets: &Sets, console: &Console) -> Result<SetFilter, Failure> {
        let wanted = sets.question().of_names(self.names());
        wanted.map_err(|error| console.failure(error))
    }
}
