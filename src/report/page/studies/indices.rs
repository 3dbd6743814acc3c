//! Which parameters matter most: shares of the variance, effects, distances, swings.

use super::Study;
use crate::report::chart::rows::{Row, RowChart};
use crate::report::chart::{Chart, Numbers};
use crate::report::figure::{amount, decimals, short};
use crate::report::page::html::Section;
use crate::report::page::run::{distinct, grouped};
use crate::report::past_results::Unreadable;
use crate::scenario::LabelKind;
use crate::study::rows::{ComparisonKind, SensitivityIndex, SensitivityRow};

/// The most parameters of a chart.
const MOST: usize = 20;

/// The indices that are drawn, the one that orders parameters first, and what they are called.
const DRAWN: [(SensitivityIndex, &str); 6] = [
    (SensitivityIndex::Total, "total order"),
    (SensitivityIndex::First, "first order"),
    (SensitivityIndex::Shapley, "Shapley effect"),
    (SensitivityIndex::EffectSize, "mean size of elementary effects"),
    (SensitivityIndex::DistanceMedian, "median distance of distributions"),
    (SensitivityIndex::Swing, "swing from the 5th percentile to the 95th"),
];

pub(super) fn section(study: &Study<'_>) -> Result<Section, Unreadable> {
    let rows: Vec<SensitivityRow> = study.past.rows()?;
    let subject = |row: &SensitivityRow| (row.variant.clone(), row.baseline.clone(), row.kind, row.name.clone());
    let headlines: Vec<&SensitivityRow> = rows.iter().filter(|row| row.kind == ComparisonKind::Headline).collect();
    let of = if headlines.is_empty() {
        rows.iter().collect()
    } else {
        headlines
    };
    let charts = distinct(&of, |row| subject(row)).into_iter().filter_map(|name| {
        let own: Vec<&SensitivityRow> = rows.iter().filter(|row| subject(row) == name).collect();
        chart(study, &own)
    });
    Ok(Section {
        title: "Which parameters matter most".to_owned(),
        charts: charts.collect(),
        ..Section::default()
    })
}

/// The indices of one result.
fn chart(study: &Study<'_>, rows: &[&SensitivityRow]) -> Option<Chart> {
    let there = DRAWN
        .into_iter()
        .filter(|(index, _)| rows.iter().any(|row| row.index == *index));
    let there: Vec<(SensitivityIndex, &str)> = there.collect();
    let (leading, _) = *there.first()?;
    let size = |row: &SensitivityRow| row.value.map_or(0.0, f64::abs);
    let mut order: Vec<&SensitivityRow> = rows.iter().filter(|row| row.index == leading).copied().collect();
    order.sort_by(|one, other| size(other).total_cmp(&size(one)));
    let drawn = rows
        .iter()
        .filter(|row| there.iter().any(|(index, _)| row.index == *index));
    let places = decimals(drawn.filter_map(|row| row.value));
    let bar = |parameter: &str, (series, (index, name)): (usize, &(SensitivityIndex, &str))| {
        let row = rows
            .iter()
            .find(|row| row.index == *index && row.parameter == parameter)?;
        let value = row.value?;
        Some(Row {
            label: if there.len() > 1 {
                (*name).to_owned()
            } else {
                String::new()
            },
            value: amount(value, places),
            series,
            bars: vec![(series, 0.0, value)],
            interval: row.value_low.zip(row.value_high).filter(|(low, high)| low < high),
            ..Row::default()
        })
    };
    let groups = order.iter().take(MOST).map(|first| {
        let bars = there.iter().enumerate();
        let bars = bars.filter_map(|index| bar(&first.parameter, index));
        let name = study.labels.get(LabelKind::Parameter, &first.parameter);
        (name.to_owned(), bars.collect())
    });
    let rows_of_chart = grouped(groups);
    let legend = there
        .iter()
        .enumerate()
        .map(|(series, (_, name))| (series, (*name).to_owned()));
    let picture = RowChart {
        legend: legend.collect(),
        rows: rows_of_chart,
        scale: vec![0.0],
        axis: "index".to_owned(),
    };
    let first = rows[0];
    let result = match first.kind {
        ComparisonKind::Payoff => format!("payoff of {}", study.labels.get(LabelKind::Actor, &first.name)),
        _ => study.outcomes(&first.name),
    };
    let variant = study.against(&first.variant, &first.baseline);
    let more = if order.len() > MOST {
        " Parameters with less influence are in the numbers."
    } else {
        ""
    };
    Some(Chart {
        name: format!("sensitivity-{}-{}-{}", first.variant, first.baseline, first.name),
        title: format!("{result}: {variant}"),
        description: format!(
            "The parameters that matter most come first; a thin line is the 95 % interval of an index.{more}"
        ),
        picture: picture.draw(),
        numbers: numbers(study, rows),
    })
}

fn numbers(study: &Study<'_>, rows: &[&SensitivityRow]) -> Numbers {
    let shown = |value: Option<f64>| value.map(short).unwrap_or_default();
    Numbers::new(
        ["parameter", "with", "index", "value", "95 % interval from", "to"],
        rows.iter().map(|row| {
            let index = serde_json::to_value(row.index).unwrap_or_default();
            [
                study.labels.get(LabelKind::Parameter, &row.parameter).to_owned(),
                if row.other == "none" {
                    String::new()
                } else {
                    row.other.clone()
                },
                index.as_str().unwrap_or_default().replace('_', " "),
                shown(row.value),
                shown(row.value_low),
                shown(row.value_high),
            ]
        }),
    )
}
