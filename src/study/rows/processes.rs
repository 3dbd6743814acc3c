//! What happens while games run: timeline, decisions and beliefs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a row of the timeline is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimelineKind {
    /// The probability that the game has ended so by the end of the period.
    Cumulative,
    /// The probability of ending so in the period, given that the game is running at its start.
    Hazard,
    /// The probability that the game is running at the start of the period.
    Running,
    /// The mean of a measure at the end of the period, over games that survive it.
    Measure,
}

/// One row per variant, `<period>` and quantity. Kinds: `cumulative`, the probability that the game has ended so by the
/// end of the period; `hazard`, the probability of ending so in the period, given that the game is running at its start;
/// `running`, the probability that it is running at the start; `measure`, its mean at the end of the period over games
/// that survive it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("unit" = "probability, or the unit of the measure", "primaryKey" = ["variant", "period", "kind", "name"]))]
pub struct TimelineRow {
    /// The variant of the scenario.
    pub variant: String,
    /// The period; 0 is the start, before anybody moves.
    #[schemars(extend("unit" = "<period>"))]
    pub period: usize,
    /// `cumulative`, `hazard`, `running` or `measure`.
    pub kind: TimelineKind,
    /// The outcome or measure; `total`: all outcomes together.
    pub name: String,
    /// The exact value over all draws together; empty where no game is left.
    pub value: Option<f64>,
    /// 5th percentile of the value. Quantile over draws (type 7): the spread that parameter uncertainty alone makes.
    pub value_p05: Option<f64>,
    /// 95th percentile of the value. Quantile over draws (type 7): the spread that parameter uncertainty alone makes.
    pub value_p95: Option<f64>,
}

/// One row per variant, period, stage, actor, type and action: what actors do when they are asked. Rows that no game can
/// reach are left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DecisionRow {
    /// The variant of the scenario.
    pub variant: String,
    /// The period.
    #[schemars(extend("unit" = "<period>"))]
    pub period: usize,
    /// The stage.
    pub stage: String,
    /// The actor who is asked.
    pub actor: String,
    /// Its true type; empty where it has no types.
    #[serde(rename = "type")]
    pub actor_type: Option<String>,
    /// The action.
    pub action: String,
    /// Exact share of all games in which this actor of this type is asked here; of a group, how many of its members are on
    /// average.
    #[schemars(extend("unit" = "probability"))]
    pub reached: f64,
    /// Share of played games that took the action, of those that asked; empty where none did.
    #[schemars(extend("unit" = "share of games"))]
    pub share: Option<f64>,
    /// Exact probability of the action, given that the actor is asked.
    #[schemars(extend("unit" = "probability"))]
    pub probability: Option<f64>,
    /// Whether one of the actor's commitments binds it; empty where it has none.
    pub bound: Option<bool>,
}

/// One row per variant, period, observer, actor (or commitment) believed about, true type (`any`: whatever it is) and
/// believed type: what observers think at the start of the period, over games still running.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("unit" = "probability", "primaryKey" = ["variant", "period", "observer", "about", "true_type", "believed_type"]))]
pub struct BeliefRow {
    /// The variant of the scenario.
    pub variant: String,
    /// The period at whose start the belief is held.
    #[schemars(extend("unit" = "<period>"))]
    pub period: usize,
    /// Who believes.
    pub observer: String,
    /// The actor whose type is believed about, or the commitment that may bind.
    pub about: String,
    /// What is true in the games that this row is about; `any`: all games.
    pub true_type: String,
    /// The type that the probability is for.
    pub believed_type: String,
    /// Mean of the observer's probability for it.
    pub belief_mean: f64,
    /// 5th percentile over games still running, of all draws, weighted by their exact probability; from fixed bins, error
    /// at most 0.005.
    pub belief_p05: f64,
    /// 95th percentile over games still running, of all draws, weighted by their exact probability; from fixed bins,
    /// error at most 0.005.
    pub belief_p95: f64,
}

/// Whether an actor or chance makes an event happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// An actor takes an action.
    Action,
    /// Chance takes a branch.
    Branch,
}

/// One row per event, observer, actor (or commitment) believed about, true type (`any`: whatever it is) and believed
/// type: what observers think once something has happened, as the next period starts, over games that go on. Exact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("primaryKey" = [
    "variant", "stage", "actor", "kind", "event", "observer", "about", "true_type", "believed_type"
]))]
pub struct BeliefAfterRow {
    /// The variant of the scenario.
    pub variant: String,
    /// The stage at which it happened.
    pub stage: String,
    /// Whose action it was, or whose action the branch followed; empty where it was nobody's.
    pub actor: Option<String>,
    /// `action`, which an actor takes, or `branch`, which chance takes.
    pub kind: EventKind,
    /// What happened: the name of the action or branch. Branches without a name have no rows.
    pub event: String,
    /// Who believes, whether it saw the event or not.
    pub observer: String,
    /// The actor whose type is believed about, or the commitment that may bind.
    pub about: String,
    /// What is true in the games that this row is about; `any`: all games.
    pub true_type: String,
    /// The type that the probability is for.
    pub believed_type: String,
    /// How often it is expected in a game that this is the true type, it happens, and the game goes on into the next
    /// period.
    #[schemars(extend("unit" = "times in a game"))]
    pub times: f64,
    /// Mean of the observer's probability for the believed type, over these times.
    #[schemars(extend("unit" = "probability"))]
    pub belief_mean: f64,
}

#[cfg(test)]
mod tests {
    use super::BeliefRow;
    use crate::study::beliefs::distribution::BELIEF_BINS;
    use crate::study::rows::CommitmentBeliefRow;
    use crate::study::table::{Shape, Table};

    #[test]
    fn percentiles_of_beliefs_state_the_error_of_the_bins() {
        let error = format!("error at most {}.", 0.5 / BELIEF_BINS as f64);
        let shape = Shape::placeholders();
        for table in [Table::of::<BeliefRow>(&shape), Table::of::<CommitmentBeliefRow>(&shape)] {
            let percentiles = table.fields.iter().filter(|field| field.name.starts_with("belief_p"));
            assert!(percentiles.clone().count() == 2);
            assert!(
                percentiles.clone().all(|field| field.meaning.ends_with(&error)),
                "{table:?}"
            );
        }
    }
}
