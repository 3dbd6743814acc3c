//! Distributions with a piecewise linear quantile function.

use std::fmt;

use super::DistributionError;
use super::continuous::Continuous;
use super::discrete::pairs;
use super::error::{check_finite, check_range};
use crate::numeric::level::Level;

/// The quantile function is linear between given points.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantiles {
    /// The levels, probabilities of a lower value, rising from 0 to 1.
    pub levels: Vec<f64>,
    /// The value at each level, rising too.
    pub values: Vec<f64>,
}

/// The line between two neighbouring points.
#[derive(Clone, Copy)]
struct Segment {
    /// The level and the value at which it begins.
    from: (f64, f64),
    /// The level and the value at which it ends.
    to: (f64, f64),
}

impl Segment {
    fn width(self) -> f64 {
        self.to.0 - self.from.0
    }

    fn height(self) -> f64 {
        self.to.1 - self.from.1
    }
}

impl Quantiles {
    fn segments(&self) -> impl DoubleEndedIterator<Item = Segment> {
        let levels = self.levels.windows(2).zip(self.values.windows(2));
        levels.map(|(levels, values)| Segment {
            from: (levels[0], values[0]),
            to: (levels[1], values[1]),
        })
    }

    /// The first segment in this direction that the condition accepts; the last one by level if there is none.
    fn segment(&self, mut order: impl Iterator<Item = Segment>, accepts: impl Fn(&Segment) -> bool) -> Segment {
        let last = self.levels.len() - 2;
        order.find(accepts).unwrap_or(Segment {
            from: (self.levels[last], self.values[last]),
            to: (self.levels[last + 1], self.values[last + 1]),
        })
    }
}

impl Continuous for Quantiles {
    fn validate(&self) -> Result<(), DistributionError> {
        let Self { levels, values } = self;
        if levels.len() != values.len() || levels.len() < 2 {
            return Err(DistributionError::OpenEnds);
        }
        for &value in values {
            check_finite("every value", value)?;
        }
        for (levels, values) in levels.windows(2).zip(values.windows(2)) {
            if levels[0] == levels[1] {
                return Err(DistributionError::SameLevel { level: levels[0] });
            }
            if values[0] >= values[1] {
                return Err(DistributionError::NotRising {
                    level: levels[1],
                    value: values[1],
                    lower: levels[0],
                    before: values[0],
                });
            }
        }
        let (first, last) = (levels[0], levels[levels.len() - 1]);
        if first != 0.0 || last != 1.0 {
            return Err(DistributionError::OpenEnds);
        }
        check_range(values[0], values[values.len() - 1])
    }

    /// The value at a level, computed from the nearer end.
    fn quantile_at(&self, at: Level) -> f64 {
        if at.below <= 0.5 {
            let segment = self.segment(self.segments(), |segment| at.below <= segment.to.0);
            let fraction = (at.below - segment.from.0) / segment.width();
            segment.from.1 + fraction * segment.height()
        } else {
            let segment = self.segment(self.segments().rev(), |segment| at.above <= 1.0 - segment.from.0);
            let fraction = (at.above - (1.0 - segment.to.0)) / segment.width();
            segment.to.1 - fraction * segment.height()
        }
    }

    fn level_inside(&self, x: f64) -> Level {
        let segment = self.segment(self.segments(), |segment| x <= segment.to.1);
        let (risen, left) = (x - segment.from.1, segment.to.1 - x);
        let share = |part: f64| part / segment.height() * segment.width();
        Level::new(segment.from.0 + share(risen), (1.0 - segment.to.0) + share(left))
    }

    fn mean(&self) -> Option<f64> {
        let masses = self.segments();
        let mean = masses.map(|segment| segment.width() * (segment.from.1 + 0.5 * segment.height()));
        Some(mean.sum())
    }

    fn support(&self) -> (f64, f64) {
        (self.values[0], self.values[self.values.len() - 1])
    }
}

impl fmt::Display for Quantiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "quantiles({})", pairs(&self.levels, &self.values))
    }
}

#[cfg(test)]
mod tests {
    use super::Quantiles;
    use crate::numeric::distribution::continuous::Continuous;
    use crate::numeric::level::Level;

    fn table() -> Quantiles {
        Quantiles {
            levels: vec![0.0, 0.1, 0.9, 1.0],
            values: vec![0.0, 3.0, 12.0, 20.0],
        }
    }

    #[test]
    fn lines_pass_through_every_place() {
        let table = table();
        for (&level, &value) in table.levels.iter().zip(&table.values) {
            assert_eq!(table.quantile_at(Level::of(level)), value);
        }
        assert_eq!(table.quantile_at(Level::of(0.5)), 7.5);
        assert_eq!(table.quantile_at(Level::of(1e-300)), 3e-299);
        assert!((table.mean().unwrap() - (0.15 + 6.0 + 1.6)).abs() < 1e-14);
    }

    #[test]
    fn levels_undo_quantiles_in_both_tails() {
        for share in [1e-12, 1e-6, 0.05, 0.1, 0.3, 0.5] {
            for at in [Level::of(share), Level::from_above(share)] {
                let found = table().level_inside(table().quantile_at(at));
                assert!((found.below - at.below).abs() < 1e-15, "{share}");
                assert!((found.above - at.above).abs() < 1e-15, "{share}");
            }
        }
    }
}
