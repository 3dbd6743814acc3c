//! A comparison under other modelling conventions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether a change of convention changes the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    /// The scenario as it is written.
    AsWritten,
    /// The difference has the same sign as in the scenario as it is written.
    SameSign,
    /// It has the other sign.
    Turns,
    /// There is no difference here or there.
    NoDifference,
    /// Some draw was not solved.
    NotSolved,
    /// The scenario does not allow the change.
    NotApplicable,
}

/// One row per headline, variant after the first and change of a modelling convention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("unit" = "probability", "primaryKey" = ["headline", "variant", "change", "period"]))]
pub(crate) struct RobustnessRow {
    /// The outcomes whose probability is compared, joined by `+`.
    pub headline: String,
    /// The variant, with its file where several are compared.
    pub variant: String,
    /// The variant that it is compared with: the first.
    pub baseline: String,
    /// What was changed.
    pub change: String,
    /// The period after which the probability is read.
    pub period: usize,
    /// The draws.
    pub draws: u64,
    /// Exact probability in the baseline, averaged over draws; empty where the change is not applicable.
    pub baseline_value: Option<f64>,
    /// Exact probability here, averaged over draws.
    pub value: Option<f64>,
    /// The one less the other.
    pub difference: Option<f64>,
    /// Share of draws in which the difference has the sign that the mean has in the scenario as it is written.
    #[schemars(extend("unit" = "share of draws"))]
    pub share_same_sign: Option<f64>,
    /// `as_written`, `same_sign`, `turns`, `no_difference`, `not_solved` or `not_applicable`.
    pub verdict: Verdict,
    /// Why the change is not applicable; empty where it is.
    pub reason: String,
}
