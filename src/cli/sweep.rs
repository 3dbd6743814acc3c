//! `pactum sweep`.

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::args::{self, Output, StudySample};
use super::conduct::Study;
use super::console::Console;
use super::failure::Failure;
use super::scenario::load;
use crate::report::sweeping::findings;
use crate::study::VariedKey;
use crate::study::sweep::SweepQuestion;
use crate::study::varied_key::{SpaceFilling, full_grid, spread};

/// How points are spread over ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
enum Design {
    /// A Latin hypercube.
    Lhs,
    /// Scrambled Sobol points.
    Sobol,
}

/// The arguments of `pactum sweep`.
#[derive(Args, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
#[command(after_help = "\
Examples:
  pactum sweep deal.toml --vary credibility=0:1:0.1 --draws 100
  pactum sweep deal.toml --vary credibility=0:1:0.25 --level 0.4 --draws 100
  pactum sweep deal.toml --vary credibility=0,0.5,1 --vary challenger.restless=0.2,0.4 --nominal
  pactum sweep deal.toml --vary periods.count=6,12,24 --nominal
  pactum sweep deal.toml --vary price=20:50 --vary gain=20:80 --design lhs --points 16 --nominal
  pactum sweep deal.toml --vary credibility=0:1:0.1 --decision response.answer --nominal

A key is one that --set takes: a parameter, a prior, a start, a credibility, a cost, the number of periods. Every \
combination of the values is a point; with --design points are spread over ranges. Probabilities, payoffs, decisions \
and beliefs are exact in each draw, and draws are the same at every point. sweep.csv has a row per variant and \
point, crossings.csv says where the headline crosses a level, and where variants are equal. Interrupted, the same \
command goes on where it was.")]
pub(super) struct Sweep {
    /// Which scenario.
    #[command(flatten)]
    #[serde(skip)]
    scenario: args::Scenario,
    /// Vary this key: KEY=LOW:HIGH:STEP or KEY=A,B,C. May be repeated.
    #[arg(long, value_name = "KEY=VALUES", required = true)]
    vary: Vec<String>,
    /// Spread points over the ranges of the keys, which are then written KEY=LOW:HIGH, instead of taking every combination.
    #[arg(long, value_enum, value_name = "DESIGN", requires = "points")]
    #[serde(skip_serializing_if = "Option::is_none")]
    design: Option<Design>,
    /// How many points are spread, with --design.
    #[arg(long, value_name = "N", requires = "design", value_parser = args::whole::<1, 100_000>)]
    points: Option<u64>,
    /// Sweep this variant; may be repeated. All variants by default.
    #[arg(long, value_name = "NAME")]
    variant: Vec<String>,
    /// The headline: the probability of this outcome; repeated, of any of these. By default as in `compare`.
    #[arg(long, value_name = "NAME")]
    outcome: Vec<String>,
    /// Say where the headline crosses this probability; may be repeated. Needs one key with numbers.
    #[arg(long, value_name = "P", value_parser = level)]
    level: Vec<f64>,
    /// The probability of this action where its actor is asked; may be repeated.
    #[arg(long, value_name = "STAGE.ACTION[.TYPE]")]
    decision: Vec<String>,
    /// What an actor believes as a period starts (the first by default); may be repeated.
    #[arg(long, value_name = "OBSERVER.ABOUT.VALUE[.PERIOD]")]
    belief: Vec<String>,
    /// How much is drawn.
    #[command(flatten)]
    #[serde(flatten)]
    sample: StudySample,
    /// Where results go.
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

/// Sweeps keys.
pub(super) fn command(arguments: &Sweep, console: &Console) -> Result<(), Failure> {
    let question = question(arguments)?;
    let loaded = load(&arguments.scenario, &arguments.variant, console)?;
    let sample = arguments.sample.sample();
    let study = Study {
        name: "sweep",
        table: "sweep",
        scenario: &arguments.scenario,
        loaded: &loaded,
        output: &arguments.output,
        threads: arguments.sample.threads,
        draws: loaded.sweep_size(&question, &sample),
        beside: None,
    };
    study.conduct_on(&sample, arguments, console, |conduct| {
        let swept = loaded.sweep_with(&question, conduct)?;
        Ok(findings((loaded.title(), &loaded.labels()), &question, &sample, &swept))
    })
}

fn question(arguments: &Sweep) -> Result<SweepQuestion, Failure> {
    let (keys, points) = match (arguments.design, arguments.points) {
        (Some(design), Some(points)) => spread_out(arguments, design, points)?,
        _ => {
            let keys = keys(&arguments.vary)?;
            let points = full_grid(&keys);
            (keys, points)
        }
    };
    Ok(SweepQuestion {
        keys,
        points,
        decisions: arguments.decision.clone(),
        beliefs: arguments.belief.clone(),
        outcomes: arguments.outcome.clone(),
        levels: arguments.level.clone(),
    })
}

/// The keys with the values that they take at points spread over their ranges, and the points.
fn spread_out(arguments: &Sweep, design: Design, points: u64) -> Result<(Vec<VariedKey>, Vec<Vec<String>>), Failure> {
    let range = |text: &String| {
        let range = VariedKey::parse_range(text);
        range.map_err(|error| Failure::Usage(format!("--vary {text}: {error}")))
    };
    let ranges = arguments.vary.iter().map(range).collect::<Result<Vec<_>, _>>()?;
    let how = match design {
        Design::Lhs => SpaceFilling::Lhs,
        Design::Sobol => SpaceFilling::Sobol,
    };
    let ends: Vec<[f64; 2]> = ranges.iter().map(|(_, range)| *range).collect();
    let points = spread(&ends, how, points, arguments.sample.seed);
    let key = |(number, (key, _)): (usize, (String, [f64; 2]))| VariedKey {
        key,
        values: points.iter().map(|point| point[number].clone()).collect(),
    };
    let keys = once_each(ranges.into_iter().enumerate().map(key).collect(), &arguments.vary)?;
    Ok((keys, points))
}

/// The keys that are varied, each once.
pub(super) fn keys(vary: &[String]) -> Result<Vec<VariedKey>, Failure> {
    let key = |text: &String| {
        let key = VariedKey::parse(text);
        key.map_err(|error| Failure::Usage(format!("--vary {text}: {error}")))
    };
    once_each(vary.iter().map(key).collect::<Result<_, _>>()?, vary)
}

fn once_each(keys: Vec<VariedKey>, vary: &[String]) -> Result<Vec<VariedKey>, Failure> {
    for (number, (key, text)) in keys.iter().zip(vary).enumerate() {
        if keys[..number].iter().any(|known| known.key == key.key) {
            return Err(Failure::Usage(format!("--vary {text}: `{}` is varied twice", key.key)));
        }
    }
    Ok(keys)
}

fn level(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(level) if (0.0..=1.0).contains(&level) => Ok(level),
        _ => Err("not a probability, a number from 0 to 1".to_owned()),
    }
}
