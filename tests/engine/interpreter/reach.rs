//! The probability of a history in the trembling-hand limit: the number of trembles that it needs, and its weight.

use std::cmp::Ordering;

/// The leading term, weight × ε^order, of the chance of something as ε → 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reach {
    pub(crate) order: u32,
    pub(crate) weight: f64,
}

impl Reach {
    /// What is certain.
    pub(crate) const SURE: Self = Self { order: 0, weight: 1.0 };
    /// What no history has led to yet.
    pub(crate) const NONE: Self = Self {
        order: u32::MAX,
        weight: 0.0,
    };

    /// Followed by something that has this probability: (1 − ε)·chance + ε·even, the latter being 1 / n for one of n
    /// options.
    pub(crate) fn then(self, chance: f64, even: f64) -> Self {
        if chance > 0.0 {
            Self {
                order: self.order,
                weight: self.weight * chance,
            }
        } else {
            Self {
                order: self.order + 1,
                weight: self.weight * even,
            }
        }
    }

    /// The chance itself, at ε = 0.
    pub(crate) fn chance(self) -> f64 {
        if self.order == 0 { self.weight } else { 0.0 }
    }

    /// The share of this term among terms of the given order.
    pub(crate) fn at(self, order: u32) -> f64 {
        if self.order == order { self.weight } else { 0.0 }
    }

    /// The leading term of the sum of two.
    pub(crate) fn plus(self, other: Self) -> Self {
        match self.order.cmp(&other.order) {
            Ordering::Less => self,
            Ordering::Greater => other,
            Ordering::Equal => Self {
                order: self.order,
                weight: self.weight + other.weight,
            },
        }
    }
}
