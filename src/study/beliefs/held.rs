//! What observers believe of others as periods start, added up over draws and games still running.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::distribution::{Distribution, Summary};
use crate::play::{Belief, Observers, Question};

/// Beliefs, by period, question, true value and believed value.
#[derive(Serialize, Deserialize)]
pub(in crate::study) struct BeliefTally {
    /// The number of pairs of a true and a believed value.
    entries: usize,
    distributions: Vec<Distribution>,
}

impl BeliefTally {
    /// A tally without any game.
    pub(super) fn new(observers: &Observers<'_>, periods: usize) -> Self {
        Self {
            entries: observers.entries(),
            distributions: vec![Distribution::new(); observers.entries() * periods],
        }
    }

    /// Counts a belief.
    pub(super) fn count(&mut self, question: &Question, belief: &Belief) {
        let place = self.place(belief.period, question, belief.truth, belief.believed);
        self.distributions[place].add(belief.belief, belief.weight);
    }

    /// Adds the beliefs of other draws.
    pub(super) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.distributions.iter_mut().zip(&other.distributions) {
            mine.merge(theirs);
        }
    }

    /// Whether it counts what another counts.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.entries == other.entries
            && self.distributions.len() == other.distributions.len()
            && self.distributions.iter().all(Distribution::is_mergeable)
    }

    /// The belief as a period started, in games in which the truth was one of these values; `None` where no such game
    /// was left.
    pub(in crate::study) fn held(
        &self,
        period: usize,
        question: &Question,
        truths: Range<usize>,
        believed: usize,
    ) -> Option<Summary> {
        let mut all = Distribution::new();
        for truth in truths {
            all.merge(&self.distributions[self.place(period, question, truth, believed)]);
        }
        all.summary()
    }

    fn place(&self, period: usize, question: &Question, truth: usize, believed: usize) -> usize {
        (period - 1) * self.entries + question.entry(truth, believed)
    }
}
