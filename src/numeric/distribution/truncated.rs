//! A distribution conditional on its value lying within bounds.

use std::fmt;

use super::continuous::Continuous;
use super::error::{LEAST_PROBABILITY, check_finite};
use super::{Distribution, DistributionError, Kind};
use crate::numeric::level::Level;
use crate::numeric::math::{max, min};

/// Another distribution, conditional on its value lying within bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Truncated {
    /// The other distribution.
    pub(super) inner: Box<Distribution>,
    /// The lower bound, if there is one.
    pub(super) low: Option<f64>,
    /// The upper bound, if there is one.
    pub(super) high: Option<f64>,
}

impl Truncated {
    fn window(&self) -> Window {
        let low = self.low.map_or(Level::of(0.0), |low| self.inner.level_of(low));
        let high = self.high.map_or(Level::of(1.0), |high| self.inner.level_of(high));
        let mass = if low.below > 0.5 {
            low.above - high.above
        } else if high.above > 0.5 {
            high.below - low.below
        } else {
            (1.0 - low.below) - high.above
        };
        Window { low, high, mass }
    }

    /// What the bounds leave: a probability, or the sum of the weights of the values that remain.
    fn mass(&self) -> f64 {
        match self.inner.kind() {
            Kind::Continuous(_) => self.window().mass,
            Kind::Discrete(options) => options.within(self.low, self.high).total(),
        }
    }

    /// The bounds as an interval.
    fn interval(&self) -> String {
        let low = self.low.map_or("(−∞".to_owned(), |low| format!("[{low}"));
        let high = self.high.map_or("∞)".to_owned(), |high| format!("{high}]"));
        format!("{low}, {high}")
    }
}

impl Continuous for Truncated {
    fn validate(&self) -> Result<(), DistributionError> {
        self.inner.validate()?;
        for (what, bound) in [("low", self.low), ("high", self.high)] {
            bound.map_or(Ok(()), |bound| check_finite(what, bound))?;
        }
        if let (Some(low), Some(high)) = (self.low, self.high)
            && low >= high
        {
            return Err(DistributionError::EmptyRange { low, high });
        }
        if self.mass() > LEAST_PROBABILITY {
            return Ok(());
        }
        let (inner, bounds) = (self.inner.to_string(), self.interval());
        Err(DistributionError::NothingLeft { inner, bounds })
    }

    fn quantile_at(&self, at: Level) -> f64 {
        let value = self.inner.quantile_at(self.window().enlarge(at));
        // Rounding may carry the value beyond a bound.
        let value = self.low.map_or(value, |low| max(low, value));
        self.high.map_or(value, |high| min(high, value))
    }

    fn level_inside(&self, x: f64) -> Level {
        self.window().reduce(self.inner.level_of(x))
    }

    fn mean(&self) -> Option<f64> {
        None
    }

    fn support(&self) -> (f64, f64) {
        let (lowest, highest) = self.inner.support();
        (
            self.low.map_or(lowest, |low| max(lowest, low)),
            self.high.map_or(highest, |high| min(highest, high)),
        )
    }
}

impl fmt::Display for Truncated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.inner, self.interval())
    }
}

/// The part of a continuous distribution that a truncation keeps.
struct Window {
    /// The level of the lower bound.
    low: Level,
    /// The level of the upper bound.
    high: Level,
    /// The probability between them, computed in the tail where it loses no digits.
    mass: f64,
}

impl Window {
    /// The level in the whole distribution of a level in the window.
    fn enlarge(&self, at: Level) -> Level {
        let (below, above) = (at.below * self.mass, at.above * self.mass);
        Level::new(self.low.below + below, self.high.above + above)
    }

    /// The level in the window of a level in the whole distribution that lies within it.
    fn reduce(&self, at: Level) -> Level {
        let below = if at.below <= 0.5 {
            at.below - self.low.below
        } else {
            self.low.above - at.above
        };
        let above = if at.above <= 0.5 {
            at.above - self.high.above
        } else {
            self.high.below - at.below
        };
        Level::new(below / self.mass, above / self.mass)
    }
}
