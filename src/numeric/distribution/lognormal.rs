//! The lognormal distribution.

use std::fmt;

use super::continuous::Continuous;
use super::error::{check_finite, check_positive};
use super::normal::through;
use super::{Distribution, DistributionError, Family, Notation};
use crate::numeric::math::{exp, ln};
use crate::numeric::quantile::{Level, normal_tails, standard_normal};

/// The logarithm is normal with mean `mu` and standard deviation `sigma`.
#[derive(Clone, Debug, PartialEq)]
pub struct Lognormal {
    mu: f64,
    sigma: f64,
}

pub(super) const FAMILY: Family = Family {
    name: "lognormal",
    parameters: &["mu", "sigma"],
    notation: Notation::TableOrQuantiles(lognormal_through),
    about: "`{ mu = …, sigma = … }`, of the logarithm, or two quantiles",
    distribution: |p| Distribution::Lognormal(Lognormal { mu: p[0], sigma: p[1] }),
};

/// The lognormal distribution through two quantiles, each a level within (0, 1) and its value; both rise.
///
/// # Errors
/// If a value is not above 0.
pub fn lognormal_through(low: (f64, f64), high: (f64, f64)) -> Result<Distribution, DistributionError> {
    check_positive("a quantile of a lognormal distribution", low.1)?;
    let (mu, sigma) = through((low.0, ln(low.1)), (high.0, ln(high.1)));
    Ok(Distribution::Lognormal(Lognormal { mu, sigma }))
}

impl Continuous for Lognormal {
    fn validate(&self) -> Result<(), DistributionError> {
        check_finite("mu", self.mu).and(check_positive("sigma", self.sigma))
    }

    fn quantile_at(&self, at: Level) -> f64 {
        exp(self.mu + self.sigma * standard_normal(at))
    }

    fn level_inside(&self, x: f64) -> Level {
        normal_tails((ln(x) - self.mu) / self.sigma)
    }

    fn mean(&self) -> Option<f64> {
        Some(exp(self.mu + 0.5 * self.sigma * self.sigma))
    }

    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl fmt::Display for Lognormal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "lognormal({}, {})", self.mu, self.sigma)
    }
}
