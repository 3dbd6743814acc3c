//! The table of promises that `run` shows: how often they were kept, who broke them, and what others expected.

use super::figure::percent;
use super::grid::lines;
use crate::study::RunSummary;
use crate::study::rows::{CommitmentBeliefRow, CommitmentByTypeRow};
use crate::study::run_summary::Promise;

/// How the table is read.
const LEGEND: &str =
    " tested: share of the played games in which it fell due; the rest is exact, as shares of the tests;
 never true: kept, but what it promised never came (as played); breaks most: the type that breaks it
 in the largest share of its tests; expected: how likely others thought it to be kept, before the test
";

/// A table of the promises; empty where there are none.
pub(super) fn table(summary: &RunSummary) -> String {
    let Some(first) = summary.variants.first() else {
        return String::new();
    };
    let several = summary.variants.len() > 1;
    let mut rows = Vec::new();
    for (number, promise) in first.promises.iter().enumerate() {
        let name = &promise.played.commitment;
        if several {
            rows.push(vec![name.clone()]);
        }
        for variant in &summary.variants {
            let name = if several {
                format!("  {}", variant.name)
            } else {
                name.clone()
            };
            rows.push(row(name, &variant.promises[number]));
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    let header = [
        "promise",
        "tested",
        "kept: bound",
        "by choice",
        "broken",
        "unable",
        "never true",
        "breaks most",
        "expected",
    ];
    let right: Vec<bool> = (0..header.len()).map(|column| (1..7).contains(&column)).collect();
    let header = header.into_iter().map(str::to_owned).collect();
    format!("\n{}{LEGEND}", lines(header, &right, rows))
}

fn row(name: String, promise: &Promise) -> Vec<String> {
    let mut cells = vec![name, percent(promise.played.triggered)];
    let Some(any) = promise.by_type.first().filter(|any| any.occasions > 0.0) else {
        return cells;
    };
    let shares = [
        any.honoured_bound,
        any.honoured_free,
        any.reneged,
        any.unable,
        promise.played.vetoed,
    ];
    cells.extend(shares.map(|share| share.map(percent).unwrap_or_default()));
    cells.push(breaks_most(&promise.by_type[1..]));
    cells.push(expected(&promise.trust, &any.true_type));
    cells
}

/// The types that break it in the largest share of their tests, and that share.
fn breaks_most(types: &[CommitmentByTypeRow]) -> String {
    let broken: Vec<(&str, String, f64)> = types
        .iter()
        .filter_map(|row| {
            let share = row.reneged.filter(|&share| share > 0.0)?;
            Some((row.true_type.as_str(), percent(share), share))
        })
        .collect();
    let Some((_, most, _)) = broken.iter().max_by(|a, b| a.2.total_cmp(&b.2)) else {
        return String::new();
    };
    let names: Vec<&str> = broken
        .iter()
        .filter(|(_, share, _)| share == most)
        .map(|(name, ..)| *name)
        .collect();
    format!("{} {most}", names.join(", "))
}

/// What others expected: one number if all agree.
fn expected(trust: &[CommitmentBeliefRow], any: &str) -> String {
    let rows: Vec<(&str, String)> = trust
        .iter()
        .filter(|row| row.true_type == any)
        .map(|row| (row.observer.as_str(), percent(row.belief_mean)))
        .collect();
    match rows.first() {
        Some((_, first)) if rows.iter().all(|(_, other)| other == first) => first.clone(),
        _ => {
            let each: Vec<String> = rows
                .iter()
                .map(|(observer, mean)| format!("{observer} {mean}"))
                .collect();
            each.join(", ")
        }
    }
}
