//! What observers believe of others, added up over draws and games still running.

use crate::numeric::sketch::WeightedHistogram;
use crate::play::{Belief, Observers, Question};
use crate::study::rows::BELIEF_BINS;
use crate::study::statistics::add;

/// Beliefs, by period, question, true value and believed value.
pub(in crate::study) struct BeliefTally {
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
        (question, size): (usize, usize),
        truth: usize,
        believed: usize,
    ) -> usize {
        (period - 1) * self.all() + self.first[question] + truth * size + believed
    }
}

/// A belief over all games that it was held in.
pub(in crate::study) struct Held {
    pub(in crate::study) mean: f64,
    pub(in crate::study) percentiles: [f64; 2],
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

    /// Takes note of a belief.
    pub(super) fn count(&mut self, question: &Question, belief: &Belief) {
        let (truth, believed) = (belief.truth, belief.believed);
        let asked = (belief.question, question.size);
        let place = self.places.at(belief.period, asked, truth, believed);
        self.spread[place].add(belief.belief, belief.weight);
        self.sums[place] += belief.belief * belief.weight;
        self.masses[place] += belief.weight;
    }

    /// Adds what was observed in other draws.
    pub(super) fn merge(&mut self, other: &Self) {
        add(&mut self.sums, &other.sums);
        add(&mut self.masses, &other.masses);
        for (mine, theirs) in self.spread.iter_mut().zip(&other.spread) {
            mine.merge(theirs);
        }
    }

    /// What was believed as a period started, in games in which the truth was one of these values; `None` where no
    /// such game was left.
    pub(in crate::study) fn held(
        &self,
        period: usize,
        question: (usize, usize),
        truths: std::ops::Range<usize>,
        believed: usize,
    ) -> Option<Held> {
        let (mut sum, mut mass) = (0.0, 0.0);
        let mut spread = WeightedHistogram::new(BELIEF_BINS);
        for truth in truths {
            let place = self.places.at(period, question, truth, believed);
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
