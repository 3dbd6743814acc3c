//! When games end: cumulative probabilities and hazards of outcomes, and measures, period by period.

use super::html::Section;
use super::run::{Run, distinct};
use crate::report::chart::lines::{Line, LineChart};
use crate::report::chart::{Chart, Numbers};
use crate::report::figure::{amount, decimals};
use crate::report::past_results::Unreadable;
use crate::scenario::LabelKind;
use crate::study::rows::{TimelineKind, TimelineRow};

/// The name of all outcomes together.
const TOTAL: &str = "total";

/// The sections on the timeline: outcomes, and measures where there are any.
pub(super) fn sections(run: &Run<'_>, unit: &str) -> Result<Vec<Section>, Unreadable> {
    let rows: Vec<TimelineRow> = run.past.rows()?;
    let of = |kinds: &[TimelineKind]| -> Vec<Chart> {
        let names = rows
            .iter()
            .filter(|row| kinds.contains(&row.kind) && happens(run, &rows, row));
        let names: Vec<&TimelineRow> = names.collect();
        let names = distinct(&names, |row| &row.name);
        let each = names
            .into_iter()
            .flat_map(|name| kinds.iter().map(move |&kind| (name, kind)));
        each.filter_map(|(name, kind)| chart(run, &rows, (name, kind), unit))
            .collect()
    };
    let section = |title: &str, text: &str, charts: Vec<Chart>| Section {
        title: title.to_owned(),
        text: vec![text.to_owned()],
        charts,
        ..Section::default()
    };
    let outcomes = section(
        "When games end",
        "How the probability of each outcome grows, and its hazard: the probability of ending so in a period, given that \
         the game is still running. Bands hold nine tenths of the draws. Outcomes that never happen are left out.",
        of(&[TimelineKind::Cumulative, TimelineKind::Hazard]),
    );
    let measures = section(
        "Measures",
        "Means at the end of each period, over games that go on.",
        of(&[TimelineKind::Measure]),
    );
    let sections = [outcomes, measures].into_iter();
    Ok(sections.filter(|section| !section.charts.is_empty()).collect())
}

/// Whether the quantity of a row ever differs from 0, and is not that of all outcomes where there is one alone.
fn happens(run: &Run<'_>, rows: &[TimelineRow], row: &TimelineRow) -> bool {
    let mut same = rows
        .iter()
        .filter(|other| other.kind == row.kind && other.name == row.name);
    let one = row.name == TOTAL && run.draws.shape.outcomes.len() == 1;
    !one && same.any(|row| row.value.is_some_and(|value| value != 0.0))
}

fn chart(run: &Run<'_>, rows: &[TimelineRow], (name, kind): (&str, TimelineKind), unit: &str) -> Option<Chart> {
    let own: Vec<&TimelineRow> = rows.iter().filter(|row| row.kind == kind && row.name == name).collect();
    let lines: Vec<Line> = run
        .variants()
        .map(|variant| line(run, variant, own.iter().filter(|row| row.variant == variant).copied()))
        .filter(|line| !line.places.is_empty())
        .collect();
    let chart = LineChart {
        lines,
        scale: vec![0.0],
        marked: Vec::new(),
        across: unit.to_owned(),
    };
    let outcome = match name {
        TOTAL => "any outcome",
        name => run.outcome(name),
    };
    let (file, title, description) = match kind {
        TimelineKind::Cumulative => (
            format!("timeline-{name}"),
            format!("{outcome}: probability so far"),
            format!("Probability that the game has ended so by the end of each {unit}."),
        ),
        TimelineKind::Hazard => (
            format!("hazard-{name}"),
            format!("{outcome}: hazard"),
            format!("Probability of ending so in each {unit}, given that the game is running at its start."),
        ),
        TimelineKind::Measure | TimelineKind::Running => {
            let of = run.labels.rows().iter();
            let mut of = of.filter(|row| row.kind == LabelKind::Measure && row.name == name);
            let unit_of = of.next().map(|row| row.unit.as_str()).filter(|unit| !unit.is_empty());
            (
                format!("measure-{name}"),
                run.labels.get(LabelKind::Measure, name).to_owned(),
                format!(
                    "Mean at the end of each {unit}{}.",
                    unit_of.map(|unit| format!(", in {unit}")).unwrap_or_default()
                ),
            )
        }
    };
    (!chart.lines.is_empty()).then(|| Chart {
        name: file,
        title,
        description,
        picture: chart.draw(),
        numbers: numbers(run, &own, unit),
    })
}

fn line<'r>(run: &Run<'_>, variant: &str, rows: impl Iterator<Item = &'r TimelineRow>) -> Line {
    let mut line = Line {
        name: run.row_title(variant),
        series: run.series(variant),
        ..Line::default()
    };
    for row in rows {
        let period = row.period as f64;
        line.places.extend(row.value.map(|value| (period, value)));
        if let Some((low, high)) = row.value_p05.zip(row.value_p95).filter(|(low, high)| low <= high) {
            line.band.push((period, low, high));
        }
    }
    if line.band.iter().all(|(_, low, high)| low == high) {
        line.band.clear();
    }
    line
}

fn numbers(run: &Run<'_>, rows: &[&TimelineRow], unit: &str) -> Numbers {
    let places = decimals(rows.iter().filter_map(|row| row.value));
    let shown = |value: Option<f64>| value.map(|value| amount(value, places)).unwrap_or_default();
    Numbers::new(
        ["variant", unit, "value", "5 % of draws", "95 % of draws"],
        rows.iter().map(|row| {
            let [value, low, high] = [row.value, row.value_p05, row.value_p95].map(shown);
            [
                run.title(&row.variant).to_owned(),
                row.period.to_string(),
                value,
                low,
                high,
            ]
        }),
    )
}
