//! `pactum explain`.

use super::args;
use super::asked::{not_solved, variant, wanted};
use super::console::Console;
use super::failure::Failure;
use crate::report::explaining::show;
use crate::study::solve;

/// Explains why actors act as they do.
pub(super) fn command(arguments: &args::Explain, console: &Console) -> Result<(), Failure> {
    let solving = &arguments.solving;
    let (mut loaded, variant) = variant(&arguments.scenario, solving, console)?;
    let wanted = wanted(&arguments.sets, &variant, &mut loaded, console)?;
    let answer = solve(&variant, solving.which())?;
    let explained = answer.explain(&wanted, arguments.all);
    if explained.is_empty() {
        return Err(arguments.sets.nothing_fits());
    }
    let heading = format!(
        "{}\nvariant `{}`, {}",
        loaded.title(),
        variant.name,
        solving.told()
    );
    let unit = &variant.model.period_unit;
    console.data(&show(&heading, unit, &explained, arguments.format.into()))?;
    if answer.solved().fine {
        Ok(())
    } else {
        Err(not_solved(console))
    }
}
