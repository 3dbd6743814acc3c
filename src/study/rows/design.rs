//! The table of deals: every combination of levers, judged by several criteria.

use schemars::JsonSchema;
use serde::Serialize;

use super::draws::NamedValues;
use super::sweep::{KeyValues, keys, mean_probabilities, payoffs};

/// One row per deal: a variant with one setting of the levers.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["variant", "point"]))]
pub struct DesignRow {
    /// The variant of the scenario.
    pub variant: String,
    /// The setting of the levers, counted from 0.
    pub point: u64,
    /// The value of each lever.
    #[serde(flatten)]
    #[schemars(schema_with = "keys")]
    pub keys: KeyValues,
    /// The objective, averaged over draws.
    pub expected: f64,
    /// The objective in its worst draw.
    pub worst: f64,
    /// The mean over draws of the regret: how far the objective is from that of the best deal of the draw.
    pub regret_mean: f64,
    /// The largest regret over draws (Savage 1951).
    pub regret_max: f64,
    /// The share of draws in which the objective is as good as was asked for; empty where nothing was asked for.
    #[schemars(extend("unit" = "share of draws"))]
    pub satisfied: Option<f64>,
    /// Whether no other deal is at least as good by the objective and by every payoff that counts, and better by one of them,
    /// in means over draws.
    pub pareto: bool,
    /// By which criteria it is the best: `expected`, `worst`, `regret`, `satisfied`, with `+` between them; empty where by
    /// none.
    pub best_by: String,
    /// The mean probability of each outcome.
    #[serde(flatten)]
    #[schemars(schema_with = "mean_probabilities")]
    pub probabilities: NamedValues,
    /// The mean payoff of each actor.
    #[serde(flatten)]
    #[schemars(schema_with = "payoffs")]
    pub payoffs: NamedValues,
    /// How many draws were not solved.
    pub unsolved: u64,
}
