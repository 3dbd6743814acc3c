//! A linear map as the list of weighted sums by which it is computed, to be read backwards: one pass gives the weight of
//! every number in a result (reverse accumulation; Griewank & Walther 2008, *Evaluating Derivatives*).

use super::lanes::{Lanes, is_zero, update};

/// The change of a number: an input of the map, or a weighted sum of changes recorded before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Change(u32);

impl Change {
    /// That of a number that stays as it is.
    pub(crate) const NONE: Self = Self(0);

    fn index(self) -> usize {
        self.0 as usize
    }
}

/// A change with its weight in a sum.
pub(crate) type Weighted = (Change, f64);

/// The sums of a linear map, each of changes that stand before it.
#[derive(Clone, Debug)]
pub(crate) struct LinearRecord {
    /// Where the terms of each change end; inputs have none.
    ends: Vec<usize>,
    changes: Vec<Change>,
    weights: Vec<f64>,
}

impl LinearRecord {
    /// A record without inputs.
    pub(crate) fn new() -> Self {
        Self {
            ends: vec![0],
            changes: Vec::new(),
            weights: Vec::new(),
        }
    }

    /// A new input.
    pub(crate) fn input(&mut self) -> Change {
        let number = u32::try_from(self.ends.len()).expect("fewer than 2^32 changes");
        self.ends.push(self.weights.len());
        Change(number)
    }

    /// Records a weighted sum; nothing new where it has no terms, or is one of them.
    pub(crate) fn sum(&mut self, terms: impl IntoIterator<Item = Weighted>) -> Change {
        let first = self.weights.len();
        for (change, weight) in terms {
            if change != Change::NONE && weight != 0.0 {
                self.changes.push(change);
                self.weights.push(weight);
            }
        }
        match self.weights[first..] {
            [] => Change::NONE,
            [1.0] => {
                self.weights.truncate(first);
                self.changes.pop().expect("it has a term")
            }
            _ => self.input(),
        }
    }

    /// Finds the weight of every change in the sum of some, by lane.
    pub(crate) fn weigh<const D: usize>(
        &self,
        sum: impl IntoIterator<Item = (Change, Lanes<D>)>,
        into: &mut Weights<D>,
    ) {
        let found = &mut into.0;
        found.clear();
        found.resize(self.ends.len(), [0.0; D]);
        for (change, weight) in sum {
            update(&mut found[change.index()], &weight, |a, b| a + b);
        }
        for change in (1..found.len()).rev() {
            let here = found[change];
            if is_zero(&here) {
                continue;
            }
            let terms = self.ends[change - 1]..self.ends[change];
            for (change, weight) in self.changes[terms.clone()].iter().zip(&self.weights[terms]) {
                update(&mut found[change.index()], &here, |sum, here| sum + weight * here);
            }
        }
    }
}

/// The weights of changes in a sum; the room for them serves again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights<const D: usize>(Vec<Lanes<D>>);

impl<const D: usize> Weights<D> {
    /// The weight of a change; 0 for what stays as it is.
    pub(crate) fn of(&self, change: Change) -> Lanes<D> {
        match change {
            Change::NONE => [0.0; D],
            _ => self.0[change.index()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, LinearRecord, Weights};

    #[test]
    fn weights_multiply_along_every_path() {
        let mut record = LinearRecord::new();
        let (a, b) = (record.input(), record.input());
        let c = record.sum([(a, 2.0), (b, -1.0)]);
        let d = record.sum([(c, 3.0), (a, 0.5), (Change::NONE, 7.0)]);
        let mut weights = Weights::default();
        record.weigh([(a, [3.0, 3.0])], &mut weights);
        record.weigh([(d, [1.0, 0.0]), (c, [0.0, 10.0])], &mut weights);
        assert_eq!((weights.of(a), weights.of(b)), ([6.5, 20.0], [-3.0, -10.0]));
        assert_eq!(weights.of(Change::NONE), [0.0, 0.0]);
    }

    #[test]
    fn a_sum_of_one_whole_term_is_that_term() {
        let mut record = LinearRecord::new();
        let a = record.input();
        assert_eq!(record.sum([(a, 1.0), (Change::NONE, 2.0), (a, 0.0)]), a);
        assert_eq!(record.sum([(a, 0.0)]), Change::NONE);
        assert_ne!(record.sum([(a, 1.0), (a, 1.0)]), a);
    }
}
