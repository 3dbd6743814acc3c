//! The PERT distribution.

use std::fmt;

use super::continuous::Continuous;
use super::error::check_peak;
use super::uniform::relative_position;
use super::{Distribution, DistributionError, Family, Notation};
use crate::numeric::quantile::{Level, beta_pair};
use crate::numeric::special::beta_tails;

/// A beta distribution on [low, high] with its peak at `mode`, of shape 4: alpha + beta = 6.
#[derive(Clone, Debug, PartialEq)]
pub struct Pert {
    low: f64,
    mode: f64,
    high: f64,
}

pub(super) const FAMILY: Family = Family {
    name: "pert",
    parameters: &["low", "mode", "high"],
    notation: Notation::List,
    about: "`[low, mode, high]`",
    distribution: |p| {
        Distribution::Pert(Pert {
            low: p[0],
            mode: p[1],
            high: p[2],
        })
    },
};

impl Pert {
    /// The parameters alpha and beta of the beta distribution.
    fn shape(&self) -> (f64, f64) {
        let width = self.high - self.low;
        let alpha = 1.0 + 4.0 * ((self.mode - self.low) / width);
        (alpha, 1.0 + 4.0 * ((self.high - self.mode) / width))
    }
}

impl Continuous for Pert {
    fn validate(&self) -> Result<(), DistributionError> {
        check_peak(self.low, self.mode, self.high)
    }

    fn quantile_at(&self, at: Level) -> f64 {
        let width = self.high - self.low;
        let (alpha, beta) = self.shape();
        let (x, y) = beta_pair(at, alpha, beta);
        if x <= 0.5 {
            self.low + x * width
        } else {
            self.high - y * width
        }
    }

    fn level_inside(&self, x: f64) -> Level {
        let (alpha, beta) = self.shape();
        let position = relative_position(x, self.low, self.high);
        let (below, above) = beta_tails(alpha, beta, position.below, position.above);
        Level { below, above }
    }

    fn mean(&self) -> Option<f64> {
        Some(self.low + (4.0 * (self.mode - self.low) + (self.high - self.low)) / 6.0)
    }

    fn support(&self) -> (f64, f64) {
        (self.low, self.high)
    }
}

impl fmt::Display for Pert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pert({}, {}, {})", self.low, self.mode, self.high)
    }
}
