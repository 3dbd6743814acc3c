//! `pactum explain`.

use clap::Args;

use super::args;
use super::console::Console;
use super::failure::Failure;
use super::progress_bar::watched;
use super::selection::{require_solved, variant, wanted};
use crate::api::Scenario;
use crate::numeric::stream::DRAWS_LIMIT;
use crate::report::Format;
use crate::report::explaining::{Explained, show};
use crate::study::explain::Explanation;
use crate::study::switching_values::SwitchingValue;
use crate::study::{FreedVariant, Variant, Watch, solve, switching_values};

/// The arguments of `pactum explain`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum explain deal.toml --variant clause
  pactum explain deal.toml --at move --type restless --period 3
  pactum explain deal.toml --actor guarantor --when 'deal == broken'
  pactum explain deal.toml --at move --all --format csv
  pactum explain deal.toml --at move --type restless --flips --draws 20

Of the information sets that fit, the one that games come to most often is explained, for each stage, actor and \
type; where nothing is asked for, those of the first actor who decides. `solve` lists all. The central values of all \
parameters are taken unless --draw names a draw of a run with the same seed. Exit code 5 where the draw is not \
solved.")]
pub(super) struct Explain {
    /// Which scenario.
    #[command(flatten)]
    scenario: args::Scenario,
    /// Which draw.
    #[command(flatten)]
    solving: args::Solving,
    /// Which information sets.
    #[command(flatten)]
    sets: args::Sets,
    /// Explain every information set that fits.
    #[arg(long, conflicts_with = "flips")]
    all: bool,
    /// Say which change of which single number would make another action the most likely one, the smallest first.
    #[arg(long)]
    flips: bool,
    /// Ask in how many of the first N draws such a number could do so.
    #[arg(long, value_name = "N", requires = "flips", value_parser = args::whole::<1, DRAWS_LIMIT>)]
    draws: Option<u64>,
    /// How many threads look for such changes; all cores by default. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = args::threads)]
    threads: Option<usize>,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// Explains why actors act as they do.
pub(super) fn command(arguments: &Explain, console: &Console) -> Result<(), Failure> {
    let solving = &arguments.solving;
    let (mut loaded, variant) = variant(&arguments.scenario, solving, console)?;
    let wanted = wanted(&arguments.sets, &variant, &mut loaded, console)?;
    let answer = solve(&variant, solving.which());
    let answer = answer.map_err(|error| console.failure(loaded.blame(error, [&variant])))?;
    let explained = answer.explain(&wanted, arguments.all);
    if explained.is_empty() {
        return Err(arguments.sets.nothing_fits());
    }
    let fine = answer.solved().fine;
    let look = || look_for_switches(arguments, &loaded, &variant, &explained, console);
    let switching_values = (arguments.flips && fine).then(look).transpose()?;
    let shown = Explained {
        title: loaded.title(),
        labels: &variant.model.labels,
        variant: &variant.name,
        draw: &solving.description(),
        period_unit: &variant.model.period_unit,
        explained: &explained,
        switching_values: switching_values.as_deref(),
    };
    console.data(&show(&shown, arguments.format, console.width()))?;
    require_solved(fine, console)
}

fn look_for_switches(
    arguments: &Explain,
    scenario: &Scenario,
    variant: &Variant,
    explained: &[Explanation],
    console: &Console,
) -> Result<Vec<SwitchingValue>, Failure> {
    let freed = scenario.freed(variant);
    let (freed, varied, all) = freed.map_err(|error| console.failure(error))?;
    if !all {
        console.warn("only uncertain numbers are varied: with others, the scenario is unsound in some reachable state");
    }
    let sets: Vec<_> = explained.iter().map(|one| one.at.clone()).collect();
    let freed_variant = FreedVariant {
        variant,
        freed: &freed,
        varied: &varied,
    };
    let interrupt = console.interrupt()?;
    let (draws, which) = (arguments.draws.unwrap_or(0), arguments.solving.which());
    let work = |watch: &Watch<'_>| switching_values(freed_variant, which, &sets, draws, watch);
    let found = watched(draws, arguments.threads, (&interrupt, console), work)?;
    found.map_err(|error| console.failure(scenario.blame(error, [variant])))
}
