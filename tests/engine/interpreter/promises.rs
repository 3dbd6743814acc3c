//! Promises as they fall due: which are triggered, and how an actor acts on each.

use pactum::unstable::scenario::model::Commitment;

use super::history::History;
use super::reach::Reach;
use super::walk::{Mistake, Walk};

/// What is done about a promise that has fallen due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Done {
    AsBound,
    ByChoice,
    Reneged,
    Unavailable,
}

/// A commitment, the period, the state as it started, and what is done about the commitment.
pub(crate) type Due = (usize, usize, Vec<i32>, Done);

impl<'m> Walk<'m, '_> {
    /// The commitments of an actor that are triggered as its choice comes up.
    pub(super) fn triggered(&self, stage: usize, choice: usize, history: &History) -> Vec<(usize, &'m Commitment)> {
        let all = self.model.commitments.iter().enumerate();
        all.filter(|(_, commitment)| {
            commitment.stage == stage
                && commitment.choices.start == choice
                && self.holds(Some(&commitment.when[0]), history)
        })
        .collect()
    }

    /// Notes what an action means for each triggered promise; the commitments that are reneged on.
    pub(super) fn settle(
        &mut self,
        (stage, choice): (usize, usize),
        binding: Option<usize>,
        available: &[usize],
        action: usize,
        taken: &History,
    ) -> Vec<usize> {
        let mut reneged = Vec::new();
        for (which, commitment) in self.triggered(stage, choice, taken) {
            let bound = binding.is_some_and(|by| self.model.commitments[by].action == commitment.action);
            let done = match action == commitment.action {
                true if bound => Done::AsBound,
                true => Done::ByChoice,
                false if available.contains(&commitment.action) => Done::Reneged,
                false => Done::Unavailable,
            };
            if done == Done::Reneged || (done == Done::Unavailable && self.mistake == Mistake::PaysForVetoes) {
                reneged.push(which);
            }
            self.note_done(which, done, taken);
        }
        reneged
    }

    fn note_done(&mut self, which: usize, done: Done, taken: &History) {
        let due = (which, taken.period, taken.dawn.clone(), done);
        let none = || vec![Reach::NONE; taken.reach.len()];
        let sums = self.account.due.entry(due).or_insert_with(none);
        for (sum, &reach) in sums.iter_mut().zip(&taken.reach) {
            *sum = sum.plus(reach);
        }
    }
}
