//! `pactum estimate`.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::args::{self, Output};
use super::conduct::Study;
use super::console::Console;
use super::failure::Failure;
use super::scenario::load;
use crate::api::{EstimateQuestion, estimates};
use crate::report::CASES;
use crate::report::estimating::{Found, findings};
use crate::scenario::text_of;
use crate::study::estimate::Settings;

/// The arguments of `pactum estimate`.
#[derive(Args, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
#[command(after_help = "\
Examples:
  pactum estimate dispute.toml --cases disputes.csv --estimate a_x --estimate c_z
  pactum estimate dispute.toml --cases disputes.csv --estimate a_x --prior a_x=log_f:1
  pactum estimate truce.toml --cases truces.csv --estimate hazard --draws 1000

The table has a row for each case. A column that is called like a key gives its value in each case; `outcome` says how it \
ended (a|b: so or so), `period` when, `running` = 1 that it was going on after that period; a column STAGE.ACTION counts \
how often an action was taken. `count` says how many such cases there were, `cluster` which may depend on each other, \
`case` what it is called. Estimated are the values under which what is recorded is the likeliest, by exact probabilities \
and derivatives. Intervals follow the likelihood (profile); --wald leaves them out and is faster.")]
pub(super) struct Estimate {
    /// Which scenario.
    #[command(flatten)]
    #[serde(skip)]
    scenario: args::Scenario,
    /// The table of cases, a CSV file.
    #[arg(long, value_name = "CSV")]
    #[serde(serialize_with = "in_folder")]
    cases: PathBuf,
    /// Estimate this key; may be repeated.
    #[arg(long, value_name = "KEY", required = true)]
    estimate: Vec<String>,
    /// Search from this value of a key, in place of the scenario's.
    #[arg(long, value_name = "KEY=VALUE")]
    start: Vec<String>,
    /// The ends of a key's range; either may be left out. Probabilities lie between 0 and 1 without being told.
    #[arg(long, value_name = "KEY=LOW:HIGH")]
    bounds: Vec<String>,
    /// What is held likely of a key beforehand: log_f:M (log-F with M and M degrees of freedom) or normal:MEAN:SD.
    #[arg(long, value_name = "KEY=PRIOR")]
    prior: Vec<String>,
    /// Leave out this column of the table; may be repeated.
    #[arg(long, value_name = "COLUMN")]
    ignore: Vec<String>,
    /// The variant; the first by default.
    #[arg(long, value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<String>,
    /// From how many places the maximum is searched for.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = args::whole::<1, 10_000>)]
    starts: u64,
    /// Wald intervals only.
    #[arg(long)]
    wald: bool,
    /// How many draws of the estimates posterior.csv holds.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = args::whole::<0, 10_000_000>)]
    draws: u64,
    /// The seed of the starts and of the draws.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = args::whole::<0, { u64::MAX }>)]
    seed: u64,
    /// How many threads; all cores by default. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = args::threads)]
    #[serde(skip)]
    threads: Option<usize>,
    /// Where results go.
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

/// The table lies beside the study in the folder of results.
fn in_folder<S: serde::Serializer>(_: &PathBuf, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(CASES)
}

/// Estimates keys.
pub(super) fn command(arguments: &Estimate, console: &Console) -> Result<(), Failure> {
    if arguments.output.shard.is_some() {
        return Err(Failure::usage(
            "a maximum is searched for step by step, which cannot be shared out\nleave out --shard",
        ));
    }
    let variant: Vec<String> = arguments.variant.iter().cloned().collect();
    let loaded = load(&arguments.scenario, &variant, console)?;
    let table = text_of(&arguments.cases).map_err(|error| Failure::Scenario(format!("error: {error}\n")))?;
    let question = EstimateQuestion {
        keys: &arguments.estimate,
        starts: &arguments.start,
        bounds: &arguments.bounds,
        priors: &arguments.prior,
    };
    let fit = loaded.fit(&question, &table, &arguments.ignore);
    let fit = fit.map_err(|error| console.failure(error))?;
    let settings = Settings {
        starts: arguments.starts,
        seed: arguments.seed,
        profile: !arguments.wald,
        draws: arguments.draws,
    };
    let study = Study {
        name: "estimate",
        table: "estimates",
        scenario: &arguments.scenario,
        loaded: &loaded,
        output: &arguments.output,
        threads: arguments.threads,
        draws: settings.parts(arguments.estimate.len()),
        beside: Some(&table),
    };
    study.conduct(arguments, console, |watch, _| {
        let found = estimates(&fit, settings, watch)?;
        let found = Found {
            fit: &fit,
            settings,
            estimates: &found,
        };
        Ok(findings(loaded.title(), fit.likelihood.outcomes(), &found, &table))
    })
}
