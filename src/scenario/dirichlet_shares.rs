//! Shares that are drawn together: what is left for them to share, and their means.

use crate::scenario::ast::Share;
use crate::source::Spanned;

/// How far a sum of shares may miss what it should be, through rounding.
const TOLERANCE: f64 = 1e-9;

/// What the fixed shares leave of 1; nothing where only rounding is left. Below 0 they are too large.
pub(crate) fn left(shares: &[(Spanned<String>, Share)]) -> f64 {
    let fixed = shares.iter().filter_map(|(_, share)| match share {
        Share::Fixed(value) => Some(value.value),
        Share::Drawn(_) => None,
    });
    let left = 1.0 - fixed.sum::<f64>();
    if left.abs() <= TOLERANCE { 0.0 } else { left }
}

/// The sum of the concentrations of the shares that are drawn.
pub(crate) fn concentration(shares: &[(Spanned<String>, Share)]) -> f64 {
    shares
        .iter()
        .map(|(_, share)| match share {
            Share::Drawn(own) => own.value,
            Share::Fixed(_) => 0.0,
        })
        .sum()
}

/// The mean of one of the shares.
pub(crate) fn mean(shares: &[(Spanned<String>, Share)], at: usize) -> f64 {
    match &shares[at].1 {
        Share::Fixed(value) => value.value,
        Share::Drawn(own) => left(shares) * (own.value / concentration(shares)),
    }
}
