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
    let mut rows: Vec<TimelineRow> = run.past.rows()?;
    let late = only_at_the_end(&rows);
    let remark = (!late.is_empty()).then(|| {
        let names: Vec<&str> = late.iter().map(|name| called(run, name)).collect();
        format!(
            "Outcomes that come only at the end of the last {unit} have no charts: {}.",
            names.join("; ")
        )
    });
    rows.retain(|row| row.kind == TimelineKind::Measure || !late.contains(&row.name));
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
    let mut outcomes = section(
        "When games end",
        "How the probability of each outcome grows, and its hazard: the probability of ending so in a period, given that \
         the game is still running. Bands hold nine tenths of the draws. Outcomes that never happen are left out.",
        of(&[TimelineKind::Cumulative, TimelineKind::Hazard]),
    );
    outcomes.text.extend(remark);
    let measures = section(
        "Measures",
        "Means at the end of each period, over games that go on.",
        of(&[TimelineKind::Measure]),
    );
    let sections = [outcomes, measures].into_iter();
    Ok(sections
        .filter(|section| !section.charts.is_empty() || section.text.len() > 1)
        .collect())
}

/// The outcomes that in every variant have come by the last period, and by no earlier one.
fn only_at_the_end(rows: &[TimelineRow]) -> Vec<String> {
    let so_far: Vec<&TimelineRow> = rows.iter().filter(|row| row.kind == TimelineKind::Cumulative).collect();
    let ends = |variant: &String| {
        let periods = so_far
            .iter()
            .filter(|row| row.variant == *variant)
            .map(|row| row.period);
        let (first, last) = (periods.clone().min(), periods.max());
        // Where there is one period, what comes at its end is no spike.
        last.filter(|_| first < last)
    };
    let ends: Vec<(&String, Option<usize>)> = distinct(&so_far, |row| &row.variant)
        .into_iter()
        .map(|variant| (variant, ends(variant)))
        .collect();
    let at_the_end = |row: &TimelineRow| ends.contains(&(&row.variant, Some(row.period)));
    let comes = |row: &&&TimelineRow| row.value.is_some_and(|value| value > 0.0);
    let names = distinct(&so_far, |row| &row.name).into_iter().filter(|name| {
        let own: Vec<_> = so_far.iter().filter(|row| row.name == **name).filter(comes).collect();
        !own.is_empty() && own.iter().all(|row| at_the_end(row))
    });
    names.cloned().collect()
}

/// What an outcome is called; that of all outcomes together has a name of its own.
fn called<'t>(run: &'t Run<'_>, name: &'t str) -> &'t str {
    match name {
        TOTAL => "any outcome",
        name => run.outcome(name),
    }
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
    let outcome = called(run, name);
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
