//! Robustness to modelling conventions: the same comparison with one convention changed at a time.

use super::group::Group;
use super::quantity::{Quantity, true_types};
use super::{Inquiry, OTHER_PRECISIONS};
use crate::play::Exact;
use crate::scenario::Convention;
use crate::study::block_store::{BlockStore, Site};
use crate::study::counter::Counter;
use crate::study::draw_summary::{ExactResults, are_probabilities};
use crate::study::error::StudyError;
use crate::study::exact_sample::ExactSample;
use crate::study::plan::Watch;
use crate::study::rows::{RobustnessRow, Verdict};
use crate::study::statistics::mean;
use crate::study::variant::Variant;

/// Differences below this are rounding.
const ROUNDING: f64 = 1e-10;
/// The number of the first site; the comparison itself has those before it.
const FIRST_SITE: u64 = 1 << 32;
/// What the scenario without a change is called.
const WRITTEN: &str = "as written";

/// The probabilities of a headline in each draw that has one in the baseline and in another side: in either.
type Values = (Vec<f64>, Vec<f64>);

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

/// How often a draw is solved for [`robustness`], over all sides.
pub(crate) fn solutions(sides: &[Variant], alternatives: &[Alternative], draws: u64) -> u64 {
    let applicable = alternatives.iter().filter(|alternative| alternative.sides.is_ok());
    (1 + applicable.count() as u64) * draws * sides.len() as u64
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
    (watch, store): (&Watch<'_>, &dyn BlockStore),
) -> Result<Vec<RobustnessRow>, StudyError> {
    let counter = Counter::new(solutions(sides, alternatives, draws), watch);
    let mut sites = (FIRST_SITE..).map(|number| Site { number, store });
    let mut solve = |sides| solve((sides, &mut sites), inquiry, draws, &counter);
    let written = solve(sides)?;
    let mut changed = Vec::new();
    for alternative in alternatives {
        changed.push(match &alternative.sides {
            Ok(sides) => Ok(solve(sides)?),
            Err(reason) => Err(reason.as_str()),
        });
    }
    let mut rows = Vec::new();
    for group in &inquiry.headlines {
        for side in 1..sides.len() {
            let pair = Pair { group, side, draws };
            rows.extend(pair.rows(&written, alternatives, &changed));
        }
    }
    Ok(rows)
}

/// One side, solved in every draw.
struct Solved<'v> {
    variant: &'v Variant,
    /// By draw, as the next; `None` of one that fails.
    results: Vec<Option<ExactResults>>,
    /// The chance that the game has ended with each outcome after each period: period × outcomes + outcome.
    ended: Vec<Option<Vec<f64>>>,
}

fn solve<'v, 's>(
    (sides, sites): (&'v [Variant], &mut impl Iterator<Item = Site<'s>>),
    inquiry: &Inquiry,
    draws: u64,
    counter: &Counter<'_>,
) -> Result<Vec<Solved<'v>>, StudyError> {
    let one = |(variant, site): (&'v Variant, Site<'s>)| {
        let kept = |results, exact: &Exact, lane| (results, ended(exact, lane));
        let sample = ExactSample::new(variant, inquiry.draws(variant))?;
        let game = &variant.explored.game;
        let all = (game.periods + 1) * game.outcomes;
        let fits = |(results, ended): &(ExactResults, Vec<f64>)| results.fit(game) && are_probabilities(ended, all);
        let kept = sample.keep((draws, site), counter, kept, fits)?.draws;
        let (results, ended) = kept.into_iter().map(Option::unzip).unzip();
        Ok(Solved {
            variant,
            results,
            ended,
        })
    };
    sides.iter().zip(sites).map(one).collect()
}

fn ended(exact: &Exact, lane: usize) -> Vec<f64> {
    let outcomes = exact.outcomes.len();
    let mut sums = vec![0.0; outcomes];
    let mut all = Vec::with_capacity(exact.endings.len());
    for period in exact.endings.chunks_exact(outcomes) {
        for (sum, ending) in sums.iter_mut().zip(period) {
            *sum += ending[lane];
        }
        all.extend_from_slice(&sums);
    }
    all
}

impl Solved<'_> {
    fn is_solved(&self) -> bool {
        self.results.iter().flatten().all(|results| results.solved.fine)
    }

    /// The probability of a headline in each draw after a period, among the games with a true type if one is given; `None`
    /// in a draw that fails or without such games, and as a whole where the variant does not have the outcomes, or where
    /// they are those of a later horizon.
    fn values(&self, group: &Group, period: usize, given: Option<(String, String)>) -> Option<Vec<Option<f64>>> {
        let model = &self.variant.model;
        if period == model.periods {
            return Quantity::headline(group, given).values(self.variant, &self.results);
        }
        let names = &self.variant.explored.names.outcomes;
        let place = |name: &String| names.iter().position(|known| known == name);
        let places: Vec<usize> = group.outcomes.iter().filter_map(place).collect();
        if places.is_empty() || places.iter().any(|&place| model.outcomes[place].at_end) {
            return None;
        }
        let first = period * names.len();
        let sum = |ended: &Vec<f64>| places.iter().map(|&place| ended[first + place]).sum();
        Some(self.ended.iter().map(|ended| ended.as_ref().map(sum)).collect())
    }
}

fn sign(difference: f64) -> f64 {
    match difference {
        _ if difference > ROUNDING => 1.0,
        _ if difference < -ROUNDING => -1.0,
        _ => 0.0,
    }
}

/// A headline of one side and the first.
struct Pair<'a> {
    group: &'a Group,
    /// The number of the side.
    side: usize,
    draws: u64,
}

/// The scenario as it is written, which changes are judged by.
struct Written<'a> {
    baseline: &'a str,
    side: &'a str,
    /// The sign of the difference.
    sign: f64,
}

impl Pair<'_> {
    /// The rows as written, under each alternative, and by true type.
    fn rows(
        &self,
        written: &[Solved<'_>],
        alternatives: &[Alternative],
        changed: &[Result<Vec<Solved<'_>>, &str>],
    ) -> Vec<RobustnessRow> {
        let baseline = written[0].variant;
        let periods = written
            .iter()
            .map(|side| side.variant.model.periods)
            .fold(0, usize::max);
        let as_written = self.values(written, periods, None);
        let difference = as_written.as_ref().map(|(before, after)| mean(after) - mean(before));
        let by = Written {
            baseline: &baseline.name,
            side: &written[self.side].variant.name,
            sign: difference.map_or(0.0, sign),
        };
        let row = |change: &str, period: usize, values: Option<Values>, solved: &[Solved<'_>]| match values {
            Some(values) => self.row((change, period), &by, &values, self.is_solved(solved)),
            None => self.not_applicable((change, period), &by, "one side does not have the outcomes"),
        };
        let unchanged = |row: RobustnessRow| match row.verdict {
            Verdict::NotSolved | Verdict::NotApplicable => row,
            _ => RobustnessRow {
                verdict: Verdict::AsWritten,
                ..row
            },
        };
        let mut rows = vec![unchanged(row(WRITTEN, periods, as_written, written))];
        let applicable = alternatives.iter().zip(changed).filter(|(_, sides)| sides.is_ok());
        let mut earlier: Vec<usize> = applicable.map(|(alternative, _)| alternative.period).collect();
        earlier.retain(|&period| period < periods);
        earlier.dedup();
        for period in earlier {
            let read = self.values(written, period, None);
            rows.extend(read.map(|read| unchanged(row(WRITTEN, period, Some(read), written))));
        }
        for (alternative, sides) in alternatives.iter().zip(changed) {
            let (change, period) = (alternative.change.as_str(), alternative.period);
            let read = sides.as_ref().map_err(|reason| *reason).and_then(|sides| {
                let values = self.values(sides, period, None);
                let values = values.ok_or("the outcomes are those of the horizon")?;
                Ok(row(change, period, Some(values), sides))
            });
            rows.push(read.unwrap_or_else(|reason| self.not_applicable((change, period), &by, reason)));
        }
        for (actor, value) in true_types(baseline) {
            let change = format!("{actor} is {value}");
            let read = self.values(written, periods, Some((actor, value)));
            let read = read.filter(|(before, _)| !before.is_empty());
            rows.extend(read.map(|read| row(&change, periods, Some(read), written)));
        }
        rows
    }

    fn is_solved(&self, sides: &[Solved<'_>]) -> bool {
        sides[0].is_solved() && sides[self.side].is_solved()
    }

    fn values(&self, sides: &[Solved<'_>], period: usize, given: Option<(String, String)>) -> Option<Values> {
        let before = sides[0].values(self.group, period, given.clone())?;
        let after = sides[self.side].values(self.group, period, given)?;
        let both = before.into_iter().zip(after);
        Some(both.filter_map(|(before, after)| before.zip(after)).unzip())
    }

    /// The row of a change, given the probabilities of both sides in each draw, and whether all draws were solved.
    fn row(&self, at: (&str, usize), by: &Written<'_>, (before, after): &Values, solved: bool) -> RobustnessRow {
        let (baseline, value) = (mean(before), mean(after));
        let both = before.iter().zip(after);
        let same = both.filter(|(before, after)| sign(*after - *before) == by.sign).count();
        RobustnessRow {
            draws: before.len() as u64,
            baseline_value: Some(baseline),
            value: Some(value),
            difference: Some(value - baseline),
            share_same_sign: (by.sign != 0.0).then(|| same as f64 / before.len() as f64),
            verdict: match sign(value - baseline) {
                _ if !solved => Verdict::NotSolved,
                0.0 => Verdict::NoDifference,
                sign if sign == by.sign => Verdict::SameSign,
                _ => Verdict::Turns,
            },
            ..self.not_applicable(at, by, "")
        }
    }

    fn not_applicable(&self, (change, period): (&str, usize), by: &Written<'_>, reason: &str) -> RobustnessRow {
        RobustnessRow {
            headline: self.group.name(),
            variant: by.side.to_owned(),
            baseline: by.baseline.to_owned(),
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
