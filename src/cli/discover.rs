//! `pactum discover`.

use std::path::PathBuf;

use clap::Args;

use super::args;
use super::clock::Clock;
use super::console::Console;
use super::failure::Failure;
use super::output_dir::OutputDir;
use crate::api::position;
use crate::report::discovering::Found;
use crate::report::discovering::folder::{fill, manifest};
use crate::report::run_folder::RunFolder;
use crate::report::{Format, identity};
use crate::study::Group;
use crate::study::discover::{Demands, Question, Settings, Side, Worlds, discover};
use crate::study::draw_table::DrawTable;
use crate::study::rows::BoxRow;
use crate::study::subject::Subject;
use crate::study::table::Row;

/// The arguments of `pactum discover`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum discover \"$(cat results/deal/latest)\" --outcome peace --above 0.3
  pactum discover \"$(cat results/deal/latest)\" --outcome violation_unanswered --above 0.1
  pactum discover \"$(cat results/deal/latest)\" --payoff guarantor --worse-than no_clause
  pactum discover \"$(cat results/deal/latest)\" --payoff guarantor --below -20 --format csv

The draws of the run are searched for boxes: limits on some of the uncertain parameters within which cases of \
interest are frequent. coverage: the share of all cases that a box holds; density: the share of its draws that are \
cases; quasi-p: the chance of so many cases if a limit told nothing (limits above 0.05 are dropped). Boxes are found \
by PRIM; a small tree divides the same draws. Without --above and --below a case is a probability above its 75th \
percentile, a payoff below its 25th, and with --worse-than a probability that is higher, or a payoff that is lower. \
The folder's path is the last thing printed; without --out it is discover-<id> beside the run's.")]
pub(super) struct Discover {
    /// The results folder of a run.
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// The probability of this outcome; repeated, or with | between names, of any of these. By default the headline:
    /// outcomes whose names share their first word, like war_alone and war_with_nato, or else the first outcome.
    #[arg(long, value_name = "NAME", value_delimiter = '|', conflicts_with = "payoff")]
    outcome: Vec<String>,
    /// The expected payoff of this actor.
    #[arg(long, value_name = "ACTOR")]
    payoff: Option<String>,
    /// In this variant; the first by default, or the first other than that of --worse-than.
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// The difference from this variant, each draw paired with itself.
    #[arg(long, value_name = "VARIANT")]
    worse_than: Option<String>,
    /// Cases are draws with more than this.
    #[arg(long, value_name = "X", allow_negative_numbers = true, value_parser = finite, conflicts_with = "below")]
    above: Option<f64>,
    /// Cases are draws with less than this.
    #[arg(long, value_name = "X", allow_negative_numbers = true, value_parser = finite)]
    below: Option<f64>,
    /// How dense a box should be; of those that are, the one that covers most is given.
    #[arg(long, value_name = "SHARE", default_value_t = 0.8, value_parser = share)]
    density: f64,
    /// The most boxes; each is sought among the draws that those before leave.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    boxes: u32,
    /// The share of a box that one peel removes, and one paste adds.
    #[arg(long, value_name = "SHARE", default_value_t = 0.05, value_parser = less_than_half)]
    peel: f64,
    /// The least share of all draws that a box holds.
    #[arg(long, value_name = "SHARE", default_value_t = 0.05, value_parser = share)]
    mass: f64,
    /// Write results to this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Whether it is computed again.
    #[command(flatten)]
    again: args::Again,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// Searches the draws of a run.
pub(super) fn command(arguments: &Discover, console: &Console) -> Result<(), Failure> {
    let clock = Clock::start(console);
    let run = RunFolder::read(&arguments.dir).map_err(|error| Failure::usage(error.to_string()))?;
    let question = question(arguments, &run.table, console)?;
    let case = question.cases(&run.table);
    let case = case.map_err(|error| Failure::usage(error.to_string()))?;
    let variants: Vec<usize> = [Some(case.variant), case.against].into_iter().flatten().collect();
    let worlds = Worlds {
        parameters: run.table.uncertain(&variants, &case.draws),
        of_interest: case.of_interest.clone(),
    };
    if worlds.parameters.is_empty() {
        let name = &run.table.variants[case.variant].name;
        return Err(Failure::usage(format!(
            "no parameter of `{name}` is uncertain, so that all worlds are alike"
        )));
    }
    let demands = Demands {
        search: Settings {
            peel: arguments.peel,
            mass: arguments.mass,
        },
        density: arguments.density,
        boxes: arguments.boxes as usize,
    };
    let id = identity::id([
        env!("CARGO_PKG_VERSION"),
        &run.hash,
        &format!("discover {question:?} {demands:?}"),
    ]);
    let place = OutputDir::beside(arguments.out.as_deref(), &arguments.dir, "discover", &id);
    let interrupt = console.interrupt()?;
    let Some(part) = place.claim(&id, arguments.again, (&interrupt, console))? else {
        return place.show_past(BoxRow::TABLE, arguments.format, console);
    };
    interrupt.guard(part.path());
    let discovery = discover(&worlds, &demands);
    interrupt.check()?;
    let found = Found {
        run: &run,
        question: &question,
        case: &case,
        demands: &demands,
        discovery: &discovery,
    };
    let circumstances = clock.circumstances(id, &[], None);
    let summary = found.summary();
    let folder = fill(part.begin()?, &found, &summary, &manifest(&circumstances, &found))?;
    place.finish(part, folder)?;
    let shown = summary.show(arguments.format, console.width());
    console.results(&shown, &place.shown(), arguments.format)
}

/// The question, by the names that the run has.
fn question(arguments: &Discover, table: &DrawTable, console: &Console) -> Result<Question, Failure> {
    let named = |what: &str, name: Option<&str>, all: &[String]| {
        position(what, name, all).map_err(|error| console.failure(error))
    };
    let variants = table.variants.iter().map(|variant| variant.name.clone());
    let variants: Vec<String> = variants.collect();
    for outcome in &arguments.outcome {
        named("outcome", Some(outcome), &table.shape.outcomes)?;
    }
    named("actor", arguments.payoff.as_deref(), &table.shape.actors)?;
    let headline = || Group::headlines(&table.shape.outcomes).into_iter().next();
    let subject = match (&arguments.payoff, &arguments.outcome[..]) {
        (Some(actor), _) => Some(Subject::Payoff(actor.clone())),
        (None, []) => headline().map(Subject::Outcomes),
        (None, outcomes) => Some(Subject::Outcomes(Group::of(outcomes.to_vec()))),
    };
    let above = arguments.above.map(|bound| (Side::Above, bound));
    Ok(Question {
        subject: subject.ok_or_else(|| Failure::usage("the run has no outcomes"))?,
        variant: named("variant", arguments.variant.as_deref(), &variants)?,
        against: named("variant", arguments.worse_than.as_deref(), &variants)?,
        bound: above.or(arguments.below.map(|bound| (Side::Below, bound))),
    })
}

fn finite(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| "not a number".to_owned())
}

fn share(text: &str) -> Result<f64, String> {
    let share = finite(text).ok().filter(|share| *share > 0.0 && *share <= 1.0);
    share.ok_or_else(|| "not a share, more than 0 and at most 1".to_owned())
}

fn less_than_half(text: &str) -> Result<f64, String> {
    let share = finite(text).ok().filter(|share| *share > 0.0 && *share < 0.5);
    share.ok_or_else(|| "not a share, more than 0 and less than 0.5".to_owned())
}
