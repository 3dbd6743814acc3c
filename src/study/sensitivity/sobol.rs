//! Sobol indices: which share of a result's variance comes from each parameter, alone, in pairs and in total.
//!
//! The design is A. Saltelli's (*Computer Physics Communications* 145, 2002). First-order indices are estimated as A.
//! Saltelli and others propose (*Computer Physics Communications* 181, 2010), total ones as M. Jansen does (*Computer
//! Physics Communications* 117, 1999), pairs as in the paper of 2002; results are centred and indices normalised as in
//! SALib 1.6, so that they are equal to its.

use super::bootstrap::{Estimate, Resampling};
use super::rows::Rows;
use crate::numeric::sobol_points::SobolPoints;
use crate::numeric::summary::mean;

/// Saltelli's design over scrambled Sobol points.
///
/// Each row takes two independent points A and B: the coordinates of a Sobol point in turn, so that further parameters
/// change no others, and intervals hold better than with one half for each. It holds A; A with the first coordinate from B, with the second, …;
/// if there are second-order indices, B with the first coordinate from A, and so on; and B.
#[derive(Clone, Debug)]
pub struct SobolDesign {
    points: SobolPoints,
    second_order: bool,
}

impl SobolDesign {
    /// The design for so many parameters, which are at most half as many as Sobol points have coordinates.
    pub fn new(parameters: usize, second_order: bool, seed: u64) -> Self {
        Self {
            points: SobolPoints::new(2 * parameters, seed),
            second_order,
        }
    }

    /// The points of a row.
    pub fn row(&self, number: u64) -> Vec<Vec<f64>> {
        let [a, b] = self.points.pair(number);
        saltelli_row(&a, &b, self.second_order)
    }
}

/// The points of a row of Saltelli's design over two independent points.
pub fn saltelli_row(a: &[f64], b: &[f64], second_order: bool) -> Vec<Vec<f64>> {
    let exchanged = |own: &[f64], other: &[f64], at: usize| {
        let mut point = own.to_vec();
        point[at] = other[at];
        point
    };
    let mut row = vec![a.to_vec()];
    row.extend((0..a.len()).map(|at| exchanged(a, b, at)));
    if second_order {
        row.extend((0..a.len()).map(|at| exchanged(b, a, at)));
    }
    row.push(b.to_vec());
    row
}

/// The Sobol indices of a result.
///
/// An estimate may be negative, or above 1, though no index is: it then differs from one near 0, or near 1, by the
/// error that its interval shows.
#[derive(Clone, Debug, PartialEq)]
pub struct SobolIndices {
    /// The share of the variance that each parameter accounts for alone.
    pub first: Vec<Estimate>,
    /// The share of the variance in which each parameter has a part, alone or with others.
    pub total: Vec<Estimate>,
    /// The share of the variance that only both parameters of a pair account for, beyond what each does alone: the
    /// pairs (0, 1), (0, 2), …, (1, 2), …; empty without second-order indices.
    pub second: Vec<Estimate>,
}

/// The Sobol indices of a result from its evaluations on a [`SobolDesign`]; `None` if the result does not vary.
pub fn sobol_indices(
    rows: &Rows,
    parameters: usize,
    second_order: bool,
    resampling: Resampling,
) -> Option<SobolIndices> {
    let centre = mean(&rows.values.concat())?;
    let centred = |row: &Vec<f64>| row.iter().map(|value| value - centre).collect();
    let rows: Vec<Vec<f64>> = rows.values.iter().map(centred).collect();
    let of = |weights: &[f64]| indices(&rows, weights, parameters, second_order);
    let estimates = resampling.estimates(rows.len(), of)?;
    let (first, rest) = estimates.split_at(parameters);
    let (total, second) = rest.split_at(parameters);
    Some(SobolIndices {
        first: first.to_vec(),
        total: total.to_vec(),
        second: second.to_vec(),
    })
}

/// The indices of centred rows, each of which counts as often as its weight says: first, total, then of pairs.
fn indices(rows: &[Vec<f64>], weights: &[f64], parameters: usize, second_order: bool) -> Option<Vec<f64>> {
    let mut first = vec![0.0; parameters];
    let mut total = vec![0.0; parameters];
    let pairs = if second_order {
        parameters * (parameters - 1) / 2
    } else {
        0
    };
    let mut second = vec![0.0; pairs];
    for (row, &weight) in rows.iter().zip(weights).filter(|(_, weight)| **weight > 0.0) {
        let (a, b) = (row[0], row[row.len() - 1]);
        let (from_b, from_a) = row[1..row.len() - 1].split_at(parameters);
        for ((first, total), value) in first.iter_mut().zip(&mut total).zip(from_b) {
            let effect = value - a;
            *first += weight * b * effect;
            *total += weight * effect * effect;
        }
        let mut second = second.iter_mut();
        for (at, own) in from_a.iter().enumerate() {
            for (other, sum) in from_b[at + 1..].iter().zip(&mut second) {
                *sum += weight * (own * other - a * b);
            }
        }
    }
    let count: f64 = weights.iter().sum();
    let variance = variance(rows, weights, count)?;
    let scale = 1.0 / (count * variance);
    first.iter_mut().for_each(|sum| *sum *= scale);
    total.iter_mut().for_each(|sum| *sum *= 0.5 * scale);
    let own = (0..parameters).flat_map(|at| first[at + 1..].iter().map(move |other| (at, other)));
    let own: Vec<f64> = own.map(|(at, other)| first[at] + other).collect();
    second
        .iter_mut()
        .zip(own)
        .for_each(|(sum, own)| *sum = *sum * scale - own);
    Some([first, total, second].concat())
}

/// The variance of the results at the points A and B together; `None` if it is 0.
fn variance(rows: &[Vec<f64>], weights: &[f64], count: f64) -> Option<f64> {
    let ends = || {
        rows.iter()
            .zip(weights)
            .map(|(row, weight)| (row[0], row[row.len() - 1], weight))
    };
    let mean = ends().map(|(a, b, weight)| weight * (a + b)).sum::<f64>() / (2.0 * count);
    let square = |(a, b, weight): (f64, f64, &f64)| weight * ((a - mean) * (a - mean) + (b - mean) * (b - mean));
    let variance = ends().map(square).sum::<f64>() / (2.0 * count);
    (variance > 0.0).then_some(variance)
}
