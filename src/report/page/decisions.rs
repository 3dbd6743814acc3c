//! What actors do when they are asked, by type and period.

use super::html::Section;
use super::run::{Run, distinct};
use crate::report::chart::heat::{HeatMap, HeatRow};
use crate::report::chart::{Chart, Numbers};
use crate::report::past_results::Unreadable;
use crate::report::terminal::probability;
use crate::scenario::LabelKind;
use crate::study::rows::DecisionRow;

/// The section on decisions; `None` where nobody decides.
pub(super) fn section(run: &Run<'_>, unit: &str) -> Result<Option<Section>, Unreadable> {
    let rows: Vec<DecisionRow> = run.past.rows()?;
    let mut charts = Vec::new();
    for (stage, actor) in distinct(&rows, |row| (&row.stage, &row.actor)) {
        for variant in distinct(&rows, |row| &row.variant) {
            let own = rows
                .iter()
                .filter(|row| row.stage == *stage && row.actor == *actor && row.variant == *variant);
            let own: Vec<&DecisionRow> = own.collect();
            if own.iter().any(|row| row.probability.is_some()) {
                charts.push(map(run, &own, unit));
            }
        }
    }
    let text =
        "The probability of each action where its actor is asked, by true type. A cell is empty where no game can be.";
    Ok((!charts.is_empty()).then(|| Section {
        title: "What actors do".to_owned(),
        text: vec![text.to_owned()],
        charts,
        ..Section::default()
    }))
}

/// The decisions of an actor at a stage in a variant.
fn map(run: &Run<'_>, rows: &[&DecisionRow], unit: &str) -> Chart {
    let first = rows[0];
    let last = rows.iter().map(|row| row.period).max().unwrap_or(1);
    let start = rows.iter().map(|row| row.period).min().unwrap_or(1).min(1);
    let periods = start..=last;
    let who = |row: &DecisionRow| (row.actor_type.clone(), row.bound);
    let mut heat = Vec::new();
    for group in distinct(rows, |row| who(row)) {
        let own: Vec<&&DecisionRow> = rows.iter().filter(|row| who(row) == group).collect();
        for (number, action) in distinct(&own, |row| &row.action).into_iter().enumerate() {
            let cell = |period: usize| {
                let mut own = own.iter().filter(|row| row.period == period && row.action == *action);
                own.next()
                    .filter(|row| row.reached > 0.0)
                    .and_then(|row| row.probability)
            };
            heat.push(HeatRow {
                heading: if number == 0 {
                    heading(run, own[0])
                } else {
                    String::new()
                },
                label: run.labels.action(&first.stage, &first.actor, action).to_owned(),
                cells: periods.clone().map(cell).collect(),
            });
        }
    }
    let chart = HeatMap {
        rows: heat,
        columns: periods.map(|period| period.to_string()).collect(),
        numbers: false,
        across: unit.to_owned(),
    };
    let (actor, stage) = (run.actor(&first.actor), run.labels.get(LabelKind::Stage, &first.stage));
    let variant = match run.row_title(&first.variant) {
        title if title.is_empty() => title,
        title => format!(" ({title})"),
    };
    Chart {
        name: format!("decisions-{}-{}-{}", first.variant, first.stage, first.actor),
        title: format!("{actor} at {stage}{variant}"),
        description: format!(
            "Probability of each action in each {unit}, from 0 to 1 as the scale shows, given that {actor} is asked."
        ),
        picture: chart.draw(),
        numbers: Numbers::new(
            [
                unit,
                "type",
                "action",
                "probability",
                "asked in share of games",
                "played share",
            ],
            rows.iter().map(|row| {
                [
                    row.period.to_string(),
                    heading(run, row),
                    run.labels.action(&row.stage, &row.actor, &row.action).to_owned(),
                    row.probability.map(probability).unwrap_or_default(),
                    probability(row.reached),
                    row.share.map(probability).unwrap_or_default(),
                ]
            }),
        ),
    }
}

/// The type of who decides, and whether a promise binds it; empty where there is neither.
fn heading(run: &Run<'_>, row: &DecisionRow) -> String {
    let actor_type = row
        .actor_type
        .as_deref()
        .map(|name| run.labels.actor_type(&row.actor, name));
    let bound = row
        .bound
        .map(|bound| if bound { "bound by a promise" } else { "not bound" });
    let parts: Vec<&str> = actor_type.into_iter().chain(bound).collect();
    parts.join(", ")
}
