//! `pactum run`.

use std::path::PathBuf;

use clap::Args;

use super::args;
use super::clock::Clock;
use super::console::Console;
use super::failure::Failure;
use super::interrupt::Interrupt;
use super::output_dir::OutputDir;
use super::progress_bar::Bar;
use super::scenario::{explore, load, name_of};
use super::threads::{self, cores};
use crate::api::Scenario;
use crate::report::results::is_result_file;
use crate::report::{About, Circumstances, Folder, Format, Manifest, Results, identity, terminal};
use crate::study::{Plan, RunSummary, StudyError, Variant, Watch, run, shape};

/// The arguments of `pactum run`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum run deal.toml
  pactum run deal.toml --draws 5000 --games 20 --seed 7
  pactum run deal.toml --variant clause --set entry_on_violation.credibility=0.9
  pactum run deal.toml --nominal --out results/central
  pactum run deal.toml --format csv --quiet | column -s, -t

The folder's path is the last thing printed (with --format json it is the last key, with --format csv it goes to
standard error). Without --out the folder is results/<scenario>/<id>/; results/<scenario>/latest holds its path.")]
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
    /// How many games of each draw; with --nominal, games × draws are played in the one draw.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..))]
    games: u64,
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
    #[arg(long, value_enum, default_value_t = args::Shown::Table)]
    format: args::Shown,
}

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
    let id = id(&plan, &loaded, &about.scenario);
    let place = OutputDir::of_run(arguments.out.as_deref(), &about.name, &id);
    if place.complete(&id) && !arguments.force {
        console.remark(&format!(
            "{} is complete already; --force computes it again",
            place.shown()
        ));
        place.note_latest()?;
        return console.data(&format!("{}\n", place.shown()));
    }
    let interrupt = Interrupt::listen()?;
    let folder = Folder::prepare(&place.path, arguments.force, is_result_file)?;
    interrupt.guard(folder.gathering());
    let variants = explore(&loaded, console)?;
    interrupt.check()?;
    let mut results = Results::begin(folder, about.clone(), &shape(&variants), plan.every_game)?;
    let summary = play(arguments, &plan, &variants, &interrupt, console, &mut results)?
        .map_err(|error| console.failure(loaded.blame(error, &variants)))?;
    let circumstances = Circumstances {
        name: about.name,
        title: about.title,
        scenario: about.scenario,
        id,
        arguments: std::env::args().skip(1).collect(),
        sets: arguments.scenario.set.clone(),
        threads: arguments.sample.threads.unwrap_or_else(cores),
        cores: cores(),
        started: clock.started(),
        seconds: clock.seconds(),
    };
    results.finish(&Manifest::new(&circumstances, &plan, &variants, &summary))?;
    place.note_latest()?;
    print(arguments, &loaded, &plan, &summary, &place, console)
}

fn plan(arguments: &Run) -> Result<Plan, Failure> {
    let plan = Plan {
        draws: arguments.sample.draws,
        games: arguments.games,
        seed: arguments.sample.seed,
        nominal: false,
        every_game: arguments.games_csv,
    };
    let too_many = || Failure::Usage("draws × games are more games than can be counted".to_owned());
    let central = plan.nominal().ok_or_else(too_many)?;
    Ok(if arguments.sample.nominal { central } else { plan })
}

/// The short hash of everything that the results follow from.
fn id(plan: &Plan, scenario: &Scenario, text: &str) -> String {
    let arguments = format!(
        "draws {} games {} seed {} nominal {} games_csv {}",
        plan.draws, plan.games, plan.seed, plan.nominal, plan.every_game
    );
    let fixed = [env!("CARGO_PKG_VERSION"), text, &arguments];
    identity::id(fixed.into_iter().chain(scenario.variants()))
}

fn play(
    arguments: &Run,
    plan: &Plan,
    variants: &[Variant],
    interrupt: &Interrupt,
    console: &Console,
    results: &mut Results,
) -> Result<Result<RunSummary, StudyError>, Failure> {
    let bar = Bar::new(plan.draws * variants.len() as u64, console);
    let watch = Watch {
        progress: &|progress| bar.show(progress),
        interrupt: interrupt.flag(),
    };
    let summary = threads::on(arguments.sample.threads, || run(variants, plan, &watch, results))?;
    bar.clear();
    Ok(summary)
}

fn print(
    arguments: &Run,
    scenario: &Scenario,
    plan: &Plan,
    summary: &RunSummary,
    place: &OutputDir,
    console: &Console,
) -> Result<(), Failure> {
    for warning in terminal::warnings(summary) {
        console.warn(&warning);
    }
    let path = place.shown();
    let format = Format::from(arguments.format);
    let outcomes = terminal::outcomes((scenario.title(), &scenario.labels()), plan, summary, &path, format);
    match format {
        Format::Table if console.quiet() => console.data(&format!("{path}\n"))?,
        Format::Table => console.data(&format!("{outcomes}\n{path}\n"))?,
        Format::Json => console.data(&outcomes)?,
        Format::Csv => {
            console.data(&outcomes)?;
            console.remark(&path);
        }
    }
    if summary.unsolved() > 0 {
        Err(Failure::NotSolved)
    } else {
        Ok(())
    }
}
