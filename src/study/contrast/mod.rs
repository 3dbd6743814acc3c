//! Variants side by side: how each differs from the first, each draw paired with itself.

mod group;
mod quantity;
mod robustness;

pub(crate) use group::Group;
pub(crate) use robustness::{Alternative, robustness, solutions};

use std::collections::BTreeSet;

use super::block_store::{BlockStore, Site};
use super::counter::Counter;
use super::draw_summary::ExactResults;
use super::draws::Draws;
use super::error::StudyError;
use super::exact_sample::ExactSample;
use super::paired::{Subject, comparison};
use super::plan::Watch;
use super::rows::{ComparisonKind, ComparisonRow};
use super::run_summary::SolverSummary;
use super::statistics::mean;
use super::variant::Variant;
use quantity::{Quantity, true_types};

/// What every actor's precision is multiplied by, besides 1.
const OTHER_PRECISIONS: [f64; 2] = [0.5, 2.0];
/// The most draws at other precisions.
const MOST_DRAWS_AT_OTHER_PRECISIONS: u64 = 100;

/// The question.
#[derive(Clone, Debug)]
pub(crate) struct Inquiry {
    /// The seed.
    pub seed: u64,
    /// Whether the one draw is the nominal point.
    pub nominal: bool,
    /// The outcomes that are taken together, a headline each.
    pub headlines: Vec<Group>,
}

impl Inquiry {
    /// The draws of a side.
    fn draws(&self, side: &Variant) -> Draws {
        Draws::new(&side.model, self.seed, self.nominal)
    }
}

/// All sides at one precision.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    /// What every actor's precision is multiplied by.
    pub precision: f64,
    /// How many draws are compared.
    pub draws: u64,
    /// The sides, in the same order at every level; the others are compared with the first.
    pub sides: Vec<Variant>,
}

impl Level {
    /// How often a draw is solved, over all sides.
    pub(crate) fn solutions(&self) -> u64 {
        self.draws * self.sides.len() as u64
    }

    /// The sides as they are; then, where any actor has a precision, with all precisions halved and doubled, in fewer
    /// draws.
    pub(crate) fn all(sides: Vec<Variant>, draws: u64) -> Vec<Self> {
        let precise = sides.iter().any(|side| side.explored.game.has_precisions());
        let mut levels = vec![Self {
            precision: 1.0,
            draws,
            sides,
        }];
        for factor in OTHER_PRECISIONS.into_iter().filter(|_| precise) {
            let with_factor = |side: &Variant| side.with_precisions_times(factor);
            levels.push(Self {
                precision: factor,
                draws: draws.min(MOST_DRAWS_AT_OTHER_PRECISIONS),
                sides: levels[0].sides.iter().map(with_factor).collect(),
            });
        }
        levels
    }
}

/// The names of the outcomes of all sides, each once.
pub(crate) fn outcomes_of(sides: &[Variant]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for outcome in sides.iter().flat_map(|side| &side.explored.names.outcomes) {
        if !all.contains(outcome) {
            all.push(outcome.clone());
        }
    }
    all
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Contrast {
    /// The differences: by level, then by side, in the order in which tables list them.
    pub rows: Vec<ComparisonRow>,
    /// The probability of each outcome of each side at the first level, averaged over draws.
    pub outcomes: Vec<Vec<f64>>,
    /// How the draws of each side were solved, by level.
    pub solver: Vec<(f64, String, SolverSummary)>,
}

impl Contrast {
    /// Whether every draw was solved, at all levels and of all sides.
    pub(crate) fn all_solved(&self) -> bool {
        self.solver.iter().all(|(_, _, found)| found.all_solved())
    }
}

/// Compares sides at every level.
///
/// Draws are paired by their number: under one seed, parameters of the same name have the same values in all sides. A draw
/// that fails in one of two sides is left out of both.
/// Probabilities and expectations are exact given each draw, so no games are played.
///
/// # Errors
/// The chances of a draw are no probabilities, too many draws fail, or an interruption.
pub(crate) fn contrast(
    levels: &[Level],
    inquiry: &Inquiry,
    (watch, store): (&Watch<'_>, &dyn BlockStore),
) -> Result<Contrast, StudyError> {
    let counter = Counter::new(levels.iter().map(Level::solutions).sum(), watch);
    let mut found = Contrast::default();
    let mut sites = (0..).map(|number| Site { number, store });
    for (number, level) in levels.iter().enumerate() {
        let mut first: Option<(&Variant, Vec<Option<ExactResults>>)> = None;
        for (side, site) in level.sides.iter().zip(&mut sites) {
            let sample = ExactSample::new(side, inquiry.draws(side))?;
            let fits = |results: &ExactResults| results.fit(&side.explored.game);
            let kept = sample.keep((level.draws, site), &counter, |results, _, _| results, fits)?;
            let known = kept.draws;
            let solved = known.iter().flatten().map(|known| known.solved);
            let solved = SolverSummary::of(solved, kept.failed);
            let name = side.name.clone();
            found.solver.push((level.precision, name, solved));
            if number == 0 {
                found.outcomes.push(means(side, &known));
            }
            if let Some((baseline, before)) = &first {
                let pair = Pair {
                    precision: level.precision,
                    baseline: (baseline, before),
                    side: (side, &known),
                };
                found.rows.extend(pair.rows(inquiry));
            }
            first.get_or_insert((side, known));
        }
    }
    Ok(found)
}

/// The probability of each outcome, averaged over draws.
fn means(side: &Variant, known: &[Option<ExactResults>]) -> Vec<f64> {
    let of = |outcome: usize| known.iter().flatten().map(move |known| known.outcomes[outcome]);
    let mean = |outcome: usize| mean(&of(outcome).collect::<Vec<_>>());
    (0..side.explored.game.outcomes).map(mean).collect()
}

/// Two sides at one level.
struct Pair<'a> {
    precision: f64,
    baseline: (&'a Variant, &'a [Option<ExactResults>]),
    side: (&'a Variant, &'a [Option<ExactResults>]),
}

impl Pair<'_> {
    /// Headlines, outcomes, payoffs; then headlines by the true type of each actor.
    fn rows(&self, inquiry: &Inquiry) -> Vec<ComparisonRow> {
        let names = &self.baseline.0.explored.names;
        let headlines = &inquiry.headlines;
        let whole = headlines.iter();
        let whole = whole.map(|group| Quantity::headline(group, None));
        let shared: BTreeSet<&String> = self.side.0.explored.names.outcomes.iter().collect();
        let outcomes = names.outcomes.iter().filter(|name| shared.contains(name));
        let outcomes = outcomes.map(|name| Quantity::of(ComparisonKind::Outcome, name, std::slice::from_ref(name)));
        let actors = names.declared().iter();
        let payoffs = actors.map(|actor| Quantity::of(ComparisonKind::Payoff, actor, &[]));
        let types = true_types(self.baseline.0).into_iter();
        let by_type = types.flat_map(|given| {
            let group = move |group| Quantity::headline(group, Some(given.clone()));
            headlines.iter().map(group)
        });
        let all = whole.chain(outcomes).chain(payoffs).chain(by_type);
        all.filter_map(|quantity| self.row(quantity)).collect()
    }

    /// A row about one number; `None` where only one of the sides has it.
    fn row(&self, quantity: Quantity<'_>) -> Option<ComparisonRow> {
        let before = quantity.values(self.baseline.0, self.baseline.1)?;
        let after = quantity.values(self.side.0, self.side.1)?;
        let both = after.into_iter().zip(before);
        let both = both.filter_map(|(after, before)| after.zip(before));
        let both: Vec<(f64, f64)> = both.collect();
        let subject = Subject {
            variant: &self.side.0.name,
            baseline: &self.baseline.0.name,
            kind: quantity.kind,
            name: quantity.name,
            precision: self.precision,
            given: quantity.given,
        };
        (!both.is_empty()).then(|| comparison(subject, &both))
    }
}
