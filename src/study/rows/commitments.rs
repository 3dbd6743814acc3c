//! What became of commitments, who kept them, and what others expected.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One row per variant and commitment: what became of the promise in the played games.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("unit" = "share of occasions", "primaryKey" = ["variant", "commitment"]))]
pub struct CommitmentRow {
    /// The variant of the scenario.
    pub variant: String,
    /// The commitment.
    pub commitment: String,
    /// Share of games in which it was triggered at least once; empty where no games were played, as are the columns that
    /// follow.
    #[schemars(extend("unit" = "share of games"))]
    pub triggered: Option<f64>,
    /// Share of occasions on which a bound actor took the promised action.
    pub honoured_bound: Option<f64>,
    /// Share of occasions on which a free actor took it by choice.
    pub honoured_free: Option<f64>,
    /// Share of occasions on which a free actor did something else.
    pub reneged: Option<f64>,
    /// Share of occasions on which it was honoured, but its condition for having come true never held afterwards; empty
    /// where it has no such condition.
    pub undelivered: Option<f64>,
    /// Mean period of a game's first trigger.
    #[schemars(extend("unit" = "<period>"))]
    pub mean_period: Option<f64>,
    /// Share of occasions on which the promised action was not available.
    pub unable: Option<f64>,
    /// Occasions in all played games.
    pub occasions: Option<u64>,
}

/// One row per variant, commitment and true type of the actor that made it (`any`: whatever it is): who keeps the
/// promise, and who was bluffing. Exact, so that shares may differ a little from those of played games.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("unit" = "share of occasions", "primaryKey" = ["variant", "commitment", "true_type"]))]
pub struct CommitmentByTypeRow {
    /// The variant of the scenario.
    pub variant: String,
    /// The commitment.
    pub commitment: String,
    /// Who made it.
    pub actor: String,
    /// Its true type; `any`: all games.
    pub true_type: String,
    /// Occasions in a game on which an actor of this type is asked.
    #[schemars(extend("unit" = "occasions in a game"))]
    pub occasions: f64,
    /// Share of them on which it does as promised because it is bound.
    pub honoured_bound: Option<f64>,
    /// Share of them on which it is free and does as promised by choice.
    pub honoured_free: Option<f64>,
    /// Share of them on which it is free and does something else: its promise was a bluff.
    pub reneged: Option<f64>,
    /// Share of them on which the promised action was not available.
    pub unable: Option<f64>,
    /// Of all occasions on which the promise is broken, the share that falls to this type.
    #[schemars(extend("unit" = "share of broken promises"))]
    pub share_of_reneged: Option<f64>,
}

/// One row per variant, commitment, observer and true type of the actor that made it (`any`: whatever it is): what
/// others think of the promise before its occasion comes. Taken as a period starts in which it has one: the probability
/// that the observer then gives to its being honoured, given that it has an occasion in this period. Exact; weighted by
/// how often occasions truly come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("unit" = "probability", "primaryKey" = ["variant", "commitment", "observer", "true_type"]))]
pub struct CommitmentBeliefRow {
    /// The variant of the scenario.
    pub variant: String,
    /// The commitment.
    pub commitment: String,
    /// Who thinks so: everybody but the actor that made it.
    pub observer: String,
    /// The true type of the actor that made it; `any`: all games.
    pub true_type: String,
    /// Occasions in a game.
    #[schemars(extend("unit" = "occasions in a game"))]
    pub occasions: f64,
    /// Share of them on which it is honoured, bound or by choice.
    #[schemars(extend("unit" = "share of occasions"))]
    pub honoured: f64,
    /// Mean of the observer's probability that it would be honoured, over the occasions that the observer held possible;
    /// empty where it held none possible, as are the percentiles.
    pub belief_mean: Option<f64>,
    /// 5th percentile over occasions, of all draws, weighted by their exact probability; from fixed bins, error at most
    /// 0.005.
    pub belief_p05: Option<f64>,
    /// 95th percentile over occasions, of all draws, weighted by their exact probability; from fixed bins, error at most
    /// 0.005.
    pub belief_p95: Option<f64>,
}
