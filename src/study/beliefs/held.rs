//! What observers believe of others, added up over draws and games still running.

use super::BELIEF_BINS;
use crate::numeric::sketch::WeightedHistogram;
use crate::play::{Belief, Observers, Question};
use crate::study::statistics::add;

/// Beliefs, by period, question, true value and believed value.
pub(in crate::study) struct BeliefTally {
    /// The number of pairs of a true and a believed value.
    entries: usize,
    /// Sums of beliefs over games.
    sums: Vec<f64>,
    /// The chance of these games.
    masses: Vec<f64>,
    spread: Vec<WeightedHistogram>,
}

/// A belief over all games that it was held in.
pub(in crate::study) struct Held {
    pub(in crate::study) mean: f64,
    pub(in crate::study) percentiles: [f64; 2],
}

impl BeliefTally {
    /// Nothing observed yet.
    pub(super) fn new(observers: &Observers<'_>, periods: usize) -> Self {
        let count = observers.entries() * periods;
        Self {
            entries: observers.entries(),
            sums: vec![0.0; count],
            masses: vec![0.0; count],
            spread: vec![WeightedHistogram::new(BELIEF_BINS); count],
        }
    }

    /// Takes note of a belief.
    pub(super) fn count(&mut self, question: &Question, belief: &Belief) {
        let place = self.place(belief.period, question, belief.truth, belief.believed);
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
        question: &Question,
        truths: std::ops::Range<usize>,
        believed: usize,
    ) -> Option<Held> {
        let (mut sum, mut mass) = (0.0, 0.0);
        let mut spread = WeightedHistogram::new(BELIEF_BINS);
        for truth in truths {
            let place = self.place(period, question, truth, believed);
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

    fn place(&self, period: usize, question: &Question, truth: usize, believed: usize) -> usize {
        (period - 1) * self.entries + question.entry(truth, believed)
    }
}
