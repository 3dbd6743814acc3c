//! What recorded cases say of keys.

use super::{Study, whole};
use crate::report::chart::Chart;
use crate::report::chart::rows::{Row, RowChart};
use crate::report::figure::short;
use crate::report::page::html::Section;
use crate::report::past_results::Unreadable;
use crate::study::rows::EstimateRow;

pub(super) fn section(study: &Study<'_>) -> Result<Section, Unreadable> {
    let rows: Vec<EstimateRow> = study.past.rows()?;
    let row = |row: &EstimateRow| Row {
        label: study.key(&row.key),
        value: short(row.estimate),
        interval: (row.profile_low.zip(row.profile_high)).or(row.wald_low.zip(row.wald_high)),
        dot: Some(row.estimate),
        ..Row::default()
    };
    let picture = RowChart {
        rows: rows.iter().map(row).collect(),
        scale: vec![0.0],
        axis: "value of the key, in its unit".to_owned(),
        ..RowChart::default()
    };
    Ok(Section {
        title: "Estimates".to_owned(),
        charts: vec![Chart {
            name: "estimates".to_owned(),
            title: "What the recorded cases say of each key".to_owned(),
            description:
                "The dot is the value under which the cases are the likeliest, the line its 95 % interval: from the profile of the likelihood, and \
                          without it, or where that has no end, from the standard error."
                    .to_owned(),
            picture: picture.draw(),
            numbers: whole(&study.table("estimates")?),
        }],
        ..Section::default()
    })
}
