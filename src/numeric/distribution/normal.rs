//! The normal distribution.

use std::fmt;

use super::continuous::Continuous;
use super::error::{check_finite, check_positive};
use super::{Distribution, DistributionError, Family, Notation};
use crate::numeric::quantile::{Level, normal_tails, standard_normal};

/// The normal distribution with this mean and this standard deviation.
#[derive(Clone, Debug, PartialEq)]
pub struct Normal {
    mean: f64,
    sd: f64,
}

pub(super) const FAMILY: Family = Family {
    name: "normal",
    parameters: &["mean", "sd"],
    notation: Notation::TableOrQuantiles(|low, high| {
        let (mean, sd) = through(low, high);
        Ok(Distribution::Normal(Normal { mean, sd }))
    }),
    about: "`{ mean = …, sd = … }`, or two quantiles, `{ \"0.1\" = …, \"0.9\" = … }`",
    distribution: |p| Distribution::Normal(Normal { mean: p[0], sd: p[1] }),
};

/// The mean and the standard deviation of the normal distribution through two quantiles, each a level within (0, 1) and
/// its value; both rise.
pub(super) fn through(low: (f64, f64), high: (f64, f64)) -> (f64, f64) {
    let (a, b) = (standard_normal(Level::of(low.0)), standard_normal(Level::of(high.0)));
    let sd = (high.1 - low.1) / (b - a);
    // The quantile nearer to the median loses fewer digits.
    let mean = if a.abs() <= b.abs() {
        low.1 - sd * a
    } else {
        high.1 - sd * b
    };
    (mean, sd)
}

impl Continuous for Normal {
    fn validate(&self) -> Result<(), DistributionError> {
        check_finite("mean", self.mean).and(check_positive("sd", self.sd))
    }

    fn quantile_at(&self, at: Level) -> f64 {
        self.mean + self.sd * standard_normal(at)
    }

    fn level_inside(&self, x: f64) -> Level {
        normal_tails((x - self.mean) / self.sd)
    }

    fn mean(&self) -> Option<f64> {
        Some(self.mean)
    }

    fn support(&self) -> (f64, f64) {
        (f64::NEG_INFINITY, f64::INFINITY)
    }
}

impl fmt::Display for Normal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "normal({}, {})", self.mean, self.sd)
    }
}
