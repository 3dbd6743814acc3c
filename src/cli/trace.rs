//! `pactum trace`.

use clap::Args;

use super::args;
use super::console::Console;
use super::failure::Failure;
use super::scenario::{explore, load};
use crate::numeric::stream::DRAWS_LIMIT;
use crate::report::trace_text::text;
use crate::study::{Plan, trace};

/// The arguments of `pactum trace`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum trace deal.toml --draw 3 --game 17
  pactum trace deal.toml --draw 3 --game 17 --brief
  pactum trace deal.toml --variant clause --nominal --game 5

Draw and game are numbered as in draws.csv and games.csv, from 0; with the seed of a run, the game is the same.")]
pub(super) struct Trace {
    /// Which scenario.
    #[command(flatten)]
    scenario: args::Scenario,
    /// The variant; the first by default.
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// The draw, from 0.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = args::whole::<0, { DRAWS_LIMIT - 1 }>)]
    draw: u64,
    /// The game within the draw, from 0.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = args::whole::<0, { u64::MAX }>)]
    game: u64,
    /// The seed of all randomness.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = args::whole::<0, { u64::MAX }>)]
    seed: u64,
    /// Take the central values of all parameters instead of a draw.
    #[arg(long, conflicts_with = "draw")]
    nominal: bool,
    /// Tell only what somebody did and what chance changed, equal periods once.
    #[arg(long)]
    brief: bool,
}

/// Tells one game.
pub(super) fn command(arguments: &Trace, console: &Console) -> Result<(), Failure> {
    let wanted: Vec<String> = arguments.variant.iter().cloned().collect();
    let mut loaded = load(&arguments.scenario, &wanted, console)?;
    loaded.keep_first();
    let plan = Plan {
        draws: 1,
        games: 1,
        seed: arguments.seed,
        nominal: arguments.nominal,
        every_game: false,
    };
    for variant in &explore(&loaded, console)? {
        let traced = trace(variant, &plan, arguments.draw, arguments.game);
        let traced = traced.map_err(|error| console.failure(loaded.blame(error, [variant])))?;
        let words = (loaded.title(), &loaded.labels());
        console.data(&text(words, &traced, arguments.brief).lay_out(console.width()))?;
        if !traced.solved.fine {
            console.warn("this draw was not solved; the probabilities are where the solver stopped");
            return Err(Failure::NotSolved);
        }
    }
    Ok(())
}
