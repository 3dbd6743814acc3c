//! Distributions that a few numbers describe: a family and its parameters.

use std::fmt;

use super::DistributionError;
use super::continuous::Continuous;
use crate::numeric::decimal::rounded;
use crate::numeric::level::Level;

/// A family of distributions that a few numbers describe. Each function takes the parameters first.
#[derive(Debug)]
pub(crate) struct Family {
    /// Its name, which is its key in a scenario file.
    pub(crate) name: &'static str,
    /// The names of its parameters, in order.
    pub(crate) parameters: &'static [&'static str],
    /// How a scenario file gives the parameters.
    pub(crate) notation: Notation,
    /// The notation in one line, for the documentation of the key.
    pub(crate) about: &'static str,
    /// See [`Continuous::validate`].
    pub(super) check: fn(&[f64]) -> Result<(), DistributionError>,
    /// See [`Continuous::quantile_at`].
    pub(super) quantile: fn(&[f64], Level) -> f64,
    /// See [`Continuous::level_inside`].
    pub(super) level: fn(&[f64], f64) -> Level,
    /// See [`Continuous::mean`].
    pub(super) mean: fn(&[f64]) -> f64,
    /// See [`Continuous::support`].
    pub(super) support: fn(&[f64]) -> (f64, f64),
    /// The logarithm of the density at a value inside the support, up to a constant, and its derivative.
    /// `None` where it has a kink.
    pub(super) log_density: Option<LogDensity>,
}

/// A logarithm of a density, up to a constant, and its derivative.
type LogDensity = fn(&[f64], f64) -> (f64, f64);

impl Family {
    /// Whether its density can be differentiated inside the support.
    pub(crate) fn is_smooth(&self) -> bool {
        self.log_density.is_some()
    }
}

/// How a scenario file gives the parameters of a [`Family`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum Notation {
    /// A list of numbers.
    List,
    /// A table with a number for each parameter.
    Table,
    /// A table with a number for each parameter, or with two quantiles that determine them.
    TableOrQuantiles(ThroughQuantiles),
}

/// A level within (0, 1) and the value at it.
pub(super) type Quantile = (f64, f64);

/// The parameters at which a family has two given quantiles, both of which rise.
pub(crate) type ThroughQuantiles = fn(Quantile, Quantile) -> Result<Vec<f64>, DistributionError>;

/// A distribution of a family.
#[derive(Clone, Debug)]
pub struct Parametric {
    family: &'static Family,
    parameters: Vec<f64>,
}

impl Parametric {
    /// The distribution with these parameters, of which there must be as many as the family has.
    pub(crate) fn new(family: &'static Family, parameters: Vec<f64>) -> Self {
        assert_eq!(parameters.len(), family.parameters.len(), "{}", family.name);
        Self { family, parameters }
    }

    /// The logarithm of the density at a value inside the support, up to a constant, and its derivative; `None` where the
    /// density has a kink.
    pub(crate) fn log_density(&self, x: f64) -> Option<(f64, f64)> {
        self.family.log_density.map(|density| density(&self.parameters, x))
    }

    /// Whether its density can be differentiated inside the support.
    pub(crate) fn is_smooth(&self) -> bool {
        self.family.is_smooth()
    }

    /// The name of the family and the parameters with all their digits, separated by colons.
    pub(crate) fn notation(&self) -> String {
        let parameters = self.parameters.iter().map(|parameter| format!(":{parameter}"));
        format!("{}{}", self.family.name, parameters.collect::<String>())
    }
}

impl PartialEq for Parametric {
    fn eq(&self, other: &Self) -> bool {
        (self.family.name, &self.parameters) == (other.family.name, &other.parameters)
    }
}

impl Continuous for Parametric {
    fn validate(&self) -> Result<(), DistributionError> {
        (self.family.check)(&self.parameters)
    }

    fn quantile_at(&self, at: Level) -> f64 {
        (self.family.quantile)(&self.parameters, at)
    }

    fn level_inside(&self, x: f64) -> Level {
        (self.family.level)(&self.parameters, x)
    }

    fn mean(&self) -> Option<f64> {
        Some((self.family.mean)(&self.parameters))
    }

    fn support(&self) -> (f64, f64) {
        (self.family.support)(&self.parameters)
    }
}

impl fmt::Display for Parametric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parameters: Vec<String> = self.parameters.iter().copied().map(rounded).collect();
        write!(f, "{}({})", self.family.name, parameters.join(", "))
    }
}
