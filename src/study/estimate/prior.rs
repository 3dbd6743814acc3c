//! Penalties on estimated values: the logarithms of prior densities, up to a constant.

use crate::numeric::math::{exp, log1p, logistic};

/// The most degrees of freedom of a log-F prior; with more, the value is as good as fixed at 0.
const LARGEST: f64 = 1e6;

/// What is held likely of a value before any case is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Prior {
    /// Log-F with m and m degrees of freedom: m/2 successes and m/2 failures at even odds, seen by a logit whose
    /// coefficient the value is (Greenland & Mansournia 2015, *Statistics in Medicine* 34, 3133–3143).
    LogF(f64),
    /// Normal, with this mean and standard deviation.
    Normal(f64, f64),
}

impl Prior {
    /// A prior from its text: `log_f:M` or `normal:MEAN:SD`.
    ///
    /// # Errors
    /// It is neither; the message says what is wanted.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no prior: write log_f:M, with M up to 1,000,000, or normal:MEAN:SD");
        let mut parts = text.split(':');
        let family = parts.next().unwrap_or_default();
        let numbers: Result<Vec<f64>, _> = parts.map(str::parse).collect();
        let numbers = numbers.map_err(|_| wrong())?;
        match (family, &numbers[..]) {
            ("log_f", [m]) if *m > 0.0 && *m <= LARGEST => Ok(Self::LogF(*m)),
            ("normal", [mean, sd]) if mean.is_finite() && *sd > 0.0 && sd.is_finite() => Ok(Self::Normal(*mean, *sd)),
            _ => Err(wrong()),
        }
    }

    /// The logarithm of the density at a value, up to a constant, and its derivative.
    pub(super) fn log_density(self, value: f64) -> (f64, f64) {
        match self {
            Self::LogF(m) => {
                // ln(1 + eˣ), without overflow.
                let softplus = if value > 0.0 {
                    value + log1p(exp(-value))
                } else {
                    log1p(exp(value))
                };
                (m * (0.5 * value - softplus), m * (0.5 - logistic(value)))
            }
            Self::Normal(mean, sd) => {
                let z = (value - mean) / sd;
                (-0.5 * z * z, -z / sd)
            }
        }
    }
}

impl std::fmt::Display for Prior {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::LogF(m) => write!(f, "log_f:{m}"),
            Self::Normal(mean, sd) => write!(f, "normal:{mean}:{sd}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Prior;

    #[test]
    fn priors_are_read_and_their_derivatives_are_right() {
        for text in ["log_f:1", "log_f:2.5", "normal:0.5:2"] {
            let prior = Prior::parse(text).expect("it is a prior");
            assert_eq!(prior.to_string(), text);
            for value in [-3.0, 0.25, 40.0] {
                let step = 1e-5;
                let difference = prior.log_density(value + step).0 - prior.log_density(value - step).0;
                let (_, rate) = prior.log_density(value);
                assert!((difference / (2.0 * step) - rate).abs() < 1e-8, "{text} at {value}");
            }
        }
        for text in ["", "log_f", "log_f:0", "normal:1", "normal:0:-1", "beta:1:1", "log_f:x"] {
            assert!(Prior::parse(text).is_err(), "{text}");
        }
    }
}
