//! What observers believe after events, added up over draws.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::game::Bound;
use crate::play::{BeliefsAfterEvents, Events, Observers, Question};

/// Beliefs after each event, by question, true value and believed value.
#[derive(Serialize, Deserialize)]
pub(in crate::study) struct AfterTally {
    /// The number of pairs of a true and a believed value.
    entries: usize,
    /// Sums of beliefs over games: event × entries + entry.
    sums: Vec<f64>,
}

/// What is believed after an event.
pub(in crate::study) struct After {
    /// How often it happens in games that go on, in all draws together.
    pub(in crate::study) times: f64,
    /// The mean belief in these games.
    pub(in crate::study) mean: f64,
}

impl AfterTally {
    /// A tally without any event.
    pub(super) fn new(observers: &Observers<'_>, events: &Events) -> Self {
        Self {
            entries: observers.entries(),
            sums: vec![0.0; events.list().len() * observers.entries()],
        }
    }

    /// Counts a block of draws.
    pub(super) fn count<const W: usize>(
        &mut self,
        aftermath: &BeliefsAfterEvents<'_, W>,
        observers: &Observers<'_>,
        events: &Events,
        bound: &Bound<'_, W>,
    ) {
        for event in 0..events.list().len() {
            for question in observers.questions() {
                for truth in 0..question.size {
                    for believed in 0..question.size {
                        let sum = aftermath.sum(event, question, truth, believed);
                        let place = self.place(event, question, truth) + believed;
                        self.sums[place] += sum[..bound.used].iter().sum::<f64>();
                    }
                }
            }
        }
    }

    /// Adds the beliefs of other draws.
    pub(super) fn merge(&mut self, other: &Self) {
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            *sum += more;
        }
    }

    /// Whether it counts what another counts.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.entries == other.entries && self.sums.len() == other.sums.len()
    }

    /// What is believed after an event in games in which the truth is one of these values; `None` where it never
    /// happens in such games, or all of them end with it.
    pub(in crate::study) fn after(
        &self,
        event: usize,
        question: &Question,
        truths: Range<usize>,
        believed: usize,
    ) -> Option<After> {
        let (mut sum, mut times) = (0.0, 0.0);
        for truth in truths {
            let place = self.place(event, question, truth);
            sum += self.sums[place + believed];
            // A belief is in all values together, so that its parts add up to how often it is held.
            times += self.sums[place..place + question.size].iter().sum::<f64>();
        }
        let mean = sum / times;
        (times > 0.0).then_some(After { times, mean })
    }

    /// The first of the beliefs after an event, where this is the truth.
    fn place(&self, event: usize, question: &Question, truth: usize) -> usize {
        event * self.entries + question.entry(truth, 0)
    }
}
