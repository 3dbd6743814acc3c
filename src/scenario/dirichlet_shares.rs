//! Dirichlet shares: the total that is left for the drawn ones, their concentration and their means.

use crate::scenario::ast::Share;
use crate::scenario::probability_sum::remainder;
use crate::source::Spanned;

/// What the fixed shares leave of 1. Below 0 they are too large.
pub(crate) fn left(shares: &[(Spanned<String>, Share)]) -> f64 {
    let fixed = shares.iter().filter_map(|(_, share)| match share {
        Share::Fixed(value) => Some(value.value),
        Share::Drawn(_) => None,
    });
    remainder(fixed.sum())
}

/// The sum of the concentrations of the shares that are drawn.
pub(crate) fn concentration(shares: &[(Spanned<String>, Share)]) -> f64 {
    let concentrations = shares.iter().map(|(_, share)| match share {
        Share::Drawn(own) => own.value,
        Share::Fixed(_) => 0.0,
    });
    concentrations.sum()
}

/// The mean of one of the shares.
pub(crate) fn mean(shares: &[(Spanned<String>, Share)], at: usize) -> f64 {
    match &shares[at].1 {
        Share::Fixed(value) => value.value,
        Share::Drawn(own) => left(shares) * (own.value / concentration(shares)),
    }
}
