//! In which worlds something happens: the boxes of a discovery.

use super::{Study, whole};
use crate::report::chart::Chart;
use crate::report::chart::rows::{Row, RowChart};
use crate::report::figure::{percent, short};
use crate::report::page::html::Section;
use crate::report::page::run::distinct;
use crate::report::past_results::Unreadable;
use crate::scenario::LabelKind;
use crate::study::rows::BoxRow;

pub(super) fn section(study: &Study<'_>) -> Result<Section, Unreadable> {
    let rows: Vec<BoxRow> = study.past.rows()?;
    let numbers = whole(&study.table("boxes")?);
    let case = study.past.manifest()["case"].as_str().unwrap_or_default();
    let charts = distinct(&rows, |row| row.number).into_iter().map(|number| {
        let own: Vec<&BoxRow> = rows.iter().filter(|row| row.number == number).collect();
        let picture = RowChart {
            rows: own.iter().map(|row| limits(study, row)).collect(),
            scale: vec![0.0, 1.0],
            axis: "share of the way from the lowest to the highest value of any draw".to_owned(),
            ..RowChart::default()
        };
        Chart {
            name: format!("box-{number}"),
            title: format!("Box {number}"),
            description: format!(
                "Within these limits {} of the draws are cases of interest; the box holds {} of all cases and {} of all draws.",
                percent(own[0].density),
                percent(own[0].coverage),
                percent(own[0].mass)
            ),
            picture: picture.draw(),
            numbers: numbers.clone(),
        }
    });
    let none = "No box is dense enough, or none is told apart by the parameters.";
    Ok(Section {
        title: "In which worlds it happens".to_owned(),
        text: vec![match (case, rows.is_empty()) {
            (_, true) => none.to_owned(),
            ("", false) => {
                "Boxes: limits on uncertain parameters within which cases of interest are frequent.".to_owned()
            }
            (case, false) => format!("Cases of interest: {case}. Boxes are limits within which they are frequent."),
        }],
        charts: charts.collect(),
        ..Section::default()
    })
}

/// The limits that a box sets to a parameter, within the range of the draws.
fn limits(study: &Study<'_>, row: &BoxRow) -> Row {
    let span = row.highest - row.lowest;
    let place = |value: f64| if span > 0.0 { (value - row.lowest) / span } else { 0.0 };
    let [low, high] = [row.low.unwrap_or(row.lowest), row.high.unwrap_or(row.highest)];
    let words = match (row.low, row.high) {
        (Some(low), Some(high)) => format!("{} to {}", short(low), short(high)),
        (Some(low), None) => format!("at least {}", short(low)),
        (None, Some(high)) => format!("at most {}", short(high)),
        (None, None) => String::new(),
    };
    Row {
        label: study.labels.get(LabelKind::Parameter, &row.parameter).to_owned(),
        value: words,
        bars: vec![(0, place(low), place(high))],
        spread: Some((0.0, 1.0)),
        ..Row::default()
    }
}
