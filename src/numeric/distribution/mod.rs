//! The distributions that an uncertain parameter may have.

mod continuous;
mod discrete;
mod error;
mod families;
mod parametric;
mod quantiles;
mod share;
mod truncated;

use std::fmt;

use super::level::Level;
use continuous::Continuous;
pub(crate) use discrete::Discrete;
pub use discrete::Empirical;
use discrete::Options;
pub(crate) use error::{DistributionError, LARGEST_SHAPE};
pub(crate) use families::FAMILIES;
use parametric::Quantile;
pub(crate) use parametric::{Family, Notation, Parametric};
pub use quantiles::Quantiles;
pub use share::DirichletShare;
use truncated::Truncated;

/// A probability distribution of one number.
///
/// Only one that passes [`Distribution::validate`] gives meaningful answers.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each variant is documented as the type that it holds")]
pub enum Distribution {
    Parametric(Parametric),
    Quantiles(Quantiles),
    Share(DirichletShare),
    Discrete(Discrete),
    Empirical(Empirical),
    Truncated(Truncated),
}

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
        (family.parameters.len() == parameters.len())
            .then(|| Self::Parametric(Parametric::new(family, parameters.to_vec())))
    }

    /// The distribution of the family of this name that has two quantiles, both of which rise.
    ///
    /// # Errors
    /// If no distribution of the family has these quantiles.
    ///
    /// # Panics
    /// If quantiles do not determine the distributions of the family.
    pub fn through(family: &str, low: Quantile, high: Quantile) -> Result<Self, DistributionError> {
        let known = FAMILIES.iter().find(|known| known.name == family);
        let notation = known.map(|known| (known, known.notation));
        let Some((known, Notation::TableOrQuantiles(through))) = notation else {
            panic!("quantiles do not determine {family}");
        };
        let parameters = through(low, high)?;
        Ok(Self::Parametric(Parametric::new(known, parameters)))
    }

    /// The uniform distribution on [low, high].
    pub(crate) fn uniform(low: f64, high: f64) -> Self {
        Self::named("uniform", &[low, high]).expect("a family")
    }

    /// This distribution conditional on a value from `low` to `high`.
    pub fn truncated(self, low: Option<f64>, high: Option<f64>) -> Self {
        let inner = Box::new(self);
        Self::Truncated(Truncated { inner, low, high })
    }

    fn kind(&self) -> Kind<'_> {
        match self {
            Self::Parametric(parametric) => Kind::Continuous(parametric),
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
                match x {
                    _ if x <= low => Level::of(0.0),
                    _ if x >= high => Level::of(1.0),
                    _ => family.level_inside(x),
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
