//! Where something turns: the value of a key, over draws, or as a curve over a second key.

use super::{Study, whole};
use crate::report::chart::Chart;
use crate::report::chart::lines::{Line, LineChart};
use crate::report::chart::rows::{Row, RowChart};
use crate::report::figure::short;
use crate::report::page::html::Section;
use crate::report::page::run::{distinct, spread};
use crate::report::past_results::Unreadable;
use crate::report::records::Records;

/// How the nominal point is called in the column of draws.
const NOMINAL: &str = "nominal";

pub(super) fn section(study: &Study<'_>) -> Result<Section, Unreadable> {
    let table = study.table("threshold")?;
    let key = study.key(table.texts("key").first().copied().unwrap_or_default());
    let second = table.family("key_").first().map(|name| (*name).to_owned());
    let chart = match second {
        Some(second) => curves(study, &table, &key, &second),
        None => values(study, &table, &key),
    };
    Ok(Section {
        title: format!("Where it turns: thresholds of {key}"),
        charts: vec![chart],
        ..Section::default()
    })
}

/// The curves: what changes its sign, in which variant, and its rows.
fn subjects(study: &Study<'_>, table: &Records) -> Vec<(String, Records)> {
    let names = table.texts("variant").into_iter().zip(table.texts("baseline"));
    let names: Vec<((&str, &str), &str)> = names.zip(table.texts("what")).collect();
    let each = distinct(&names, |name| *name).into_iter();
    each.map(|((variant, baseline), what)| {
        let rows = table
            .only("variant", variant)
            .only("baseline", baseline)
            .only("what", what);
        (format!("{what}, {}", study.against(variant, baseline)), rows)
    })
    .collect()
}

/// The thresholds of one key: at the nominal point, and over draws.
fn values(study: &Study<'_>, table: &Records, key: &str) -> Chart {
    let mut rows = Vec::new();
    for (name, own) in subjects(study, table) {
        let (draws, thresholds) = (own.texts("draw"), own.numbers("threshold"));
        let all: Vec<(&str, Option<f64>)> = draws.into_iter().zip(thresholds).collect();
        let nominal = all
            .iter()
            .find(|(draw, _)| *draw == NOMINAL)
            .and_then(|(_, value)| *value);
        let drawn = all.iter().filter(|(draw, _)| *draw != NOMINAL);
        let drawn: Vec<f64> = drawn.filter_map(|(_, value)| *value).collect();
        let spread = spread(&drawn);
        rows.push(Row {
            label: name,
            value: nominal.map_or_else(|| "none at the nominal point".to_owned(), short),
            spread: spread
                .map(|[low, _, high]| (low, high))
                .filter(|(low, high)| low < high),
            dot: nominal,
            ..Row::default()
        });
    }
    let chart = RowChart {
        rows,
        axis: key.to_owned(),
        ..RowChart::default()
    };
    Chart {
        name: "threshold".to_owned(),
        title: format!("The value of {key} at which it turns"),
        description:
            "The dot is the threshold at the nominal point; the pale range holds nine tenths of the draws that have \
                      one."
                .to_owned(),
        picture: chart.draw(),
        numbers: whole(table),
    }
}

/// Thresholds over the values of a second key.
fn curves(study: &Study<'_>, table: &Records, key: &str, second: &str) -> Chart {
    let column = format!("key_{second}");
    let lines = subjects(study, table)
        .into_iter()
        .enumerate()
        .map(|(series, (name, own))| {
            let nominal = own.only("draw", NOMINAL).only("number", "1");
            let places = nominal.numbers(&column).into_iter().zip(nominal.numbers("threshold"));
            let mut band = Vec::new();
            for value in distinct(&own.texts(&column), |text| (*text).to_owned()) {
                let at = own.only(&column, &value);
                let drawn = at.texts("draw").into_iter().zip(at.numbers("threshold"));
                let drawn = drawn
                    .filter(|(draw, _)| *draw != NOMINAL)
                    .filter_map(|(_, value)| value);
                let drawn: Vec<f64> = drawn.collect();
                band.extend(
                    value
                        .parse()
                        .ok()
                        .zip(spread(&drawn))
                        .map(|(x, [low, _, high]): (f64, _)| (x, low, high)),
                );
            }
            Line {
                name,
                series,
                places: places.filter_map(|(x, y)| x.zip(y)).collect(),
                band,
                dots: true,
            }
        });
    let across = study.key(second);
    let chart = LineChart {
        lines: lines.collect(),
        scale: Vec::new(),
        marked: Vec::new(),
        across: across.clone(),
    };
    Chart {
        name: "threshold".to_owned(),
        title: format!("The value of {key} at which it turns, by {across}"),
        description: format!("The first threshold of {key} at the nominal point; bands hold nine tenths of the draws."),
        picture: chart.draw(),
        numbers: whole(table),
    }
}
