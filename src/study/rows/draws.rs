//! Single draws and single games, whose columns are named after the scenario's own words.

use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use crate::study::table::{Shape, column_word, family};

/// A number for each column of a family: one for each parameter, outcome or actor of the scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedValues {
    /// The columns.
    pub columns: Arc<[String]>,
    /// The number in each; missing where the variant has none.
    pub values: Vec<Option<f64>>,
}

impl NamedValues {
    /// Values that are known in every column.
    pub(crate) fn known(columns: &Arc<[String]>, values: &[f64]) -> Self {
        Self {
            columns: Arc::clone(columns),
            values: values.iter().copied().map(Some).collect(),
        }
    }

    /// Columns without values.
    pub(crate) fn missing(columns: &Arc<[String]>) -> Self {
        Self {
            columns: Arc::clone(columns),
            values: vec![None; columns.len()],
        }
    }
}

impl Serialize for NamedValues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.columns.iter().zip(&self.values))
    }
}

/// The columns of the families of a study.
#[derive(Clone, Debug)]
pub(crate) struct Families {
    /// Of parameters.
    pub parameters: Arc<[String]>,
    /// Of outcomes.
    pub probabilities: Arc<[String]>,
    /// Of actors.
    pub payoffs: Arc<[String]>,
}

impl Families {
    /// The columns of a study's tables.
    pub(crate) fn of(shape: &Shape) -> Self {
        let parameters = shape.parameters.iter().map(|(name, _)| name);
        Self {
            parameters: columns("parameter", parameters),
            probabilities: columns("probability", &shape.outcomes),
            payoffs: columns("payoff", &shape.actors),
        }
    }
}

fn columns<'n>(prefix: &str, names: impl IntoIterator<Item = &'n String>) -> Arc<[String]> {
    let column = |name: &String| format!("{prefix}_{}", column_word(name));
    names.into_iter().map(column).collect()
}

fn parameters(_: &mut SchemaGenerator) -> Schema {
    let meaning = "Value of the parameter `<parameter>` in this draw; empty where the variant has none.";
    family("parameter_<parameter>", "<parameter>", meaning)
}

fn probabilities(_: &mut SchemaGenerator) -> Schema {
    let meaning = "Exact probability of the outcome `<outcome>` in this draw; empty where the draw failed.";
    family("probability_<outcome>", "probability", meaning)
}

fn expected_payoffs(_: &mut SchemaGenerator) -> Schema {
    payoffs("Exact expected payoff of `<actor>` in this draw; empty where the draw failed.")
}

fn earned_payoffs(_: &mut SchemaGenerator) -> Schema {
    payoffs("What `<actor>` earned.")
}

fn payoffs(meaning: &str) -> Schema {
    family("payoff_<actor>", "payoff, discounted to the start", meaning)
}

/// One row per variant and draw: one possible world, its parameters, and what they make of the game.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["variant", "draw"]))]
pub struct DrawRow {
    /// The variant of the scenario.
    pub variant: String,
    /// The draw, counted from 0; equal in all variants.
    pub draw: u64,
    /// The value of each parameter.
    #[serde(flatten)]
    #[schemars(schema_with = "parameters")]
    pub parameters: NamedValues,
    /// The exact probability of each outcome.
    #[serde(flatten)]
    #[schemars(schema_with = "probabilities")]
    pub probabilities: NamedValues,
    /// The exact expected payoff of each actor.
    #[serde(flatten)]
    #[schemars(schema_with = "expected_payoffs")]
    pub payoffs: NamedValues,
    /// How the solution of this draw came out; `converged` is as it should be, and a draw that `failed` has none.
    pub solver_status: &'static str,
    /// The most that any actor could gain by one deviation at one information set; empty where the draw failed, as are the
    /// next ones.
    #[schemars(extend("unit" = "payoff"))]
    pub regret: Option<f64>,
    /// Largest distance between a probability of the profile and the response to it.
    #[schemars(extend("unit" = "probability"))]
    pub residual: Option<f64>,
    /// Sweeps over the game that the solution took.
    pub sweeps: Option<u64>,
    /// What shows that the profile is on the principal branch: induction (there is no other), contraction (sweeps
    /// contracted all the way) or trace (the branch was traced).
    pub evidence: Option<&'static str>,
    /// Share of the way from even chance that was reached; 1 at its end.
    #[schemars(extend("unit" = "share of all precisions"))]
    pub reached: Option<f64>,
    /// Where the traced branch first turned round; empty where it did not.
    #[schemars(extend("unit" = "share of all precisions"))]
    pub fold: Option<f64>,
    /// Where another branch first crossed the traced one; empty where none did.
    #[schemars(extend("unit" = "share of all precisions"))]
    pub bifurcation: Option<f64>,
}

/// One row per variant, draw and game.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["variant", "draw", "game"]))]
pub struct GameRow {
    /// The variant of the scenario.
    pub variant: String,
    /// The draw, counted from 0.
    pub draw: u64,
    /// The game within the draw, counted from 0.
    pub game: u64,
    /// How the game ended.
    pub outcome: String,
    /// The period in which it ended; 0 if it was over at the start.
    #[schemars(extend("unit" = "<period>"))]
    pub last_period: usize,
    /// What each actor earned.
    #[serde(flatten)]
    #[schemars(schema_with = "earned_payoffs")]
    pub payoffs: NamedValues,
}
