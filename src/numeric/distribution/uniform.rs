//! The uniform distribution.

use std::fmt;

use super::continuous::Continuous;
use super::error::check_range;
use super::{Distribution, DistributionError, Family, Notation};
use crate::numeric::quantile::Level;

/// Every value in [low, high] is equally likely.
#[derive(Clone, Debug, PartialEq)]
pub struct Uniform {
    /// The lowest value.
    pub low: f64,
    /// The highest value.
    pub high: f64,
}

pub(super) const FAMILY: Family = Family {
    name: "uniform",
    parameters: &["low", "high"],
    notation: Notation::List,
    about: "`[low, high]`",
    distribution: |p| Distribution::Uniform(Uniform { low: p[0], high: p[1] }),
};

impl Continuous for Uniform {
    fn validate(&self) -> Result<(), DistributionError> {
        check_range(self.low, self.high)
    }

    fn quantile_at(&self, at: Level) -> f64 {
        let width = self.high - self.low;
        if at.below <= 0.5 {
            self.low + at.below * width
        } else {
            self.high - at.above * width
        }
    }

    fn level_inside(&self, x: f64) -> Level {
        relative_position(x, self.low, self.high)
    }

    fn mean(&self) -> Option<f64> {
        Some(self.low + 0.5 * (self.high - self.low))
    }

    fn support(&self) -> (f64, f64) {
        (self.low, self.high)
    }
}

impl fmt::Display for Uniform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "uniform({}, {})", self.low, self.high)
    }
}

/// The distances of `x` from either end of a range, as fractions of its width.
pub(super) fn relative_position(x: f64, low: f64, high: f64) -> Level {
    Level {
        below: (x - low) / (high - low),
        above: (high - x) / (high - low),
    }
}
