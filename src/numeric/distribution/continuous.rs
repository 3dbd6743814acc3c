//! The interface of continuous families.

use std::fmt;

use super::DistributionError;
use crate::numeric::level::Level;

/// A continuous distribution of one number; it is displayed as its name and its parameters.
///
/// Only one that passes [`Continuous::validate`] gives meaningful answers.
pub(super) trait Continuous: fmt::Display {
    /// Checks the parameters.
    fn validate(&self) -> Result<(), DistributionError>;

    /// The value at a level, with a small relative error in both tails.
    fn quantile_at(&self, at: Level) -> f64;

    /// The level of a value inside the support, each tail accurate relative to its own size.
    fn level_inside(&self, x: f64) -> Level;

    /// The mean, if there is a short formula.
    fn mean(&self) -> Option<f64>;

    /// The lowest and the highest possible value; either may be infinite.
    fn support(&self) -> (f64, f64);

    /// The value to use where a single one is wanted: the median.
    fn nominal(&self) -> f64 {
        self.quantile_at(Level::of(0.5))
    }
}
