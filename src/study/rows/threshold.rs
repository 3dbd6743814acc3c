//! The table of thresholds.

use schemars::JsonSchema;
use serde::Serialize;

use super::sweep::{KeyValues, keys};

/// One row per variant, draw and threshold: the value of a key at which something changes its sign.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ThresholdRow {
    /// The variant of the scenario.
    pub variant: String,
    /// The variant that it is compared with; `none` where there is none.
    pub baseline: String,
    /// What changes its sign: a probability or payoff less a level, a difference between two variants, or the advantage of
    /// an action over another.
    pub what: String,
    /// The value of the second key, where one is varied.
    #[serde(flatten)]
    #[schemars(schema_with = "keys")]
    pub second: KeyValues,
    /// The draw, counted from 0; `nominal` at the nominal point.
    pub draw: String,
    /// The number of the threshold in this draw, counted from 1 in the order of the key's values; 0 where there is none.
    pub number: u64,
    /// The key.
    pub key: String,
    /// The value of the key; empty where there is no threshold. It is in the key's unit.
    pub threshold: Option<f64>,
    /// How it changes as the key grows: `rises`, `falls`, `jumps_up` or `jumps_down`; without a threshold `above` or `below`,
    /// or empty where it has no value.
    pub change: String,
}
