//! Limits of floating-point arithmetic that several parts of the program share.

/// 2^53: up to it every whole number is a 64-bit float; beyond it some are not.
pub(crate) const MAX_EXACT_INTEGER: f64 = 9_007_199_254_740_992.0;

/// The largest deviation of a probability from [0, 1], or of a sum of probabilities from 1, that counts as rounding.
///
/// Files give probabilities in decimals, a third as 0.333333333 for instance: nine digits must suffice. A table of
/// thousands of branches adds rounding of 1e-16 for each, which is far less.
pub(crate) const PROBABILITY_TOLERANCE: f64 = 1e-9;
