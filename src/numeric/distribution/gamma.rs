//! The gamma distribution.

use std::fmt;

use super::continuous::Continuous;
use super::error::check_positive;
use super::{Distribution, DistributionError, Family, Notation};
use crate::numeric::quantile::{Level, standard_gamma};
use crate::numeric::special::gamma_tails;

/// The density is proportional to x^(shape − 1) e^(−x/scale) for x > 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Gamma {
    shape: f64,
    scale: f64,
}

pub(super) const FAMILY: Family = Family {
    name: "gamma",
    parameters: &["shape", "scale"],
    notation: Notation::Table,
    about: "`{ shape = …, scale = … }`",
    distribution: |p| {
        Distribution::Gamma(Gamma {
            shape: p[0],
            scale: p[1],
        })
    },
};

impl Continuous for Gamma {
    fn validate(&self) -> Result<(), DistributionError> {
        check_positive("shape", self.shape).and(check_positive("scale", self.scale))
    }

    fn quantile_at(&self, at: Level) -> f64 {
        self.scale * standard_gamma(at, self.shape)
    }

    fn level_inside(&self, x: f64) -> Level {
        let (below, above) = gamma_tails(self.shape, x / self.scale);
        Level { below, above }
    }

    fn mean(&self) -> Option<f64> {
        Some(self.shape * self.scale)
    }

    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl fmt::Display for Gamma {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gamma({}, {})", self.shape, self.scale)
    }
}
