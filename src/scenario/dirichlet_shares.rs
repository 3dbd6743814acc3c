//! Dirichlet shares: the total that is left for the drawn ones, their concentration and their means.

use crate::scenario::ast::{Name, Share};
use crate::scenario::probability_sum::remainder;

/// What the fixed shares leave of 1. Below 0 they are too large.
pub(crate) fn left(shares: &[(Name, Share)]) -> f64 {
    let fixed = shares.iter().filter_map(|(_, share)| match share {
        Share::Fixed(value) => Some(value.value),
        Share::Drawn(_) => None,
    });
    remainder(fixed.sum())
}

/// The sum of the concentrations of the shares that are drawn.
pub(crate) fn concentration(shares: &[(Name, Share)]) -> f64 {
    let concentrations = shares.iter().map(|(_, share)| match share {
        Share::Drawn(own) => own.value,
        Share::Fixed(_) => 0.0,
    });
    concentrations.sum()
}

/// The mean of one of the shares.
pub(crate) fn mean(shares: &[(Name, Share)], at: usize) -> f64 {
    match &shares[at].1 {
        Share::Fixed(value) => value.value,
        Share::Drawn(own) => left(shares) * (own.value / concentration(shares)),
    }
}
