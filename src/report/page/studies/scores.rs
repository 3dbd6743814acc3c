//! How good predictions of cases that were not seen are.

use super::{Study, whole};
use crate::report::chart::Chart;
use crate::report::chart::lines::{Line, LineChart};
use crate::report::chart::rows::{Row, RowChart};
use crate::report::figure::short;
use crate::report::page::html::Section;
use crate::report::past_results::Unreadable;
use crate::study::rows::{CalibrationRow, ScoreRow};

pub(super) fn section(study: &Study<'_>) -> Result<Section, Unreadable> {
    let scores: Vec<ScoreRow> = study.past.rows()?;
    let calibration: Vec<CalibrationRow> = study.past.rows()?;
    let row = |row: &ScoreRow| Row {
        label: row.predictor.replace('_', " "),
        value: row.log_score.map(short).unwrap_or_default(),
        dot: row.log_score,
        ..Row::default()
    };
    let picture = RowChart {
        rows: scores.iter().map(row).collect(),
        scale: vec![0.0],
        axis: "log score, in nats per case".to_owned(),
        ..RowChart::default()
    };
    let line = |(series, row): (usize, &ScoreRow)| {
        let own = calibration.iter().filter(|bin| bin.predictor == row.predictor);
        Line {
            name: row.predictor.replace('_', " "),
            series,
            places: own.map(|bin| (bin.predicted, bin.happened)).collect(),
            band: Vec::new(),
            dots: true,
        }
    };
    let curves = LineChart {
        lines: scores.iter().enumerate().map(line).collect(),
        across: "predicted probability".to_owned(),
        ..LineChart::default()
    };
    Ok(Section {
        title: "How good predictions are".to_owned(),
        charts: vec![
            Chart {
                name: "scores".to_owned(),
                title: "Log scores of cases that were not seen".to_owned(),
                description:
                    "Minus the logarithm of the probability that was given to what happened, on average; the less \
                              the better."
                        .to_owned(),
                picture: picture.draw(),
                numbers: whole(&study.table("scores")?),
            },
            Chart {
                name: "calibration".to_owned(),
                title: "What was predicted, and how often it happened".to_owned(),
                description:
                    "Each dot is a tenth of the probabilities; where predictions are calibrated, the share that \
                              happened is the probability."
                        .to_owned(),
                picture: curves.draw(),
                numbers: whole(&study.table("calibration")?),
            },
        ],
        ..Section::default()
    })
}
