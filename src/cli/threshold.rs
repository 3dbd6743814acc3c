//! `pactum threshold`.

use clap::Args;
use serde::Serialize;

use super::args::{self, Output, StudySample};
use super::conduct::Study;
use super::console::Console;
use super::failure::Failure;
use super::scenario::load;
use crate::api::{GRID, Scenario, TargetQuestion, ThresholdQuestion};
use crate::report::thresholds::findings;
use crate::study::VariedKey;
use crate::study::threshold::shape;

/// The arguments of `pactum threshold`.
#[derive(Args, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
#[command(after_help = "\
Examples:
  pactum threshold deal.toml --vary credibility=0:1 --outcome peace --at 0.3 --draws 16
  pactum threshold deal.toml --vary gain=20:80 --sign --outcome peace --draws 16
  pactum threshold deal.toml --vary credibility=0:1 --actions move.violate,comply --nominal
  pactum threshold deal.toml --vary credibility=0:1 --vary price=20:50:10 --at 0.3 --nominal

A threshold is the value of a key at which a probability (or the payoff of an actor) reaches a level, at which it is \
the same in a variant as in the first, or at which two actions are equally good. It is found at the nominal point \
and in every draw, each for itself, to ten digits; threshold.csv has a row for each. With a second key the \
thresholds of the first are found at each of its values: a curve. Between two neighbouring values of the grid at \
most one threshold is found.")]
pub(super) struct Threshold {
    /// Which scenario.
    #[command(flatten)]
    #[serde(skip)]
    scenario: args::Scenario,
    /// The key and its range, KEY=LOW:HIGH; repeated, a second key with its values, KEY=LOW:HIGH:STEP or KEY=A,B,C.
    #[arg(long, value_name = "KEY=LOW:HIGH", required = true)]
    vary: Vec<String>,
    /// Look into this variant; may be repeated. All variants by default.
    #[arg(long, value_name = "NAME")]
    variant: Vec<String>,
    /// The probability of this outcome; repeated, of any of these. By default the first headline of `compare`.
    #[arg(long, value_name = "NAME")]
    outcome: Vec<String>,
    /// The expected payoff of this actor, instead of a probability.
    #[arg(long, value_name = "ACTOR", conflicts_with = "outcome")]
    payoff: Option<String>,
    /// Where it reaches this level.
    #[arg(long, value_name = "LEVEL", allow_negative_numbers = true)]
    at: Option<f64>,
    /// Where it is the same in a variant as in the first.
    #[arg(long, conflicts_with = "at")]
    sign: bool,
    /// Where these two actions of a stage are equally good.
    #[arg(long, value_name = "STAGE.A,B", conflicts_with_all = ["at", "sign", "outcome", "payoff"])]
    actions: Option<String>,
    /// Where the actor is of this type, for --actions.
    #[arg(long = "type", value_name = "TYPE", requires = "actions")]
    #[serde(rename = "type")]
    type_: Option<String>,
    /// In this period, from 1, for --actions; in all together by default.
    #[arg(long, value_name = "N", requires = "actions")]
    period: Option<usize>,
    /// How many values of the key are looked at before thresholds are closed in on.
    #[arg(long, value_name = "N", default_value_t = GRID as u64, value_parser = args::whole::<2, 10_000>)]
    grid: u64,
    /// How much is drawn.
    #[command(flatten)]
    #[serde(flatten)]
    sample: StudySample,
    /// Where results go.
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

/// Searches thresholds.
pub(super) fn command(arguments: &Threshold, console: &Console) -> Result<(), Failure> {
    if arguments.output.shard.is_some() {
        return Err(Failure::usage(
            "a threshold is sought in rounds, each where the last one points to, which cannot be shared out\nleave out --shard",
        ));
    }
    let loaded = load(&arguments.scenario, &arguments.variant, console)?;
    let question = question(arguments, &loaded, console)?;
    let sample = arguments.sample.sample();
    let shape = shape(loaded.key_columns(question.second.as_slice()));
    let study = Study {
        name: "threshold",
        table: "threshold",
        scenario: &arguments.scenario,
        loaded: &loaded,
        output: &arguments.output,
        threads: arguments.sample.threads,
        draws: loaded.threshold_size(&question, &sample),
        beside: None,
    };
    study.conduct_on(&sample, arguments, console, |conduct| {
        let (found, effort) = loaded.thresholds(&question, conduct)?;
        let draws = (effort.draws, effort.unsolved);
        Ok(findings(
            (loaded.title(), &loaded.labels()),
            &sample,
            &shape,
            (&found, draws),
        ))
    })
}

fn question(arguments: &Threshold, loaded: &Scenario, console: &Console) -> Result<ThresholdQuestion, Failure> {
    let wrong = |text: &str, error: String| Failure::Usage(format!("--vary {text}: {error}"));
    let (key, second) = match &arguments.vary[..] {
        [key] => (key, None),
        [key, second] => (
            key,
            Some(VariedKey::parse(second).map_err(|error| wrong(second, error))?),
        ),
        _ => {
            return Err(Failure::usage(
                "--vary takes a key with its range, and at most one more key with its values",
            ));
        }
    };
    let target = TargetQuestion {
        outcomes: &arguments.outcome,
        payoff: arguments.payoff.as_deref(),
        at: arguments.at,
        sign: arguments.sign,
        actions: arguments.actions.as_deref(),
        actor_type: arguments.type_.as_deref(),
        period: arguments.period,
    };
    let target = loaded.target(&target).map_err(|error| console.failure(error))?;
    let key = VariedKey::parse_range(key).map_err(|error| {
        // Whoever writes a step wants to say how finely the range is looked at.
        let step = if key.matches(':').count() == 2 {
            "; --grid N sets at how many values the range is looked at"
        } else {
            ""
        };
        wrong(key, error + step)
    })?;
    if second.as_ref().is_some_and(|second| second.key == key.0) {
        return Err(wrong(&arguments.vary[1], format!("`{}` is varied twice", key.0)));
    }
    Ok(ThresholdQuestion {
        key,
        second,
        target,
        grid: arguments.grid as usize,
    })
}
