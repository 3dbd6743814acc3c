//! How games end and what actors earn: outcomes, outcomes by true type, and payoffs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::study::statistics::Interval;

/// One row per variant and outcome: how often games ended so, played and exact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("unit" = "probability", "primaryKey" = ["variant", "outcome"]))]
pub struct OutcomeRow {
    /// The variant of the scenario.
    pub variant: String,
    /// How a game ended.
    pub outcome: String,
    /// Games played in this variant, all draws together.
    pub games: u64,
    /// Played games that ended so; empty where no games were played.
    pub count: Option<u64>,
    /// Share of played games that ended so; empty where no games were played.
    #[schemars(extend("unit" = "share of games"))]
    pub share: Option<f64>,
    /// Lower end of the 95 % interval of the share. It respects that games of one draw belong together: Wilson's
    /// interval with Student's t for the number of draws and the effective number of games.
    #[schemars(extend("unit" = "share of games"))]
    pub share_low: Option<f64>,
    /// Upper end of that 95 % interval.
    #[schemars(extend("unit" = "share of games"))]
    pub share_high: Option<f64>,
    /// Exact probability given each draw, averaged over draws.
    pub probability: f64,
    /// Lower end of the 95 % interval of the mean over draws, by the formula of the share's interval with endless games
    /// a draw; empty with one draw.
    pub probability_low: Option<f64>,
    /// Upper end of that 95 % interval.
    pub probability_high: Option<f64>,
    /// Standard deviation of the exact probability over draws.
    pub probability_sd: Option<f64>,
    /// 5th percentile of the exact probability. Quantile over draws (type 7): the spread that parameter uncertainty
    /// alone makes.
    pub probability_p05: f64,
    /// Median of the exact probability. Quantile over draws (type 7): the spread that parameter uncertainty alone makes.
    pub probability_p50: f64,
    /// 95th percentile of the exact probability. Quantile over draws (type 7): the spread that parameter uncertainty
    /// alone makes.
    pub probability_p95: f64,
}

impl OutcomeRow {
    /// The 95 % interval of the share.
    pub(crate) fn share_interval(&self) -> Option<Interval> {
        Interval::between(self.share_low, self.share_high)
    }

    /// The 95 % interval of the probability.
    pub(crate) fn probability_interval(&self) -> Option<Interval> {
        Interval::between(self.probability_low, self.probability_high)
    }
}

/// One row per variant, actor, true type and outcome: how games end, given what an actor truly is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("unit" = "probability", "primaryKey" = ["variant", "actor", "true_type", "outcome"]))]
pub struct OutcomeByTypeRow {
    /// The variant of the scenario.
    pub variant: String,
    /// The actor whose type is given.
    pub actor: String,
    /// The true type of the actor.
    pub true_type: String,
    /// How a game ended.
    pub outcome: String,
    /// Exact probability of the outcome in games in which the actor has this type, all draws together; empty where the
    /// type has no chance.
    pub probability: Option<f64>,
    /// 5th percentile of it. Quantile over draws (type 7): the spread that parameter uncertainty alone makes.
    pub probability_p05: Option<f64>,
    /// 95th percentile of it. Quantile over draws (type 7): the spread that parameter uncertainty alone makes.
    pub probability_p95: Option<f64>,
    /// Probability that the actor has this type.
    pub type_probability: f64,
}

/// One row per variant, actor and payoff term (`total`: all terms together): what the actor earned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("unit" = "payoff, discounted to the start", "primaryKey" = ["variant", "actor", "term"]))]
pub struct PayoffRow {
    /// The variant of the scenario.
    pub variant: String,
    /// The actor.
    pub actor: String,
    /// The payoff term; `total` is their sum.
    pub term: String,
    /// Mean over all played games; empty where none were played, as are the columns that follow up to `p95`.
    pub mean: Option<f64>,
    /// Lower end of the 95 % interval of the mean; games of one draw belong together.
    pub mean_low: Option<f64>,
    /// Upper end of that 95 % interval.
    pub mean_high: Option<f64>,
    /// Standard deviation over all played games.
    pub sd: Option<f64>,
    /// 5th percentile over all played games, from a sketch with fixed bins; relative error at most 0.001953125.
    pub p05: Option<f64>,
    /// 25th percentile over all played games, from a sketch with fixed bins; relative error at most 0.001953125.
    pub p25: Option<f64>,
    /// 50th percentile over all played games, from a sketch with fixed bins; relative error at most 0.001953125.
    pub p50: Option<f64>,
    /// 75th percentile over all played games, from a sketch with fixed bins; relative error at most 0.001953125.
    pub p75: Option<f64>,
    /// 95th percentile over all played games, from a sketch with fixed bins; relative error at most 0.001953125.
    pub p95: Option<f64>,
    /// Exact expectation given each draw, averaged over draws.
    pub exact_mean: f64,
}

#[cfg(test)]
mod tests {
    use super::PayoffRow;
    use crate::numeric::sketch::RELATIVE_ERROR;
    use crate::study::table::{Shape, Table};

    #[test]
    fn percentiles_state_the_error_of_the_sketch() {
        let table = Table::of::<PayoffRow>(&Shape::placeholders());
        let p05 = table.fields.iter().find(|field| field.name == "p05").expect("a column");
        assert!(
            p05.meaning.ends_with(&format!("at most {RELATIVE_ERROR}.")),
            "{}",
            p05.meaning
        );
    }
}
