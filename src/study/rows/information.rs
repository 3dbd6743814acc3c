//! What finding out is worth.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InformationKind {
    /// Every parameter.
    Everything,
    /// One parameter.
    Parameter,
}

/// One row for everything that is uncertain together, then one per uncertain parameter: what it is worth to find it out
/// before choosing among the variants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["kind", "name"]))]
pub(crate) struct InformationRow {
    /// `everything` or `parameter`.
    pub kind: InformationKind,
    /// The parameter; `everything` for all of them.
    pub name: String,
    /// The unit of the parameter; empty where it has none.
    pub unit: String,
    /// The expected value of perfect information (EVPI), of a parameter that of partial perfect information (EVPPI): by how
    /// much the expected utility of the choice rises if it is found out first.
    #[schemars(extend("unit" = "payoff or probability"))]
    pub value: f64,
    /// Standard error: of a mean over draws for everything, of the regression for a parameter; empty where the regression
    /// fails.
    #[schemars(extend("unit" = "payoff or probability"))]
    pub value_se: Option<f64>,
    /// Share of what everything is worth; empty where that is nothing.
    pub share_of_everything: Option<f64>,
    /// Share of draws in which finding it out changes the choice.
    #[schemars(extend("unit" = "share of draws"))]
    pub switches: f64,
    /// The variant that is chosen instead most often; empty where the choice never changes.
    pub switches_to: String,
    /// Effective number of free coefficients of the regression, the largest of all variants'; empty for everything.
    #[schemars(extend("unit" = "coefficients"))]
    pub freedom: Option<f64>,
}
