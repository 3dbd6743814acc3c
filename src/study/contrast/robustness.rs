//! Robustness to modelling conventions: the same comparison with one convention changed at a time.

use super::group::Group;
use super::quantity::{Quantity, true_types};
use super::sample::sample;
use super::{Inquiry, OTHER_PRECISIONS};
use crate::play::Exact;
use crate::scenario::Convention;
use crate::study::counter::Counter;
use crate::study::draw_summary::ExactResults;
use crate::study::error::StudyError;
use crate::study::plan::Watch;
use crate::study::rows::{RobustnessRow, Verdict};
use crate::study::statistics::mean;
use crate::study::variant::Variant;

/// Differences below this are rounding.
const ROUNDING: f64 = 1e-10;

/// All sides with one convention changed, or why it cannot be.
#[derive(Clone, Debug)]
pub(crate) struct Alternative {
    /// What was changed.
    pub change: String,
    /// The period after which probabilities are read.
    pub period: usize,
    /// The sides in the order of the comparison.
    pub sides: Result<Vec<Variant>, String>,
}

impl Alternative {
    /// The sides with all precisions halved, and doubled, where any actor has one.
    pub(crate) fn of_precisions(sides: &[Variant]) -> Vec<Self> {
        let periods = sides.iter().map(|side| side.model.periods).max().unwrap_or_default();
        let precise = sides.iter().any(|side| side.explored.game.has_precisions());
        let factors = OTHER_PRECISIONS.into_iter().filter(|_| precise);
        let alternative = |factor: f64| Self {
            change: if factor < 1.0 { "λ halved" } else { "λ doubled" }.to_owned(),
            period: periods,
            sides: Ok(sides.iter().map(|side| side.with_precisions_times(factor)).collect()),
        };
        factors.map(alternative).collect()
    }

    /// What a convention is called where it is changed, and the period after which probabilities are read then.
    pub(crate) fn named(convention: &Convention, periods: usize) -> (String, usize) {
        match convention {
            Convention::PeriodsHalved => ("half as many watched periods".to_owned(), periods / 2),
            Convention::PeriodsDoubled => ("twice as many watched periods".to_owned(), periods),
            Convention::OwnLater => ("own later choices the other way".to_owned(), periods),
            Convention::OpportunityHalved => ("opportunity halved".to_owned(), periods),
            Convention::OpportunityDoubled => ("opportunity doubled".to_owned(), periods),
            Convention::CutInTwo { stage, actor, action } => (format!("{stage}, {actor}: {action} in two"), periods),
        }
    }
}

/// Compares the sides as they are written, then under each alternative.
///
/// # Errors
/// A draw makes no sense, or an interruption.
pub(crate) fn robustness(
    sides: &[Variant],
    alternatives: &[Alternative],
    inquiry: &Inquiry,
    draws: u64,
    watch: &Watch<'_>,
) -> Result<Vec<RobustnessRow>, StudyError> {
    let solved = 1 + alternatives
        .iter()
        .filter(|alternative| alternative.sides.is_ok())
        .count() as u64;
    let counter = Counter::new(solved * draws * sides.len() as u64, watch);
    let Some(periods) = sides.iter().map(|side| side.model.periods).max() else {
        return Ok(Vec::new());
    };
    let written = solve(sides, inquiry, draws, &counter)?;
    let mut found = Vec::new();
    for alternative in alternatives {
        let solved = alternative
            .sides
            .as_ref()
            .ok()
            .map(|sides| solve(sides, inquiry, draws, &counter));
        found.push((alternative, solved.transpose()?));
    }
    let mut rows = Vec::new();
    for group in &inquiry.headlines {
        for side in 1..sides.len() {
            let of = Pair {
                group,
                baseline: &sides[0].name,
                side: &sides[side].name,
                draws,
            };
            let values = |solved: &[Solved<'_>], period: usize| {
                Some((
                    solved[0].values(group, period, None)?,
                    solved[side].values(group, period, None)?,
                ))
            };
            let as_written = values(&written, periods);
            let sign = as_written
                .as_ref()
                .map_or(0.0, |(before, after)| sign(mean(after) - mean(before)));
            let is_solved = |solved: &[Solved<'_>]| solved[0].is_solved() && solved[side].is_solved();
            rows.push(of.row("as written", periods, as_written, (sign, true, is_solved(&written))));
            let applicable = alternatives.iter().filter(|alternative| alternative.sides.is_ok());
            let mut periods_read: Vec<usize> = applicable.map(|alternative| alternative.period).collect();
            periods_read.retain(|&period| period < periods);
            periods_read.dedup();
            for period in periods_read {
                let read = values(&written, period);
                rows.extend(
                    read.map(|read| of.row("as written", period, Some(read), (sign, true, is_solved(&written)))),
                );
            }
            for (alternative, solved) in &found {
                let (change, period) = (&alternative.change, alternative.period);
                rows.push(match (&alternative.sides, solved) {
                    (Err(reason), _) => of.not_applicable(change, period, reason),
                    (Ok(_), None) => of.not_applicable(change, period, ""),
                    (Ok(_), Some(solved)) => match values(solved, period) {
                        None => of.not_applicable(change, period, "the outcomes are those of the horizon"),
                        read => of.row(change, period, read, (sign, false, is_solved(solved))),
                    },
                });
            }
            for (actor, value) in true_types(&sides[0]) {
                let given = Some((actor.clone(), value.clone()));
                let read = |solved: &Solved<'_>| solved.values(group, periods, given.clone());
                let both = read(&written[0]).zip(read(&written[side]));
                if let Some(both) = both.filter(|(before, _)| !before.is_empty()) {
                    let change = format!("{actor} is {value}");
                    rows.push(of.row(&change, periods, Some(both), (sign, false, is_solved(&written))));
                }
            }
        }
    }
    Ok(rows)
}

/// One side, solved in every draw.
struct Solved<'v> {
    variant: &'v Variant,
    draws: Vec<(ExactResults, Vec<f64>)>,
}

fn solve<'v>(
    sides: &'v [Variant],
    inquiry: &Inquiry,
    draws: u64,
    counter: &Counter<'_>,
) -> Result<Vec<Solved<'v>>, StudyError> {
    // The chance that the game has ended with each outcome, after each period.
    let ended = |exact: &Exact, lane: usize| -> Vec<f64> {
        let outcomes = exact.outcomes.len();
        let mut sums = vec![0.0; outcomes];
        let mut all = Vec::with_capacity(exact.endings.len());
        for period in exact.endings.chunks_exact(outcomes.max(1)) {
            for (sum, ending) in sums.iter_mut().zip(period) {
                *sum += ending[lane];
            }
            all.extend_from_slice(&sums);
        }
        all
    };
    let one = |variant: &'v Variant| {
        let draws = sample(variant, draws, inquiry, counter, |results, exact, lane| {
            (results, ended(exact, lane))
        })?;
        Ok(Solved { variant, draws })
    };
    sides.iter().map(one).collect()
}

impl Solved<'_> {
    fn is_solved(&self) -> bool {
        self.draws.iter().all(|(results, _)| results.solved.fine)
    }

    /// The probability of a headline in each draw after a period; `None` where the variant does not have the outcomes,
    /// or where they are those of a later horizon.
    fn values(&self, group: &Group, period: usize, given: Option<(String, String)>) -> Option<Vec<f64>> {
        let model = &self.variant.model;
        if period == model.periods {
            let results: Vec<ExactResults> = self.draws.iter().map(|(results, _)| results.clone()).collect();
            let values = Quantity::headline(group, given).values(self.variant, &results)?;
            return Some(values.into_iter().flatten().collect());
        }
        let names = &self.variant.explored.names.outcomes;
        let places: Vec<usize> = group
            .outcomes
            .iter()
            .filter_map(|name| names.iter().position(|n| n == name))
            .collect();
        if places.is_empty() || places.iter().any(|&place| model.outcomes[place].at_end) {
            return None;
        }
        let first = period * names.len();
        let sum = |(_, ended): &(ExactResults, Vec<f64>)| places.iter().map(|&place| ended[first + place]).sum();
        Some(self.draws.iter().map(sum).collect())
    }
}

fn sign(difference: f64) -> f64 {
    match difference {
        _ if difference > ROUNDING => 1.0,
        _ if difference < -ROUNDING => -1.0,
        _ => 0.0,
    }
}

/// A headline of two sides.
struct Pair<'a> {
    group: &'a Group,
    baseline: &'a str,
    side: &'a str,
    draws: u64,
}

impl Pair<'_> {
    /// The row of a change, given the probabilities of both sides in each draw; the sign of the difference in the
    /// scenario as written, whether this is that scenario, and whether all draws were solved.
    fn row(
        &self,
        change: &str,
        period: usize,
        values: Option<(Vec<f64>, Vec<f64>)>,
        (written, as_written, solved): (f64, bool, bool),
    ) -> RobustnessRow {
        let Some((before, after)) = values else {
            return self.not_applicable(change, period, "one side does not have the outcomes");
        };
        let (baseline, value) = (mean(&before), mean(&after));
        let same = before
            .iter()
            .zip(&after)
            .filter(|(before, after)| sign(*after - *before) == written)
            .count();
        RobustnessRow {
            draws: before.len() as u64,
            baseline_value: Some(baseline),
            value: Some(value),
            difference: Some(value - baseline),
            share_same_sign: (written != 0.0).then(|| same as f64 / before.len() as f64),
            verdict: match sign(value - baseline) {
                _ if !solved => Verdict::NotSolved,
                _ if as_written => Verdict::AsWritten,
                0.0 => Verdict::NoDifference,
                sign if sign == written => Verdict::SameSign,
                _ => Verdict::Turns,
            },
            ..self.not_applicable(change, period, "")
        }
    }

    fn not_applicable(&self, change: &str, period: usize, reason: &str) -> RobustnessRow {
        RobustnessRow {
            headline: self.group.name(),
            variant: self.side.to_owned(),
            baseline: self.baseline.to_owned(),
            change: change.to_owned(),
            period,
            draws: self.draws,
            baseline_value: None,
            value: None,
            difference: None,
            share_same_sign: None,
            verdict: Verdict::NotApplicable,
            reason: reason.to_owned(),
        }
    }
}
