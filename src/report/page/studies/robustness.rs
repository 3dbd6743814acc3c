//! The headlines under other modelling conventions.

use super::{Study, whole};
use crate::report::chart::Chart;
use crate::report::chart::rows::{Row, RowChart};
use crate::report::page::html::Section;
use crate::report::page::run::distinct;
use crate::report::past_results::Unreadable;
use crate::report::terminal::signed;
use crate::study::rows::{RobustnessRow, Verdict};

pub(super) fn section(study: &Study<'_>) -> Result<Section, Unreadable> {
    let rows: Vec<RobustnessRow> = study.past.rows()?;
    let numbers = whole(&study.table("robustness")?);
    let subject = |row: &RobustnessRow| (row.headline.clone(), row.variant.clone(), row.baseline.clone());
    let charts = distinct(&rows, subject).into_iter().map(|name| {
        let own = rows.iter().filter(|row| subject(row) == name);
        let picture = RowChart {
            rows: own.map(row).collect(),
            scale: vec![0.0],
            axis: "difference in probability".to_owned(),
            ..RowChart::default()
        };
        let (headline, variant, baseline) = name;
        Chart {
            name: format!("conventions-{variant}-{headline}"),
            title: format!("{}: {}", study.outcomes(&headline), study.against(&variant, &baseline)),
            description:
                "The mean difference with one convention changed at a time; the first row is the scenario as it is \
                          written."
                    .to_owned(),
            picture: picture.draw(),
            numbers: numbers.clone(),
        }
    });
    Ok(Section {
        title: "Robustness to conventions".to_owned(),
        charts: charts.collect(),
        ..Section::default()
    })
}

fn row(row: &RobustnessRow) -> Row {
    let verdict = match row.verdict {
        Verdict::AsWritten => "as written",
        Verdict::SameSign => "same sign",
        Verdict::Turns => "turns",
        Verdict::NoDifference => "no difference",
        Verdict::NotSolved => "not solved",
        Verdict::NotApplicable => "not applicable",
    };
    let difference = row.difference.map(|difference| format!("{}, ", signed(difference)));
    Row {
        label: format!("{}, after period {}", row.change, row.period),
        value: format!("{}{verdict}", difference.unwrap_or_default()),
        series: usize::from(row.verdict == Verdict::Turns),
        dot: row.difference,
        ..Row::default()
    }
}
