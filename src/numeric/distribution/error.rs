//! Errors in the parameters of a distribution, and the checks that several families share.

use thiserror::Error;

/// A truncation must leave at least this probability.
pub(super) const LEAST_PROBABILITY: f64 = 1e-290;

/// An error in the parameters of a distribution.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum DistributionError {
    /// A number is infinite or NaN.
    #[error("{what} must be a finite number, but is {value}")]
    NotFinite {
        /// The name of the number.
        what: &'static str,
        /// The number.
        value: f64,
    },
    /// A number that must be above 0 is not.
    #[error("{what} must be above 0, but is {value}")]
    NotPositive {
        /// The name of the number.
        what: &'static str,
        /// The number.
        value: f64,
    },
    /// A range contains at most one value.
    #[error("low ({low}) must be below high ({high})")]
    EmptyRange {
        /// The lower bound.
        low: f64,
        /// The upper bound.
        high: f64,
    },
    /// The mode lies outside of the range.
    #[error("mode ({mode}) must lie between low ({low}) and high ({high})")]
    ModeOutside {
        /// The lowest value.
        low: f64,
        /// The most likely value.
        mode: f64,
        /// The highest value.
        high: f64,
    },
    /// There are not as many weights as values.
    #[error("there are {values} values but {weights} weights")]
    LengthsDiffer {
        /// The number of values.
        values: usize,
        /// The number of weights.
        weights: usize,
    },
    /// A weight is below 0.
    #[error("weights must not be negative, but the weight of {value} is {weight}")]
    NegativeWeight {
        /// The value that has the weight.
        value: f64,
        /// The weight.
        weight: f64,
    },
    /// No value is possible.
    #[error("at least one weight must be above 0")]
    NoWeight,
    /// The list of values is empty.
    #[error("at least one value is needed")]
    NoValues,
    /// The quantiles lack the lowest or the highest possible value.
    #[error("the quantiles must begin at 0 and end at 1, the lowest and the highest possible value")]
    OpenEnds,
    /// Two quantiles are at the same level.
    #[error("two quantiles are at {level}")]
    SameLevel {
        /// The level.
        level: f64,
    },
    /// A quantile does not lie above one at a lower level.
    #[error("the quantile at {level} ({value}) must lie above the one at {lower} ({before})")]
    NotRising {
        /// The level.
        level: f64,
        /// The value at it.
        value: f64,
        /// The next lower level.
        lower: f64,
        /// The value at the lower level.
        before: f64,
    },
    /// The bounds of a truncation exclude every possible value.
    #[error("truncation leaves no probability: {inner} has no more than {LEAST_PROBABILITY:e} within {bounds}")]
    NothingLeft {
        /// The distribution that was truncated.
        inner: String,
        /// The bounds.
        bounds: String,
    },
}

pub(super) fn check_finite(what: &'static str, value: f64) -> Result<(), DistributionError> {
    if value.is_finite() {
        Ok(())
    } else {
        Err(DistributionError::NotFinite { what, value })
    }
}

pub(super) fn check_positive(what: &'static str, value: f64) -> Result<(), DistributionError> {
    check_finite(what, value)?;
    if value > 0.0 {
        Ok(())
    } else {
        Err(DistributionError::NotPositive { what, value })
    }
}

pub(super) fn check_range(low: f64, high: f64) -> Result<(), DistributionError> {
    check_finite("low", low)?;
    check_finite("high", high)?;
    if low >= high {
        return Err(DistributionError::EmptyRange { low, high });
    }
    check_finite("the distance from low to high", high - low)
}

pub(super) fn check_peak(low: f64, mode: f64, high: f64) -> Result<(), DistributionError> {
    check_finite("mode", mode)?;
    check_range(low, high)?;
    if mode < low || mode > high {
        return Err(DistributionError::ModeOutside { low, mode, high });
    }
    Ok(())
}
