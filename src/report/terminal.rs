//! What `run` shows at its end: outcomes by variant, how variants differ from the first, and warnings.

use serde::Serialize;
use serde_json::{Map, Value};

use super::csv::csv;
use super::grid::{Format, lines};
use super::json::{objects, pretty};
use super::labelled;
use crate::scenario::{LabelKind, Labels};
use crate::study::rows::{ComparisonRow, OutcomeRow};
use crate::study::run_summary::Promise;
use crate::study::statistics::Interval;
use crate::study::table::Row;
use crate::study::{Plan, RunSummary};

/// The tail probability below which a warning says that played games differ from the exact probabilities.
const SUSPICIOUS: f64 = 1e-6;

/// Sums of probabilities may be short of 1 by this much, through rounding.
const ROUNDING: f64 = 1e-12;

/// A run as JSON.
#[derive(Serialize)]
struct RunJson<'a> {
    outcomes: Vec<Map<String, Value>>,
    comparisons: Vec<Map<String, Value>>,
    commitments: Vec<Map<String, Value>>,
    commitments_by_type: Vec<Map<String, Value>>,
    commitment_beliefs: Vec<Map<String, Value>>,
    folder: &'a str,
}

/// The outcomes of a run in a format; JSON carries other tables and the folder's path as well.
pub(crate) fn outcomes(
    (title, labels): (&str, &Labels),
    plan: &Plan,
    summary: &RunSummary,
    folder: &str,
    format: Format,
) -> String {
    let variants = || summary.variants.iter();
    let outcomes = || -> Vec<OutcomeRow> { variants().flat_map(|variant| variant.outcomes.clone()).collect() };
    match format {
        Format::Table => for_people((title, labels), plan, &labelled::summary(summary.clone(), labels)),
        Format::Csv => csv(&outcomes()),
        Format::Json => pretty(&RunJson {
            outcomes: objects(&outcomes()),
            comparisons: variants().flat_map(|variant| objects(&variant.comparisons)).collect(),
            commitments: promises(summary, |of| std::slice::from_ref(&of.played)),
            commitments_by_type: promises(summary, |of| &of.by_type),
            commitment_beliefs: promises(summary, |of| &of.trust),
            folder,
        }),
    }
}

/// Rows about the promises of all variants.
fn promises<R: Row>(summary: &RunSummary, rows: impl Fn(&Promise) -> &[R]) -> Vec<Map<String, Value>> {
    let variants = summary.variants.iter();
    let promises = variants.flat_map(|variant| &variant.promises);
    promises.flat_map(|promise| objects(rows(promise))).collect()
}

fn for_people((title, labels): (&str, &Labels), plan: &Plan, summary: &RunSummary) -> String {
    let several = summary.variants.len() > 1;
    let mut header = vec!["outcome", "probability", "95 % interval", "played", "95 % interval"];
    if several {
        header.extend(["difference", "95 % interval"]);
    }
    let mut rows = Vec::new();
    let Some(first) = summary.variants.first() else {
        return String::new();
    };
    for number in 0..first.outcomes.len() {
        if several {
            rows.push(vec![first.outcomes[number].outcome.clone()]);
        }
        for variant in &summary.variants {
            let row = &variant.outcomes[number];
            let name = if several {
                format!("  {}", variant.name)
            } else {
                row.outcome.clone()
            };
            rows.push(outcome(name, row, variant.comparisons.get(number)));
        }
    }
    let right: Vec<bool> = (0..header.len()).map(|column| column > 0).collect();
    let header = header.into_iter().map(str::to_owned).collect();
    format!(
        "{title}\n{}\n{}\n{}{}",
        effort(plan),
        titles(summary.variants.iter().map(|variant| variant.name.as_str()), labels),
        lines(header, &right, rows),
        super::promises::table(summary)
    )
}

/// The titles of variants that have one, a line each.
pub(crate) fn titles<'n>(variants: impl Iterator<Item = &'n str>, labels: &Labels) -> String {
    variants
        .map(|name| (name, labels.get(LabelKind::Variant, name)))
        .filter(|(name, title)| name != title)
        .map(|(name, title)| format!("{name}: {title}\n"))
        .collect()
}

fn outcome(name: String, row: &OutcomeRow, difference: Option<&ComparisonRow>) -> Vec<String> {
    let mut cells = vec![
        name,
        probability(row.probability),
        row.probability_interval().map(interval).unwrap_or_default(),
        probability(row.share),
        interval(row.share_interval()),
    ];
    if let Some(difference) = difference {
        cells.push(signed(difference.difference));
        cells.push(difference.interval().map(signed_interval).unwrap_or_default());
    }
    cells
}

fn effort(plan: &Plan) -> String {
    if plan.nominal {
        format!(
            "{} at the nominal point, seed {}",
            counted(plan.games, "game"),
            plan.seed
        )
    } else {
        format!(
            "{} × {}, seed {}",
            counted(plan.draws, "draw"),
            counted(plan.games, "game"),
            plan.seed
        )
    }
}

pub(super) fn counted(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(count))
}

/// The warnings, a sentence each.
pub(crate) fn warnings(summary: &RunSummary) -> Vec<String> {
    let mut warnings = Vec::new();
    for variant in &summary.variants {
        let unsolved = variant.solver.unsolved;
        if unsolved > 0 {
            let statuses: Vec<String> = variant
                .solver
                .statuses
                .iter()
                .map(|(status, count)| format!("{count} {}", status.replace('_', " ")))
                .collect();
            let all: u64 = variant.solver.statuses.iter().map(|(_, count)| count).sum();
            warnings.push(format!(
                "{} of {} draws of `{}` were not solved ({}); they stay in, marked in draws.csv, and manifest.json gives the \
                 probabilities without them",
                grouped(unsolved),
                grouped(all),
                variant.name,
                statuses.join(", "),
            ));
        }
        if variant.agreement.corrected() < SUSPICIOUS {
            warnings.push(format!(
                "the played games of `{}` differ from the exact probability of `{}` by more than chance allows (tail {:e}); \
                 please report this",
                variant.name, variant.agreement.outcome, variant.agreement.tail,
            ));
        }
    }
    warnings
}

/// A probability for people: four decimals, or more digits where these would show 0 or 1.
pub(super) fn probability(value: f64) -> String {
    if value > 0.0 && value < 0.000_05 {
        format!("{value:.1e}")
    } else if value < 1.0 - ROUNDING && value > 0.999_95 {
        format!("1−{:.1e}", 1.0 - value)
    } else {
        format!("{value:.4}")
    }
}

pub(super) fn interval(interval: Interval) -> String {
    format!("{}…{}", probability(interval.low), probability(interval.high))
}

pub(super) fn signed(value: f64) -> String {
    let sign = if value < 0.0 { "−" } else { "+" };
    if value == 0.0 {
        "0".to_owned()
    } else {
        format!("{sign}{}", probability(value.abs()))
    }
}

pub(super) fn signed_interval(interval: Interval) -> String {
    format!("{}…{}", signed(interval.low), signed(interval.high))
}

/// A whole number with separators of thousands.
pub(crate) fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{grouped, probability, signed};

    #[test]
    fn numbers_are_short_and_never_hide_that_something_can_happen() {
        assert_eq!(probability(0.308_12), "0.3081");
        assert_eq!(probability(0.0), "0.0000");
        assert_eq!(probability(4.5e-8), "4.5e-8");
        assert_eq!(probability(1.0), "1.0000");
        assert_eq!(probability(0.999_999), "1−1.0e-6");
        assert_eq!(probability(1.0 - 1e-15), "1.0000");
        assert_eq!(signed(-0.01), "−0.0100");
        assert_eq!(signed(0.0), "0");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(999), "999");
    }
}
