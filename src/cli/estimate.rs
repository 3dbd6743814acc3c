//! `pactum estimate`.

use clap::Args;
use serde::Serialize;

use super::args::{self, Output};
use super::conduct::Study;
use super::console::Console;
use super::failure::Failure;
use super::fitting::{Fitted, Fitting};
use crate::api::estimates;
use crate::report::estimating::{Found, findings};
use crate::study::estimate::Settings;

/// The arguments of `pactum estimate`.
#[derive(Args, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
#[command(after_help = "\
Examples:
  pactum estimate dispute.toml --cases disputes.csv --estimate a_x --estimate c_z
  pactum estimate dispute.toml --cases disputes.csv --estimate a_x --prior a_x=log_f:1
  pactum estimate dispute.toml --cases disputes.csv --estimate a_x --draws 1000
  pactum estimate dispute.toml --cases disputes.csv --estimate a_x --bootstrap 200

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
    /// The cases and the keys.
    #[command(flatten)]
    #[serde(flatten)]
    fitting: Fitting,
    /// Wald intervals only.
    #[arg(long)]
    wald: bool,
    /// How many draws of the estimates posterior.csv holds.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = args::whole::<0, 10_000_000>)]
    draws: u64,
    /// Find the estimates again from this many samples of the cases, drawn with replacement; of whole clusters where there
    /// are some.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = args::whole::<0, 1_000_000>)]
    #[serde(skip_serializing_if = "is_none")]
    bootstrap: u64,
    /// Predict also the rows of which nothing is recorded yet, and print the hash of predicted.csv: published now, it shows
    /// later that the prediction came first.
    #[arg(long)]
    register: bool,
    /// Where results go.
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_none(samples: &u64) -> bool {
    *samples == 0
}

/// Estimates keys.
pub(super) fn command(arguments: &Estimate, console: &Console) -> Result<(), Failure> {
    if arguments.output.shard.is_some() {
        return Err(Failure::usage(
            "a maximum is searched for step by step, which cannot be shared out\nleave out --shard",
        ));
    }
    let Fitted { loaded, table, fit } = arguments
        .fitting
        .read(&arguments.scenario, arguments.register, console)?;
    if arguments.register && fit.cases.open() == 0 {
        return Err(Failure::usage(
            "--register: something is recorded of every case; leave the cells of those empty that are predicted",
        ));
    }
    let settings = Settings {
        starts: arguments.fitting.starts,
        seed: arguments.fitting.seed,
        profile: !arguments.wald,
        draws: arguments.draws,
        bootstrap: arguments.bootstrap,
    };
    let study = Study {
        name: "estimate",
        table: "estimates",
        scenario: &arguments.scenario,
        loaded: &loaded,
        output: &arguments.output,
        threads: arguments.fitting.threads,
        draws: settings.parts(fit.keys.len()),
        beside: Some(&table),
    };
    study.conduct(arguments, console, |watch, _| {
        let found = estimates(&fit, settings, watch)?;
        let found = Found {
            fit: &fit,
            settings,
            registered: arguments.register,
            estimates: &found,
        };
        Ok(findings(loaded.title(), &found, &table))
    })
}
