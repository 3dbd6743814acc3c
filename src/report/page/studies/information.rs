//! What finding out is worth.

use super::{Study, whole};
use crate::report::chart::Chart;
use crate::report::chart::rows::{Row, RowChart};
use crate::report::figure::{amount, decimals};
use crate::report::page::html::Section;
use crate::report::past_results::Unreadable;
use crate::scenario::LabelKind;
use crate::study::rows::{InformationKind, InformationRow};

pub(super) fn section(study: &Study<'_>) -> Result<Section, Unreadable> {
    let mut rows: Vec<InformationRow> = study.past.rows()?;
    rows.sort_by(|one, other| other.value.total_cmp(&one.value));
    let places = decimals(rows.iter().map(|row| row.value));
    let row = |row: &InformationRow| Row {
        label: match row.kind {
            InformationKind::Everything => "everything that is uncertain".to_owned(),
            InformationKind::Parameter => study.labels.get(LabelKind::Parameter, &row.name).to_owned(),
        },
        value: amount(row.value, places),
        bars: vec![(0, 0.0, row.value)],
        interval: row.value_se.map(|error| (row.value - error, row.value + error)),
        ..Row::default()
    };
    let picture = RowChart {
        rows: rows.iter().map(row).collect(),
        scale: vec![0.0],
        axis: "rise of expected utility".to_owned(),
        ..RowChart::default()
    };
    Ok(Section {
        title: "What finding out is worth".to_owned(),
        charts: vec![Chart {
            name: "value".to_owned(),
            title: "The worth of finding out, before choosing among the variants".to_owned(),
            description:
                "By how much the expected utility of the choice rises; a thin line is one standard error to both \
                          sides."
                    .to_owned(),
            picture: picture.draw(),
            numbers: whole(&study.table("value")?),
        }],
        ..Section::default()
    })
}
