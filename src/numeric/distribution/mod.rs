//! The distributions that an uncertain parameter may have, one file for each family.
//!
//! A new family is a file with a type that implements [`Continuous`] and a [`Family`] that declares it, and its lines
//! in this file.

mod beta;
mod continuous;
mod discrete;
mod error;
mod gamma;
mod lognormal;
mod loguniform;
mod normal;
mod pert;
mod quantiles;
mod share;
mod triangular;
mod truncated;
mod uniform;

use std::fmt;

use super::quantile::Level;
use beta::Beta;
use continuous::Continuous;
pub(crate) use discrete::Discrete;
pub use discrete::Empirical;
use discrete::Options;
pub(crate) use error::DistributionError;
use gamma::Gamma;
use lognormal::Lognormal;
pub use lognormal::lognormal_through;
use loguniform::Loguniform;
use normal::Normal;
use pert::Pert;
pub use quantiles::Quantiles;
pub use share::DirichletShare;
pub(crate) use triangular::Triangular;
use truncated::Truncated;
pub(crate) use uniform::Uniform;

/// A probability distribution of one number.
///
/// Only one that passes [`Distribution::validate`] gives meaningful answers.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each variant is documented as the type that it holds")]
pub enum Distribution {
    Uniform(Uniform),
    Triangular(Triangular),
    Pert(Pert),
    Normal(Normal),
    Lognormal(Lognormal),
    Beta(Beta),
    Gamma(Gamma),
    Loguniform(Loguniform),
    Quantiles(Quantiles),
    Share(DirichletShare),
    Discrete(Discrete),
    Empirical(Empirical),
    Truncated(Truncated),
}

/// The families that a few numbers describe, in the order in which scenario files document them.
pub(crate) const FAMILIES: [Family; 8] = [
    uniform::FAMILY,
    triangular::FAMILY,
    pert::FAMILY,
    normal::FAMILY,
    lognormal::FAMILY,
    beta::FAMILY,
    gamma::FAMILY,
    loguniform::FAMILY,
];

/// A family of distributions that a few numbers describe.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Family {
    /// Its name, which is its key in a scenario file.
    pub(crate) name: &'static str,
    /// The names of its parameters, in order.
    pub(crate) parameters: &'static [&'static str],
    /// How a scenario file gives the parameters.
    pub(crate) notation: Notation,
    /// The notation in one line, for the documentation of the key.
    pub(crate) about: &'static str,
    /// The distribution with these parameters, of which there must be as many as names.
    pub(crate) distribution: fn(&[f64]) -> Distribution,
}

/// How a scenario file gives the parameters of a [`Family`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum Notation {
    /// A list of numbers.
    List,
    /// A table with a number for each parameter.
    Table,
    /// A table with a number for each parameter, or with two quantiles that determine the distribution.
    TableOrQuantiles(ThroughQuantiles),
}

/// The distribution of a family that has two given quantiles, each a level within (0, 1) and its value; both rise.
pub(crate) type ThroughQuantiles = fn((f64, f64), (f64, f64)) -> Result<Distribution, DistributionError>;

/// The two kinds of distributions, which answer the same questions by different means.
enum Kind<'a> {
    Continuous(&'a dyn Continuous),
    Discrete(Options<'a>),
}

impl Distribution {
    /// The distribution of the family of this name with these parameters; `None` if there is no such family or it has
    /// another number of parameters.
    pub fn named(family: &str, parameters: &[f64]) -> Option<Self> {
        let family = FAMILIES.iter().find(|known| known.name == family)?;
        (family.parameters.len() == parameters.len()).then(|| (family.distribution)(parameters))
    }

    /// This distribution conditional on a value from `low` to `high`.
    pub fn truncated(self, low: Option<f64>, high: Option<f64>) -> Self {
        let inner = Box::new(self);
        Self::Truncated(Truncated { inner, low, high })
    }

    fn kind(&self) -> Kind<'_> {
        match self {
            Self::Uniform(family) => Kind::Continuous(family),
            Self::Triangular(family) => Kind::Continuous(family),
            Self::Pert(family) => Kind::Continuous(family),
            Self::Normal(family) => Kind::Continuous(family),
            Self::Lognormal(family) => Kind::Continuous(family),
            Self::Beta(family) => Kind::Continuous(family),
            Self::Gamma(family) => Kind::Continuous(family),
            Self::Loguniform(family) => Kind::Continuous(family),
            Self::Quantiles(quantiles) => Kind::Continuous(quantiles),
            Self::Share(share) => Kind::Continuous(share),
            Self::Discrete(discrete) => Kind::Discrete(discrete.options()),
            Self::Empirical(empirical) => Kind::Discrete(empirical.options()),
            Self::Truncated(truncated) => match truncated.inner.kind() {
                Kind::Continuous(_) => Kind::Continuous(truncated),
                Kind::Discrete(options) => Kind::Discrete(options.within(truncated.low, truncated.high)),
            },
        }
    }

    /// Checks that the parameters describe a distribution.
    ///
    /// # Errors
    /// The first error found, without its place in the file.
    pub fn validate(&self) -> Result<(), DistributionError> {
        match (self, self.kind()) {
            (Self::Discrete(discrete), _) => discrete.validate(),
            (Self::Empirical(empirical), _) => empirical.validate(),
            (Self::Truncated(truncated), _) => truncated.validate(),
            (_, Kind::Continuous(family)) => family.validate(),
            (_, Kind::Discrete(_)) => Ok(()),
        }
    }

    /// The value with probability `u`, in (0, 1), below it. A discrete distribution goes through its values as listed.
    pub fn quantile(&self, u: f64) -> f64 {
        self.quantile_at(Level::of(u))
    }

    /// As [`Distribution::quantile`], for a level, which is as precise in the upper tail as in the lower.
    pub fn quantile_at(&self, at: Level) -> f64 {
        match self.kind() {
            Kind::Continuous(family) => family.quantile_at(at),
            Kind::Discrete(options) => options.quantile(at.below),
        }
    }

    /// The probability of a value of at most `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        self.level_of(x).below
    }

    /// The probabilities of at most and of more than `x`, each accurate relative to its own size.
    pub fn level_of(&self, x: f64) -> Level {
        match self.kind() {
            Kind::Discrete(options) => options.level_of(x),
            Kind::Continuous(family) => {
                let (low, high) = family.support();
                if x <= low {
                    Level { below: 0.0, above: 1.0 }
                } else if x >= high {
                    Level { below: 1.0, above: 0.0 }
                } else {
                    family.level_inside(x)
                }
            }
        }
    }

    /// The value to use where a single one is wanted: the median, of a discrete distribution the first mode, of a
    /// Dirichlet share the mean.
    pub fn nominal(&self) -> f64 {
        match self.kind() {
            Kind::Continuous(family) => family.nominal(),
            Kind::Discrete(options) => options.nominal(),
        }
    }

    /// The mean; `None` for a truncated continuous distribution, which has no short formula.
    pub fn mean(&self) -> Option<f64> {
        match self.kind() {
            Kind::Continuous(family) => family.mean(),
            Kind::Discrete(options) => Some(options.mean()),
        }
    }

    /// The lowest and the highest possible value; either may be infinite.
    pub fn support(&self) -> (f64, f64) {
        match self.kind() {
            Kind::Continuous(family) => family.support(),
            Kind::Discrete(options) => options.support(),
        }
    }

    /// The possible values of a discrete distribution in ascending order; `None` for a continuous one.
    pub fn listed(&self) -> Option<Vec<f64>> {
        match self.kind() {
            Kind::Continuous(_) => None,
            Kind::Discrete(options) => Some(options.sorted()),
        }
    }

    /// Whether larger levels give larger values, as rank correlation needs; a discrete distribution goes through its
    /// values as listed.
    pub fn rises(&self) -> bool {
        match self {
            Self::Discrete(discrete) => discrete.values.is_sorted(),
            Self::Truncated(truncated) => truncated.inner.rises(),
            _ => true,
        }
    }
}

impl fmt::Display for Distribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, self.kind()) {
            (Self::Discrete(discrete), _) => discrete.fmt(f),
            (Self::Empirical(empirical), _) => empirical.fmt(f),
            (Self::Truncated(truncated), _) => truncated.fmt(f),
            (_, Kind::Continuous(family)) => family.fmt(f),
            (_, Kind::Discrete(_)) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
