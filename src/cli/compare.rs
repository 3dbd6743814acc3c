//! `pactum compare`.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::args::{self, STUDY_DRAWS_LIMIT};
use super::clock::Clock;
use super::console::Console;
use super::failure::Failure;
use super::output_dir::OutputDir;
use super::progress_bar::watched;
use super::setting_sets::SettingSet;
use super::side_source::SideSource;
use super::sides::{Asked, Sides};
use super::study_file::StudyFile;
use crate::api::headlines;
use crate::explore::MAX_STATES;
use crate::report::comparing::folder::{fill, manifest, of_all};
use crate::report::comparing::{Comparison, warnings};
use crate::report::past_results::Drawn;
use crate::report::{About, Format, identity};
use crate::study::contrast::{outcomes_of, robustness, solutions};
use crate::study::rows::ComparisonRow;
use crate::study::table::Row;
use crate::study::{Inquiry, Level, StudyError, Watch, contrast};

/// The arguments of `pactum compare`.
#[derive(Args, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
#[command(after_help = "\
Examples:
  pactum compare deal.toml
  pactum compare deal.toml --outcome violation_answered --outcome violation_unanswered
  pactum compare deal.toml --variant no_clause --variant clause --set credibility=0.9 --nominal
  pactum compare deal.toml other.toml --draws 200
  pactum compare deal.toml --with credibility=0.9 --with \"credibility=0.1 price=30\" --nominal
  pactum compare \"$(cat results/deal/latest)\" other.toml
  pactum compare deal.toml --nominal --format csv
  pactum compare deal.toml --nominal --robust

The others are compared with the first, draw by draw: under one seed, parameters of one name have the same values \
everywhere. Probabilities and payoffs are exact in each draw, so no games are played. \"turns in\" is the share of \
draws in which the sign is the other way than the mean's; where it is more than a quarter, or the 95 % interval of \
the mean holds zero, the answer is called open. Headlines are given again with every actor's precision λ halved and \
doubled (in the first 100 draws), and by the true type of the first actor that has types (of all of them in \
comparisons.csv).

A results folder of `run` stands for its scenario as run, its variants, its draws and its seed. It is solved again, \
so that all of the above can be said of it, too. Folders must agree in draws and seed, unless --draws and --seed say \
what they are. The path of the new folder is the last thing printed; without --out it is \
results/<scenario>/compare-<id>/. Exit code 5 where some draw is not solved.")]
pub(super) struct Compare {
    /// Scenario files, and results folders of runs; the first variant of the first is the one that the others are compared
    /// with.
    #[arg(value_name = "SCENARIO", required = true)]
    #[serde(skip)]
    scenarios: Vec<PathBuf>,
    /// Compare this variant; may be repeated. With several files, of each file those of these variants that it has, and
    /// all of a file with only one. All variants by default.
    #[arg(long, value_name = "NAME")]
    variant: Vec<String>,
    /// The headline: the probability of this outcome; repeated, of any of these. By default outcomes whose names share
    /// their first word are a headline together, like war_alone and war_with_nato; where none do, each is one; of two
    /// that are everything together, the first is enough.
    #[arg(long, value_name = "NAME")]
    outcome: Vec<String>,
    /// Set a value in every file; may be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    #[serde(skip)]
    set: Vec<String>,
    /// Compare these settings, separated by blanks, with others: a side for each --with (and each variant), called by its
    /// settings, which count over those of --set. An empty text is a side without settings of its own.
    #[arg(long, value_name = "KEY=VALUE ...")]
    #[serde(skip)]
    with: Vec<String>,
    /// The most states and positions within stages that a game may have.
    #[arg(long, value_name = "N", default_value_t = MAX_STATES)]
    #[serde(skip)]
    max_states: usize,
    /// Compare the headlines again with one modelling convention changed at a time, at the nominal point, or in this many
    /// draws: other precisions, watched periods halved and doubled, own later choices the other way, chances of being
    /// asked halved and doubled, each action cut in two. robustness.csv holds the rows.
    #[arg(long, value_name = "DRAWS", num_args = 0..=1, require_equals = true, default_missing_value = "0")]
    #[serde(skip_serializing_if = "Option::is_none")]
    robust: Option<u64>,
    /// How much is drawn.
    #[command(flatten)]
    #[serde(flatten)]
    sample: args::Sample,
    /// Write results to this folder.
    #[arg(long, value_name = "DIR")]
    #[serde(skip)]
    out: Option<PathBuf>,
    /// Whether it is computed again.
    #[command(flatten)]
    #[serde(skip)]
    again: args::Again,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    #[serde(skip)]
    format: Format,
    /// What the scenario is called in results; by default as its file.
    #[arg(long, value_name = "NAME", hide = true)]
    #[serde(skip)]
    name: Option<String>,
}

/// Compares variants, files, results folders, or sets of settings.
pub(super) fn command(arguments: &Compare, console: &Console) -> Result<(), Failure> {
    let clock = Clock::start(console);
    let sample = &arguments.sample;
    let sources = arguments.scenarios.iter().map(|path| SideSource::of(path));
    let asked = Asked {
        sources: &sources.collect::<Result<Vec<_>, _>>()?,
        variants: &arguments.variant,
        set: &arguments.set,
        with: &SettingSet::all(&arguments.with)?,
        max_states: arguments.max_states,
    };
    let sides = Sides::load(&asked, sample, console)?;
    let mut scenarios = sides.scenarios();
    if let (Some(name), [only]) = (&arguments.name, &mut scenarios[..]) {
        only.name.clone_from(name);
    }
    let drawn = sides.drawn();
    if drawn.draws > STUDY_DRAWS_LIMIT {
        return Err(Failure::usage(format!(
            "--draws {}: what is compared is kept in memory, of at most {STUDY_DRAWS_LIMIT} draws",
            drawn.draws
        )));
    }
    let id = id(arguments, &sides, &scenarios);
    let name = of_all(&scenarios, "-", |about| &about.name);
    let place = OutputDir::of_study("compare", arguments.out.as_deref(), &name, &id);
    let interrupt = console.interrupt()?;
    let Some(part) = place.claim(&id, arguments.again, (&interrupt, console))? else {
        return place.show_past(ComparisonRow::TABLE, arguments.format, console);
    };
    OutputDir::say_going_on(&part, console);
    let explored = sides.explore(console)?;
    interrupt.check()?;
    let alternatives = match arguments.robust {
        Some(_) => sides.alternatives(&explored, console)?,
        None => Vec::new(),
    };
    let levels = Level::all(explored, drawn.draws);
    let inquiry = Inquiry {
        seed: drawn.seed,
        nominal: drawn.nominal,
        headlines: headlines(&arguments.outcome, &outcomes_of(&levels[0].sides))
            .map_err(|error| console.failure(error))?,
    };
    let all = levels.iter().map(Level::solutions);
    let work = |watch: &Watch<'_>| contrast(&levels, &inquiry, (watch, part.blocks()));
    let found = watched(all.sum(), sample.threads, (&interrupt, console), work)?;
    let blamed = |error: StudyError| {
        let scenario = sides.blamed(&error);
        scenario.blame(error, &levels[0].sides)
    };
    let contrast = match found.map_err(blamed) {
        Ok(contrast) => contrast,
        Err(error) => return Err(OutputDir::failed(part, error, console)),
    };
    let robust = match arguments.robust {
        Some(asked) => {
            let inquiry = Inquiry {
                nominal: asked == 0,
                ..inquiry.clone()
            };
            let (sides, draws) = (&levels[0].sides, asked.max(1));
            let work = |watch: &Watch<'_>| robustness(sides, &alternatives, &inquiry, draws, (watch, part.blocks()));
            let all = solutions(sides, &alternatives, draws);
            watched(all, sample.threads, (&interrupt, console), work)?.map_err(blamed)
        }
        None => Ok(Vec::new()),
    };
    let robust = match robust {
        Ok(robust) => robust,
        Err(error) => return Err(OutputDir::failed(part, error, console)),
    };
    let comparison = Comparison {
        titles: &sides.titles(),
        labels: &sides.labels(),
        inquiry: &inquiry,
        levels: &levels,
        contrast: &contrast,
        robustness: &robust,
    };
    let circumstances = clock.circumstances(id, &arguments.set, sample.threads);
    let manifest = manifest(&circumstances, &scenarios, &arguments.with, &comparison);
    let summary = comparison.summary();
    let folder = fill(
        part.begin()?,
        &scenarios,
        &comparison,
        &summary,
        study(arguments, &scenarios)?,
        &manifest,
    )?;
    place.finish(part, folder)?;
    let (format, path) = (arguments.format, place.shown());
    let shown = summary.show(format, console.width());
    // In the other formats the warnings are among the conclusions.
    if format == Format::Csv {
        for warning in warnings(&contrast) {
            console.warn(&warning);
        }
    }
    console.results(&shown, &path, format)?;
    let solved = contrast.all_solved();
    solved.then_some(()).ok_or(Failure::NotSolved)
}

/// The text of the file that runs it again, where the folder holds one scenario as it is read, and no sides of it with other
/// settings.
fn study(arguments: &Compare, scenarios: &[About]) -> Result<Option<String>, Failure> {
    match (&arguments.scenarios[..], scenarios) {
        ([file], [about]) if !file.is_dir() && arguments.with.is_empty() => {
            let study = StudyFile::of("compare", arguments, arguments.max_states)?;
            Ok(Some(study.named(&about.name)))
        }
        _ => Ok(None),
    }
}

/// The short hash of everything that the results follow from.
fn id(arguments: &Compare, sides: &Sides, scenarios: &[About]) -> String {
    let Drawn { draws, seed, nominal } = sides.drawn();
    let outcomes = arguments.outcome.join(" ");
    let robust = arguments
        .robust
        .map_or_else(String::new, |draws| format!(" robust {draws}"));
    let asked = format!("compare draws {draws} seed {seed} nominal {nominal} outcomes {outcomes}{robust}");
    let texts = scenarios.iter().map(|about| about.scenario.as_str());
    let fixed = [env!("CARGO_PKG_VERSION"), &asked];
    identity::id(fixed.into_iter().chain(texts).chain(sides.names()))
}
