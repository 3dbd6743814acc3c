//! The tables of an estimate: estimates, their covariances, searches, what is predicted, and draws.

use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

use super::draws::NamedValues;
use crate::study::table::{column_word, family};

/// One row per estimated key: its estimate, and how sure that is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("unit" = "the key's", "primaryKey" = ["key"]))]
pub(crate) struct EstimateRow {
    /// The key.
    pub key: String,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// The estimate: the value at which penalised likelihood is largest.
    pub estimate: f64,
    /// Standard error, from the second derivatives of the penalised likelihood; empty where some direction is flat.
    pub standard_error: Option<f64>,
    /// Robust standard error (White), from the scores of single observations.
    pub robust_error: Option<f64>,
    /// Standard error by cluster, from the sums of the scores of each cluster, times G / (G − 1) for G clusters; empty where
    /// the cases have none.
    pub cluster_error: Option<f64>,
    /// Standard deviation of the estimates from samples of the cases, or of their clusters; empty where they were not asked
    /// for (`--bootstrap`).
    pub bootstrap_error: Option<f64>,
    /// Lower end of the middle 95 % of these (type 7).
    pub bootstrap_low: Option<f64>,
    /// Upper end.
    pub bootstrap_high: Option<f64>,
    /// Lower end of the 95 % interval from the profile of the penalised likelihood; empty where it has none, or was not
    /// asked for.
    pub profile_low: Option<f64>,
    /// Upper end of that interval.
    pub profile_high: Option<f64>,
    /// Lower end of the Wald interval: the estimate less 1.96 standard errors.
    pub wald_low: Option<f64>,
    /// Upper end of that interval.
    pub wald_high: Option<f64>,
    /// Where the first search started.
    pub start: f64,
    /// The least value that it may have; empty without one.
    pub bound_low: Option<f64>,
    /// The largest value that it may have; empty without one.
    pub bound_high: Option<f64>,
    /// The prior, as `--prior` takes it; empty without one.
    pub prior: String,
}

/// One row per kind of covariance and pair of estimated keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("unit" = "the product of the keys'", "primaryKey" = ["kind", "key", "other"]))]
pub(crate) struct CovarianceRow {
    /// `hessian` (from the second derivatives), `robust` or `cluster`.
    pub kind: String,
    /// The one key.
    pub key: String,
    /// The other.
    pub other: String,
    /// The covariance of their estimates; empty where the cases cannot tell the keys apart from others.
    pub covariance: Option<f64>,
    /// Their correlation.
    #[schemars(extend("unit" = ""))]
    pub correlation: Option<f64>,
}

fn probabilities(_: &mut SchemaGenerator) -> Schema {
    let meaning = "Probability of the outcome `<outcome>` in this case, at the estimates.";
    family("probability_<outcome>", "probability", meaning)
}

/// One row per row of the table of cases: what the scenario predicts there at the estimates.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["row"]))]
pub(crate) struct PredictedRow {
    /// The number of the row, from 1.
    pub row: u64,
    /// What the case is called.
    pub case: String,
    /// How many such cases there were.
    pub count: u64,
    /// The logarithm of the probability of what is recorded, times how often it was; empty where nothing is.
    #[schemars(extend("unit" = "nats"))]
    pub log_likelihood: Option<f64>,
    /// The probability of each outcome.
    #[serde(flatten)]
    #[schemars(schema_with = "probabilities")]
    pub probabilities: NamedValues,
}

fn drawn(_: &mut SchemaGenerator) -> Schema {
    family("<key>", "<key>", "Value of the key `<key>` in this draw.")
}

/// One row per draw of the estimated keys: from the normal distribution around the estimates, on a scale on which a bounded
/// key has no ends (Laplace's approximation). A row's values belong together.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["draw"]))]
pub(crate) struct PosteriorRow {
    /// The draw, counted from 0.
    pub draw: u64,
    /// The value of each key.
    #[serde(flatten)]
    #[schemars(schema_with = "drawn")]
    pub keys: NamedValues,
}

fn from(_: &mut SchemaGenerator) -> Schema {
    family(
        "from_<key>",
        "<key>",
        "Value of the key `<key>` where the search started.",
    )
}

fn to(_: &mut SchemaGenerator) -> Schema {
    let meaning = "Value of the key `<key>` where it ended; empty where the cases cannot be played at the start.";
    family("to_<key>", "<key>", meaning)
}

/// One row per search: where it started, and where it ended.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["start"]))]
pub(crate) struct StartRow {
    /// The search, counted from 0; the first starts at the values of the scenario.
    pub start: u64,
    /// Whether it reached a maximum.
    pub converged: bool,
    /// The logarithm of the likelihood where it ended.
    #[schemars(extend("unit" = "nats"))]
    pub log_likelihood: Option<f64>,
    /// The same with the logarithms of the prior densities, up to a constant.
    #[schemars(extend("unit" = "nats"))]
    pub penalised: Option<f64>,
    /// Where it started.
    #[serde(flatten)]
    #[schemars(schema_with = "from")]
    pub from: NamedValues,
    /// Where it ended.
    #[serde(flatten)]
    #[schemars(schema_with = "to")]
    pub to: NamedValues,
}

/// A column for each key, whose name begins so.
pub(crate) fn key_columns(beginning: &str, keys: &[String]) -> Arc<[String]> {
    keys.iter()
        .map(|key| format!("{beginning}{}", column_word(key)))
        .collect()
}
