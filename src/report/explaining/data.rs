//! Explanations as data: JSON, and a table with one row per number.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::words::sentences;
use crate::study::explain::{ChoiceRule, ExplainedAction, Explanation};
use crate::study::sets::{SetColumns, SetName};
use crate::study::switching_values::SwitchingValue;
use crate::study::table::{Row, as_map};

/// An explanation as JSON.
#[derive(Serialize)]
pub(super) struct ExplanationJson<'a> {
    #[serde(flatten)]
    at: &'a SetName,
    reached: f64,
    play: &'static str,
    precision: Option<f64>,
    regret: f64,
    actions: &'a [ExplainedAction],
    #[serde(serialize_with = "as_map")]
    beliefs: Vec<(&'a str, Chances<'a>)>,
    states: Chances<'a>,
    sentences: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flips: Option<Vec<Map<String, Value>>>,
}

/// Names with a probability each.
struct Chances<'a>(&'a [(String, f64)]);

impl Serialize for Chances<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        as_map(self.0, serializer)
    }
}

impl<'a> ExplanationJson<'a> {
    /// An explanation, with the switching values at its information set where they were asked for.
    pub(super) fn new(one: &'a Explanation, switching_values: Option<&[SwitchingValue]>) -> Self {
        let (play, precision) = match one.manner {
            ChoiceRule::Logit(precision) => ("logit", Some(precision)),
            ChoiceRule::BestResponse => ("best_response", None),
            ChoiceRule::Given => ("given", None),
            ChoiceRule::Bound => ("bound", None),
        };
        let beliefs = one.beliefs.iter();
        Self {
            at: &one.at,
            reached: one.reach,
            play,
            precision,
            regret: one.regret,
            actions: &one.actions,
            beliefs: beliefs
                .map(|(about, chances)| (about.as_str(), Chances(chances)))
                .collect(),
            states: Chances(&one.states),
            sentences: sentences(one),
            flips: switching_values.map(|all| all.iter().filter(|row| row.at == one.at).map(within_set).collect()),
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
    /// taken; `belief`: what the actor believes of one thing; `state`: of all hidden things together.
    kind: &'static str,
    /// The term, outcome, or what is believed.
    name: String,
    /// The number.
    #[schemars(extend("unit" = "payoff or probability"))]
    value: f64,
}

impl Row for ExplanationRow {
    const TABLE: &'static str = "explanations";
}

/// Explanations, number by number.
pub(super) fn rows(all: &[Explanation]) -> Vec<ExplanationRow> {
    let mut rows = Vec::new();
    for one in all {
        let row = |action: Option<&ExplainedAction>, kind, name: String, value: f64| ExplanationRow {
            at: one.at.clone(),
            reached: one.reach,
            action: action.map(|action| action.action.clone()),
            probability: action.map(|action| action.probability),
            expected_payoff: action.map(|action| action.payoff),
            difference: action.map(|action| action.difference),
            kind,
            name,
            value,
        };
        for action in &one.actions {
            let terms = action.terms.iter().map(|part| ("term", part));
            let outcomes = action.outcomes.iter().map(|part| ("outcome", part));
            let numbers = terms.chain(outcomes);
            rows.extend(numbers.map(|(kind, (name, value))| row(Some(action), kind, name.clone(), *value)));
        }
        for (about, chances) in &one.beliefs {
            let chances = chances.iter();
            rows.extend(chances.map(|(value, chance)| row(None, "belief", format!("{about}={value}"), *chance)));
        }
        let states = one.states.iter();
        rows.extend(states.map(|(state, chance)| row(None, "state", state.clone(), *chance)));
    }
    rows
}
