//! Families of distributions that a few numbers describe, each declared once.

use super::error::{check_finite, check_peak, check_positive, check_range, check_shape};
use super::parametric::{Family, Notation, Quantile};
use crate::numeric::level::Level;
use crate::numeric::math::{exp, expm1, ln, log1p};
use crate::numeric::quantile::{beta_pair, normal_tails, standard_gamma, standard_normal};
use crate::numeric::special::{beta_tails, gamma_tails};

/// All families, in the order in which scenario files document them. A new family is an entry here.
pub(crate) static FAMILIES: [Family; 8] = [UNIFORM, TRIANGULAR, PERT, NORMAL, LOGNORMAL, BETA, GAMMA, LOGUNIFORM];

/// Every value in [low, high] is equally likely.
const UNIFORM: Family = Family {
    name: "uniform",
    parameters: &["low", "high"],
    notation: Notation::List,
    about: "`[low, high]`",
    check: |p| check_range(p[0], p[1]),
    quantile: |p, at| value_at(at, p[0], p[1]),
    level: |p, x| relative_position(x, p[0], p[1]),
    mean: |p| p[0] + 0.5 * (p[1] - p[0]),
    support: |p| (p[0], p[1]),
    log_density: Some(|_, _| (0.0, 0.0)),
};

/// The density rises in a straight line from `low` to `mode` and falls to `high`.
const TRIANGULAR: Family = Family {
    name: "triangular",
    parameters: &["low", "mode", "high"],
    notation: Notation::List,
    about: "`[low, mode, high]`",
    check: |p| check_peak(p[0], p[1], p[2]),
    quantile: |p, at| triangular_quantile(at, p[0], p[1], p[2]),
    level: |p, x| triangular_level(x, p[0], p[1], p[2]),
    mean: |p| p[0] + ((p[1] - p[0]) + (p[2] - p[0])) / 3.0,
    support: |p| (p[0], p[2]),
    log_density: None,
};

/// A beta distribution on [low, high] with its peak at `mode`, of shape 4: alpha + beta = 6.
const PERT: Family = Family {
    name: "pert",
    parameters: &["low", "mode", "high"],
    notation: Notation::List,
    about: "`[low, mode, high]`",
    check: |p| check_peak(p[0], p[1], p[2]),
    quantile: |p, at| {
        let (alpha, beta) = pert_shape(p);
        let (x, y) = beta_pair(at, alpha, beta);
        value_at(Level::new(x, y), p[0], p[2])
    },
    level: |p, x| {
        let (alpha, beta) = pert_shape(p);
        let position = relative_position(x, p[0], p[2]);
        beta_tails(alpha, beta, position.below, position.above)
    },
    mean: |p| p[0] + (4.0 * (p[1] - p[0]) + (p[2] - p[0])) / 6.0,
    support: |p| (p[0], p[2]),
    log_density: Some(|p, x| {
        let (alpha, beta) = pert_shape(p);
        sum(power(alpha - 1.0, x - p[0]), mirrored(power(beta - 1.0, p[2] - x)))
    }),
};

/// The normal distribution with mean `mean` and standard deviation `sd`.
const NORMAL: Family = Family {
    name: "normal",
    parameters: &["mean", "sd"],
    notation: Notation::TableOrQuantiles(|low, high| Ok(normal_through(low, high))),
    about: "`{ mean = …, sd = … }`, or two quantiles, `{ \"0.1\" = …, \"0.9\" = … }`",
    check: |p| check_finite("mean", p[0]).and(check_positive("sd", p[1])),
    quantile: |p, at| p[0] + p[1] * standard_normal(at),
    level: |p, x| normal_tails((x - p[0]) / p[1]),
    mean: |p| p[0],
    support: |_| (f64::NEG_INFINITY, f64::INFINITY),
    log_density: Some(|p, x| {
        let z = (x - p[0]) / p[1];
        (-0.5 * z * z, -z / p[1])
    }),
};

/// The logarithm is normal with mean `mu` and standard deviation `sigma`.
const LOGNORMAL: Family = Family {
    name: "lognormal",
    parameters: &["mu", "sigma"],
    notation: Notation::TableOrQuantiles(|low, high| {
        check_positive("a quantile of a lognormal distribution", low.1)?;
        Ok(normal_through((low.0, ln(low.1)), (high.0, ln(high.1))))
    }),
    about: "`{ mu = …, sigma = … }`, of the logarithm, or two quantiles",
    check: |p| check_finite("mu", p[0]).and(check_positive("sigma", p[1])),
    quantile: |p, at| exp(p[0] + p[1] * standard_normal(at)),
    level: |p, x| normal_tails((ln(x) - p[0]) / p[1]),
    mean: |p| exp(p[0] + 0.5 * p[1] * p[1]),
    support: |_| (0.0, f64::INFINITY),
    log_density: Some(|p, x| {
        let z = (ln(x) - p[0]) / p[1];
        sum(power(-1.0, x), (-0.5 * z * z, -z / (p[1] * x)))
    }),
};

/// The density is proportional to x^(alpha − 1) (1 − x)^(beta − 1) on [0, 1].
const BETA: Family = Family {
    name: "beta",
    parameters: &["alpha", "beta"],
    notation: Notation::Table,
    about: "`{ alpha = …, beta = … }`",
    check: |p| check_shape("alpha", p[0]).and(check_shape("beta", p[1])),
    quantile: |p, at| beta_pair(at, p[0], p[1]).0,
    level: |p, x| beta_tails(p[0], p[1], x, 1.0 - x),
    mean: |p| p[0] / (p[0] + p[1]),
    support: |_| (0.0, 1.0),
    log_density: Some(|p, x| sum(power(p[0] - 1.0, x), mirrored(power(p[1] - 1.0, 1.0 - x)))),
};

/// The density is proportional to x^(shape − 1) e^(−x/scale) for x > 0.
const GAMMA: Family = Family {
    name: "gamma",
    parameters: &["shape", "scale"],
    notation: Notation::Table,
    about: "`{ shape = …, scale = … }`",
    check: |p| check_shape("shape", p[0]).and(check_positive("scale", p[1])),
    quantile: |p, at| p[1] * standard_gamma(at, p[0]),
    level: |p, x| gamma_tails(p[0], x / p[1]),
    mean: |p| p[0] * p[1],
    support: |_| (0.0, f64::INFINITY),
    log_density: Some(|p, x| sum(power(p[0] - 1.0, x), (-x / p[1], -1.0 / p[1]))),
};

/// The logarithm is uniform on [ln low, ln high], 0 < low.
const LOGUNIFORM: Family = Family {
    name: "loguniform",
    parameters: &["low", "high"],
    notation: Notation::List,
    about: "`[low, high]`",
    check: |p| check_positive("low", p[0]).and(check_range(p[0], p[1])),
    quantile: |p, at| {
        let width = ln_ratio(p[1], p[0]);
        if at.below <= 0.5 {
            p[0] * exp(at.below * width)
        } else {
            p[1] * exp(-at.above * width)
        }
    },
    level: |p, x| {
        let width = ln_ratio(p[1], p[0]);
        Level::new(ln_ratio(x, p[0]) / width, ln_ratio(p[1], x) / width)
    },
    mean: |p| {
        let width = ln_ratio(p[1], p[0]);
        p[0] * (expm1(width) / width)
    },
    support: |p| (p[0], p[1]),
    log_density: Some(|_, x| power(-1.0, x)),
};

/// The logarithm of a power of `x`, and its derivative by `x`.
fn power(exponent: f64, x: f64) -> (f64, f64) {
    (exponent * ln(x), exponent / x)
}

/// A function of a distance to the right, whose derivative by the value has the other sign.
fn mirrored((value, rate): (f64, f64)) -> (f64, f64) {
    (value, -rate)
}

/// The sum of two functions and of their derivatives.
fn sum(one: (f64, f64), other: (f64, f64)) -> (f64, f64) {
    (one.0 + other.0, one.1 + other.1)
}

/// The value at a position in a range, from the nearer end.
fn value_at(position: Level, low: f64, high: f64) -> f64 {
    let width = high - low;
    if position.below <= 0.5 {
        low + position.below * width
    } else {
        high - position.above * width
    }
}

/// The distances of `x` from either end of a range, as fractions of its width.
pub(super) fn relative_position(x: f64, low: f64, high: f64) -> Level {
    Level::new((x - low) / (high - low), (high - x) / (high - low))
}

fn triangular_quantile(at: Level, low: f64, mode: f64, high: f64) -> f64 {
    let width = high - low;
    if mode == low && at.below <= 0.5 {
        return low + width * from_peak(at.below);
    }
    if mode == high && at.above <= 0.5 {
        return high - width * from_peak(at.above);
    }
    if at.below * width < mode - low {
        low + (at.below * width).sqrt() * (mode - low).sqrt()
    } else {
        high - (at.above * width).sqrt() * (high - mode).sqrt()
    }
}

/// The distance from the peak, as a fraction of the width, within which a triangle that begins with its peak has this
/// probability: 1 − √(1 − p), without losing the digits of a small p.
fn from_peak(p: f64) -> f64 {
    p / (1.0 + (1.0 - p).sqrt())
}

fn triangular_level(x: f64, low: f64, mode: f64, high: f64) -> Level {
    let position = relative_position(x, low, high);
    if x < mode {
        Level::of(position.below * ((x - low) / (mode - low)))
    } else {
        Level::from_above(position.above * ((high - x) / (high - mode)))
    }
}

/// The parameters alpha and beta of the beta distribution behind a PERT distribution.
fn pert_shape(p: &[f64]) -> (f64, f64) {
    let width = p[2] - p[0];
    let shape = |distance: f64| 1.0 + 4.0 * (distance / width);
    (shape(p[1] - p[0]), shape(p[2] - p[1]))
}

/// The mean and the standard deviation of the normal distribution through two quantiles, both of which rise.
fn normal_through(low: Quantile, high: Quantile) -> Vec<f64> {
    let [a, b] = [low.0, high.0].map(|u| standard_normal(Level::of(u)));
    let sd = (high.1 - low.1) / (b - a);
    // The quantile nearer to the median loses fewer digits.
    let lower_nearer = a.abs() <= b.abs();
    let (score, value) = if lower_nearer { (a, low.1) } else { (b, high.1) };
    vec![value - sd * score, sd]
}

/// ln(a/b) for a, b > 0, accurate where the two are close and where their quotient overflows.
fn ln_ratio(a: f64, b: f64) -> f64 {
    let excess = (a - b) / b;
    if excess < 1.0 { log1p(excess) } else { ln(a) - ln(b) }
}
