//! What the engine finds, as JSON.

use pactum::{
    BeliefAfterRow, BeliefRow, ChoiceRule, CommitmentBeliefRow, CommitmentByTypeRow, CommitmentRow, Control,
    DecisionRow, DrawRow, Explanation, OutcomeByTypeRow, OutcomeRow, PayoffRow, Row, Rows, Scenario, SettingRole,
    TimelineRow,
};
use serde_json::{Map, Value, json};

/// A scenario: its title, variants and labels.
pub(crate) fn opened(scenario: &Scenario) -> Value {
    let labels = scenario.label_rows();
    json!({
        "title": scenario.title(),
        "variants": scenario.variants().collect::<Vec<_>>(),
        "period_unit": scenario.period_unit(),
        "labels": labels.iter().map(Row::values).collect::<Vec<_>>(),
        "warnings": scenario.warnings(),
    })
}

/// What can be set.
pub(crate) fn settings(controls: &[Control]) -> Value {
    let control = |control: &Control| {
        let setting = &control.setting;
        json!({
            "key": setting.key,
            "value": setting.value,
            "number": setting.number,
            "unit": setting.unit,
            "source": setting.source,
            "note": setting.note,
            "uncertain": setting.distribution.is_some(),
            "role": match control.role {
                SettingRole::Lever => "lever",
                SettingRole::Prior => "prior",
                SettingRole::Payoff => "payoff",
                SettingRole::Other => "other",
            },
            "range": control.range,
            "whole": control.whole,
        })
    };
    Value::Array(controls.iter().map(control).collect())
}

/// The tables that are shown while settings move, by name.
pub(crate) fn glance(rows: &Rows) -> Value {
    let mut all = Map::new();
    put::<OutcomeRow>(rows, &mut all);
    put::<PayoffRow>(rows, &mut all);
    put::<TimelineRow>(rows, &mut all);
    Value::Object(all)
}

/// The tables of a run by name, each a list of rows by column.
pub(crate) fn tables(rows: &Rows) -> Value {
    let mut all = Map::new();
    put::<OutcomeRow>(rows, &mut all);
    put::<OutcomeByTypeRow>(rows, &mut all);
    put::<PayoffRow>(rows, &mut all);
    put::<TimelineRow>(rows, &mut all);
    put::<DecisionRow>(rows, &mut all);
    put::<BeliefRow>(rows, &mut all);
    put::<BeliefAfterRow>(rows, &mut all);
    put::<CommitmentRow>(rows, &mut all);
    put::<CommitmentByTypeRow>(rows, &mut all);
    put::<CommitmentBeliefRow>(rows, &mut all);
    put::<DrawRow>(rows, &mut all);
    Value::Object(all)
}

fn put<R: Row>(rows: &Rows, all: &mut Map<String, Value>) {
    let rows = rows.of::<R>().iter().map(|row| Value::Object(row.values()));
    all.insert(R::TABLE.to_owned(), rows.collect());
}

/// An explanation, as `pactum explain --format json` gives it but for its sentences.
pub(crate) fn explanation(one: &Explanation) -> Value {
    let (play, precision) = match one.manner {
        ChoiceRule::Logit(precision) => ("logit", Some(precision)),
        ChoiceRule::BestResponse => ("best_response", None),
        ChoiceRule::Given => ("given", None),
        ChoiceRule::Bound => ("bound", None),
    };
    let beliefs = one.beliefs.iter();
    let mut all = by_name(&one.at);
    all.extend(by_name(&json!({
        "reached": one.reach,
        "play": play,
        "precision": precision,
        "regret": one.regret,
        "pivotal": one.pivotal,
        "actions": one.actions,
        "beliefs": beliefs.map(|(about, chances)| (about.clone(), chances_of(chances))).collect::<Map<_, _>>(),
        "states": chances_of(&one.states),
    })));
    Value::Object(all)
}

fn chances_of(chances: &[(String, f64)]) -> Value {
    let pairs = chances.iter().map(|(name, chance)| (name.clone(), json!(chance)));
    Value::Object(pairs.collect())
}

/// The fields of what is serialised as a map.
fn by_name(value: &impl serde::Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}
