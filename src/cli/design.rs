//! `pactum design`.

use clap::Args;
use serde::Serialize;

use super::args::{self, Output, StudySample};
use super::conduct::Study;
use super::console::Console;
use super::failure::Failure;
use super::scenario::load;
use super::sweep::keys;
use crate::api::DesignQuestion;
use crate::report::designs::findings;

/// The arguments of `pactum design`.
#[derive(Args, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
#[command(after_help = "\
Examples:
  pactum design deal.toml --vary credibility=0,0.5,1 --vary clause.cost=0,10,20 --draws 50
  pactum design deal.toml --vary credibility=0:1:0.25 --outcome peace --at-most 0.4 --draws 50
  pactum design deal.toml --vary clause.cost=0:30:10 --payoff guarantor --maximise --draws 50

Every variant with every combination of values is a deal. The best is looked for in expectation over draws, in its \
worst draw, by least regret (how far it is from the best deal of each draw; Savage), and by how often it is good \
enough. The Pareto set holds the deals that no other beats by the objective and by all payoffs. The parts of the \
best deal are tried alone, and whoever pays for it is named. design.csv has a row per deal.")]
pub(super) struct Design {
    /// Which scenario.
    #[command(flatten)]
    #[serde(skip)]
    scenario: args::Scenario,
    /// A lever and its values: KEY=LOW:HIGH:STEP or KEY=A,B,C. May be repeated.
    #[arg(long, value_name = "KEY=VALUES", required = true)]
    vary: Vec<String>,
    /// Only this variant; may be repeated. All variants by default.
    #[arg(long, value_name = "NAME")]
    variant: Vec<String>,
    /// The objective: the probability of this outcome; repeated, of any of these. By default the first headline of `compare`.
    #[arg(long, value_name = "NAME")]
    outcome: Vec<String>,
    /// The objective: the expected payoff of this actor.
    #[arg(long, value_name = "ACTOR", conflicts_with = "outcome")]
    payoff: Option<String>,
    /// More of the objective is better; by default less of it is.
    #[arg(long)]
    maximise: bool,
    /// It is good enough where it is at most this.
    #[arg(
        long,
        value_name = "LEVEL",
        allow_negative_numbers = true,
        conflicts_with = "maximise"
    )]
    at_most: Option<f64>,
    /// It is good enough where it is at least this, with --maximise.
    #[arg(long, value_name = "LEVEL", allow_negative_numbers = true, requires = "maximise")]
    at_least: Option<f64>,
    /// An actor whose payoff counts in the Pareto set; may be repeated. All by default.
    #[arg(long, value_name = "ACTOR")]
    beside: Vec<String>,
    /// How much is drawn.
    #[command(flatten)]
    #[serde(flatten)]
    sample: StudySample,
    /// Where results go.
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

/// Searches deals.
pub(super) fn command(arguments: &Design, console: &Console) -> Result<(), Failure> {
    let question = DesignQuestion {
        keys: keys(&arguments.vary)?,
        outcomes: &arguments.outcome,
        payoff: arguments.payoff.as_deref(),
        maximise: arguments.maximise,
        good_enough: arguments.at_most.or(arguments.at_least),
        beside: &arguments.beside,
    };
    let loaded = load(&arguments.scenario, &arguments.variant, console)?;
    let sample = arguments.sample.sample();
    let study = Study {
        name: "design",
        table: "design",
        scenario: &arguments.scenario,
        loaded: &loaded,
        output: &arguments.output,
        threads: arguments.sample.threads,
        draws: loaded.deals_size(&question.keys, sample.count()),
        beside: None,
    };
    study.conduct_on(&sample, arguments, console, |conduct| {
        let deals = loaded.deals(&question, conduct)?;
        Ok(findings((loaded.title(), &loaded.labels()), &sample, &deals))
    })
}
