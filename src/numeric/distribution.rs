//! The distributions that an uncertain parameter may have.

use super::math::{exp, expm1, ln, max, min};
use super::quantile::{
    Level, beta_at, gamma_at, ln_ratio, lognormal_at, loguniform_at, normal_at, normal_tails, pert_at, pert_shape,
    triangular_at, uniform_at,
};
use super::special::{beta_tails, gamma_tails};
use super::tabulated::Tabulated;
use std::fmt;
use thiserror::Error;

/// A truncation must leave at least this probability.
const LEAST_PROBABILITY: f64 = 1e-290;

/// A probability distribution of one number.
///
/// Only one that passes [`Distribution::validate`] gives meaningful answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Every value in [low, high] is equally likely.
    Uniform {
        /// The lowest value.
        low: f64,
        /// The highest value.
        high: f64,
    },
    /// The density rises in a straight line from `low` to `mode` and falls to `high`.
    Triangular {
        /// The lowest value.
        low: f64,
        /// The most likely value.
        mode: f64,
        /// The highest value.
        high: f64,
    },
    /// A beta distribution on [low, high] with its peak at `mode`, of shape 4: alpha + beta = 6.
    Pert {
        /// The lowest value.
        low: f64,
        /// The most likely value.
        mode: f64,
        /// The highest value.
        high: f64,
    },
    /// The normal distribution.
    Normal {
        /// The mean.
        mean: f64,
        /// The standard deviation.
        sd: f64,
    },
    /// The logarithm is normal.
    Lognormal {
        /// The mean of the logarithm.
        mu: f64,
        /// The standard deviation of the logarithm.
        sigma: f64,
    },
    /// The density is proportional to x^(alpha − 1) (1 − x)^(beta − 1) on [0, 1].
    Beta {
        /// One more than the exponent of x.
        alpha: f64,
        /// One more than the exponent of 1 − x.
        beta: f64,
    },
    /// The density is proportional to x^(shape − 1) e^(−x/scale) for x > 0.
    Gamma {
        /// One more than the exponent of x.
        shape: f64,
        /// The unit in which x is measured.
        scale: f64,
    },
    /// The logarithm is uniform.
    Loguniform {
        /// The lowest value, above 0.
        low: f64,
        /// The highest value.
        high: f64,
    },
    /// One of a list of values.
    Discrete {
        /// The values.
        values: Vec<f64>,
        /// How likely each is; only the ratios count.
        weights: Vec<f64>,
    },
    /// One of a list of observed values, each equally likely.
    Empirical {
        /// The values in ascending order; one that was observed twice stands twice.
        values: Vec<f64>,
    },
    /// The quantile function is straight between these places.
    Quantiles {
        /// The probabilities below, rising from 0 to 1.
        levels: Vec<f64>,
        /// The value at each level, rising too.
        values: Vec<f64>,
    },
    /// One share of a Dirichlet distribution, seen by itself.
    Share {
        /// Its concentration.
        own: f64,
        /// The sum of the concentrations of the other shares.
        others: f64,
        /// What all shares sum to.
        total: f64,
    },
    /// Another distribution, given that the value lies within bounds.
    Truncated {
        /// The other distribution.
        inner: Box<Distribution>,
        /// The lowest value kept; without it, no value is too low.
        low: Option<f64>,
        /// The highest value kept; without it, no value is too high.
        high: Option<f64>,
    },
}

/// What is wrong with the numbers that describe a distribution.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum DistributionError {
    /// A number is infinite or none at all.
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
        /// Where the range begins.
        low: f64,
        /// Where it ends.
        high: f64,
    },
    /// The most likely value is not a possible one.
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
        /// How many values there are.
        values: usize,
        /// How many weights there are.
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
    /// There is nothing to choose from.
    #[error("at least one value is needed")]
    NoValues,
    /// The quantiles do not say where the values begin and end.
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
        /// The level before.
        lower: f64,
        /// The value at that.
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

impl Distribution {
    /// Checks that the numbers describe a distribution.
    ///
    /// # Errors
    /// The first thing that is wrong, without its place in the file.
    pub fn validate(&self) -> Result<(), DistributionError> {
        match self {
            Self::Uniform { low, high } => check_range(*low, *high),
            Self::Triangular { low, mode, high } | Self::Pert { low, mode, high } => check_peak(*low, *mode, *high),
            Self::Normal { mean, sd } => check_finite("mean", *mean).and(check_positive("sd", *sd)),
            Self::Lognormal { mu, sigma } => check_finite("mu", *mu).and(check_positive("sigma", *sigma)),
            Self::Beta { alpha, beta } => check_positive("alpha", *alpha).and(check_positive("beta", *beta)),
            Self::Gamma { shape, scale } => check_positive("shape", *shape).and(check_positive("scale", *scale)),
            Self::Loguniform { low, high } => check_positive("low", *low).and(check_range(*low, *high)),
            Self::Discrete { values, weights } => check_options(values, weights),
            Self::Empirical { values } => check_observed(values),
            Self::Quantiles { levels, values } => check_quantiles(levels, values),
            Self::Share { own, others, total } => check_positive("the concentration", *own)
                .and(check_positive("the concentration of the others", *others))
                .and(check_positive("the sum of the shares", *total)),
            Self::Truncated { inner, low, high } => self.check_truncation(inner, *low, *high),
        }
    }

    fn check_truncation(
        &self,
        inner: &Distribution,
        low: Option<f64>,
        high: Option<f64>,
    ) -> Result<(), DistributionError> {
        inner.validate()?;
        low.map_or(Ok(()), |low| check_finite("low", low))?;
        high.map_or(Ok(()), |high| check_finite("high", high))?;
        if let (Some(low), Some(high)) = (low, high)
            && low >= high
        {
            return Err(DistributionError::EmptyRange { low, high });
        }
        let left = match self.options() {
            Some(options) => options.total(),
            None => Window::new(inner, low, high).mass,
        };
        if left > LEAST_PROBABILITY {
            Ok(())
        } else {
            Err(DistributionError::NothingLeft {
                inner: inner.to_string(),
                bounds: interval(low, high),
            })
        }
    }

    /// The value with probability `u`, in (0, 1), below it. A discrete distribution goes through its values as listed.
    pub fn quantile(&self, u: f64) -> f64 {
        self.quantile_at(Level::of(u))
    }

    /// As [`Distribution::quantile`], for a level, which is as precise in the upper tail as in the lower.
    pub fn quantile_at(&self, at: Level) -> f64 {
        if let Some(options) = self.options() {
            return options.pick(at.below);
        }
        match self {
            Self::Uniform { low, high } => uniform_at(at, *low, *high),
            Self::Triangular { low, mode, high } => triangular_at(at, *low, *mode, *high),
            Self::Pert { low, mode, high } => pert_at(at, *low, *mode, *high),
            Self::Normal { mean, sd } => normal_at(at, *mean, *sd),
            Self::Lognormal { mu, sigma } => lognormal_at(at, *mu, *sigma),
            Self::Beta { alpha, beta } => beta_at(at, *alpha, *beta),
            Self::Gamma { shape, scale } => gamma_at(at, *shape, *scale),
            Self::Loguniform { low, high } => loguniform_at(at, *low, *high),
            Self::Quantiles { levels, values } => Tabulated { levels, values }.quantile_at(at),
            Self::Share { own, others, total } => total * beta_at(at, *own, *others),
            Self::Discrete { .. } | Self::Empirical { .. } => f64::NAN,
            Self::Truncated { inner, low, high } => {
                let value = inner.quantile_at(Window::new(inner, *low, *high).enlarge(at));
                keep_within(value, *low, *high)
            }
        }
    }

    /// The probability of a value of at most `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        self.level_of(x).below
    }

    /// The probabilities of at most and of more than `x`, each accurate relative to its own size.
    pub fn level_of(&self, x: f64) -> Level {
        if let Some(options) = self.options() {
            return options.level_of(x);
        }
        let (low, high) = self.support();
        if x <= low {
            return Level { below: 0.0, above: 1.0 };
        }
        if x >= high {
            return Level { below: 1.0, above: 0.0 };
        }
        match self {
            Self::Truncated { inner, low, high } => Window::new(inner, *low, *high).reduce(inner.level_of(x)),
            _ => self.level_inside(x),
        }
    }

    /// [`Distribution::level_of`] for a continuous family and an `x` within its support.
    fn level_inside(&self, x: f64) -> Level {
        let level = |(below, above)| Level { below, above };
        match self {
            Self::Uniform { low, high } => level(shares_of_range(x, *low, *high)),
            Self::Triangular { low, mode, high } => triangular_level(x, *low, *mode, *high),
            Self::Pert { low, mode, high } => {
                let (alpha, beta) = pert_shape(*low, *mode, *high);
                let (x, y) = shares_of_range(x, *low, *high);
                level(beta_tails(alpha, beta, x, y))
            }
            Self::Normal { mean, sd } => normal_tails((x - mean) / sd),
            Self::Lognormal { mu, sigma } => normal_tails((ln(x) - mu) / sigma),
            Self::Beta { alpha, beta } => level(beta_tails(*alpha, *beta, x, 1.0 - x)),
            Self::Gamma { shape, scale } => level(gamma_tails(*shape, x / scale)),
            Self::Loguniform { low, high } => {
                let width = ln_ratio(*high, *low);
                Level {
                    below: ln_ratio(x, *low) / width,
                    above: ln_ratio(*high, x) / width,
                }
            }
            Self::Quantiles { levels, values } => Tabulated { levels, values }.level_of(x),
            Self::Share { own, others, total } => {
                let (x, y) = shares_of_range(x, 0.0, *total);
                level(beta_tails(*own, *others, x, y))
            }
            Self::Discrete { .. } | Self::Empirical { .. } | Self::Truncated { .. } => Level {
                below: f64::NAN,
                above: f64::NAN,
            },
        }
    }

    /// What stands for the distribution where one value is wanted: the median, of a discrete distribution the first of
    /// the likeliest values, of a share the mean.
    pub fn nominal(&self) -> f64 {
        match (self.options(), self) {
            (Some(options), _) if options.weights.is_some() => options.likeliest(),
            (Some(options), _) => options.middle(),
            (None, Self::Share { own, others, total }) => total * (own / (own + others)),
            (None, _) => self.quantile(0.5),
        }
    }

    /// The mean; none for a truncated continuous distribution, which has no short formula.
    pub fn mean(&self) -> Option<f64> {
        if let Some(options) = self.options() {
            return Some(options.mean());
        }
        Some(match self {
            Self::Uniform { low, high } => low + 0.5 * (high - low),
            Self::Triangular { low, mode, high } => low + ((mode - low) + (high - low)) / 3.0,
            Self::Pert { low, mode, high } => low + (4.0 * (mode - low) + (high - low)) / 6.0,
            Self::Normal { mean, .. } => *mean,
            Self::Lognormal { mu, sigma } => exp(mu + 0.5 * sigma * sigma),
            Self::Beta { alpha, beta } => alpha / (alpha + beta),
            Self::Gamma { shape, scale } => shape * scale,
            Self::Loguniform { low, high } => {
                let width = ln_ratio(*high, *low);
                low * (expm1(width) / width)
            }
            Self::Quantiles { levels, values } => Tabulated { levels, values }.mean(),
            Self::Share { own, others, total } => total * (own / (own + others)),
            Self::Discrete { .. } | Self::Empirical { .. } | Self::Truncated { .. } => {
                return None;
            }
        })
    }

    /// The lowest and the highest possible value; either may be infinite.
    pub fn support(&self) -> (f64, f64) {
        if let Some(options) = self.options() {
            return options.support();
        }
        match self {
            Self::Uniform { low, high }
            | Self::Triangular { low, high, .. }
            | Self::Pert { low, high, .. }
            | Self::Loguniform { low, high } => (*low, *high),
            Self::Normal { .. } | Self::Discrete { .. } | Self::Empirical { .. } => (f64::NEG_INFINITY, f64::INFINITY),
            Self::Quantiles { values, .. } => (values[0], values[values.len() - 1]),
            Self::Share { total, .. } => (0.0, *total),
            Self::Lognormal { .. } | Self::Gamma { .. } => (0.0, f64::INFINITY),
            Self::Beta { .. } => (0.0, 1.0),
            Self::Truncated { inner, low, high } => {
                let (lowest, highest) = inner.support();
                (
                    low.map_or(lowest, |low| max(lowest, low)),
                    high.map_or(highest, |high| min(highest, high)),
                )
            }
        }
    }

    /// The possible values in ascending order, if there is a list of them.
    pub fn listed(&self) -> Option<Vec<f64>> {
        let options = self.options()?;
        let possible = options.iter().filter(|(_, weight)| *weight > 0.0);
        let mut values: Vec<f64> = possible.map(|(value, _)| value).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        Some(values)
    }

    /// Whether larger levels give larger values, as rank correlation needs; a discrete one goes through its values as
    /// listed.
    pub fn rises(&self) -> bool {
        match self {
            Self::Discrete { values, .. } => values.windows(2).all(|pair| pair[0] <= pair[1]),
            Self::Truncated { inner, .. } => inner.rises(),
            _ => true,
        }
    }

    /// The possible values, if they can be counted, truncated or not.
    fn options(&self) -> Option<Options<'_>> {
        match self {
            Self::Discrete { values, weights } => Some(Options {
                values,
                weights: Some(weights),
                low: f64::NEG_INFINITY,
                high: f64::INFINITY,
            }),
            Self::Empirical { values } => Some(Options {
                values,
                weights: None,
                low: f64::NEG_INFINITY,
                high: f64::INFINITY,
            }),
            Self::Truncated { inner, low, high } => inner.options().map(|options| Options {
                low: low.map_or(options.low, |low| max(options.low, low)),
                high: high.map_or(options.high, |high| min(options.high, high)),
                ..options
            }),
            _ => None,
        }
    }
}

/// The values of a discrete or empirical distribution that lie within bounds.
#[derive(Clone, Copy)]
struct Options<'a> {
    values: &'a [f64],
    /// Without them all values count alike.
    weights: Option<&'a [f64]>,
    low: f64,
    high: f64,
}

impl Options<'_> {
    /// The possible values with their weights, as listed.
    fn iter(&self) -> impl Iterator<Item = (f64, f64)> {
        let weight = |at: usize| self.weights.map_or(1.0, |weights| weights[at]);
        let values = self.values.iter().copied().enumerate();
        let pairs = values.map(move |(at, value)| (value, weight(at)));
        pairs.filter(|&(value, weight)| value >= self.low && value <= self.high && weight > 0.0)
    }

    fn total(&self) -> f64 {
        self.iter().map(|(_, weight)| weight).sum()
    }

    /// The value at which the sum of the weights, as listed, passes the share `u` of the total.
    fn pick(&self, u: f64) -> f64 {
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

    fn level_of(&self, x: f64) -> Level {
        let (mut below, mut above) = (0.0, 0.0);
        for (value, weight) in self.iter() {
            *(if value <= x { &mut below } else { &mut above }) += weight;
        }
        let total = below + above;
        Level {
            below: below / total,
            above: above / total,
        }
    }

    fn likeliest(&self) -> f64 {
        let mut best = (f64::NAN, 0.0);
        for option in self.iter() {
            if option.1 > best.1 {
                best = option;
            }
        }
        best.0
    }

    /// The median of values in ascending order that count alike.
    fn middle(&self) -> f64 {
        let values: Vec<f64> = self.iter().map(|(value, _)| value).collect();
        let (low, high) = (values[(values.len() - 1) / 2], values[values.len() / 2]);
        low + 0.5 * (high - low)
    }

    fn mean(&self) -> f64 {
        let total = self.total();
        self.iter().map(|(value, weight)| value * (weight / total)).sum()
    }

    fn support(&self) -> (f64, f64) {
        let start = (f64::INFINITY, f64::NEG_INFINITY);
        self.iter()
            .fold(start, |(low, high), (value, _)| (min(low, value), max(high, value)))
    }
}

/// The part of a continuous distribution that a truncation keeps.
struct Window {
    /// The place of the lower bound.
    low: Level,
    /// The place of the upper bound.
    high: Level,
    /// The probability between them, taken in the tail where it loses no digits.
    mass: f64,
}

impl Window {
    fn new(inner: &Distribution, low: Option<f64>, high: Option<f64>) -> Self {
        let low = low.map_or(Level { below: 0.0, above: 1.0 }, |low| inner.level_of(low));
        let high = high.map_or(Level { below: 1.0, above: 0.0 }, |high| inner.level_of(high));
        let mass = if low.below > 0.5 {
            low.above - high.above
        } else if high.above > 0.5 {
            high.below - low.below
        } else {
            (1.0 - low.below) - high.above
        };
        Self { low, high, mass }
    }

    /// The place in the whole distribution of a place in the window.
    fn enlarge(&self, at: Level) -> Level {
        Level {
            below: self.low.below + at.below * self.mass,
            above: self.high.above + at.above * self.mass,
        }
    }

    /// The place in the window of a place in the whole distribution that lies within it.
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
        Level {
            below: below / self.mass,
            above: above / self.mass,
        }
    }
}

/// Takes back what rounding has carried beyond the bounds of a truncation.
fn keep_within(value: f64, low: Option<f64>, high: Option<f64>) -> f64 {
    let value = low.map_or(value, |low| max(low, value));
    high.map_or(value, |high| min(high, value))
}

/// How far x is from either end of a range, as shares of its width.
fn shares_of_range(x: f64, low: f64, high: f64) -> (f64, f64) {
    ((x - low) / (high - low), (high - x) / (high - low))
}

/// The level of an x inside the range of a triangular distribution.
fn triangular_level(x: f64, low: f64, mode: f64, high: f64) -> Level {
    let (from_low, from_high) = shares_of_range(x, low, high);
    if x < mode {
        let below = from_low * ((x - low) / (mode - low));
        Level {
            below,
            above: 1.0 - below,
        }
    } else {
        Level::from_above(from_high * ((high - x) / (high - mode)))
    }
}

fn check_finite(what: &'static str, value: f64) -> Result<(), DistributionError> {
    if value.is_finite() {
        Ok(())
    } else {
        Err(DistributionError::NotFinite { what, value })
    }
}

fn check_positive(what: &'static str, value: f64) -> Result<(), DistributionError> {
    check_finite(what, value)?;
    if value > 0.0 {
        Ok(())
    } else {
        Err(DistributionError::NotPositive { what, value })
    }
}

fn check_range(low: f64, high: f64) -> Result<(), DistributionError> {
    check_finite("low", low)?;
    check_finite("high", high)?;
    if low >= high {
        return Err(DistributionError::EmptyRange { low, high });
    }
    check_finite("the distance from low to high", high - low)
}

fn check_peak(low: f64, mode: f64, high: f64) -> Result<(), DistributionError> {
    check_finite("mode", mode)?;
    check_range(low, high)?;
    if mode < low || mode > high {
        return Err(DistributionError::ModeOutside { low, mode, high });
    }
    Ok(())
}

fn check_options(values: &[f64], weights: &[f64]) -> Result<(), DistributionError> {
    if values.len() != weights.len() {
        return Err(DistributionError::LengthsDiffer {
            values: values.len(),
            weights: weights.len(),
        });
    }
    if values.is_empty() {
        return Err(DistributionError::NoValues);
    }
    for (&value, &weight) in values.iter().zip(weights) {
        check_finite("every value", value)?;
        check_finite("every weight", weight)?;
        if weight < 0.0 {
            return Err(DistributionError::NegativeWeight { value, weight });
        }
    }
    let total = weights.iter().sum();
    check_finite("the sum of the weights", total)?;
    if total > 0.0 {
        Ok(())
    } else {
        Err(DistributionError::NoWeight)
    }
}

fn check_observed(values: &[f64]) -> Result<(), DistributionError> {
    if values.is_empty() {
        return Err(DistributionError::NoValues);
    }
    let finite = |&value: &f64| check_finite("every value", value);
    values.iter().try_for_each(finite)?;
    check_finite(
        "the distance from the lowest to the highest value",
        values[values.len() - 1] - values[0],
    )
}

fn check_quantiles(levels: &[f64], values: &[f64]) -> Result<(), DistributionError> {
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

/// Writes the bounds of a truncation as an interval.
fn interval(low: Option<f64>, high: Option<f64>) -> String {
    let low = low.map_or("(−∞".to_owned(), |low| format!("[{low}"));
    let high = high.map_or("∞)".to_owned(), |high| format!("{high}]"));
    format!("{low}, {high}")
}

impl fmt::Display for Distribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uniform { low, high } => write!(f, "uniform({low}, {high})"),
            Self::Triangular { low, mode, high } => write!(f, "triangular({low}, {mode}, {high})"),
            Self::Pert { low, mode, high } => write!(f, "pert({low}, {mode}, {high})"),
            Self::Normal { mean, sd } => write!(f, "normal({mean}, {sd})"),
            Self::Lognormal { mu, sigma } => write!(f, "lognormal({mu}, {sigma})"),
            Self::Beta { alpha, beta } => write!(f, "beta({alpha}, {beta})"),
            Self::Gamma { shape, scale } => write!(f, "gamma({shape}, {scale})"),
            Self::Loguniform { low, high } => write!(f, "loguniform({low}, {high})"),
            Self::Discrete { values, weights } => {
                let pairs = values
                    .iter()
                    .zip(weights)
                    .map(|(value, weight)| format!("{value}: {weight}"));
                write!(f, "discrete({})", pairs.collect::<Vec<_>>().join(", "))
            }
            Self::Empirical { values } => {
                let values: Vec<String> = values.iter().map(f64::to_string).collect();
                write!(f, "empirical({})", values.join(", "))
            }
            Self::Quantiles { levels, values } => {
                let pairs = levels
                    .iter()
                    .zip(values)
                    .map(|(level, value)| format!("{level}: {value}"));
                write!(f, "quantiles({})", pairs.collect::<Vec<_>>().join(", "))
            }
            Self::Share { own, others, total } => {
                if *total != 1.0 {
                    write!(f, "{total} × ")?;
                }
                write!(f, "dirichlet({own} of {})", own + others)
            }
            Self::Truncated { inner, low, high } => {
                write!(f, "{inner} in {}", interval(*low, *high))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Distribution, DistributionError};

    fn truncated(inner: Distribution, low: impl Into<Option<f64>>, high: impl Into<Option<f64>>) -> Distribution {
        Distribution::Truncated {
            inner: Box::new(inner),
            low: low.into(),
            high: high.into(),
        }
    }

    fn normal() -> Distribution {
        Distribution::Normal { mean: 0.0, sd: 1.0 }
    }

    fn discrete(values: &[f64], weights: &[f64]) -> Distribution {
        Distribution::Discrete {
            values: values.to_vec(),
            weights: weights.to_vec(),
        }
    }

    fn continuous() -> Vec<Distribution> {
        let plain = vec![
            Distribution::Uniform { low: -1.0, high: 3.0 },
            Distribution::Triangular {
                low: 15.0,
                mode: 22.0,
                high: 30.0,
            },
            Distribution::Triangular {
                low: 0.0,
                mode: 0.0,
                high: 1.0,
            },
            Distribution::Triangular {
                low: 0.0,
                mode: 1.0,
                high: 1.0,
            },
            Distribution::Pert {
                low: 15.0,
                mode: 22.0,
                high: 30.0,
            },
            Distribution::Pert {
                low: 0.0,
                mode: 0.0,
                high: 2.0,
            },
            Distribution::Normal { mean: 5.0, sd: 2.0 },
            Distribution::Lognormal { mu: 0.2, sigma: 0.7 },
            Distribution::Beta { alpha: 2.0, beta: 0.7 },
            Distribution::Gamma { shape: 0.6, scale: 3.0 },
            Distribution::Loguniform { low: 0.01, high: 100.0 },
        ];
        let halves = plain
            .iter()
            .map(|inner| truncated(inner.clone(), inner.quantile(0.3), inner.quantile(0.9)));
        let halves: Vec<_> = halves.collect();
        plain.into_iter().chain(halves).collect()
    }

    #[test]
    fn cdf_undoes_quantile() {
        for distribution in continuous() {
            distribution.validate().unwrap();
            let (low, high) = distribution.support();
            for u in [1e-9, 0.01, 0.3, 0.5, 0.8, 0.99, 0.999_999] {
                let x = distribution.quantile(u);
                assert!(x >= low && x <= high, "{distribution} at {u}");
                assert!(
                    (distribution.cdf(x) - u).abs() < 1e-12,
                    "{distribution} at {u}: {}",
                    distribution.cdf(x)
                );
            }
            assert_eq!(distribution.cdf(f64::NEG_INFINITY), 0.0);
            assert_eq!(distribution.cdf(f64::INFINITY), 1.0);
        }
    }

    #[test]
    fn means_agree_with_quantiles() {
        for distribution in continuous() {
            let Some(mean) = distribution.mean() else {
                continue;
            };
            let parts = 20_000;
            let sum: f64 = (0..parts)
                .map(|i| distribution.quantile((f64::from(i) + 0.5) / f64::from(parts)))
                .sum();
            let off = (sum / f64::from(parts) - mean).abs();
            assert!(off < 2e-3 * mean.abs(), "{distribution}: {mean}, {off} off");
        }
    }

    #[test]
    fn truncation_conditions_in_either_tail() {
        // Both mirrored, and as precise as in the other tail.
        let upper = truncated(normal(), 30.0, 31.0);
        let lower = truncated(normal(), -31.0, -30.0);
        for u in [0.001, 0.25, 0.5, 0.9] {
            let x = upper.quantile(u);
            assert!(x > 30.0 && x < 31.0);
            assert!((upper.cdf(x) - u).abs() < 1e-11, "{u}: {}", upper.cdf(x));
            assert!((x + lower.quantile(1.0 - u)).abs() < 1e-12);
        }
        // The median of a half normal is the upper quartile of the normal.
        assert!((truncated(normal(), 0.0, None).nominal() - 0.674_489_750_196_081_7).abs() < 1e-15);
    }

    #[test]
    fn truncations_nest() {
        let twice = truncated(truncated(normal(), -1.0, None), None, 2.0);
        let once = truncated(normal(), -1.0, 2.0);
        for u in [0.01, 0.5, 0.99] {
            assert!((twice.quantile(u) - once.quantile(u)).abs() < 1e-14);
        }
        assert_eq!(twice.support(), (-1.0, 2.0));
        assert_eq!(twice.to_string(), "normal(0, 1) in [-1, ∞) in (−∞, 2]");
    }

    #[test]
    fn a_discrete_one_goes_through_its_values_as_listed() {
        let distribution = discrete(&[3.0, 1.0, 2.0, 7.0], &[2.0, 0.0, 5.0, 3.0]);
        let picked: Vec<_> = [1e-9, 0.19, 0.21, 0.69, 0.71, 1.0 - 1e-9]
            .map(|u| distribution.quantile(u))
            .to_vec();
        assert_eq!(picked, [3.0, 3.0, 2.0, 2.0, 7.0, 7.0]);
        assert_eq!((distribution.nominal(), distribution.support()), (2.0, (2.0, 7.0)));
        assert_eq!(distribution.cdf(3.0), 0.7);
        assert_eq!(discrete(&[4.0, 5.0], &[1.0, 1.0]).nominal(), 4.0);

        let part = truncated(distribution, 2.5, None);
        assert_eq!(
            (part.quantile(0.39), part.quantile(0.41), part.nominal()),
            (3.0, 7.0, 7.0)
        );
        assert!((part.mean().unwrap() - 5.4).abs() < 1e-15);
    }

    #[test]
    fn what_is_no_distribution_is_refused() {
        let message = |distribution: Distribution| distribution.validate().unwrap_err().to_string();
        let cases = [
            (
                Distribution::Uniform { low: 2.0, high: 2.0 },
                "low (2) must be below high (2)",
            ),
            (
                Distribution::Uniform {
                    low: f64::NAN,
                    high: 2.0,
                },
                "low must be a finite number, but is NaN",
            ),
            (
                Distribution::Uniform {
                    low: -1e308,
                    high: 1e308,
                },
                "the distance from low to high must be a finite number, but is inf",
            ),
            (
                Distribution::Pert {
                    low: 0.0,
                    mode: 3.0,
                    high: 2.0,
                },
                "mode (3) must lie between low (0) and high (2)",
            ),
            (
                Distribution::Normal { mean: 0.0, sd: 0.0 },
                "sd must be above 0, but is 0",
            ),
            (
                Distribution::Gamma {
                    shape: -1.0,
                    scale: 1.0,
                },
                "shape must be above 0, but is -1",
            ),
            (
                Distribution::Loguniform { low: 0.0, high: 1.0 },
                "low must be above 0, but is 0",
            ),
            (discrete(&[1.0], &[]), "there are 1 values but 0 weights"),
            (discrete(&[], &[]), "at least one value is needed"),
            (
                discrete(&[1.0, 2.0], &[1.0, -1.0]),
                "weights must not be negative, but the weight of 2 is -1",
            ),
            (discrete(&[1.0], &[0.0]), "at least one weight must be above 0"),
            (truncated(normal(), 1.0, 1.0), "low (1) must be below high (1)"),
            (
                truncated(Distribution::Uniform { low: 0.0, high: 1.0 }, 2.0, None),
                "truncation leaves no probability: uniform(0, 1) has no more than 1e-290 within [2, ∞)",
            ),
        ];
        for (distribution, wanted) in cases {
            assert_eq!(message(distribution), wanted);
        }
        let error = truncated(discrete(&[1.0], &[1.0]), 2.0, 3.0).validate();
        assert!(matches!(error, Err(DistributionError::NothingLeft { .. })));
    }

    #[test]
    fn display_is_short() {
        let triangular = Distribution::Triangular {
            low: 15.0,
            mode: 22.0,
            high: 30.0,
        };
        assert_eq!(triangular.to_string(), "triangular(15, 22, 30)");
        assert_eq!(truncated(normal(), 0.0, None).to_string(), "normal(0, 1) in [0, ∞)");
        assert_eq!(
            discrete(&[1.0, 2.5], &[0.2, 0.8]).to_string(),
            "discrete(1: 0.2, 2.5: 0.8)"
        );
    }
}
