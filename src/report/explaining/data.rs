//! Explanations as data: JSON, and a table with one row per number.

use serde_json::{Map, Value};

use super::words::sentences;
use crate::report::column::{Column, Kind, real, text};
use crate::report::number::json_number;
use crate::report::strategies::set_columns;
use crate::report::table::Table;
use crate::study::explain::{Explanation, Manner, Weighed};
use crate::study::sets::SetName;

/// An explanation as JSON.
pub(super) fn json(one: &Explanation) -> Value {
    let (manner, precision) = match one.manner {
        Manner::Logit(precision) => ("logit", json_number(precision)),
        Manner::BestResponse => ("best_response", Value::Null),
        Manner::Given => ("given", Value::Null),
        Manner::Bound => ("bound", Value::Null),
    };
    let beliefs = one.beliefs.iter();
    let beliefs = beliefs.map(|(about, chances)| (about.clone(), named(chances)));
    serde_json::json!({
        "period": one.at.period,
        "stage": one.at.stage,
        "actor": one.at.actor,
        "type": one.at.actor_type,
        "information_set": one.at.full(),
        "reached": json_number(one.reach),
        "play": manner,
        "precision": precision,
        "regret": json_number(one.regret),
        "actions": one.actions.iter().map(action).collect::<Vec<_>>(),
        "beliefs": beliefs.collect::<Map<_, _>>(),
        "states": named(&one.states),
        "sentences": sentences(one),
    })
}

fn action(action: &Weighed) -> Value {
    serde_json::json!({
        "action": action.action,
        "probability": json_number(action.probability),
        "expected_payoff": json_number(action.payoff),
        "difference": json_number(action.difference),
        "terms": named(&action.terms),
        "outcomes": named(&action.outcomes),
    })
}

fn named(pairs: &[(String, f64)]) -> Value {
    let pair = |(name, value): &(String, f64)| (name.clone(), json_number(*value));
    Value::Object(pairs.iter().map(pair).collect())
}

/// One number of an explanation.
#[derive(Clone, Debug)]
pub(super) struct Line {
    at: SetName,
    reach: f64,
    action: Option<Weighed>,
    kind: &'static str,
    name: String,
    value: f64,
}

/// Explanations, number by number.
pub(super) fn lines(all: &[Explanation]) -> Vec<Line> {
    let mut found = Vec::new();
    for one in all {
        let line = |action: Option<&Weighed>, kind, name: String, value: f64| Line {
            at: one.at.clone(),
            reach: one.reach,
            action: action.cloned(),
            kind,
            name,
            value,
        };
        for action in &one.actions {
            let terms = action.terms.iter().map(|part| ("term", part));
            let outcomes = action.outcomes.iter().map(|part| ("outcome", part));
            let numbers = terms.chain(outcomes);
            found.extend(numbers.map(|(kind, (name, value))| line(Some(action), kind, name.clone(), *value)));
        }
        for (about, chances) in &one.beliefs {
            found.extend(
                chances
                    .iter()
                    .map(|(value, chance)| line(None, "belief", format!("{about}={value}"), *chance)),
            );
        }
        let states = one.states.iter();
        found.extend(states.map(|(state, chance)| line(None, "state", state.clone(), *chance)));
    }
    found
}

/// The table of these numbers.
pub(super) fn table(period_unit: &str) -> Table<Line> {
    let mut columns = set_columns(period_unit, |line: &Line| &line.at);
    columns.extend([
        real(
            "reached",
            "probability",
            "The exact share of games that come to the information set.",
            |line: &Line| line.reach,
        ),
        Column::new("action", Kind::Text, "The action; empty for beliefs.", |line: &Line| {
            line.action.as_ref().map(|action| action.action.clone())
        }),
        real(
            "probability",
            "probability",
            "The probability with which it is taken.",
            |line: &Line| line.action.as_ref().map(|action| action.probability),
        ),
        real(
            "expected_payoff",
            "payoff",
            "Its expected payoff from this period on, in units of the period.",
            |line: &Line| line.action.as_ref().map(|action| action.payoff),
        ),
        real(
            "difference",
            "payoff",
            "That payoff less that of the best action.",
            |line: &Line| line.action.as_ref().map(|action| action.difference),
        ),
        text(
            "kind",
            "`term`: what a payoff term adds to the expected payoff; `outcome`: the chance of an outcome once the action \
             is taken; `belief`: what the actor believes of one thing; `state`: of all hidden things together.",
            |line: &Line| line.kind,
        ),
        text("name", "The term, outcome, or what is believed.", |line: &Line| &*line.name),
        real("value", "payoff or probability", "The number.", |line: &Line| line.value),
    ]);
    Table {
        name: "explanations",
        about: "One row per information set, action and term or outcome, and one per information set and belief."
            .into(),
        key: &[],
        columns,
    }
}
