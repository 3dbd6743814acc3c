//! The tables of a sweep: results by setting of the varied keys, and where they cross.

use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::draws::NamedValues;
use crate::study::table::family;

/// The value of each varied key.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyValues {
    /// The columns.
    pub columns: Arc<[String]>,
    /// The values, as `--set` takes them.
    pub values: Vec<String>,
}

impl Serialize for KeyValues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = |text: &String| match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Value::from(number),
            _ => Value::from(text.as_str()),
        };
        let values = self.values.iter().map(value);
        serializer.collect_map(self.columns.iter().zip(values))
    }
}

pub(super) fn keys(_: &mut SchemaGenerator) -> Schema {
    family("key_<key>", "<key>", "Value of the key `<key>` at this point.")
}

pub(super) fn mean_probabilities(_: &mut SchemaGenerator) -> Schema {
    let meaning = "Exact probability of the outcome `<outcome>`, averaged over draws.";
    family("probability_<outcome>", "probability", meaning)
}

fn low_probabilities(_: &mut SchemaGenerator) -> Schema {
    let meaning = "The 5th percentile over draws of the probability of `<outcome>`.";
    family("probability_<outcome>_p05", "probability", meaning)
}

fn median_probabilities(_: &mut SchemaGenerator) -> Schema {
    let meaning = "The median over draws of the probability of `<outcome>`.";
    family("probability_<outcome>_p50", "probability", meaning)
}

fn high_probabilities(_: &mut SchemaGenerator) -> Schema {
    let meaning = "The 95th percentile over draws of the probability of `<outcome>`.";
    family("probability_<outcome>_p95", "probability", meaning)
}

pub(super) fn payoffs(_: &mut SchemaGenerator) -> Schema {
    let meaning = "Exact expected payoff of `<actor>`, averaged over draws.";
    family("payoff_<actor>", "payoff, discounted to the start", meaning)
}

fn decisions(_: &mut SchemaGenerator) -> Schema {
    let meaning = "Probability of the action `<decision>` where its actor is asked, over all periods, averaged over the draws \
                   in which it is.";
    family("decision_<decision>", "probability", meaning)
}

fn beliefs(_: &mut SchemaGenerator) -> Schema {
    let meaning = "The belief `<belief>` (observer, about whom, what, period) as the period starts, averaged over the games \
                   that still run and over draws.";
    family("belief_<belief>", "probability", meaning)
}

/// One row per variant and point: one setting of the varied keys.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["variant", "point"]))]
pub struct SweepRow {
    /// The variant of the scenario.
    pub variant: String,
    /// The point, counted from 0.
    pub point: u64,
    /// The value of each varied key.
    #[serde(flatten)]
    #[schemars(schema_with = "keys")]
    pub keys: KeyValues,
    /// The mean probability of each outcome.
    #[serde(flatten)]
    #[schemars(schema_with = "mean_probabilities")]
    pub probabilities: NamedValues,
    /// Its 5th percentile over draws.
    #[serde(flatten)]
    #[schemars(schema_with = "low_probabilities")]
    pub probabilities_p05: NamedValues,
    /// Its median over draws.
    #[serde(flatten)]
    #[schemars(schema_with = "median_probabilities")]
    pub probabilities_p50: NamedValues,
    /// Its 95th percentile over draws.
    #[serde(flatten)]
    #[schemars(schema_with = "high_probabilities")]
    pub probabilities_p95: NamedValues,
    /// The mean payoff of each actor.
    #[serde(flatten)]
    #[schemars(schema_with = "payoffs")]
    pub payoffs: NamedValues,
    /// The mean probability of each action that was asked about.
    #[serde(flatten)]
    #[schemars(schema_with = "decisions")]
    pub decisions: NamedValues,
    /// The mean of each belief that was asked about.
    #[serde(flatten)]
    #[schemars(schema_with = "beliefs")]
    pub beliefs: NamedValues,
    /// How many draws were taken.
    pub draws: u64,
    /// How many of them were not solved; their numbers, which stay in, are of no equilibrium.
    pub unsolved: u64,
}

/// One row per headline, variant and level: the value of the varied key at which the headline crosses the level.
///
/// Between two points the probability is taken as a straight line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["headline", "variant", "baseline", "level"]))]
pub(crate) struct CrossingRow {
    /// The headline: the outcomes that are taken together, with `+` between them.
    pub headline: String,
    /// The variant of the scenario.
    pub variant: String,
    /// The variant whose probability it crosses; `none` where it crosses a level.
    pub baseline: String,
    /// The level that the probability crosses; for two variants the difference 0.
    #[schemars(extend("unit" = "probability"))]
    pub level: f64,
    /// The varied key; values of it are in its unit.
    pub key: String,
    /// The first value of the key at which the mean over draws crosses; empty where it does not.
    pub crossing: Option<f64>,
    /// The 5th percentile over draws of the first value at which a draw crosses, among those that do.
    pub crossing_p05: Option<f64>,
    /// The median over draws.
    pub crossing_p50: Option<f64>,
    /// The 95th percentile over draws.
    pub crossing_p95: Option<f64>,
    /// How many draws were taken.
    pub draws: u64,
    /// How many of them do not cross between the points.
    pub draws_without: u64,
    /// How many of them cross several times.
    pub draws_with_several: u64,
}

#[cfg(test)]
mod tests {
    use super::KeyValues;
    use serde_json::json;

    #[test]
    fn numbers_are_written_as_numbers_and_the_rest_as_text() {
        let row = KeyValues {
            columns: ["key_a", "key_b", "key_c"].map(str::to_owned).into(),
            values: ["0.5", "peace", "inf"].map(str::to_owned).to_vec(),
        };
        let written = serde_json::to_value(&row).expect("it can be written");
        assert_eq!(written, json!({ "key_a": 0.5, "key_b": "peace", "key_c": "inf" }));
    }
}
