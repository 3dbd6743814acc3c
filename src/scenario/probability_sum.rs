//! Sums of probabilities: their tolerance, and the shares of what they leave of 1.

/// The largest rounding error of a sum of probabilities: decimal fractions such as 0.1 are not exact, and some dozens of
/// them add up to far less than this.
pub(crate) const TOLERANCE: f64 = 1e-9;

/// What a sum of probabilities leaves of 1; 0 where only a rounding error is left. Below 0 the sum is too large.
pub(crate) fn remainder(sum: f64) -> f64 {
    let remainder = 1.0 - sum;
    if remainder.abs() <= TOLERANCE { 0.0 } else { remainder }
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
