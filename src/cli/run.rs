//! `pactum run`.

use clap::Args;
use serde::Serialize;

use super::args;
use super::clock::Clock;
use super::console::Console;
use super::failure::Failure;
use super::output_dir::OutputDir;
use super::progress_bar::watched;
use super::scenario::{explore, load, name_in_results};
use super::shard::{Whole, joined};
use super::study_file::StudyFile;
use crate::api::Scenario;
use crate::report::block_file::BlockFile;
use crate::report::{About, Format, Results, Summary, identity, manifest, running};
use crate::study::block_store::Shard;
use crate::study::rows::OutcomeRow;
use crate::study::table::Row;
use crate::study::{Plan, Rows, StudyError, Until, Watch, run_draws, run_kept, run_until, shape};

/// The arguments of `pactum run`.
#[derive(Args, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
#[command(after_help = "\
Examples:
  pactum run deal.toml
  pactum run deal.toml --draws 5000 --games 20 --seed 7
  pactum run deal.toml --variant clause --set credibility=0.9
  pactum run deal.toml --nominal --out results/central
  pactum run deal.toml --games 0 --draws 5000
  pactum run deal.toml --until 0.05
  pactum run deal.toml --format csv --quiet | column -s, -t

The folder's path is the last thing printed (with --format json and csv on standard error). Without --out the folder \
is results/<scenario>/<id>/; results/<scenario>/latest holds its path. The same command prints the same again, from \
the folder; --force computes again. A command that was interrupted or killed goes on where it was when it is given \
again.")]
pub(super) struct Run {
    /// Which scenario.
    #[command(flatten)]
    #[serde(skip)]
    scenario: args::Scenario,
    /// Play this variant; may be repeated. All variants in the order of the file by default; differences are to the first.
    #[arg(long, value_name = "NAME")]
    variant: Vec<String>,
    /// How much is drawn.
    #[command(flatten)]
    #[serde(flatten)]
    sample: args::Sample,
    /// How many games of each draw; with --nominal, games × draws are played in the one draw. With 0 nothing is played:
    /// exact results only, and what only games show stays empty.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = args::whole::<0, { u64::MAX }>)]
    games: u64,
    /// Go on drawing until the 95 % interval of every outcome's probability is narrower than this, in every variant. It is
    /// looked at after 128 draws, then after half as many again each time, by an interval that covers at all looks
    /// together. --draws is then the most, 100,000 by default; exit code 5 where that is not enough.
    #[arg(long, value_name = "WIDTH", value_parser = width, conflicts_with = "nominal")]
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<f64>,
    /// Write games.csv too: a row for every game. It takes disk and memory in proportion.
    #[arg(long)]
    games_csv: bool,
    /// Where results go.
    #[command(flatten)]
    #[serde(skip)]
    output: args::Output,
}

/// The most draws of a run that goes on until its probabilities are known well enough.
const MOST_DRAWS: u64 = 100_000;

/// Plays a scenario.
pub(super) fn command(arguments: &Run, console: &Console) -> Result<(), Failure> {
    let clock = Clock::start(console);
    let plan = plan(arguments)?;
    let loaded = load(&arguments.scenario, &arguments.variant, console)?;
    let about = About {
        name: name_in_results(&arguments.output, &arguments.scenario),
        title: loaded.title().to_owned(),
        scenario: loaded.resolved(),
    };
    let id = id((&plan, arguments.until), &loaded, &about.scenario);
    let place = OutputDir::of_run(arguments.output.out.as_deref(), &about.name, &id);
    let (path, format) = (place.shown(), arguments.output.format);
    if let Some(shard) = arguments.output.shard {
        return play_shard(shard, arguments, (&plan, &loaded, &about), (&place, &id), console);
    }
    let joined = joined(&arguments.output, &id)?;
    let interrupt = console.interrupt()?;
    let Some(mut part) = place.claim(&id, arguments.output.again, (&interrupt, console))? else {
        return show_past(&place, format, console);
    };
    OutputDir::say_going_on(&part, console);
    part.join(joined);
    let variants = explore(&loaded, console)?;
    interrupt.check()?;
    let mut results = Results::begin(part.begin()?, about.clone(), &shape(&variants), plan.every_game)?;
    let draws = plan.draws * variants.len() as u64;
    let work = |watch: &Watch<'_>| match arguments.until {
        Some(width) => run_until(&variants, (&plan, width), (watch, part.blocks()), &mut results),
        None => run_kept(&variants, &plan, (watch, part.blocks()), &mut results),
    };
    let summary = watched(draws, arguments.sample.threads, (&interrupt, console), work)?;
    let summary = match summary {
        Ok(summary) => summary,
        Err(error) => return Err(OutputDir::failed(part, loaded.blame(error, &variants), console)),
    };
    let stopped = summary.until.as_ref().and_then(Until::last);
    let plan = Plan {
        draws: stopped.map_or(plan.draws, |look| look.draws),
        ..plan
    };
    let circumstances = clock.circumstances(id, &arguments.scenario.set, arguments.sample.threads);
    let words = (loaded.title(), &loaded.labels());
    let shown = running::summary(words, &plan, &summary);
    let study = study(arguments, &about)?;
    let folder = results.finish(
        &manifest(&circumstances, &about, &plan, &variants, &summary),
        &shown,
        &study,
    )?;
    place.finish(part, folder)?;
    for warning in running::warnings(&summary) {
        console.warn(&warning);
    }
    show(&shown, &path, format, console)?;
    let solved = summary.all_solved();
    solved.then_some(()).ok_or(Failure::NotSolved)?;
    target_met(summary.until.is_none_or(|until| until.met))
}

/// The text of the file that runs it again.
fn study(arguments: &Run, about: &About) -> Result<String, Failure> {
    Ok(StudyFile::of("run", arguments, arguments.scenario.max_states)?.named(&about.name))
}

/// Plays what falls to a shard.
fn play_shard(
    shard: Shard,
    arguments: &Run,
    (plan, loaded, about): (&Plan, &Scenario, &About),
    (place, id): (&OutputDir, &str),
    console: &Console,
) -> Result<(), Failure> {
    if arguments.until.is_some() {
        return Err(Failure::usage(
            "with --until nobody knows beforehand how many draws there are to share out\nleave out --until or --shard",
        ));
    }
    let variants = explore(loaded, console)?;
    let whole = Whole {
        place,
        id,
        scenario: &about.scenario,
        study: &study(arguments, about)?,
        draws: plan.draws * variants.len() as u64,
        threads: arguments.sample.threads,
    };
    let work = |watch: &Watch<'_>, blocks: &BlockFile| match run_kept(
        &variants,
        plan,
        (watch, blocks),
        &mut Rows::default(),
    ) {
        Err(StudyError::Interrupted) => Ok(true),
        done => done.map(|_| false),
    };
    let done = whole.compute(shard, &arguments.output, console, work)?;
    done.map_err(|error| console.failure(loaded.blame(error, &variants)))
}

/// The rows of some draws, by variant and number, of a run of so many draws.
pub(super) fn derive_draws(
    arguments: &Run,
    of: u64,
    draws: &[(&str, u64)],
    console: &Console,
) -> Result<Rows, Failure> {
    let plan = Plan {
        draws: of,
        ..plan(arguments)?
    };
    let loaded = load(&arguments.scenario, &arguments.variant, console)?;
    let interrupt = console.interrupt()?;
    let variants = explore(&loaded, console)?;
    interrupt.check()?;
    let site = |name: &str| variants.iter().position(|variant| variant.name == name);
    let known = draws.iter().filter_map(|&(variant, draw)| Some((site(variant)?, draw)));
    let known: Vec<(usize, u64)> = known.filter(|&(_, draw)| draw < of).collect();
    let mut rows = Rows::default();
    let work = |watch: &Watch<'_>| run_draws(&variants, &plan, &known, watch, &mut rows);
    match watched(
        known.len() as u64,
        arguments.sample.threads,
        (&interrupt, console),
        work,
    )? {
        Ok(()) => Ok(rows),
        Err(StudyError::Interrupted) => Err(Failure::Interrupted),
        Err(error) => Err(console.failure(loaded.blame(error, &variants))),
    }
}

/// Prints the complete results of a run that are there.
fn show_past(place: &OutputDir, format: Format, console: &Console) -> Result<(), Failure> {
    place.say_complete(console);
    place.note_latest()?;
    let past = place.past(OutcomeRow::TABLE)?;
    show(&past.summary, &place.shown(), format, console)?;
    past.solved()?;
    let missed = past.results.missed_target();
    if missed {
        console.warn("it did not reach the width that was asked for; manifest.json says how near it came");
    }
    target_met(!missed)
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
