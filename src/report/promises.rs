//! The table of promises that `run` shows: how often they were kept, who broke them, and what others expected.

use super::figure::percent;
use super::layout::{Grid, Printout, listed};
use crate::study::RunSummary;
use crate::study::rows::{CommitmentBeliefRow, CommitmentByTypeRow};
use crate::study::run_summary::{Promise, VariantSummary};

/// How the table is read, after the first line.
const LEGEND: &str = " kept: bound: because the actor was bound; kept: by choice: free, and did as promised
 reneged: free, and did something else; unable: the promised action was not available
 reneges most: the type that does so in the largest share of its tests
 expected: how likely others thought it to be kept, before the test";

/// Its first lines, where games were played and where none were.
const PLAYED_LEGEND: &str = " tested: share of the played games in which it fell due; undelivered: kept, but what it promised never came (as played)
 the rest: shares of the tests, exact";
const EXACT_LEGEND: &str = " shares of the tests, exact";

/// The columns that only played games fill.
const PLAYED: [&str; 2] = ["tested", "undelivered"];

/// A table of the promises; empty where there are none.
pub(super) fn table(summary: &RunSummary) -> Printout {
    let rows = by_variant(
        summary,
        |variant| variant.promises.iter().map(|of| of.played.commitment.as_str()),
        |name, variant, number| row(name, &variant.promises[number]),
    );
    if rows.is_empty() {
        return Printout::default();
    }
    let header = [
        "promise",
        "tested",
        "kept: bound",
        "kept: by choice",
        "reneged",
        "unable",
        "undelivered",
        "reneges most",
        "expected",
    ];
    let mut promises = summary.variants.iter().flat_map(|variant| &variant.promises);
    let played = promises.any(|promise| promise.played.triggered.is_some());
    let (shown, legend): (Vec<bool>, _) = if played {
        (vec![true; header.len()], PLAYED_LEGEND)
    } else {
        (header.iter().map(|name| !PLAYED.contains(name)).collect(), EXACT_LEGEND)
    };
    let (header, rows) = (only(header, &shown), rows.into_iter().map(|row| only(row, &shown)));
    let texts = ["promise", "reneges most", "expected"];
    let right = |column: usize| !texts.contains(&header[column]);
    let last = header.len() - 1;
    let mut page = Printout::of("\n");
    page.table(Grid::of(header.clone(), right, rows).leaving_out(&[&[last], &[last - 1]]));
    page.say(legend);
    page.say(LEGEND);
    page
}

/// The cells of the columns that are shown.
fn only<T>(cells: impl IntoIterator<Item = T>, shown: &[bool]) -> Vec<T> {
    let cells = cells.into_iter().zip(shown);
    cells.filter_map(|(cell, &shown)| shown.then_some(cell)).collect()
}

/// Rows about several things, each given by its name, the variant, and its number among the things. Where there are
/// several variants, a line with the thing's name comes first, and the rows below it have the names of the variants.
pub(super) fn by_variant<'s, I: Iterator<Item = &'s str>>(
    summary: &'s RunSummary,
    things: impl Fn(&'s VariantSummary) -> I,
    row: impl Fn(String, &VariantSummary, usize) -> Vec<String>,
) -> Vec<Vec<String>> {
    let several = summary.variants.len() > 1;
    let mut rows = Vec::new();
    for (number, thing) in summary.variants.iter().take(1).flat_map(things).enumerate() {
        if several {
            rows.push(vec![thing.to_owned()]);
        }
        for variant in &summary.variants {
            let name = if several {
                format!("  {}", variant.name)
            } else {
                thing.to_owned()
            };
            rows.push(row(name, variant, number));
        }
    }
    rows
}

fn row(name: String, promise: &Promise) -> Vec<String> {
    let mut cells = vec![name, promise.played.triggered.map(percent).unwrap_or_default()];
    let Some(any) = promise.by_type.first().filter(|any| any.occasions > 0.0) else {
        return cells;
    };
    let shares = [
        any.honoured_bound,
        any.honoured_free,
        any.reneged,
        any.unable,
        promise.played.undelivered,
    ];
    cells.extend(shares.map(|share| share.map(percent).unwrap_or_default()));
    cells.push(reneges_most(&promise.by_type[1..]));
    cells.push(expected(&promise.trust, &any.true_type));
    cells
}

/// The types that renege in the largest share of their tests, and that share.
fn reneges_most(types: &[CommitmentByTypeRow]) -> String {
    let share = |row: &CommitmentByTypeRow| row.reneged.filter(|&share| share > 0.0);
    let broken = |row: &CommitmentByTypeRow| Some((row.true_type.clone(), share(row)?));
    let broken: Vec<(String, f64)> = types.iter().filter_map(broken).collect();
    let Some((_, most)) = broken.iter().max_by(|(_, a), (_, b)| a.total_cmp(b)) else {
        return String::new();
    };
    let most = percent(*most);
    let names = broken.iter().filter(|(_, share)| percent(*share) == most);
    format!("{} {most}", listed(names.map(|(name, _)| name.clone())))
}

/// What others expected: one number if all agree.
fn expected(trust: &[CommitmentBeliefRow], any: &str) -> String {
    let rows = trust.iter().filter(|row| row.true_type == any);
    let rows = rows.filter_map(|row| Some((&row.observer, percent(row.belief_mean?))));
    let rows: Vec<(&String, String)> = rows.collect();
    match rows.first() {
        Some((_, first)) if rows.iter().all(|(_, other)| other == first) => first.clone(),
        _ => listed(rows.iter().map(|(who, mean)| format!("{who} {mean}"))),
    }
}
