//! Distributions that are known by some of their quantiles: straight lines between them, or a family through two.

use super::distribution::Distribution;
use super::math::ln;
use super::quantile::{Level, normal};

/// A quantile function that is straight between given places; levels and values rise, the levels from 0 to 1.
#[derive(Clone, Copy)]
pub(super) struct Tabulated<'a> {
    pub(super) levels: &'a [f64],
    pub(super) values: &'a [f64],
}

/// A stretch between two neighbouring places.
#[derive(Clone, Copy)]
struct Stretch {
    /// The level and the value at which it begins.
    from: (f64, f64),
    /// The level and the value at which it ends.
    to: (f64, f64),
}

impl Tabulated<'_> {
    fn stretches(&self) -> impl DoubleEndedIterator<Item = Stretch> {
        let levels = self.levels.windows(2).zip(self.values.windows(2));
        levels.map(|(levels, values)| Stretch {
            from: (levels[0], values[0]),
            to: (levels[1], values[1]),
        })
    }

    /// The value at a level, counted from the nearer end.
    pub(super) fn quantile_at(&self, at: Level) -> f64 {
        if at.below <= 0.5 {
            let stretch = self
                .stretches()
                .find(|stretch| at.below <= stretch.to.0)
                .unwrap_or(self.last());
            let share = (at.below - stretch.from.0) / stretch.width();
            stretch.from.1 + share * stretch.height()
        } else {
            let stretch = self
                .stretches()
                .rev()
                .find(|stretch| at.above <= 1.0 - stretch.from.0)
                .unwrap_or(self.last());
            let share = (at.above - (1.0 - stretch.to.0)) / stretch.width();
            stretch.to.1 - share * stretch.height()
        }
    }

    /// The level of a value between the first and the last.
    pub(super) fn level_of(&self, x: f64) -> Level {
        let stretch = self
            .stretches()
            .find(|stretch| x <= stretch.to.1)
            .unwrap_or(self.last());
        let (risen, left) = (x - stretch.from.1, stretch.to.1 - x);
        Level {
            below: stretch.from.0 + risen / stretch.height() * stretch.width(),
            above: (1.0 - stretch.to.0) + left / stretch.height() * stretch.width(),
        }
    }

    pub(super) fn mean(&self) -> f64 {
        self.stretches()
            .map(|stretch| stretch.width() * (stretch.from.1 + 0.5 * stretch.height()))
            .sum()
    }

    fn last(&self) -> Stretch {
        let (level, value) = (self.levels.len() - 2, self.values.len() - 2);
        Stretch {
            from: (self.levels[level], self.values[value]),
            to: (self.levels[level + 1], self.values[value + 1]),
        }
    }
}

impl Stretch {
    fn width(self) -> f64 {
        self.to.0 - self.from.0
    }

    fn height(self) -> f64 {
        self.to.1 - self.from.1
    }
}

/// The normal distribution through two quantiles, each a level within (0, 1) and its value; both rise.
pub(crate) fn normal_through(low: (f64, f64), high: (f64, f64)) -> Distribution {
    let (mean, sd) = through(low, high);
    Distribution::Normal { mean, sd }
}

/// The lognormal distribution through two quantiles, each a level within (0, 1) and its value above 0; both rise.
pub fn lognormal_through(low: (f64, f64), high: (f64, f64)) -> Distribution {
    let (mu, sigma) = through((low.0, ln(low.1)), (high.0, ln(high.1)));
    Distribution::Lognormal { mu, sigma }
}

/// The mean and the standard deviation of the normal distribution through two quantiles.
fn through(low: (f64, f64), high: (f64, f64)) -> (f64, f64) {
    let (a, b) = (normal(low.0, 0.0, 1.0), normal(high.0, 0.0, 1.0));
    let sd = (high.1 - low.1) / (b - a);
    // From the quantile nearer to the middle, where less is added.
    let mean = if a.abs() <= b.abs() {
        low.1 - sd * a
    } else {
        high.1 - sd * b
    };
    (mean, sd)
}

#[cfg(test)]
mod tests {
    use super::{Tabulated, lognormal_through, normal_through};
    use crate::numeric::distribution::Distribution;
    use crate::numeric::quantile::Level;

    const TABLE: Tabulated<'_> = Tabulated {
        levels: &[0.0, 0.1, 0.9, 1.0],
        values: &[0.0, 3.0, 12.0, 20.0],
    };

    #[test]
    fn lines_pass_through_every_place() {
        for (&level, &value) in TABLE.levels.iter().zip(TABLE.values) {
            assert_eq!(TABLE.quantile_at(Level::of(level)), value);
        }
        assert_eq!(TABLE.quantile_at(Level::of(0.5)), 7.5);
        assert_eq!(TABLE.quantile_at(Level::of(1e-300)), 3e-299);
        assert!((TABLE.mean() - (0.15 + 6.0 + 1.6)).abs() < 1e-14);
    }

    #[test]
    fn levels_undo_quantiles_in_both_tails() {
        for share in [1e-12, 1e-6, 0.05, 0.1, 0.3, 0.5] {
            for at in [Level::of(share), Level::from_above(share)] {
                let found = TABLE.level_of(TABLE.quantile_at(at));
                assert!((found.below - at.below).abs() < 1e-15, "{share}");
                assert!((found.above - at.above).abs() < 1e-15, "{share}");
            }
        }
    }

    #[test]
    fn fitted_families_have_the_quantiles_asked_for() {
        let places = [((0.1, 3.0), (0.9, 12.0)), ((0.25, 1.0), (0.3, 100.0))];
        for (low, high) in places {
            for fitted in [normal_through(low, high), lognormal_through(low, high)] {
                fitted.validate().unwrap();
                for (level, value) in [low, high] {
                    let found = fitted.quantile(level);
                    assert!((found - value).abs() < 1e-13 * high.1, "{fitted} at {level}");
                }
            }
        }
        let symmetric = normal_through((0.1, 3.0), (0.9, 12.0));
        assert!(matches!(symmetric, Distribution::Normal { mean, .. } if (mean - 7.5).abs() < 1e-14));
    }
}
