//! The marginal distribution of one share of a Dirichlet distribution.

use std::fmt;

use super::DistributionError;
use super::continuous::Continuous;
use super::error::check_positive;
use super::families::relative_position;
use crate::numeric::decimal::rounded;
use crate::numeric::level::Level;
use crate::numeric::quantile::beta_pair;
use crate::numeric::special::beta_tails;

/// One share of a Dirichlet distribution on its own: a scaled beta distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct DirichletShare {
    /// Its concentration.
    pub own: f64,
    /// The sum of the concentrations of the other shares.
    pub others: f64,
    /// The sum of all shares.
    pub total: f64,
}

impl Continuous for DirichletShare {
    fn validate(&self) -> Result<(), DistributionError> {
        check_positive("the concentration", self.own)
            .and(check_positive("the concentration of the others", self.others))
            .and(check_positive("the sum of the shares", self.total))
    }

    fn quantile_at(&self, at: Level) -> f64 {
        self.total * beta_pair(at, self.own, self.others).0
    }

    fn level_inside(&self, x: f64) -> Level {
        let position = relative_position(x, 0.0, self.total);
        beta_tails(self.own, self.others, position.below, position.above)
    }

    fn mean(&self) -> Option<f64> {
        Some(self.total * (self.own / (self.own + self.others)))
    }

    fn support(&self) -> (f64, f64) {
        (0.0, self.total)
    }

    /// The mean, so that the nominal shares sum to the total.
    fn nominal(&self) -> f64 {
        self.total * (self.own / (self.own + self.others))
    }
}

impl fmt::Display for DirichletShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.total != 1.0 {
            write!(f, "{} × ", rounded(self.total))?;
        }
        write!(
            f,
            "dirichlet({} of {})",
            rounded(self.own),
            rounded(self.own + self.others)
        )
    }
}
