//! `pactum value`.

use clap::Args;
use serde::Serialize;

use super::args::{self, Output, StudySample};
use super::conduct::Study;
use super::console::Console;
use super::failure::Failure;
use super::scenario::load;
use crate::report::valuing::findings;
use crate::study::Group;
use crate::study::value::Utility;

/// The arguments of `pactum value`.
#[derive(Args, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
#[command(after_help = "\
Examples:
  pactum value deal.toml --payoff guarantor --draws 200
  pactum value deal.toml --outcome violation_unanswered --minimise --draws 200
  pactum value deal.toml --variant clause --variant no_clause --payoff challenger --format csv

Somebody chooses one of the variants, by the payoff of an actor or by the probability of outcomes. The choice that \
is best on average may be wrong in the world that is the true one. To know everything is worth the mean of the best \
less the best mean (EVPI); to know one parameter is worth as much as the choice improves when it is made given that \
parameter (EVPPI), by regression on the draws, which are the same for every variant. value.csv has a row for each.")]
pub(super) struct Value {
    /// Which scenario.
    #[command(flatten)]
    #[serde(skip)]
    scenario: args::Scenario,
    /// Choose by the expected payoff of this actor: the more the better.
    #[arg(
        long,
        value_name = "ACTOR",
        required_unless_present = "outcome",
        conflicts_with = "outcome"
    )]
    payoff: Option<String>,
    /// Choose by the probability of this outcome; repeated, of any of these.
    #[arg(long, value_name = "NAME")]
    outcome: Vec<String>,
    /// The less likely the better; without it the likelier.
    #[arg(long, conflicts_with = "payoff")]
    minimise: bool,
    /// Choose among these variants; may be repeated. All variants by default.
    #[arg(long, value_name = "NAME")]
    variant: Vec<String>,
    /// How much is drawn.
    #[command(flatten)]
    #[serde(flatten)]
    sample: StudySample,
    /// Where results go.
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

/// Works out what finding out is worth.
pub(super) fn command(arguments: &Value, console: &Console) -> Result<(), Failure> {
    let utility = utility(arguments);
    let loaded = load(&arguments.scenario, &arguments.variant, console)?;
    let sample = arguments.sample.sample();
    let study = Study {
        name: "value",
        table: "value",
        scenario: &arguments.scenario,
        loaded: &loaded,
        output: &arguments.output,
        threads: arguments.sample.threads,
        draws: loaded.variants().count() as u64 * sample.count(),
        beside: None,
    };
    study.conduct_on(&sample, arguments, console, |conduct| {
        let valued = loaded.value_with(&utility, conduct)?;
        Ok(findings((loaded.title(), &loaded.labels()), &utility, &sample, &valued))
    })
}

fn utility(arguments: &Value) -> Utility {
    let group = || Group::of(arguments.outcome.clone());
    match &arguments.payoff {
        Some(actor) => Utility::Payoff(actor.clone()),
        None if arguments.minimise => Utility::Unlikely(group()),
        None => Utility::Likely(group()),
    }
}
