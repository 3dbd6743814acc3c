//! Numbers distinct values in the order in which they are first met.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Distinct values, each with a number.
#[derive(Clone, Debug)]
pub(crate) struct Distinct<T> {
    numbers: FxHashMap<T, u32>,
    /// The values, by number.
    pub(crate) all: Vec<T>,
}

impl<T> Default for Distinct<T> {
    fn default() -> Self {
        Self {
            numbers: FxHashMap::default(),
            all: Vec::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Distinct<T> {
    /// Values of which number 0 is this one.
    pub(crate) fn starting_with(first: T) -> Self {
        let mut distinct = Self::default();
        distinct.number(first);
        distinct
    }

    /// The number of a value; a new one for a value that was not met before.
    pub(crate) fn number(&mut self, value: T) -> u32 {
        if let Some(&known) = self.numbers.get(&value) {
            return known;
        }
        let number = index(self.all.len());
        self.all.push(value.clone());
        self.numbers.insert(value, number);
        number
    }
}

/// A number as an index of 32 bits.
pub(crate) fn index(number: usize) -> u32 {
    u32::try_from(number).expect("fewer than 2^32 of anything in a game")
}
