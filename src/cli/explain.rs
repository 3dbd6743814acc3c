//! `pactum explain`.

use super::args;
use super::console::Console;
use super::failure::Failure;
use super::interrupt::Interrupt;
use super::progress_bar::Bar;
use super::selection::{not_solved, variant, wanted};
use super::threads;
use crate::api::Scenario;
use crate::report::explaining::{Explained, show};
use crate::study::explain::Explanation;
use crate::study::switching_values::SwitchingValue;
use crate::study::{Loosened, Variant, Watch, solve, switching_values};

/// Explains why actors act as they do.
pub(super) fn command(arguments: &args::Explain, console: &Console) -> Result<(), Failure> {
    let solving = &arguments.solving;
    let (mut loaded, variant) = variant(&arguments.scenario, solving, console)?;
    let wanted = wanted(&arguments.sets, &variant, &mut loaded, console)?;
    let answer = solve(&variant, solving.which())
        .map_err(|error| console.failure(loaded.blame(error, std::slice::from_ref(&variant))))?;
    let explained = answer.explain(&wanted, arguments.all);
    if explained.is_empty() {
        return Err(arguments.sets.nothing_fits());
    }
    let fine = answer.solved().fine;
    let switching_values = if arguments.flips && fine {
        Some(look_for_switches(arguments, &loaded, &variant, &explained, console)?)
    } else {
        None
    };
    let shown = Explained {
        title: loaded.title(),
        labels: &variant.model.labels,
        variant: &variant.name,
        draw: &solving.description(),
        period_unit: &variant.model.period_unit,
        explained: &explained,
        switching_values: switching_values.as_deref(),
    };
    console.data(&show(&shown, arguments.format.into()))?;
    if fine { Ok(()) } else { Err(not_solved(console)) }
}

fn look_for_switches(
    arguments: &args::Explain,
    scenario: &Scenario,
    variant: &Variant,
    explained: &[Explanation],
    console: &Console,
) -> Result<Vec<SwitchingValue>, Failure> {
    let freed = scenario.freed(variant, arguments.solving.lambda);
    let (loose, varied, all) = freed.map_err(|error| console.failure(error))?;
    if !all {
        console.warn("only uncertain numbers are varied: with others, the scenario is unsound in some reachable state");
    }
    let sets: Vec<_> = explained.iter().map(|one| one.at.clone()).collect();
    let loosened = Loosened {
        variant,
        loose: &loose,
        varied: &varied,
    };
    let interrupt = Interrupt::listen()?;
    let draws = arguments.draws.unwrap_or(0);
    let bar = Bar::new(draws, console);
    let watch = Watch {
        progress: &|progress| bar.show(progress),
        interrupt: interrupt.flag(),
    };
    let which = arguments.solving.which();
    let found = threads::on(arguments.threads, || {
        switching_values(loosened, which, &sets, draws, &watch)
    })?;
    bar.clear();
    found.map_err(|error| console.failure(scenario.blame(error, std::slice::from_ref(variant))))
}
