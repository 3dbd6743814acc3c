//! `pactum trace`.

use super::args;
use super::console::Console;
use super::failure::Failure;
use super::scenario::{explore, load};
use crate::report::trace_text::text;
use crate::study::{Plan, trace};

/// Tells one game.
pub(super) fn command(arguments: &args::Trace, console: &Console) -> Result<(), Failure> {
    let wanted: Vec<String> = arguments.variant.iter().cloned().collect();
    let mut loaded = load(&arguments.scenario, &wanted, console)?;
    loaded.keep_first();
    let variants = explore(&loaded, console)?;
    let plan = Plan {
        draws: 1,
        games: 1,
        seed: arguments.seed,
        nominal: arguments.nominal,
        every_game: false,
    };
    for variant in &variants {
        let traced = trace(variant, &plan, arguments.draw, arguments.game)
            .map_err(|error| console.failure(loaded.blame(error, &variants)))?;
        console.data(&text((loaded.title(), &loaded.labels()), &traced))?;
        if !traced.solved.fine {
            console.warn("this draw was not solved; the probabilities are where the solver stopped");
            return Err(Failure::NotSolved);
        }
    }
    Ok(())
}
