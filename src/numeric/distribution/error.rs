//! Errors in the parameters of a distribution, and the checks that several families share.

use thiserror::Error;

/// A truncation must leave at least this probability.
pub(super) const LEAST_PROBABILITY: f64 = 1e-290;

/// The largest shape of a beta or gamma distribution, and the largest concentration of a share: their series have about the
/// square root of it for length.
pub(crate) const LARGEST_SHAPE: f64 = 1e9;

/// An error in the parameters of a distribution.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum DistributionError {
    #[error("{what} must be a finite number, but is {value}")]
    NotFinite { what: &'static str, value: f64 },
    #[error("{what} must be above 0, but is {value}")]
    NotPositive { what: &'static str, value: f64 },
    #[error("{what} must be at most {LARGEST_SHAPE:e}, but is {value:e}")]
    TooNarrow { what: &'static str, value: f64 },
    #[error("low ({low}) must be below high ({high})")]
    EmptyRange { low: f64, high: f64 },
    #[error("mode ({mode}) must lie between low ({low}) and high ({high})")]
    ModeOutside { low: f64, mode: f64, high: f64 },
    #[error("there are {values} values but {weights} weights")]
    LengthsDiffer { values: usize, weights: usize },
    #[error("weights must not be negative, but the weight of {value} is {weight}")]
    NegativeWeight { value: f64, weight: f64 },
    #[error("at least one weight must be above 0")]
    NoWeight,
    #[error("at least one value is needed")]
    NoValues,
    #[error("the quantiles must begin at 0 and end at 1, the lowest and the highest possible value")]
    OpenEnds,
    #[error("two quantiles are at {level}")]
    SameLevel { level: f64 },
    #[error("the quantile at {level} ({value}) must lie above the one at {lower} ({before})")]
    NotRising {
        level: f64,
        value: f64,
        lower: f64,
        before: f64,
    },
    #[error("truncation leaves no probability: {inner} has no more than {LEAST_PROBABILITY:e} within {bounds}")]
    NothingLeft { inner: String, bounds: String },
}

pub(super) fn check_finite(what: &'static str, value: f64) -> Result<(), DistributionError> {
    let error = DistributionError::NotFinite { what, value };
    value.is_finite().then_some(()).ok_or(error)
}

pub(super) fn check_positive(what: &'static str, value: f64) -> Result<(), DistributionError> {
    check_finite(what, value)?;
    let error = DistributionError::NotPositive { what, value };
    (value > 0.0).then_some(()).ok_or(error)
}

/// Of a parameter with which a distribution becomes narrower.
pub(super) fn check_shape(what: &'static str, value: f64) -> Result<(), DistributionError> {
    check_positive(what, value)?;
    let error = DistributionError::TooNarrow { what, value };
    (value <= LARGEST_SHAPE).then_some(()).ok_or(error)
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
    let error = DistributionError::ModeOutside { low, mode, high };
    (low..=high).contains(&mode).then_some(()).ok_or(error)
}
