//! The scenario as run: its text, and where its numbers come from.

use super::html::{Section, details, table};
use crate::report::chart::Numbers;
use crate::report::graph::Graph;
use crate::report::markup::escaped;
use crate::scenario::model::Model;
use crate::scenario::{LabelKind, LabelRow};

/// The section on the scenario.
pub(super) fn section(text: &str, model: &Model, graph: &Graph) -> Section {
    let sourced = model
        .labels
        .rows()
        .iter()
        .filter(|row| !row.source.is_empty() || !row.note.is_empty());
    let rows: Vec<[String; 5]> = sourced.map(cells).collect();
    let mut below = String::new();
    if !rows.is_empty() {
        let numbers = Numbers::new(["what", "name", "label", "source", "note"], rows);
        below += &details("Sources and notes", &table("Sources and notes", &numbers));
    }
    let text = escaped(text);
    below += &details(
        "The scenario as run",
        &format!(
            "<pre class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"The scenario as run\"><code>{text}</code></pre>\n"
        ),
    );
    let paragraphs = model
        .description
        .split("\n\n")
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    Section {
        title: "The scenario".to_owned(),
        text: paragraphs.filter(|part| !part.is_empty()).collect(),
        charts: vec![graph.chart()],
        below,
    }
}

fn cells(row: &LabelRow) -> [String; 5] {
    let kind = match row.kind {
        LabelKind::Actor => "actor",
        LabelKind::Type => "type",
        LabelKind::Variable => "variable",
        LabelKind::Stage => "stage",
        LabelKind::Action => "action",
        LabelKind::Nest => "nest",
        LabelKind::Outcome => "outcome",
        LabelKind::Payoff => "payoff term",
        LabelKind::Measure => "measure",
        LabelKind::Parameter => "parameter",
        LabelKind::Commitment => "promise",
        LabelKind::Variant => "variant",
    };
    [kind, &row.name, &row.label, &row.source, &row.note].map(str::to_owned)
}
