//! Explanations as data: JSON, and a table with one row per number.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::words::sentences;
use crate::report::json::Objects;
use crate::study::explain::{ExplainedAction, Explanation};
use crate::study::sets::{SetColumns, SetName};
use crate::study::switching_values::SwitchingValue;
use crate::study::table::{Row, name_tables};

/// An explanation as JSON.
#[derive(Serialize)]
pub(super) struct ExplanationJson<'a> {
    #[serde(flatten)]
    explanation: &'a Explanation,
    sentences: Vec<String>,
    /// The switching values at the information set, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    flips: Option<Objects>,
}

impl<'a> ExplanationJson<'a> {
    /// An explanation, with the switching values at its information set where they were asked for.
    pub(super) fn new(explanation: &'a Explanation, switching_values: Option<&[SwitchingValue]>) -> Self {
        let own = |all: &[SwitchingValue]| {
            let own = all.iter().filter(|row| row.at == explanation.at);
            own.map(within_set).collect()
        };
        Self {
            sentences: sentences(explanation),
            flips: switching_values.map(own),
            explanation,
        }
    }
}

/// The values of a row without its information set.
fn within_set(row: &SwitchingValue) -> Map<String, Value> {
    let mut values = row.values();
    for column in SetColumns::NAMES {
        values.shift_remove(column);
    }
    values
}

name_tables! { ExplanationRow: "explanations" }

/// One row per information set, action and term or outcome, and one per information set and belief.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(in crate::report) struct ExplanationRow {
    /// The information set.
    #[serde(flatten)]
    at: SetName,
    /// The exact share of games that come to the information set.
    #[schemars(extend("unit" = "probability"))]
    reached: f64,
    /// The action; empty for beliefs.
    action: Option<String>,
    /// The probability with which it is taken.
    #[schemars(extend("unit" = "probability"))]
    probability: Option<f64>,
    /// Its expected payoff from this period on, in units of the period.
    #[schemars(extend("unit" = "payoff"))]
    expected_payoff: Option<f64>,
    /// That payoff less that of the best action.
    #[schemars(extend("unit" = "payoff"))]
    difference: Option<f64>,
    /// `term`: what a payoff term adds to the expected payoff; `outcome`: the chance of an outcome once the action is
    /// taken; `acted_on`: the value that the actor acts on, where it takes its own later choices otherwise than as they
    /// are played; `nest`: the inclusive value of a nest; `belief`: what the actor believes of one thing; `state`: of all
    /// hidden things together; `pivotal`: how likely the action of a member of a group changes what follows from the counts.
    kind: &'static str,
    /// The term, outcome, nest, or what is believed; empty for `acted_on` and `pivotal`.
    name: String,
    /// The number.
    #[schemars(extend("unit" = "payoff or probability"))]
    value: f64,
}

/// Explanations, number by number.
pub(super) fn rows(all: &[Explanation]) -> Vec<ExplanationRow> {
    let mut rows = Vec::new();
    for one in all {
        let mut put = |action: Option<&ExplainedAction>, kind, name: &str, value: &f64| {
            rows.push(ExplanationRow {
                at: one.at.clone(),
                reached: one.reach,
                action: action.map(|action| action.action.clone()),
                probability: action.map(|action| action.probability),
                expected_payoff: action.map(|action| action.payoff),
                difference: action.map(|action| action.difference),
                kind,
                name: name.to_owned(),
                value: *value,
            });
        };
        for action in &one.actions {
            for (kind, numbers) in [("term", &action.terms), ("outcome", &action.outcomes)] {
                for (name, value) in numbers {
                    put(Some(action), kind, name, value);
                }
            }
            if let Some(value) = &action.acted_on {
                put(Some(action), "acted_on", "", value);
            }
        }
        for nest in &one.nests {
            put(None, "nest", &nest.nest, &nest.inclusive_value);
        }
        for (about, chances) in &one.beliefs {
            for (value, chance) in chances {
                put(None, "belief", &format!("{about}={value}"), chance);
            }
        }
        for (state, chance) in &one.states {
            put(None, "state", state, chance);
        }
        if let Some(pivotal) = &one.pivotal {
            put(None, "pivotal", "", pivotal);
        }
    }
    rows
}
