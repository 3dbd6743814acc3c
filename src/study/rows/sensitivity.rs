//! The table of a sensitivity analysis: how much of a result each uncertain parameter accounts for.

use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

use super::comparisons::ComparisonKind;
use super::draws::NamedValues;
use crate::study::table::family;

/// What a number of a sensitivity analysis measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SensitivityIndex {
    /// The share of the variance for which the parameter accounts alone (Sobol).
    First,
    /// The share of the variance in which the parameter has a part, alone or with others (Sobol).
    Total,
    /// The share of the variance for which only both parameters together account (Sobol).
    Second,
    /// The parameter's fair share of the variance (Shapley).
    Shapley,
    /// The mean size of elementary effects, µ* (Morris).
    EffectSize,
    /// The mean of elementary effects, µ (Morris).
    EffectMean,
    /// The standard deviation of elementary effects, σ (Morris).
    EffectDeviation,
    /// The median distance of distributions (PAWN).
    DistanceMedian,
    /// The mean distance (PAWN).
    DistanceMean,
    /// The smallest distance (PAWN).
    DistanceMinimum,
    /// The largest distance (PAWN).
    DistanceMaximum,
    /// The standard deviation of the distances divided by their mean (PAWN).
    DistanceVariation,
    /// The derivative times the way from the parameter's 5th percentile to its 95th (local).
    Swing,
    /// The derivative at the nominal point (local).
    Derivative,
    /// The change in per cent for a change of the parameter by one per cent (local).
    Elasticity,
}

/// One row per variant, difference between two variants, result, parameter and index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["variant", "baseline", "kind", "name", "index", "parameter", "other"]))]
pub struct SensitivityRow {
    /// The variant of the scenario.
    pub variant: String,
    /// The variant that it is compared with: the row is about the difference, each point paired with itself. `none` where
    /// the row is about the variant alone.
    pub baseline: String,
    /// `headline` (the probability of outcomes that are taken together), `outcome` (a probability) or `payoff` (an
    /// expected payoff).
    pub kind: ComparisonKind,
    /// The outcomes, joined by `+`; the outcome; or the actor whose payoff it is.
    pub name: String,
    /// What is measured: `first`, `total` and `second` are shares of the variance (Sobol), `shapley` too. `effect_size`
    /// (µ*), `effect_mean` (µ) and `effect_deviation` (σ) are Morris's, in the result's unit for the parameter's way from
    /// the lowest to the highest of its values. `distance_median`, `distance_mean`, `distance_minimum`, `distance_maximum`
    /// and `distance_variation` are PAWN's. At the nominal point: `derivative`, through the equilibrium; `swing`, the
    /// derivative times the way from the parameter's 5th percentile to its 95th; `elasticity`.
    pub index: SensitivityIndex,
    /// The parameter.
    pub parameter: String,
    /// The other parameter of a pair; `none` where the index is of one parameter.
    pub other: String,
    /// The estimate; empty where the result does not vary, or has no derivative. A share of the variance is never negative: a negative estimate
    /// is as good as 0, within its interval.
    pub value: Option<f64>,
    /// Lower end of its 95 % interval (bootstrap over base points); empty where the index has none.
    pub value_low: Option<f64>,
    /// Upper end of that interval.
    pub value_high: Option<f64>,
    /// How many base points count; each is evaluated together with its neighbours.
    pub points: u64,
    /// How many base points were left out, since the game was not solved at one of their neighbours.
    pub removed: u64,
}

fn levels(_: &mut SchemaGenerator) -> Schema {
    let meaning = "The place of the parameter `<parameter>` in its distribution: the coordinate of the point. Correlated \
                   parameters have independent coordinates.";
    family("level_<parameter>", "probability", meaning)
}

fn parameters(_: &mut SchemaGenerator) -> Schema {
    let meaning = "Value of the parameter `<parameter>`.";
    family("parameter_<parameter>", "<parameter>", meaning)
}

fn probabilities(_: &mut SchemaGenerator) -> Schema {
    let meaning = "Exact probability of the outcome `<outcome>`; empty where the game was not solved.";
    family("probability_<outcome>", "probability", meaning)
}

fn payoffs(_: &mut SchemaGenerator) -> Schema {
    let meaning = "Exact expected payoff of `<actor>`; empty where the game was not solved.";
    family("payoff_<actor>", "payoff, discounted to the start", meaning)
}

/// One row per variant and point of the design: the parameters there, and what they make of the game.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["variant", "base_point", "place"]))]
pub(crate) struct EvaluationRow {
    /// The variant of the scenario.
    pub variant: String,
    /// The base point, counted from 0.
    pub base_point: u64,
    /// The place among the neighbours of the base point, counted from 0.
    pub place: u64,
    /// The coordinates of the point.
    #[serde(flatten)]
    #[schemars(schema_with = "levels")]
    pub levels: NamedValues,
    /// The value of each parameter.
    #[serde(flatten)]
    #[schemars(schema_with = "parameters")]
    pub parameters: NamedValues,
    /// The probability of each outcome.
    #[serde(flatten)]
    #[schemars(schema_with = "probabilities")]
    pub probabilities: NamedValues,
    /// The payoff of each actor.
    #[serde(flatten)]
    #[schemars(schema_with = "payoffs")]
    pub payoffs: NamedValues,
}

impl EvaluationRow {
    /// Columns of a family, one for each name.
    pub(crate) fn columns(prefix: &str, names: &[String]) -> Arc<[String]> {
        names
            .iter()
            .map(|name| format!("{prefix}_{}", crate::study::table::column_word(name)))
            .collect()
    }
}
