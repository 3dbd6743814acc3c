//! `pactum check`.

use super::args;
use super::console::Console;
use super::failure::Failure;
use super::interrupt::Interrupt;
use super::scenario::Loaded;
use super::threads;
use crate::report::grid::show;
use crate::report::inventory::{Measured, keys, settings, sizes};
use crate::report::terminal::grouped;
use crate::study::{Plan, Variant, Watch, verify};

/// Checks a scenario, or lists its settings.
pub(super) fn command(arguments: &args::Check, console: &Console) -> Result<(), Failure> {
    let loaded = Loaded::new(&arguments.scenario, &arguments.variant, console)?;
    if arguments.parameters {
        if loaded.models().len() > 1 {
            console.remark(
                "All keys of the first variant, and of the others those that differ from it.",
            );
        }
        let rows = settings(loaded.models());
        return console.data(&show(&keys(), &rows, arguments.format.into()));
    }
    let interrupt = Interrupt::listen()?;
    let variants = loaded.explore(console)?;
    interrupt.check()?;
    let plan = Plan {
        draws: arguments.sample.draws,
        games: 1,
        seed: arguments.sample.seed,
        nominal: arguments.sample.nominal,
        every_game: false,
    };
    let watch = Watch {
        progress: &|_| (),
        interrupt: interrupt.flag(),
    };
    threads::on(arguments.sample.threads, || {
        variants
            .iter()
            .try_for_each(|variant| verify(variant, &plan, &watch))
    })??;
    console.remark(&format!(
        "{}: sound. In every reachable state somebody can act, no number leaves its range, and every game ends in exactly \
         one outcome, whatever is drawn.",
        loaded.title()
    ));
    console.remark(&probabilities(&variants, &plan));
    let rows: Vec<Measured> = variants.iter().map(Measured::of).collect();
    console.data(&show(&sizes(), &rows, arguments.format.into()))
}

/// Says for which parameters the probabilities were checked.
fn probabilities(variants: &[Variant], plan: &Plan) -> String {
    let uncertain = variants
        .iter()
        .any(|variant| !variant.model.parameters.is_empty());
    if !uncertain {
        return "No parameter is uncertain: probabilities were checked once and for all."
            .to_owned();
    }
    if plan.nominal {
        return "Probabilities were checked at the nominal point.".to_owned();
    }
    format!(
        "Probabilities were checked at the nominal point, and at each of the {} draws that a run with --seed {} uses.",
        grouped(plan.draws),
        plan.seed
    )
}
