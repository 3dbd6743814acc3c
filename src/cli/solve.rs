//! `pactum solve`.

use super::args;
use super::asked::{not_solved, variant, wanted};
use super::console::Console;
use super::failure::Failure;
use crate::report::Format;
use crate::report::strategies::SolvedDraw;
use crate::study::solve;

/// Solves one draw of one variant.
pub(super) fn command(arguments: &args::Solve, console: &Console) -> Result<(), Failure> {
    let solving = &arguments.solving;
    let (mut loaded, variant) = variant(&arguments.scenario, solving, console)?;
    let wanted = wanted(&arguments.sets, &variant, &mut loaded, console)?;
    let answer = solve(&variant, solving.which())?;
    if !wanted.is_open() && !answer.any(&wanted) {
        return Err(arguments.sets.nothing_fits());
    }
    let told = SolvedDraw {
        title: loaded.title().to_owned(),
        variant: variant.name.clone(),
        draw: solving.draw,
        seed: solving.seed,
        period_unit: variant.model.period_unit.clone(),
        solved: answer.solved(),
        actors: answer.actors(),
        strategies: answer.strategies(&wanted),
        beliefs: arguments.beliefs.then(|| answer.beliefs(&wanted)),
        overview: wanted.is_open(),
    };
    let format = Format::from(arguments.format);
    if format == Format::Csv {
        console.remark(told.summary().trim_end());
    }
    console.data(&told.show(format))?;
    if told.solved.fine {
        Ok(())
    } else {
        Err(not_solved(console))
    }
}
