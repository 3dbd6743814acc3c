//! `pactum backtest`.

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::args::{self, Output};
use super::conduct::Study;
use super::console::Console;
use super::failure::Failure;
use super::fitting::{Fitted, Fitting};
use crate::api::backtest;
use crate::report::backtesting::findings;
use crate::study::backtest::{BacktestQuestion, Split};
use crate::study::estimate::Settings;

/// How a table is divided.
#[derive(Clone, Copy, Debug, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
enum SplitName {
    /// The second half of the rows is predicted from the first.
    Forward,
    /// Each tenth of the second half is predicted from all rows before it.
    Expanding,
    /// The even rows are predicted from the odd ones.
    Halves,
    /// Each cluster (each row without clusters) is predicted from all others.
    Loo,
}

/// The arguments of `pactum backtest`.
#[derive(Args, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
#[command(after_help = "\
Examples:
  pactum backtest dispute.toml --cases disputes.csv --estimate a_x --split halves
  pactum backtest dispute.toml --cases disputes.csv --estimate a_x --split loo --starts 1

The keys are estimated from a part of the cases, as by `pactum estimate`, and the outcomes of the others are predicted. \
Scores are those of cases that were not seen: the log score and the Brier score, the less the better, beside those of the \
base rate and of a penalised multinomial logit in the same columns. Differences are taken case by case. Rows stand in the \
order of time for --split forward and expanding.")]
pub(super) struct Backtest {
    /// Which scenario.
    #[command(flatten)]
    #[serde(skip)]
    scenario: args::Scenario,
    /// The cases and the keys.
    #[command(flatten)]
    #[serde(flatten)]
    fitting: Fitting,
    /// How the table is divided.
    #[arg(long, value_enum, default_value_t = SplitName::Expanding)]
    split: SplitName,
    /// How many cases would be needed is said of a gain of this size, in nats per case.
    #[arg(long, value_name = "NATS", default_value_t = 0.05, value_parser = gain)]
    gain: f64,
    /// Where results go.
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

/// Predicts cases from others.
pub(super) fn command(arguments: &Backtest, console: &Console) -> Result<(), Failure> {
    if arguments.output.shard.is_some() {
        return Err(Failure::usage("a backtest is not shared out; leave out --shard"));
    }
    let Fitted { loaded, table, fit } = arguments.fitting.read(&arguments.scenario, false, console)?;
    let question = BacktestQuestion {
        split: match arguments.split {
            SplitName::Forward => Split::Forward,
            SplitName::Expanding => Split::Expanding,
            SplitName::Halves => Split::Halves,
            SplitName::Loo => Split::LeaveOneOut,
        },
        settings: Settings {
            starts: arguments.fitting.starts,
            seed: arguments.fitting.seed,
            profile: false,
            draws: 0,
            bootstrap: 0,
        },
        gain: arguments.gain,
    };
    let study = Study {
        name: "backtest",
        table: "scores",
        scenario: &arguments.scenario,
        loaded: &loaded,
        output: &arguments.output,
        threads: arguments.fitting.threads,
        draws: question.split.folds(&fit.cases.clusters()).len() as u64,
        beside: Some(&table),
    };
    study.conduct(arguments, console, |watch, _| {
        let found = backtest(&fit, &question, watch)?;
        Ok(findings(loaded.title(), (&fit, &question), &found, &table))
    })
}

fn gain(text: &str) -> Result<f64, String> {
    let gain = text.parse().ok().filter(|gain: &f64| gain.is_finite() && *gain > 0.0);
    gain.ok_or_else(|| "not a gain, a number above 0".to_owned())
}
