//! What observers believe of others, added up over draws and games still running.

use super::rows::BELIEF_BINS;
use crate::game::{Bound, Profile};
use crate::numeric::sketch::WeightedHistogram;
use crate::play::{Beliefs, Exact, Observers, Question, exact_watched};

/// Beliefs, by period, question, true value and believed value.
pub(super) struct BeliefTally {
    places: Places,
    /// Sums of beliefs over games.
    sums: Vec<f64>,
    /// The chance of these games.
    masses: Vec<f64>,
    spread: Vec<WeightedHistogram>,
}

/// Where the beliefs of each question are.
#[derive(Clone, Debug)]
struct Places {
    /// The first place of each question, and the number of all.
    first: Vec<usize>,
}

impl Places {
    fn new(questions: &[Question]) -> Self {
        let mut first = vec![0];
        for question in questions {
            first.push(first[first.len() - 1] + question.size * question.size);
        }
        Self { first }
    }

    fn all(&self) -> usize {
        self.first[self.first.len() - 1]
    }

    fn at(
        &self,
        period: usize,
        question: usize,
        size: usize,
        truth: usize,
        believed: usize,
    ) -> usize {
        (period - 1) * self.all() + self.first[question] + truth * size + believed
    }
}

/// A belief over all games that it was held in.
pub(super) struct Held {
    pub(super) mean: f64,
    pub(super) percentiles: [f64; 2],
}

impl BeliefTally {
    /// Nothing observed yet.
    pub(super) fn new(observers: &Observers<'_>, periods: usize) -> Self {
        let places = Places::new(observers.questions());
        let count = places.all() * periods;
        Self {
            places,
            sums: vec![0.0; count],
            masses: vec![0.0; count],
            spread: vec![WeightedHistogram::new(BELIEF_BINS); count],
        }
    }

    /// Works out exactly what happens in a block of draws, and what is believed on the way.
    pub(super) fn observe(
        bound: &Bound<'_>,
        profile: &Profile,
        observers: &Observers<'_>,
    ) -> (Exact, Self) {
        let mut tally = Self::new(observers, bound.game.periods);
        let questions = observers.questions();
        let mut beliefs = Beliefs::new(observers, bound, profile);
        let exact = exact_watched(bound, profile, |period, reach| {
            beliefs.observe(period, reach, |belief| {
                let size = questions[belief.question].size;
                let place =
                    tally
                        .places
                        .at(period, belief.question, size, belief.truth, belief.believed);
                tally.spread[place].add(belief.belief, belief.weight);
                tally.sums[place] += belief.belief * belief.weight;
                tally.masses[place] += belief.weight;
            });
        });
        (exact, tally)
    }

    /// Adds what was observed in other draws.
    pub(super) fn merge(&mut self, other: &Self) {
        let both = |mine: &mut [f64], theirs: &[f64]| {
            mine.iter_mut()
                .zip(theirs)
                .for_each(|(sum, more)| *sum += more);
        };
        both(&mut self.sums, &other.sums);
        both(&mut self.masses, &other.masses);
        for (mine, theirs) in self.spread.iter_mut().zip(&other.spread) {
            mine.merge(theirs);
        }
    }

    /// What was believed as a period started, in games in which the truth was one of these values; `None` where no
    /// such game was left.
    pub(super) fn held(
        &self,
        period: usize,
        question: (usize, usize),
        truths: std::ops::Range<usize>,
        believed: usize,
    ) -> Option<Held> {
        let (number, size) = question;
        let (mut sum, mut mass) = (0.0, 0.0);
        let mut spread = WeightedHistogram::new(BELIEF_BINS);
        for truth in truths {
            let place = self.places.at(period, number, size, truth, believed);
            sum += self.sums[place];
            mass += self.masses[place];
            spread.merge(&self.spread[place]);
        }
        let percentiles = [spread.quantile(0.05)?, spread.quantile(0.95)?];
        (mass > 0.0).then(|| Held {
            mean: sum / mass,
            percentiles,
        })
    }
}
