//! What the engine finds, as JSON.

use pactum::{
    BeliefAfterRow, BeliefRow, CommitmentBeliefRow, CommitmentByTypeRow, CommitmentRow, Control, DecisionRow, DrawRow,
    OutcomeByTypeRow, OutcomeRow, PayoffRow, Row, Rows, Scenario, SettingRole, TimelineRow,
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

/// The tables of a run by name, each with its columns and rows.
pub(crate) fn tables(rows: &Rows) -> Value {
    fn put<R: Row>(rows: &Rows, all: &mut Map<String, Value>) {
        all.insert(R::TABLE.to_owned(), rows.json::<R>());
    }
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
