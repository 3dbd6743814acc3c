//! How variants differ from the first, each draw paired with itself: one row type for `run` and `compare`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::study::statistics::Interval;

/// The true type of a row about all games.
pub(crate) const ANY: &str = "any";

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ComparisonKind {
    /// The probability of outcomes that are taken together.
    Headline,
    /// The probability of an outcome.
    Outcome,
    /// The expected payoff of an actor.
    Payoff,
}

/// One row per variant after the first, precision, true type and number that is compared: how the variant differs from
/// the first. Variants share their draws and the randomness of their games, so differences are taken draw by draw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("unit" = "probability, or payoff discounted to the start", "primaryKey" = ["variant", "baseline", "kind", "name", "precision", "actor", "true_type"]))]
pub struct ComparisonRow {
    /// The variant, with its file where several are compared.
    pub variant: String,
    /// The variant that it is compared with: the first.
    pub baseline: String,
    /// `headline` (the probability of outcomes that are taken together), `outcome` (a probability) or `payoff` (an
    /// expected payoff).
    pub kind: ComparisonKind,
    /// The outcomes, joined by `+`; the outcome; or the actor whose payoff it is.
    pub name: String,
    /// What the precision of every actor is multiplied by.
    #[schemars(extend("unit" = ""))]
    pub precision: f64,
    /// The actor whose true type is given; `any` where all games count.
    pub actor: String,
    /// Its true type; `any` where all games count.
    pub true_type: String,
    /// The draws that are compared: those that failed in neither variant and in which the type has a chance.
    pub draws: u64,
    /// Exact value in the baseline, averaged over these draws.
    pub baseline_value: f64,
    /// Exact value here, averaged over these draws.
    pub value: f64,
    /// Exact value here less exact value in the baseline, averaged over draws.
    pub difference: f64,
    /// Lower end of the 95 % interval of that mean, each draw paired with itself (Student's t); empty with one draw.
    pub difference_low: Option<f64>,
    /// Upper end of that 95 % interval.
    pub difference_high: Option<f64>,
    /// Standard deviation of the difference over draws.
    pub difference_sd: Option<f64>,
    /// 5th percentile of the difference. Quantile over draws (type 7): the spread that parameter uncertainty alone makes.
    pub difference_p05: f64,
    /// Median of the difference. Quantile over draws (type 7): the spread that parameter uncertainty alone makes.
    pub difference_p50: f64,
    /// 95th percentile of the difference. Quantile over draws (type 7): the spread that parameter uncertainty alone
    /// makes.
    pub difference_p95: f64,
    /// Share of draws in which the difference is above zero.
    #[schemars(extend("unit" = "share of draws"))]
    pub share_above: f64,
    /// Share of draws in which the difference is below zero.
    #[schemars(extend("unit" = "share of draws"))]
    pub share_below: f64,
    /// Share of draws in which the sign is the other way than that of the mean difference; empty where that is zero.
    #[schemars(extend("unit" = "share of draws"))]
    pub share_turned: Option<f64>,
    /// The same difference between the means of the played games; empty where no games were played.
    pub played_difference: Option<f64>,
}

impl ComparisonRow {
    /// The 95 % interval of the mean difference.
    pub(crate) fn interval(&self) -> Option<Interval> {
        Interval::between(self.difference_low, self.difference_high)
    }

    /// The actor and its true type, where only the games with that type count.
    pub(crate) fn given(&self) -> Option<(&str, &str)> {
        (self.actor != ANY).then_some((&self.actor, &self.true_type))
    }
}
