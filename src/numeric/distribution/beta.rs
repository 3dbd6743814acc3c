//! The beta distribution.

use std::fmt;

use super::continuous::Continuous;
use super::error::check_positive;
use super::{Distribution, DistributionError, Family, Notation};
use crate::numeric::quantile::{Level, beta_pair};
use crate::numeric::special::beta_tails;

/// The density is proportional to x^(alpha − 1) (1 − x)^(beta − 1) on [0, 1].
#[derive(Clone, Debug, PartialEq)]
pub struct Beta {
    alpha: f64,
    beta: f64,
}

pub(super) const FAMILY: Family = Family {
    name: "beta",
    parameters: &["alpha", "beta"],
    notation: Notation::Table,
    about: "`{ alpha = …, beta = … }`",
    distribution: |p| {
        Distribution::Beta(Beta {
            alpha: p[0],
            beta: p[1],
        })
    },
};

impl Continuous for Beta {
    fn validate(&self) -> Result<(), DistributionError> {
        check_positive("alpha", self.alpha).and(check_positive("beta", self.beta))
    }

    fn quantile_at(&self, at: Level) -> f64 {
        beta_pair(at, self.alpha, self.beta).0
    }

    fn level_inside(&self, x: f64) -> Level {
        let (below, above) = beta_tails(self.alpha, self.beta, x, 1.0 - x);
        Level { below, above }
    }

    fn mean(&self) -> Option<f64> {
        Some(self.alpha / (self.alpha + self.beta))
    }

    fn support(&self) -> (f64, f64) {
        (0.0, 1.0)
    }
}

impl fmt::Display for Beta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "beta({}, {})", self.alpha, self.beta)
    }
}
