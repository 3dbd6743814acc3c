//! Differences between variants, each draw paired with itself.

use super::contrast::Group;
use super::draw_summary::DrawSummary;
use super::rows::comparisons::ANY;
use super::rows::{ComparisonKind, ComparisonRow};
use super::statistics::{mean, mean_interval, quantiles, sd};
use super::totals::Totals;
use super::variant::Variant;
use crate::numeric::math::max;

/// Values that differ by no more than this share of the larger one differ by rounding.
const ROUNDING: f64 = 1e-13;

/// What is compared, and between which variants.
pub(super) struct Subject<'a> {
    pub(super) variant: &'a str,
    pub(super) baseline: &'a str,
    pub(super) kind: ComparisonKind,
    pub(super) name: String,
    /// What the precision of every actor is multiplied by.
    pub(super) precision: f64,
    /// The actor and its true type, where only those games count.
    pub(super) given: Option<(String, String)>,
}

/// The row about a subject, from its exact value in the variant and in the baseline in each draw.
pub(super) fn comparison(subject: Subject<'_>, values: &[(f64, f64)]) -> ComparisonRow {
    let (here, there): (Vec<f64>, Vec<f64>) = values.iter().copied().unzip();
    let differences = values.iter().map(|&(here, there)| difference(here, there));
    let differences: Vec<f64> = differences.collect();
    let count = |test: fn(&&f64) -> bool| differences.iter().filter(test).count();
    let [above, below] = [count(|d| **d > 0.0), count(|d| **d < 0.0)];
    let [share_above, share_below] = [above, below].map(|n| n as f64 / differences.len() as f64);
    let mean_difference = mean(&differences);
    let interval = mean_interval(&differences);
    let [p05, p50, p95] = quantiles(&differences, [0.05, 0.5, 0.95]);
    let any = || (ANY.to_owned(), ANY.to_owned());
    let (actor, true_type) = subject.given.unwrap_or_else(any);
    ComparisonRow {
        variant: subject.variant.to_owned(),
        baseline: subject.baseline.to_owned(),
        kind: subject.kind,
        name: subject.name,
        precision: subject.precision,
        actor,
        true_type,
        draws: values.len() as u64,
        baseline_value: mean(&there),
        value: mean(&here),
        difference: mean_difference,
        difference_low: interval.map(|interval| interval.low),
        difference_high: interval.map(|interval| interval.high),
        difference_sd: sd(&differences),
        difference_p05: p05,
        difference_p50: p50,
        difference_p95: p95,
        share_above,
        share_below,
        share_turned: match mean_difference {
            0.0 => None,
            below if below < 0.0 => Some(share_above),
            _ => Some(share_below),
        },
        played_difference: None,
    }
}

/// The difference between two values; 0 where it is rounding, so that no draw has a sign by rounding alone.
pub(super) fn difference(here: f64, there: f64) -> f64 {
    let difference = here - there;
    if difference.abs() <= ROUNDING * max(here.abs(), there.abs()) {
        0.0
    } else {
        difference
    }
}

/// One number of a draw.
type OfDraw<'f> = &'f dyn Fn(&DrawSummary) -> f64;

/// The rows of differences of one played variant to another: outcomes, payoffs, then outcomes that are taken together.
/// A draw that fails in one of them is left out of both.
pub(super) fn comparisons(baseline: (&Variant, &Totals), variant: (&Variant, &Totals)) -> Vec<ComparisonRow> {
    let both = pairs(&variant.1.draws, &baseline.1.draws);
    let games: u64 = both.iter().map(|(here, _)| here.played.games).sum();
    let row = |kind, name: &String, exact: OfDraw<'_>, played: OfDraw<'_>| {
        let subject = Subject {
            variant: &variant.0.name,
            baseline: &baseline.0.name,
            kind,
            name: name.clone(),
            precision: 1.0,
            given: None,
        };
        let [values, played] = [exact, played].map(|of| both.iter().map(|(here, there)| (of(here), of(there))));
        let (here, there): (Vec<f64>, Vec<f64>) = played.unzip();
        let per_game = |sums: Vec<f64>| sums.iter().sum::<f64>() / games as f64;
        ComparisonRow {
            played_difference: (games > 0).then(|| per_game(here) - per_game(there)),
            ..comparison(subject, &values.collect::<Vec<_>>())
        }
    };
    let names = &variant.0.explored.names;
    let outcomes = names.outcomes.iter().enumerate().map(|(number, name)| {
        let exact = |draw: &DrawSummary| draw.exact.outcomes[number];
        let played = |draw: &DrawSummary| draw.played.outcomes[number] as f64;
        row(ComparisonKind::Outcome, name, &exact, &played)
    });
    let payoffs = names.declared().iter().enumerate().map(|(number, name)| {
        let exact = |draw: &DrawSummary| draw.exact.payoffs[number];
        let played = |draw: &DrawSummary| draw.played.totals[number].sum;
        row(ComparisonKind::Payoff, name, &exact, &played)
    });
    let headlines = Group::headlines(&names.outcomes);
    let headlines = headlines.iter().map(|group| {
        let places = || (0..names.outcomes.len()).filter(|&place| group.outcomes.contains(&names.outcomes[place]));
        let exact = |draw: &DrawSummary| places().map(|place| draw.exact.outcomes[place]).sum();
        let played = |draw: &DrawSummary| places().map(|place| draw.played.outcomes[place] as f64).sum();
        row(ComparisonKind::Headline, &group.name(), &exact, &played)
    });
    outcomes.chain(payoffs).chain(headlines).collect()
}

/// The draws of one number in both lists, which are in the order of their numbers.
fn pairs<'d>(here: &'d [DrawSummary], there: &'d [DrawSummary]) -> Vec<(&'d DrawSummary, &'d DrawSummary)> {
    let mut there = there.iter().peekable();
    let pair = |here: &'d DrawSummary| {
        while there.next_if(|there| there.number < here.number).is_some() {}
        let there = there.next_if(|there| there.number == here.number)?;
        Some((here, there))
    };
    here.iter().filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::{Subject, comparison};
    use crate::study::rows::ComparisonKind;

    #[test]
    fn what_differs_by_rounding_does_not_differ() {
        let same = (0.1 + 0.2, 0.3);
        assert_ne!(same.0, same.1);
        let subject = Subject {
            variant: "b",
            baseline: "a",
            kind: ComparisonKind::Outcome,
            name: "war".to_owned(),
            precision: 1.0,
            given: None,
        };
        let row = comparison(subject, &[same, (1.0, 0.5), (0.0, 1e-300)]);
        assert_eq!((row.share_above, row.share_below), (1.0 / 3.0, 1.0 / 3.0));
        assert_eq!((row.difference_p50, row.share_turned), (0.0, Some(1.0 / 3.0)));
    }
}
