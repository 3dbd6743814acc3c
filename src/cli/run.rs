//! `pactum run`.

use std::path::PathBuf;

use clap::Args;

use super::args;
use super::clock::Clock;
use super::console::Console;
use super::failure::Failure;
use super::interrupt::Interrupt;
use super::output_dir::OutputDir;
use super::progress_bar::watched;
use super::scenario::{explore, load, name_of};
use crate::api::Scenario;
use crate::report::{About, Format, Results, Summary, identity, manifest, running};
use crate::study::{Plan, Until, Watch, run, run_until, shape};

/// The arguments of `pactum run`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum run deal.toml
  pactum run deal.toml --draws 5000 --games 20 --seed 7
  pactum run deal.toml --variant clause --set credibility=0.9
  pactum run deal.toml --nominal --out results/central
  pactum run deal.toml --games 0 --draws 5000
  pactum run deal.toml --until 0.05
  pactum run deal.toml --format csv --quiet | column -s, -t

The folder's path is the last thing printed (with --format json and csv on standard error). Without --out the folder is
results/<scenario>/<id>/; results/<scenario>/latest holds its path. The same command prints the same again, from the
folder; --force computes again.")]
pub(super) struct Run {
    /// Which scenario.
    #[command(flatten)]
    scenario: args::Scenario,
    /// Play this variant; may be repeated. All variants in the order of the file by default; differences are to the first.
    #[arg(long, value_name = "NAME")]
    variant: Vec<String>,
    /// How much is drawn.
    #[command(flatten)]
    sample: args::Sample,
    /// How many games of each draw; with --nominal, games × draws are played in the one draw. With 0 nothing is played:
    /// exact results only, and what only games show stays empty.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = args::whole::<0, { u64::MAX }>)]
    games: u64,
    /// Go on drawing until the 95 % interval of every outcome's probability is narrower than this, in every variant. It is
    /// looked at after 128 draws, then after half as many again each time, by an interval that covers at all looks
    /// together. --draws is then the most, 100,000 by default; exit code 5 where that is not enough.
    #[arg(long, value_name = "WIDTH", value_parser = width, conflicts_with = "nominal")]
    until: Option<f64>,
    /// Write results to this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace an older results folder.
    #[arg(long)]
    force: bool,
    /// Write games.csv too: a row for every game. It takes disk and memory in proportion.
    #[arg(long)]
    games_csv: bool,
    /// How the table of outcomes is printed.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// The most draws of a run that goes on until its probabilities are known well enough.
const MOST_DRAWS: u64 = 100_000;

/// Plays a scenario.
pub(super) fn command(arguments: &Run, console: &Console) -> Result<(), Failure> {
    let clock = Clock::start();
    let plan = plan(arguments)?;
    let loaded = load(&arguments.scenario, &arguments.variant, console)?;
    let about = About {
        name: name_of(&arguments.scenario.scenario),
        title: loaded.title().to_owned(),
        scenario: loaded.resolved(),
    };
    let id = id((&plan, arguments.until), &loaded, &about.scenario);
    let place = OutputDir::of_run(arguments.out.as_deref(), &about.name, &id);
    let path = place.shown();
    let interrupt = Interrupt::listen()?;
    let Some(folder) = place.prepare(&id, arguments.force, &interrupt)? else {
        console.remark(&format!("{path} is complete already; --force computes it again"));
        place.note_latest()?;
        let past = place.past("outcomes")?;
        show(&past.summary, &path, arguments.format, console)?;
        past.solved()?;
        let missed = past.results.missed_target();
        if missed {
            console.warn("it did not reach the width that was asked for; manifest.json says how near it came");
        }
        return target_met(!missed);
    };
    let variants = explore(&loaded, console)?;
    interrupt.check()?;
    let mut results = Results::begin(folder, about.clone(), &shape(&variants), plan.every_game)?;
    let draws = plan.draws * variants.len() as u64;
    let work = |watch: &Watch<'_>| match arguments.until {
        Some(width) => run_until(&variants, (&plan, width), watch, &mut results),
        None => run(&variants, &plan, watch, &mut results),
    };
    let summary = watched(draws, arguments.sample.threads, (&interrupt, console), work)?;
    let summary = summary.map_err(|error| console.failure(loaded.blame(error, &variants)))?;
    let stopped = summary.until.as_ref().and_then(Until::last);
    let plan = Plan {
        draws: stopped.map_or(plan.draws, |look| look.draws),
        ..plan
    };
    let circumstances = clock.circumstances(id, &arguments.scenario.set, arguments.sample.threads);
    let words = (loaded.title(), &loaded.labels());
    let shown = running::summary(words, &plan, &summary);
    results.finish(&manifest(&circumstances, &about, &plan, &variants, &summary), &shown)?;
    place.note_latest()?;
    for warning in running::warnings(&summary) {
        console.warn(&warning);
    }
    show(&shown, &path, arguments.format, console)?;
    let solved = summary.unsolved() == 0;
    solved.then_some(()).ok_or(Failure::NotSolved)?;
    target_met(summary.until.is_none_or(|until| until.met))
}

/// Prints what a run found; with --quiet only the folder's path, unless data are asked for.
fn show(summary: &Summary, path: &str, format: Format, console: &Console) -> Result<(), Failure> {
    match format {
        Format::Table if console.quiet => console.data(&format!("{path}\n")),
        _ => console.results(&summary.show(format, console.width()), path, format),
    }
}

fn target_met(met: bool) -> Result<(), Failure> {
    met.then_some(()).ok_or(Failure::TargetNotMet)
}

fn width(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(width) if width > 0.0 && width <= 1.0 => Ok(width),
        _ => Err("not the width of an interval of probabilities, above 0 and at most 1".to_owned()),
    }
}

fn plan(arguments: &Run) -> Result<Plan, Failure> {
    let plan = Plan {
        draws: match (arguments.until, arguments.sample.draws) {
            (Some(_), None) => MOST_DRAWS,
            _ => arguments.sample.draws(),
        },
        games: arguments.games,
        seed: arguments.sample.seed(),
        nominal: false,
        every_game: arguments.games_csv,
    };
    if plan.games == 0 && plan.every_game {
        return Err(Failure::usage(
            "--games-csv lists played games, and with --games 0 there are none\nleave one of the two out",
        ));
    }
    let too_many = || Failure::usage("draws × games are more games than can be counted");
    let central = plan.nominal().ok_or_else(too_many)?;
    Ok(if arguments.sample.nominal { central } else { plan })
}

/// The short hash of everything that the results follow from.
fn id((plan, until): (&Plan, Option<f64>), scenario: &Scenario, text: &str) -> String {
    let Plan {
        draws,
        games,
        seed,
        nominal,
        every_game,
    } = plan;
    let arguments = format!("draws {draws} games {games} seed {seed} nominal {nominal} games_csv {every_game}");
    let until = until.map_or_else(String::new, |width| format!(" until {width}"));
    let arguments = arguments + &until;
    let fixed = [env!("CARGO_PKG_VERSION"), text, &arguments];
    identity::id(fixed.into_iter().chain(scenario.variants()))
}
