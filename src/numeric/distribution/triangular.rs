//! The triangular distribution.

use std::fmt;

use super::continuous::Continuous;
use super::error::check_peak;
use super::uniform::relative_position;
use super::{Distribution, DistributionError, Family, Notation};
use crate::numeric::quantile::Level;

/// The density rises in a straight line from `low` to `mode` and falls to `high`.
#[derive(Clone, Debug, PartialEq)]
pub struct Triangular {
    /// The lowest value.
    pub low: f64,
    /// The most likely value.
    pub mode: f64,
    /// The highest value.
    pub high: f64,
}

pub(super) const FAMILY: Family = Family {
    name: "triangular",
    parameters: &["low", "mode", "high"],
    notation: Notation::List,
    about: "`[low, mode, high]`",
    distribution: |p| {
        Distribution::Triangular(Triangular {
            low: p[0],
            mode: p[1],
            high: p[2],
        })
    },
};

impl Continuous for Triangular {
    fn validate(&self) -> Result<(), DistributionError> {
        check_peak(self.low, self.mode, self.high)
    }

    fn quantile_at(&self, at: Level) -> f64 {
        let Self { low, mode, high } = *self;
        let width = high - low;
        if mode == low && at.below <= 0.5 {
            return low + width * from_peak(at.below);
        }
        if mode == high && at.above <= 0.5 {
            return high - width * from_peak(at.above);
        }
        if at.below * width < mode - low {
            low + (at.below * width).sqrt() * (mode - low).sqrt()
        } else {
            high - (at.above * width).sqrt() * (high - mode).sqrt()
        }
    }

    fn level_inside(&self, x: f64) -> Level {
        let Self { low, mode, high } = *self;
        let position = relative_position(x, low, high);
        if x < mode {
            Level::of(position.below * ((x - low) / (mode - low)))
        } else {
            Level::from_above(position.above * ((high - x) / (high - mode)))
        }
    }

    fn mean(&self) -> Option<f64> {
        Some(self.low + ((self.mode - self.low) + (self.high - self.low)) / 3.0)
    }

    fn support(&self) -> (f64, f64) {
        (self.low, self.high)
    }
}

impl fmt::Display for Triangular {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "triangular({}, {}, {})", self.low, self.mode, self.high)
    }
}

/// The distance from the peak, as a fraction of the width, within which a triangle that begins with its peak has this
/// probability: 1 − √(1 − p), without losing the digits of a small p.
fn from_peak(p: f64) -> f64 {
    p / (1.0 + (1.0 - p).sqrt())
}
