//! What `run` says of promises: what became of them, who broke them, and what others thought of them before.

use super::figure::percent;
use super::grid::lines;
use crate::study::Findings;
use crate::study::findings::Promise;
use crate::study::rows::{CommitmentBeliefRow, CommitmentRow};

/// A table of the promises that were tested in some game; nothing where none was.
pub(super) fn table(findings: &Findings) -> String {
    let mut rows = Vec::new();
    let several = findings.variants.len() > 1;
    let promises = findings.variants.first().map_or(0, |v| v.promises.len());
    for number in 0..promises {
        let of_variants = findings.variants.iter();
        let tested: Vec<(&str, &Promise)> = of_variants
            .map(|variant| (variant.name.as_str(), &variant.promises[number]))
            .filter(|(_, promise)| promise.played.occasions > 0)
            .collect();
        if let Some((_, first)) = tested.first().filter(|_| several) {
            rows.push(vec![first.played.commitment.clone()]);
        }
        for (variant, promise) in tested {
            let name = if several {
                format!("  {variant}")
            } else {
                promise.played.commitment.clone()
            };
            rows.push(row(name, promise));
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
        "vetoed",
        "most by",
        "expected",
    ];
    let right: Vec<bool> = (0..header.len())
        .map(|column| (1..6).contains(&column))
        .collect();
    let header = header.into_iter().map(str::to_owned).collect();
    format!(
        "\n{}\n {}\n {}\n",
        lines(header, &right, rows).trim_end_matches('\n'),
        "tested: share of games; kept, broken, vetoed (kept, but it never came true): share of tests;",
        "most by: who breaks it most; expected: the chance to be kept that others saw before the test",
    )
}

fn row(name: String, promise: &Promise) -> Vec<String> {
    let CommitmentRow {
        triggered,
        honoured_bound,
        honoured_free,
        reneged,
        vetoed,
        ..
    } = &promise.played;
    let share = |share: &Option<f64>| share.map(percent).unwrap_or_default();
    vec![
        name,
        percent(*triggered),
        share(honoured_bound),
        share(honoured_free),
        share(reneged),
        share(vetoed),
        most_by(promise),
        expected(promise),
    ]
}

/// The type that breaks it most.
fn most_by(promise: &Promise) -> String {
    let types = promise.by_type.iter().skip(1);
    let most = types
        .filter_map(|row| Some((row.share_of_reneged?, &row.true_type)))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    most.map_or_else(String::new, |(share, name)| {
        format!("{name} {}", percent(share))
    })
}

/// What others thought before: one number if all agree.
fn expected(promise: &Promise) -> String {
    let whatever = promise.by_type.first().map(|row| &row.true_type);
    let rows: Vec<&CommitmentBeliefRow> = promise
        .trust
        .iter()
        .filter(|row| Some(&row.true_type) == whatever)
        .collect();
    let told: Vec<String> = rows.iter().map(|row| format!("{:.3}", row.mean)).collect();
    match told.first() {
        Some(first) if told.iter().all(|other| other == first) => first.clone(),
        _ => {
            let each = rows.iter().zip(told);
            let each: Vec<String> = each
                .map(|(row, told)| format!("{} {told}", row.observer))
                .collect();
            each.join(", ")
        }
    }
}
