//! `pactum sweep`.

use clap::Args;
use serde::Serialize;

use super::args::{self, Output, StudySample};
use super::conduct::Study;
use super::console::Console;
use super::failure::Failure;
use super::scenario::load;
use crate::api::Conduct;
use crate::report::sweeping::findings;
use crate::study::VariedKey;
use crate::study::sweep::SweepQuestion;

/// The arguments of `pactum sweep`.
#[derive(Args, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
#[command(after_help = "\
Examples:
  pactum sweep deal.toml --vary credibility=0:1:0.05
  pactum sweep deal.toml --vary credibility=0:1:0.05 --level 0.4 --draws 500
  pactum sweep deal.toml --vary credibility=0,0.5,1 --vary russia.revisionist=0.2,0.4,0.6
  pactum sweep deal.toml --vary periods.count=20,40,80 --nominal
  pactum sweep deal.toml --vary credibility=0:1:0.1 --decision vote.yes --belief russia.us.committed.5

A key is one that --set takes: a parameter, a prior, a start, a credibility, a cost, the number of periods. Every combination
of the values is a point. Probabilities, payoffs, decisions and beliefs are exact in each draw, and draws are the same at
every point. sweep.csv has a row per variant and point, crossings.csv says where the headline crosses a level, and where
variants are equal. Interrupted, the same command goes on where it was.")]
pub(super) struct Sweep {
    /// Which scenario.
    #[command(flatten)]
    #[serde(skip)]
    scenario: args::Scenario,
    /// Vary this key: KEY=LOW:HIGH:STEP or KEY=A,B,C. May be repeated.
    #[arg(long, value_name = "KEY=VALUES", required = true)]
    vary: Vec<String>,
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
        scenario: &arguments.scenario,
        loaded: &loaded,
        output: &arguments.output,
        threads: arguments.sample.threads,
        draws: loaded.sweep_size(&question, &sample),
    };
    study.conduct(arguments, console, |watch, part| {
        let conduct = Conduct {
            sample: &sample,
            store: part,
            watch,
        };
        let swept = loaded.sweep_with(&question, &conduct)?;
        Ok(findings((loaded.title(), &loaded.labels()), &question, &sample, &swept))
    })
}

fn question(arguments: &Sweep) -> Result<SweepQuestion, Failure> {
    Ok(SweepQuestion {
        keys: keys(&arguments.vary)?,
        decisions: arguments.decision.clone(),
        beliefs: arguments.belief.clone(),
        outcomes: arguments.outcome.clone(),
        levels: arguments.level.clone(),
    })
}

/// The keys that are varied, each once.
pub(super) fn keys(vary: &[String]) -> Result<Vec<VariedKey>, Failure> {
    let mut keys: Vec<VariedKey> = Vec::new();
    for text in vary {
        let key = VariedKey::parse(text).map_err(|error| Failure::Usage(format!("--vary {text}: {error}")))?;
        if keys.iter().any(|known| known.key == key.key) {
            return Err(Failure::Usage(format!("--vary {text}: `{}` is varied twice", key.key)));
        }
        keys.push(key);
    }
    Ok(keys)
}

fn level(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(level) if (0.0..=1.0).contains(&level) => Ok(level),
        _ => Err("not a probability, a number from 0 to 1".to_owned()),
    }
}
