//! Discrete distributions: values with weights, and observed values.

use std::fmt;

use super::DistributionError;
use super::error::check_finite;
use crate::numeric::level::Level;
use crate::numeric::math::{max, min};

/// One of a list of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Discrete {
    /// The values.
    pub values: Vec<f64>,
    /// The weight of each; only their ratios count.
    pub weights: Vec<f64>,
}

/// Of more observed values than these, only the least and the largest are shown.
const MOST_SHOWN: usize = 12;

/// One of a list of observed values, each equally likely.
#[derive(Clone, Debug, PartialEq)]
pub struct Empirical {
    /// The values in ascending order; one that was observed twice is listed twice.
    pub values: Vec<f64>,
}

/// The values of a discrete distribution that lie within bounds.
#[derive(Clone, Copy)]
pub(super) struct Options<'a> {
    values: &'a [f64],
    /// `None` if all values have the same weight.
    weights: Option<&'a [f64]>,
    low: f64,
    high: f64,
}

impl Discrete {
    pub(super) fn options(&self) -> Options<'_> {
        Options::of(&self.values, Some(&self.weights))
    }

    pub(super) fn validate(&self) -> Result<(), DistributionError> {
        if self.values.len() != self.weights.len() {
            let (values, weights) = (self.values.len(), self.weights.len());
            return Err(DistributionError::LengthsDiffer { values, weights });
        }
        if self.values.is_empty() {
            return Err(DistributionError::NoValues);
        }
        for (&value, &weight) in self.values.iter().zip(&self.weights) {
            check_finite("every value", value)?;
            check_finite("every weight", weight)?;
            if weight < 0.0 {
                return Err(DistributionError::NegativeWeight { value, weight });
            }
        }
        let total = self.weights.iter().sum();
        check_finite("the sum of the weights", total)?;
        let possible = (total > 0.0).then_some(());
        possible.ok_or(DistributionError::NoWeight)
    }
}

impl Empirical {
    pub(super) fn options(&self) -> Options<'_> {
        Options::of(&self.values, None)
    }

    pub(super) fn validate(&self) -> Result<(), DistributionError> {
        let (Some(lowest), Some(highest)) = (self.values.first(), self.values.last()) else {
            return Err(DistributionError::NoValues);
        };
        let finite = |&value: &f64| check_finite("every value", value);
        self.values.iter().try_for_each(finite)?;
        let distance = highest - lowest;
        check_finite("the distance from the lowest to the highest value", distance)
    }
}

impl<'a> Options<'a> {
    fn of(values: &'a [f64], weights: Option<&'a [f64]>) -> Self {
        Self {
            values,
            weights,
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
        }
    }

    /// The options that also lie within these bounds.
    pub(super) fn within(self, low: Option<f64>, high: Option<f64>) -> Self {
        Self {
            low: low.map_or(self.low, |low| max(self.low, low)),
            high: high.map_or(self.high, |high| min(self.high, high)),
            ..self
        }
    }

    /// The possible values with their weights, as listed.
    fn iter(&self) -> impl Iterator<Item = (f64, f64)> {
        let weight = |at: usize| self.weights.map_or(1.0, |weights| weights[at]);
        let values = self.values.iter().copied().enumerate();
        let pairs = values.map(move |(at, value)| (value, weight(at)));
        pairs.filter(|&(value, weight)| value >= self.low && value <= self.high && weight > 0.0)
    }

    /// The sum of the weights.
    pub(super) fn total(&self) -> f64 {
        self.iter().map(|(_, weight)| weight).sum()
    }

    /// The value at which the sum of the weights, as listed, exceeds the fraction `u` of the total.
    pub(super) fn quantile(&self, u: f64) -> f64 {
        let target = u * self.total();
        let (mut sum, mut last) = (0.0, f64::NAN);
        for (value, weight) in self.iter() {
            sum += weight;
            last = value;
            if target < sum {
                break;
            }
        }
        last
    }

    pub(super) fn level_of(&self, x: f64) -> Level {
        let (mut below, mut above) = (0.0, 0.0);
        for (value, weight) in self.iter() {
            *(if value <= x { &mut below } else { &mut above }) += weight;
        }
        let total = below + above;
        Level::new(below / total, above / total)
    }

    /// The first mode of weighted values, the median of observed ones.
    pub(super) fn nominal(&self) -> f64 {
        if self.weights.is_none() {
            return self.median();
        }
        let mut best = (f64::NAN, 0.0);
        for option in self.iter() {
            if option.1 > best.1 {
                best = option;
            }
        }
        best.0
    }

    /// The median of values in ascending order with equal weights.
    fn median(&self) -> f64 {
        let values: Vec<f64> = self.iter().map(|(value, _)| value).collect();
        let (low, high) = (values[(values.len() - 1) / 2], values[values.len() / 2]);
        low + 0.5 * (high - low)
    }

    pub(super) fn mean(&self) -> f64 {
        let total = self.total();
        let parts = self.iter().map(|(value, weight)| value * (weight / total));
        parts.sum()
    }

    pub(super) fn support(&self) -> (f64, f64) {
        let start = (f64::INFINITY, f64::NEG_INFINITY);
        let widened = |(low, high), (value, _)| (min(low, value), max(high, value));
        self.iter().fold(start, widened)
    }

    /// The possible values in ascending order, each once.
    pub(super) fn sorted(&self) -> Vec<f64> {
        let mut values: Vec<f64> = self.iter().map(|(value, _)| value).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        values
    }
}

impl fmt::Display for Discrete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "discrete({})", pairs(&self.values, &self.weights))
    }
}

impl fmt::Display for Empirical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (true, [low, .., high]) = (self.values.len() > MOST_SHOWN, &self.values[..]) {
            let count = self.values.len();
            return write!(f, "empirical({count} values from {low} to {high})");
        }
        let values: Vec<String> = self.values.iter().map(f64::to_string).collect();
        write!(f, "empirical({})", values.join(", "))
    }
}

/// Pairs of numbers as text, `key: value` with commas between.
pub(super) fn pairs(keys: &[f64], values: &[f64]) -> String {
    let pairs = keys.iter().zip(values);
    let pairs = pairs.map(|(key, value)| format!("{key}: {value}"));
    pairs.collect::<Vec<_>>().join(", ")
}
