//! What is recorded: a linear map, and the ties at which the map is not the same on both sides.

use crate::numeric::linear_record::{Change, LinearRecord, Weighted};

/// What is tied where there may be no derivative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// Two numbers in a formula: of a minimum or maximum, a comparison, an absolute value, a rounding.
    Formula,
    /// The best action at an information set, of an actor that acts on its own best later choices.
    BestAction,
    /// A chance of 0 with another: information sets behind it are reached in no other way.
    Belief,
}

/// A tie. Where its two sides change alike, it is none.
#[derive(Clone, Copy, Debug)]
pub(in crate::strategy) struct Kink {
    /// What is tied.
    pub(in crate::strategy) tie: Tie,
    /// An input of the map: its weight in a result says whether the result depends on the tie.
    pub(in crate::strategy) effect: Change,
    /// The changes of the two sides.
    pub(in crate::strategy) sides: [Change; 2],
}

/// A linear map that is being recorded.
#[derive(Debug)]
pub(super) struct Recorder {
    pub(super) record: LinearRecord,
    pub(super) kinks: Vec<Kink>,
}

impl Recorder {
    /// Nothing is recorded yet.
    pub(super) fn new() -> Self {
        Self {
            record: LinearRecord::new(),
            kinks: Vec::new(),
        }
    }

    /// Records a weighted sum.
    pub(super) fn sum(&mut self, terms: impl IntoIterator<Item = Weighted>) -> Change {
        self.record.sum(terms)
    }

    /// As many inputs of the map.
    pub(super) fn inputs(&mut self, count: usize) -> Vec<Change> {
        (0..count).map(|_| self.record.input()).collect()
    }

    /// Notes a tie; the change to be added to what depends on it.
    pub(super) fn tie(&mut self, tie: Tie, sides: [Change; 2]) -> Change {
        if sides[0] == sides[1] {
            return Change::NONE;
        }
        let effect = self.record.input();
        self.kinks.push(Kink { tie, effect, sides });
        effect
    }
}
