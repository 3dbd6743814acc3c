//! The tables of a backtest: scores, predictions, calibration, and what each fold was fitted to.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

use super::draws::NamedValues;
use crate::study::table::family;

/// One row per predictor: how good its predictions of cases that it has not seen are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["predictor"]))]
pub(crate) struct ScoreRow {
    /// `scenario`, `base_rate` (how often each outcome occurred in what was fitted) or `logit` (a penalised multinomial logit
    /// in the columns of the table that are numbers).
    pub predictor: String,
    /// How many cases were predicted.
    pub cases: u64,
    /// Log score: the mean over cases of minus the logarithm of the probability of what was recorded; the less the better.
    /// Empty where that was 0 in some case.
    #[schemars(extend("unit" = "nats"))]
    pub log_score: Option<f64>,
    /// Brier score: the mean over cases of the squared distance from what was recorded; the less the better.
    #[schemars(extend("unit" = ""))]
    pub brier_score: f64,
    /// By how much the scenario's log score is better, case by case; empty for the scenario.
    #[schemars(extend("unit" = "nats"))]
    pub log_gain: Option<f64>,
    /// Its standard error, over clusters.
    #[schemars(extend("unit" = "nats"))]
    pub log_gain_error: Option<f64>,
    /// By how much the scenario's Brier score is better, case by case; empty for the scenario.
    #[schemars(extend("unit" = ""))]
    pub brier_gain: Option<f64>,
    /// Its standard error, over clusters.
    #[schemars(extend("unit" = ""))]
    pub brier_gain_error: Option<f64>,
    /// How many cases it takes that a gain of the size that was asked about is found in eight of ten such tables, at 5 %.
    #[schemars(extend("unit" = "cases"))]
    pub cases_needed: Option<f64>,
    /// Calibration slope: 1 is perfect, less says that predictions are too bold; empty where it does not exist.
    #[schemars(extend("unit" = ""))]
    pub calibration_slope: Option<f64>,
    /// Calibration intercept: 0 is perfect.
    #[schemars(extend("unit" = ""))]
    pub calibration_intercept: Option<f64>,
}

fn probabilities(_: &mut SchemaGenerator) -> Schema {
    let meaning = "Predicted probability of the outcome `<outcome>`.";
    family("probability_<outcome>", "probability", meaning)
}

/// One row per fold, predicted row of the table and predictor: the prediction, and how good it was.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["fold", "row", "predictor"]))]
pub(crate) struct PredictionRow {
    /// The fold, from 1.
    pub fold: u64,
    /// The number of the row in the table, from 1.
    pub row: u64,
    /// What the case is called.
    pub case: String,
    /// How many such cases there were.
    pub count: u64,
    /// `scenario`, `base_rate` or `logit`.
    pub predictor: String,
    /// Its log score; empty where what was recorded had the probability 0.
    #[schemars(extend("unit" = "nats"))]
    pub log_score: Option<f64>,
    /// Its Brier score.
    #[schemars(extend("unit" = ""))]
    pub brier_score: f64,
    /// The prediction.
    #[serde(flatten)]
    #[schemars(schema_with = "probabilities")]
    pub probabilities: NamedValues,
}

/// One row per predictor and tenth of the probabilities: what was predicted, and how often it happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("unit" = "probability", "primaryKey" = ["predictor", "low"]))]
pub(crate) struct CalibrationRow {
    /// `scenario`, `base_rate` or `logit`.
    pub predictor: String,
    /// Lower end of the tenth.
    pub low: f64,
    /// Upper end of the tenth.
    pub high: f64,
    /// How many predicted probabilities of outcomes lie within.
    #[schemars(extend("unit" = "predictions"))]
    pub count: u64,
    /// Their mean.
    pub predicted: f64,
    /// The share of them whose outcome happened.
    #[schemars(extend("unit" = "share of predictions"))]
    pub happened: f64,
}

fn estimates(_: &mut SchemaGenerator) -> Schema {
    family("to_<key>", "<key>", "Estimate of the key `<key>`.")
}

/// One row per fold: what was fitted.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["fold"]))]
pub(crate) struct FoldRow {
    /// The fold, from 1.
    pub fold: u64,
    /// How many rows of the table were fitted.
    pub fitted: u64,
    /// How many were predicted.
    pub predicted: u64,
    /// Whether the estimates are a maximum of the likelihood.
    pub converged: bool,
    /// The estimates.
    #[serde(flatten)]
    #[schemars(schema_with = "estimates")]
    pub estimates: NamedValues,
}
