//! The PAWN index: how far a result's distribution moves where a parameter is known to lie in a slice of its values.
//!
//! F. Pianosi and T. Wagener, *Environmental Modelling & Software* 108, 2018; slices and statistics are equal to SALib's.

use crate::numeric::math::max;
use crate::numeric::summary::{mean, quantile_type7};

/// The distances (Kolmogorov and Smirnov's) between a result's distribution and those in the slices of a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PawnIndex {
    /// The smallest.
    pub minimum: f64,
    /// The mean.
    pub mean: f64,
    /// The median, which is the usual index.
    pub median: f64,
    /// The largest.
    pub maximum: f64,
    /// The standard deviation divided by the mean; `None` where all distances are 0.
    pub variation: Option<f64>,
}

/// The index of a parameter with these values on a result with these; `None` where no slice holds a value.
///
/// Slices lie between neighbouring quantiles, so that each holds about as many values; the lower end belongs to a
/// slice, the upper does not, so that the largest value of all is in none.
pub fn pawn_index(parameter: &[f64], result: &[f64], slices: usize) -> Option<PawnIndex> {
    let mut all = result.to_vec();
    all.sort_by(f64::total_cmp);
    let ends = slice_ends(parameter, slices);
    let distance = |ends: &[f64]| {
        let within = parameter
            .iter()
            .zip(result)
            .filter(|(x, _)| **x >= ends[0] && **x < ends[1]);
        let mut slice: Vec<f64> = within.map(|(_, &value)| value).collect();
        slice.sort_by(f64::total_cmp);
        (!slice.is_empty()).then(|| kolmogorov_smirnov(&slice, &all))
    };
    let mut distances: Vec<f64> = ends.windows(2).filter_map(distance).collect();
    let mean = mean(&distances)?;
    let squares = distances.iter().map(|distance| (distance - mean) * (distance - mean));
    let deviation = (squares.sum::<f64>() / distances.len() as f64).sqrt();
    distances.sort_by(f64::total_cmp);
    Some(PawnIndex {
        minimum: distances[0],
        mean,
        median: quantile_type7(&distances, 0.5)?,
        maximum: distances[distances.len() - 1],
        variation: (mean > 0.0).then(|| deviation / mean),
    })
}

/// The quantiles between which the slices lie.
///
/// They are rounded as NumPy rounds them, since a value at an end is on one side or on the other.
fn slice_ends(values: &[f64], slices: usize) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let step = 1.0 / slices as f64;
    let end = |number: usize| {
        let last = sorted.len().checked_sub(1)?;
        let place = last as f64 * (number as f64 * step);
        let index = (place.floor() as usize).min(last);
        let (low, high) = (sorted[index], sorted[(index + 1).min(last)]);
        let part = place - index as f64;
        let upper_half = part >= 0.5;
        Some(if upper_half {
            high - (high - low) * (1.0 - part)
        } else {
            low + (high - low) * part
        })
    };
    (0..=slices).filter_map(end).collect()
}

/// The largest distance between the distribution functions of two sorted samples.
fn kolmogorov_smirnov(one: &[f64], other: &[f64]) -> f64 {
    let (mut below_one, mut below_other) = (0, 0);
    let mut distance = 0.0;
    for value in other {
        below_one += one[below_one..].iter().take_while(|x| *x <= value).count();
        below_other += other[below_other..].iter().take_while(|x| *x <= value).count();
        let shares = (
            below_one as f64 / one.len() as f64,
            below_other as f64 / other.len() as f64,
        );
        distance = max(distance, (shares.0 - shares.1).abs());
    }
    distance
}
