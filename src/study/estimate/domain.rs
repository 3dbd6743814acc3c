//! The values that an estimated key may have, and their transformation to an unconstrained scale, a line without ends:
//! none, the logarithm of the distance from the only end, or the logit between two.

use crate::numeric::math::{exp, ln, logistic};

/// The values that an estimated key may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Domain {
    /// All numbers.
    Free,
    /// Those above this one.
    Above(f64),
    /// Those below this one.
    Below(f64),
    /// Those between these.
    Between(f64, f64),
}

/// Closer to an end than this share of the domain, an estimate lies on it.
const ON_THE_END: f64 = 1e-6;

impl Domain {
    /// Those between two ends, either of which may be infinite.
    pub(crate) fn between(low: f64, high: f64) -> Self {
        match (low.is_finite(), high.is_finite()) {
            (false, false) => Self::Free,
            (true, false) => Self::Above(low),
            (false, true) => Self::Below(high),
            (true, true) => Self::Between(low, high),
        }
    }

    /// Its ends.
    pub(crate) fn ends(self) -> [f64; 2] {
        match self {
            Self::Free => [f64::NEG_INFINITY, f64::INFINITY],
            Self::Above(low) => [low, f64::INFINITY],
            Self::Below(high) => [f64::NEG_INFINITY, high],
            Self::Between(low, high) => [low, high],
        }
    }

    /// Whether a value lies within.
    pub(crate) fn holds(self, value: f64) -> bool {
        let [low, high] = self.ends();
        value.is_finite() && low < value && value < high
    }

    /// Where a value within lies on the line.
    pub(super) fn place_of(self, value: f64) -> f64 {
        match self {
            Self::Free => value,
            Self::Above(low) => ln(value - low),
            Self::Below(high) => -ln(high - value),
            Self::Between(low, high) => ln(value - low) - ln(high - value),
        }
    }

    /// The value at a place of the line, and how fast it changes there.
    pub(super) fn value_at(self, at: f64) -> (f64, f64) {
        match self {
            Self::Free => (at, 1.0),
            Self::Above(low) => (low + exp(at), exp(at)),
            Self::Below(high) => (high - exp(-at), exp(-at)),
            Self::Between(low, high) => {
                let (share, rest) = (logistic(at), logistic(-at));
                (low + (high - low) * share, (high - low) * share * rest)
            }
        }
    }

    /// Whether a value lies on an end, as closely as an estimate can; `start` says how large values are.
    pub(super) fn is_on_end(self, value: f64, start: f64) -> bool {
        let scale = match self {
            Self::Between(low, high) => high - low,
            Self::Above(end) | Self::Below(end) => (start - end).abs(),
            Self::Free => 1.0,
        };
        let mut ends = self.ends().into_iter();
        ends.any(|end| (value - end).abs() <= ON_THE_END * scale)
    }
}

#[cfg(test)]
mod tests {
    use super::Domain;

    #[test]
    fn the_line_and_the_values_agree() {
        let domains = [
            (Domain::Free, -3.0),
            (Domain::Above(1.0), 1.5),
            (Domain::Below(1.0), -2.0),
            (Domain::Between(-1.0, 3.0), 2.5),
        ];
        for (domain, value) in domains {
            let at = domain.place_of(value);
            let (back, rate) = domain.value_at(at);
            assert!((back - value).abs() < 1e-14, "{domain:?}");
            let step = 1e-6;
            let difference = (domain.value_at(at + step).0 - domain.value_at(at - step).0) / (2.0 * step);
            assert!((rate - difference).abs() < 1e-8, "{domain:?}");
            assert!(domain.holds(value) && !domain.is_on_end(value, value));
        }
        assert!(!Domain::between(0.0, 1.0).holds(1.0) && !Domain::between(0.0, f64::INFINITY).holds(-0.1));
        assert!(Domain::Between(0.0, 1.0).is_on_end(1.0 - 1e-7, 0.5));
        assert!(Domain::Above(0.0).is_on_end(1e-13, 1e-6) && !Domain::Above(0.0).is_on_end(1e-7, 1e-6));
    }
}
