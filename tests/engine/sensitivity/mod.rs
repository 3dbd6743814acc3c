//! Sensitivity analysis: designs and estimators against SALib, known indices and closed forms.

mod coverage;
mod known_indices;
mod salib;
mod shapley;

use pactum::unstable::numeric::math::sin;
use pactum::unstable::study::sensitivity::{Resampling, Rows};

/// Estimates without intervals.
const PLAIN: Resampling = Resampling { seed: 0, resamples: 0 };

/// A function of points of the unit cube.
type Function = fn(&[f64]) -> f64;

/// The evaluations of a function at the rows of a design.
fn evaluated(rows: u64, row: impl Fn(u64) -> Vec<Vec<f64>>, function: Function) -> Rows {
    let points: Vec<Vec<Vec<f64>>> = (0..rows).map(row).collect();
    let evaluations: Vec<Option<f64>> = points.concat().iter().map(|point| Some(function(point))).collect();
    Rows::complete(&evaluations, points[0].len())
}

/// Ishigami's function with a = 7 and b = 0.1, of three numbers between −π and π.
fn ishigami(point: &[f64]) -> f64 {
    let [x, y, z] = [0, 1, 2].map(|at| (2.0 * point[at] - 1.0) * std::f64::consts::PI);
    sin(x) + 7.0 * sin(y) * sin(y) + 0.1 * z * z * z * z * sin(x)
}

/// Sobol's G function with a = (0, 1, 4.5, 9, 99, …).
fn sobol_g(point: &[f64]) -> f64 {
    let weights = [0.0, 1.0, 4.5, 9.0].into_iter().chain(std::iter::repeat(99.0));
    let factor = |(x, a): (&f64, f64)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a);
    point.iter().zip(weights).map(factor).product()
}
