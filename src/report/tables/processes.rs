//! The tables of what goes on while games run: timeline, decisions and beliefs.

use super::quantile;
use crate::report::column::{Column, Kind, integer, real, text};
use crate::report::number::number;
use crate::report::table::Table;
use crate::study::rows::{BELIEF_BINS, BeliefAfterRow, BeliefRow, DecisionRow, TimelineRow};

const PROBABILITY: &str = "probability";

/// `timeline.csv`.
pub(crate) fn timeline(period_unit: &str) -> Table<TimelineRow> {
    let unit = "probability, or the unit of the measure";
    Table {
        name: "timeline",
        about: format!(
            "One row per variant, {period_unit} and quantity. Kinds: `cumulative`, the probability that the game has ended \
             so by the end of the period; `hazard`, the probability of ending so in the period, given that the game is \
             running at its start; `running`, the probability that it is running at the start; `measure`, its mean at the \
             end of the period over games that survive it."
        ),
        key: &["variant", "period", "kind", "name"],
        columns: vec![
            text("variant", "The variant of the scenario.", |r: &TimelineRow| &*r.variant),
            integer(
                "period",
                "The period; 0 is the start, before anybody moves.",
                |r: &TimelineRow| r.period,
            )
            .unit(period_unit),
            text(
                "kind",
                "`cumulative`, `hazard`, `running` or `measure`.",
                |r: &TimelineRow| r.kind.word(),
            ),
            text(
                "name",
                "The outcome or measure; `total`: all outcomes together.",
                |r: &TimelineRow| &*r.name,
            ),
            real(
                "value",
                unit,
                "The exact value over all draws together; empty where no game is left.",
                |r: &TimelineRow| r.value,
            ),
            real(
                "value_p05",
                unit,
                &quantile("5th percentile of the value"),
                |r: &TimelineRow| r.percentiles.map(|p| p[0]),
            ),
            real(
                "value_p95",
                unit,
                &quantile("95th percentile of the value"),
                |r: &TimelineRow| r.percentiles.map(|p| p[1]),
            ),
        ],
    }
}

/// `decisions.csv`.
pub(crate) fn decisions(period_unit: &str) -> Table<DecisionRow> {
    Table {
        name: "decisions",
        about:
            "One row per variant, period, stage, actor, type and action: what actors do when they are asked. Rows that \
                no game can reach are left out."
                .into(),
        key: &[],
        columns: vec![
            text("variant", "The variant of the scenario.", |r: &DecisionRow| &*r.variant),
            integer("period", "The period.", |r: &DecisionRow| r.period).unit(period_unit),
            text("stage", "The stage.", |r: &DecisionRow| &*r.stage),
            text("actor", "The actor who is asked.", |r: &DecisionRow| &*r.actor),
            text(
                "type",
                "Its true type; empty where it has no types.",
                |r: &DecisionRow| r.actor_type.as_deref().unwrap_or_default(),
            ),
            text("action", "The action.", |r: &DecisionRow| &*r.action),
            real(
                "reached",
                PROBABILITY,
                "Exact share of all games in which this actor of this type is asked here.",
                |r: &DecisionRow| r.reached,
            ),
            real(
                "share",
                "share of games",
                "Share of played games that took the action, of those that asked.",
                |r: &DecisionRow| r.share,
            ),
            real(
                "probability",
                PROBABILITY,
                "Exact probability of the action, given that the actor is asked.",
                |r: &DecisionRow| r.probability,
            ),
            Column::new(
                "bound",
                Kind::Truth,
                "Whether one of the actor's commitments binds it; empty where it has none.",
                |r: &DecisionRow| r.bound,
            ),
        ],
    }
}

/// `beliefs.csv`.
pub(crate) fn beliefs(period_unit: &str) -> Table<BeliefRow> {
    let over_games = |which: &str| of_beliefs(which, "games still running");
    Table {
        name: "beliefs",
        about: "One row per variant, period, observer, actor (or commitment) believed about, true type (`any`: whatever it \
                is) and believed type: what observers think at the start of the period, over games still running."
            .into(),
        key: &["variant", "period", "observer", "about", "true_type", "believed_type"],
        columns: vec![
            text("variant", "The variant of the scenario.", |r: &BeliefRow| &*r.variant),
            integer("period", "The period at whose start the belief is held.", |r: &BeliefRow| r.period).unit(period_unit),
            text("observer", "Who believes.", |r: &BeliefRow| &*r.observer),
            text("about", "The actor whose type is believed about, or the commitment that may bind.", |r: &BeliefRow| &*r.about),
            text("true_type", "What is true in the games that this row is about; `any`: all games.", |r: &BeliefRow| &*r.true_type),
            text("believed_type", "The type that the probability is for.", |r: &BeliefRow| &*r.believed_type),
            real("belief_mean", PROBABILITY, "Mean of the observer's probability for it.", |r: &BeliefRow| r.mean),
            real("belief_p05", PROBABILITY, &over_games("5th"), |r: &BeliefRow| r.percentiles[0]),
            real("belief_p95", PROBABILITY, &over_games("95th"), |r: &BeliefRow| r.percentiles[1]),
        ],
    }
}

/// What a percentile of beliefs is.
pub(super) fn of_beliefs(which: &str, over: &str) -> String {
    format!(
        "{which} percentile over {over}, of all draws, weighted by their exact probability; from fixed bins, error at most {}.",
        number(0.5 / BELIEF_BINS as f64)
    )
}

/// `beliefs_after.csv`.
pub(crate) fn beliefs_after() -> Table<BeliefAfterRow> {
    Table {
        name: "beliefs_after",
        about: "One row per event, observer, actor (or commitment) believed about, true type (`any`: whatever it is) and \
                believed type: what observers think once something has happened, as the next period starts, over games that \
                go on. Exact."
            .into(),
        key: &["variant", "stage", "actor", "kind", "event", "observer", "about", "true_type", "believed_type"],
        columns: vec![
            text("variant", "The variant of the scenario.", |r: &BeliefAfterRow| &*r.variant),
            text("stage", "The stage at which it happened.", |r: &BeliefAfterRow| &*r.stage),
            text("actor", "Whose action it was, or whose action the branch followed; empty where it was nobody's.", |r: &BeliefAfterRow| {
                r.actor.as_deref().unwrap_or_default()
            }),
            text("kind", "`action`, which an actor takes, or `branch`, which chance takes.", |r: &BeliefAfterRow| r.kind),
            text("event", "What happened: the name of the action or branch. Branches without a name have no rows.", |r: &BeliefAfterRow| {
                &*r.event
            }),
            text("observer", "Who believes, whether it saw the event or not.", |r: &BeliefAfterRow| &*r.observer),
            text("about", "The actor whose type is believed about, or the commitment that may bind.", |r: &BeliefAfterRow| &*r.about),
            text("true_type", "What is true in the games that this row is about; `any`: all games.", |r: &BeliefAfterRow| &*r.true_type),
            text("believed_type", "The type that the probability is for.", |r: &BeliefAfterRow| &*r.believed_type),
            real(
                "times",
                "times in a game",
                "How often it is expected in a game that this is the true type, it happens, and the game goes on into the next period.",
                |r: &BeliefAfterRow| r.times,
            ),
            real("belief_mean", PROBABILITY, "Mean of the observer's probability for the believed type, over these times.", |r: &BeliefAfterRow| {
                r.mean
            }),
        ],
    }
}
