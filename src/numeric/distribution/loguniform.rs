//! The loguniform distribution.

use std::fmt;

use super::continuous::Continuous;
use super::error::{check_positive, check_range};
use super::{Distribution, DistributionError, Family, Notation};
use crate::numeric::math::{exp, expm1, ln, log1p};
use crate::numeric::quantile::Level;

/// The logarithm is uniform on [ln low, ln high], 0 < low.
#[derive(Clone, Debug, PartialEq)]
pub struct Loguniform {
    low: f64,
    high: f64,
}

pub(super) const FAMILY: Family = Family {
    name: "loguniform",
    parameters: &["low", "high"],
    notation: Notation::List,
    about: "`[low, high]`",
    distribution: |p| Distribution::Loguniform(Loguniform { low: p[0], high: p[1] }),
};

impl Continuous for Loguniform {
    fn validate(&self) -> Result<(), DistributionError> {
        check_positive("low", self.low).and(check_range(self.low, self.high))
    }

    fn quantile_at(&self, at: Level) -> f64 {
        let width = ln_ratio(self.high, self.low);
        if at.below <= 0.5 {
            self.low * exp(at.below * width)
        } else {
            self.high * exp(-at.above * width)
        }
    }

    fn level_inside(&self, x: f64) -> Level {
        let width = ln_ratio(self.high, self.low);
        Level {
            below: ln_ratio(x, self.low) / width,
            above: ln_ratio(self.high, x) / width,
        }
    }

    fn mean(&self) -> Option<f64> {
        let width = ln_ratio(self.high, self.low);
        Some(self.low * (expm1(width) / width))
    }

    fn support(&self) -> (f64, f64) {
        (self.low, self.high)
    }
}

impl fmt::Display for Loguniform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "loguniform({}, {})", self.low, self.high)
    }
}

/// ln(a/b) for a, b > 0, accurate where the two are close and where their quotient overflows.
fn ln_ratio(a: f64, b: f64) -> f64 {
    let excess = (a - b) / b;
    if excess < 1.0 { log1p(excess) } else { ln(a) - ln(b) }
}
