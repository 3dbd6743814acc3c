//! Places in a distribution, as precise in the upper tail as in the lower.

/// A place in a distribution: the probability below it and the one above, which sum to 1.
///
/// Both are kept since 1 − u has lost the digits of u where u is close to 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// The probability of a smaller value.
    pub below: f64,
    /// The probability of a larger value.
    pub above: f64,
}

impl Level {
    /// The place with probability `below` below it and `above` above it.
    pub(crate) fn new(below: f64, above: f64) -> Self {
        Self { below, above }
    }

    /// The place with probability `u` below it.
    pub fn of(u: f64) -> Self {
        Self::new(u, 1.0 - u)
    }

    /// The place with probability `v` above it.
    pub fn from_above(v: f64) -> Self {
        Self::new(1.0 - v, v)
    }

    /// How far the place is above the median, as a probability.
    pub(super) fn beyond_median(self) -> f64 {
        if self.below < 0.5 {
            self.below - 0.5
        } else {
            0.5 - self.above
        }
    }
}
