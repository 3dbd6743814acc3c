//! Intervals: bounds on a number for all values of the uncertain parameters.
//!
//! Bounds are rounded outwards, by stepping to the next numbers, so that they hold both for the exact result and for
//! the one computed in floating point.

use crate::numeric::math;

/// All numbers from a lower to an upper bound. An operation whose result may be NaN has the whole line and is marked
/// undefined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
    /// Whether the result may also be NaN.
    pub undefined: bool,
}

impl Interval {
    /// Every number, and NaN.
    pub const ANYTHING: Self = Self {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
        undefined: true,
    };

    /// From a lower to an upper bound.
    pub fn new(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            undefined: false,
        }
    }

    /// One number.
    pub fn point(value: f64) -> Self {
        if value.is_nan() {
            Self::ANYTHING
        } else {
            Self::new(value, value)
        }
    }

    /// Whether a number lies within.
    pub fn contains(&self, value: f64) -> bool {
        if value.is_nan() {
            self.undefined
        } else {
            self.low <= value && value <= self.high
        }
    }

    /// Whether it is certainly a number between these.
    pub fn within(&self, low: f64, high: f64) -> bool {
        !self.undefined && low <= self.low && self.high <= high
    }

    /// The largest absolute value.
    pub fn size(&self) -> f64 {
        math::max(self.low.abs(), self.high.abs())
    }

    /// Whether it is exactly this number.
    pub(super) fn is(&self, value: f64) -> bool {
        !self.undefined && self.low == value && self.high == value
    }

    /// The smallest interval that contains both.
    pub(super) fn hull(self, other: Self) -> Self {
        Self {
            low: math::min(self.low, other.low),
            high: math::max(self.high, other.high),
            undefined: self.undefined || other.undefined,
        }
    }

    /// The result of a condition that is certainly false, certainly true, or either.
    pub(super) fn truth(never: bool, always: bool) -> Self {
        match (never, always) {
            (true, _) => Self::new(0.0, 0.0),
            (_, true) => Self::new(1.0, 1.0),
            _ => Self::new(0.0, 1.0),
        }
    }

    /// The interval with both bounds moved outwards by this many floating-point numbers.
    pub(super) fn widened(self, steps: usize) -> Self {
        let (mut low, mut high) = (self.low, self.high);
        for _ in 0..steps {
            (low, high) = (low.next_down(), high.next_up());
        }
        Self { low, high, ..self }
    }

    /// The hull of an operation's results at some points, a step wider; anything if a result may be NaN.
    pub(super) fn of(values: &[f64], undefined: bool) -> Self {
        if undefined || values.iter().any(|value| value.is_nan()) {
            return Self::ANYTHING;
        }
        let start = Self::new(f64::INFINITY, f64::NEG_INFINITY);
        let hull = values.iter().fold(start, |hull, &value| hull.hull(Self::point(value)));
        hull.widened(1)
    }

    /// The part that is not negative, for a result that cannot be negative.
    pub(super) fn at_least_zero(self) -> Self {
        if self.undefined {
            return self;
        }
        Self::new(math::max(self.low, 0.0), self.high)
    }

    /// Whether 0 certainly lies outside.
    pub(super) fn excludes_zero(self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}
