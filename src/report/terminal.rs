//! What `run` shows at its end: outcomes by variant, how variants differ from the first, and warnings.

use serde::Serialize;

use super::csv::csv;
use super::grid::lines;
use super::json::{Objects, objects, pretty};
use super::labelled;
use super::paragraph::{hanging, listed};
use super::promises::{self, by_variant};
use super::summary::Summary;
use crate::scenario::{LabelKind, Labels};
use crate::study::rows::{ComparisonRow, OutcomeRow};
use crate::study::statistics::Interval;
use crate::study::{Plan, RunSummary, Until};

/// The tail probability below which a warning says that played games differ from the exact probabilities.
pub(super) const SUSPICIOUS: f64 = 1e-6;

/// Sums of probabilities may be short of 1 by this much, through rounding.
const ROUNDING: f64 = 1e-12;

/// A run as JSON: some of its tables, for all variants.
#[derive(Serialize)]
struct RunJson<'a> {
    outcomes: Objects,
    comparisons: Objects,
    commitments: Objects,
    commitments_by_type: Objects,
    commitment_beliefs: Objects,
    /// Why it stopped, where it was to go on until its probabilities are known well enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'a Until>,
}

/// What `run` prints: its outcomes; for people and in JSON other tables as well.
pub(crate) fn outcomes((title, labels): (&str, &Labels), plan: &Plan, summary: &RunSummary) -> Summary {
    let variants = || summary.variants.iter();
    let outcomes = variants().flat_map(|variant| variant.outcomes.clone());
    let outcomes: Vec<OutcomeRow> = outcomes.collect();
    let promises = || variants().flat_map(|variant| &variant.promises);
    let comparisons = variants().flat_map(|variant| &variant.comparisons);
    Summary {
        text: for_people((title, labels), plan, &labelled::summary(summary.clone(), labels)),
        csv: csv(&outcomes),
        json: pretty(&RunJson {
            outcomes: objects(&outcomes),
            comparisons: objects(comparisons),
            commitments: objects(promises().map(|promise| &promise.played)),
            commitments_by_type: objects(promises().flat_map(|promise| &promise.by_type)),
            commitment_beliefs: objects(promises().flat_map(|promise| &promise.trust)),
            until: summary.until.as_ref(),
        }),
    }
}

fn for_people((title, labels): (&str, &Labels), plan: &Plan, summary: &RunSummary) -> String {
    let mut header = vec!["outcome", "probability", "95 % interval"];
    if plan.games > 0 {
        header.extend(["played", "95 % interval"]);
    }
    if summary.variants.len() > 1 {
        header.extend(["difference", "95 % interval"]);
    }
    let rows = by_variant(
        summary,
        |variant| variant.outcomes.iter().map(|row| row.outcome.as_str()),
        |name, variant, at| outcome(name, &variant.outcomes[at], variant.comparisons.get(at)),
    );
    let table = lines(header, |column| column > 0, rows);
    let titles = titles(summary.variants.iter().map(|variant| variant.name.as_str()), labels);
    let promises = promises::table(summary);
    let stop = summary.until.as_ref().filter(|until| until.met).and_then(stop);
    let stop = stop.map(|stop| hanging(&stop, 0)).unwrap_or_default();
    format!("{title}\n{}\n{stop}{titles}\n{table}{promises}", effort(plan))
}

/// Where a run stopped that was to go on until its probabilities are known well enough.
fn stop(until: &Until) -> Option<String> {
    let last = until.last()?;
    let looks = counted(until.looks.len() as u64, "look");
    let widest = format!(
        "the widest is {:.4}, of {} in {}",
        last.widest, last.outcome, last.variant
    );
    Some(if until.met {
        format!(
            "stopped at {looks}: every 95 % interval that allows for looking is narrower than {}; {widest}",
            until.target
        )
    } else {
        format!(
            "after {} draws, the most that were allowed, some 95 % interval that allows for looking is not narrower than {} \
             yet: {widest}; --draws allows more",
            grouped(last.draws),
            until.target
        )
    })
}

/// The titles of variants that have one, a line each.
pub(crate) fn titles<'n>(variants: impl IntoIterator<Item = &'n str>, labels: &Labels) -> String {
    let variants = variants.into_iter();
    let titles = variants.map(|name| (name, labels.get(LabelKind::Variant, name)));
    let titles = titles.filter(|(name, title)| name != title);
    let lines = titles.map(|(name, title)| format!("{name}: {title}\n"));
    lines.collect()
}

fn outcome(name: String, row: &OutcomeRow, difference: Option<&ComparisonRow>) -> Vec<String> {
    let mut cells = vec![
        name,
        probability(row.probability),
        row.probability_interval().map(interval).unwrap_or_default(),
    ];
    if let Some((share, range)) = row.share.zip(row.share_interval()) {
        cells.extend([probability(share), interval(range)]);
    }
    if let Some(difference) = difference {
        cells.push(signed(difference.difference));
        let interval = difference.interval().map(signed_interval);
        cells.push(interval.unwrap_or_default());
    }
    cells
}

fn effort(plan: &Plan) -> String {
    let (draws, games, seed) = (counted(plan.draws, "draw"), counted(plan.games, "game"), plan.seed);
    match (plan.nominal, plan.games) {
        (true, 0) => "the nominal point, exact results only: no games were played".to_owned(),
        (true, _) => format!("{games} at the nominal point, seed {seed}"),
        (false, 0) => format!("{draws}, seed {seed}, exact results only: no games were played"),
        (false, _) => format!("{draws} × {games}, seed {seed}"),
    }
}

pub(super) fn counted(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(count))
}

/// The warnings, a sentence each.
pub(crate) fn warnings(summary: &RunSummary) -> Vec<String> {
    let mut warnings = Vec::new();
    warnings.extend(summary.until.as_ref().filter(|until| !until.met).and_then(stop));
    for variant in &summary.variants {
        let unsolved = variant.solver.unsolved;
        if unsolved > 0 {
            let statuses = variant.solver.statuses.iter();
            let status = |(status, count): &(&str, u64)| format!("{count} {}", status.replace('_', " "));
            let statuses = listed(statuses.map(status));
            let all: u64 = variant.solver.statuses.iter().map(|(_, count)| count).sum();
            warnings.push(format!(
                "{} of {} draws of `{}` were not solved ({}); they stay in, marked in draws.csv, and manifest.json gives the \
                 probabilities without them",
                grouped(unsolved),
                grouped(all),
                variant.name,
                statuses,
            ));
        }
        let agreement = variant.agreement.as_ref();
        if let Some(agreement) = agreement.filter(|found| found.corrected() < SUSPICIOUS) {
            warnings.push(format!(
                "the played games of `{}` differ from the exact probability of `{}` by more than chance allows (tail {:e}); \
                 please report this",
                variant.name, agreement.outcome, agreement.tail,
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
    let [low, high] = [interval.low, interval.high].map(probability);
    format!("{low}…{high}")
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
