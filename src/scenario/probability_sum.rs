//! Sums of probabilities, and the shares of what they leave of 1.

use crate::numeric::precision::PROBABILITY_TOLERANCE;

/// What a sum of probabilities leaves of 1; 0 where only a rounding error is left. Below 0 the sum is too large.
pub(crate) fn remainder(sum: f64) -> f64 {
    let remainder = 1.0 - sum;
    if remainder.abs() <= PROBABILITY_TOLERANCE {
        0.0
    } else {
        remainder
    }
}

/// The share of one prior in what those that were set leave of 1, in proportion to `among`, of which it is one. The
/// operations and their order are those of the expression that is built for a share.
pub(crate) fn rescaled_share(part: f64, among: &[f64], set: &[f64]) -> f64 {
    let sum = |parts: &[f64]| parts.iter().copied().reduce(|a, b| a + b).unwrap_or(0.0);
    if among.len() == 1 {
        return remainder(sum(set));
    }
    let among = sum(among);
    if among == 0.0 {
        0.0
    } else {
        part / among * remainder(sum(set))
    }
}
