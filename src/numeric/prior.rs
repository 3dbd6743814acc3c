//! Priors of estimated values: the logarithms of their densities, up to a constant.

use std::fmt;

use super::distribution::{Distribution, FAMILIES, Parametric};
use super::math::{exp, log1p, logistic};

/// The most degrees of freedom of a log-F prior; with more, the value is as good as fixed at 0.
const LARGEST: f64 = 1e6;

/// What is held likely of a value before any case is seen.
#[derive(Clone, Debug, PartialEq)]
pub enum Prior {
    /// Log-F with m and m degrees of freedom: m/2 successes and m/2 failures at even odds, seen by a logit whose
    /// coefficient the value is (Greenland & Mansournia 2015, *Statistics in Medicine* 34, 3133–3143).
    LogF(f64),
    /// A distribution of a family.
    Family(Parametric),
}

impl Prior {
    /// The log-F prior with so many degrees of freedom; `None` if they are no number above 0, or too many.
    pub(crate) fn log_f(freedom: f64) -> Option<Self> {
        (freedom > 0.0 && freedom <= LARGEST).then_some(Self::LogF(freedom))
    }

    /// A distribution as a prior; `None` if it has no density that can be differentiated, or is none.
    pub(crate) fn of(distribution: Distribution) -> Option<Self> {
        let valid = distribution.validate().is_ok();
        match distribution {
            Distribution::Parametric(family) if valid && family.is_smooth() => Some(Self::Family(family)),
            _ => None,
        }
    }

    /// A prior from its text: `log_f:M`, or the name of a family and its parameters, such as `normal:MEAN:SD`.
    ///
    /// # Errors
    /// It is none; the message says what is wanted.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let families = FAMILIES.iter().filter(|family| family.is_smooth());
        let families = families.map(|family| format!("{}:{}", family.name, family.parameters.join(":").to_uppercase()));
        let families: Vec<String> = families.collect();
        let wrong = || {
            let families = families.join(", ");
            format!("`{text}` is no prior: write log_f:M, with M up to 1,000,000, or one of {families}")
        };
        let mut parts = text.split(':');
        let family = parts.next().unwrap_or_default();
        let numbers: Result<Vec<f64>, _> = parts.map(str::parse).collect();
        let numbers = numbers.map_err(|_| wrong())?;
        let prior = match (family, &numbers[..]) {
            ("log_f", [freedom]) => Self::log_f(*freedom),
            _ => Distribution::named(family, &numbers).and_then(Self::of),
        };
        prior.ok_or_else(wrong)
    }

    /// The values that it holds possible.
    pub(crate) fn support(&self) -> (f64, f64) {
        match self {
            Self::LogF(_) => (f64::NEG_INFINITY, f64::INFINITY),
            Self::Family(family) => Distribution::Parametric(family.clone()).support(),
        }
    }

    /// The logarithm of the density at a value within its support, up to a constant, and its derivative.
    pub(crate) fn log_density(&self, value: f64) -> (f64, f64) {
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
            Self::Family(family) => family.log_density(value).expect("priors are smooth"),
        }
    }
}

impl fmt::Display for Prior {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LogF(m) => write!(f, "log_f:{m}"),
            Self::Family(family) => f.write_str(&family.notation()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Prior;

    #[test]
    fn priors_are_read_and_their_derivatives_are_right() {
        let priors = [
            ("log_f:1", [-3.0, 0.25, 40.0]),
            ("log_f:2.5", [-3.0, 0.25, 40.0]),
            ("normal:0.5:2", [-3.0, 0.25, 40.0]),
            ("uniform:-1:3", [-0.5, 1.0, 2.5]),
            ("pert:-1:0:3", [-0.5, 1.0, 2.5]),
            ("lognormal:0.5:2", [0.1, 1.0, 40.0]),
            ("beta:2:0.5", [0.1, 0.5, 0.9]),
            ("gamma:2:0.5", [0.1, 1.0, 4.0]),
            ("loguniform:0.05:50", [0.1, 1.0, 40.0]),
        ];
        for (text, values) in priors {
            let prior = Prior::parse(text).expect("it is a prior");
            assert_eq!(prior.to_string(), text);
            let (low, high) = prior.support();
            for value in values {
                assert!(low < value && value < high, "{text} at {value}");
                let step = 1e-6 * value.abs();
                let difference = prior.log_density(value + step).0 - prior.log_density(value - step).0;
                let (_, rate) = prior.log_density(value);
                let by = difference / (2.0 * step);
                assert!(
                    (by - rate).abs() < 1e-7 * (1.0 + rate.abs()),
                    "{text} at {value}: {by} {rate}"
                );
            }
        }
        let wrong = [
            "",
            "log_f",
            "log_f:0",
            "normal:1",
            "normal:0:-1",
            "beta:1",
            "log_f:x",
            "quantiles:1:2",
        ];
        for text in wrong {
            assert!(Prior::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn densities_are_those_of_their_distributions() {
        use crate::numeric::distribution::Distribution;
        use crate::numeric::math::ln;
        for (family, parameters) in [
            ("pert", vec![-1.0, 0.0, 3.0]),
            ("lognormal", vec![0.5, 2.0]),
            ("beta", vec![2.0, 0.5]),
            ("gamma", vec![2.0, 0.5]),
            ("loguniform", vec![0.05, 50.0]),
        ] {
            let distribution = Distribution::named(family, &parameters).expect("it is a family");
            let prior = Prior::of(distribution.clone()).expect("it has a density");
            // Log-densities are known up to a constant, which is the same everywhere.
            let constant = |u: f64| {
                let value = distribution.quantile(u);
                let step = 1e-5;
                let slope = (distribution.quantile(u + step) - distribution.quantile(u - step)) / (2.0 * step);
                -ln(slope) - prior.log_density(value).0
            };
            let [first, second] = [0.2, 0.7].map(constant);
            assert!((first - second).abs() < 1e-6, "{family}: {first} {second}");
        }
    }
}
