//! The conditional expectation of a number given one parameter: a penalised cubic regression spline, its penalty chosen by
//! generalised cross-validation.
//!
//! The basis is that of S. N. Wood (*Generalized Additive Models*, 2nd ed., 2017, §5.3.1): a natural cubic spline named by
//! its values at the knots, with the integral of its squared second derivative as the penalty. With few distinct values
//! each is a knot.

use crate::numeric::linear::{Lu, Matrix, dot};
use crate::numeric::math::{max, sqrt};
use crate::study::statistics::mean;

/// The most knots.
const KNOTS: usize = 12;
/// The penalties that are tried, relative to the size of the data: powers of this, around 1.
const STEP: f64 = 4.0;
const PENALTIES: i32 = 12;
/// What a function leaves is rounding below this share of all.
const ROUNDING: f64 = 1e-14;

/// The space of functions of one parameter, and the draws seen from it.
pub(super) struct Smoother {
    /// For each draw, the value of each basis function.
    basis: Vec<Vec<f64>>,
    /// The inner products of the basis functions over the draws.
    gram: Matrix,
    /// The roughness of a spline as a quadratic form of its values at the knots.
    roughness: Matrix,
}

/// What a fit needs to know of some numbers.
struct Moments {
    count: f64,
    mean: f64,
    /// The inner product of each basis function and the numbers without their mean.
    with_basis: Vec<f64>,
    /// The sum of their squares.
    squares: f64,
}

/// A fitted function.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    /// Its values at the knots.
    pub coefficients: Vec<f64>,
    /// The effective number of free coefficients.
    pub freedom: f64,
    /// The variance of what it leaves.
    pub variance: f64,
    /// The lower triangular factor of the covariance of the coefficients, for a variance of 1.
    pub factor: Vec<Vec<f64>>,
}

impl Smoother {
    /// The functions of a parameter with these values, of which at least two differ.
    pub(super) fn new(values: &[f64]) -> Self {
        let knots = knots(values);
        let spline = Spline::new(&knots);
        let basis: Vec<Vec<f64>> = values.iter().map(|&value| spline.basis(value)).collect();
        let mut gram = Matrix::zero(knots.len());
        for row in &basis {
            for (at, weight) in row.iter().enumerate() {
                for (entry, other) in gram.row_mut(at).iter_mut().zip(row) {
                    *entry += weight * other;
                }
            }
        }
        Self {
            basis,
            gram,
            roughness: spline.roughness(),
        }
    }

    /// The function whose generalised cross-validation score is least; of equal ones the smoothest.
    pub(super) fn fit(&self, numbers: &[f64]) -> Option<Fit> {
        let moments = self.moments(numbers);
        let (scale, rough) = (trace(&self.gram), trace(&self.roughness));
        let relative = if rough > 0.0 { scale / rough } else { 0.0 };
        let mut best: Option<(f64, Fit)> = None;
        for power in (-PENALTIES..=PENALTIES).rev() {
            let penalty = relative * whole_power(STEP, power);
            let Some(fit) = self.penalised(penalty, &moments) else {
                continue;
            };
            let left = moments.count - fit.freedom;
            let score = fit.variance / left;
            if left > 0.0 && best.as_ref().is_none_or(|(least, _)| score < *least) {
                best = Some((score, fit));
            }
        }
        best.map(|(_, fit)| fit)
    }

    /// The products of some numbers with the basis functions and themselves, without their mean.
    fn moments(&self, numbers: &[f64]) -> Moments {
        let mean = mean(numbers);
        let mut moments = Moments {
            count: numbers.len() as f64,
            mean,
            with_basis: vec![0.0; self.gram.size()],
            squares: 0.0,
        };
        for (row, number) in self.basis.iter().zip(numbers) {
            let number = number - mean;
            for (moment, weight) in moments.with_basis.iter_mut().zip(row) {
                *moment += weight * number;
            }
            moments.squares += number * number;
        }
        moments
    }

    fn penalised(&self, penalty: f64, moments: &Moments) -> Option<Fit> {
        let size = self.gram.size();
        let mut system = Matrix::zero(size);
        for row in 0..size {
            let entries = self.gram.row(row).iter().zip(self.roughness.row(row));
            for (entry, (gram, rough)) in system.row_mut(row).iter_mut().zip(entries) {
                *entry = gram + penalty * rough;
            }
        }
        let lu = Lu::of(system);
        let around_mean = lu.solve(&moments.with_basis)?;
        let columns: Option<Vec<Vec<f64>>> = (0..size).map(|at| lu.solve(&unit(size, at))).collect();
        let covariance = columns?;
        let freedom: f64 = (0..size).map(|at| dot(&covariance[at], self.gram.row(at))).sum();
        let explained = 2.0 * dot(&around_mean, &moments.with_basis);
        let squares: f64 = (0..size)
            .map(|at| around_mean[at] * dot(self.gram.row(at), &around_mean))
            .sum();
        let left = max(moments.squares - explained + squares, ROUNDING * moments.squares);
        Some(Fit {
            variance: left / (moments.count - freedom),
            factor: cholesky(&covariance)?,
            // The basis functions sum to 1.
            coefficients: around_mean.iter().map(|value| value + moments.mean).collect(),
            freedom,
        })
    }

    /// The function with these values at the knots, in every so many draws.
    pub(super) fn values(&self, coefficients: &[f64], every: usize) -> Vec<f64> {
        let rows = self.basis.iter().step_by(every);
        rows.map(|row| dot(row, coefficients)).collect()
    }
}

fn trace(matrix: &Matrix) -> f64 {
    (0..matrix.size()).map(|at| matrix.row(at)[at]).sum()
}

fn unit(size: usize, at: usize) -> Vec<f64> {
    (0..size).map(|place| if place == at { 1.0 } else { 0.0 }).collect()
}

fn whole_power(base: f64, power: i32) -> f64 {
    let size = (0..power.unsigned_abs()).fold(1.0, |product, _| product * base);
    if power < 0 { 1.0 / size } else { size }
}

/// The lower triangular factor of a symmetric positive definite matrix.
pub(super) fn cholesky(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for (at, entries) in matrix.iter().enumerate() {
        let mut row: Vec<f64> = Vec::new();
        for (other, of) in rows.iter().enumerate() {
            row.push((entries[other] - dot(&row, of)) / of[other]);
        }
        let left = entries[at] - dot(&row, &row);
        if left.is_nan() || left <= 0.0 {
            return None;
        }
        row.push(sqrt(left));
        rows.push(row);
    }
    Some(rows)
}

/// The knots: all distinct values if they are few, else some that part them into equally many.
fn knots(values: &[f64]) -> Vec<f64> {
    let mut distinct = values.to_vec();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    let last = distinct.len() - 1;
    if last < KNOTS {
        return distinct;
    }
    (0..KNOTS).map(|knot| distinct[knot * last / (KNOTS - 1)]).collect()
}

/// Natural cubic splines through some knots.
struct Spline {
    knots: Vec<f64>,
    /// The second derivatives at the knots, as linear functions of the values there.
    curvature: Vec<Vec<f64>>,
    /// The same times the band of inner products between them: the roughness is their product with the curvature.
    differences: Vec<Vec<f64>>,
}

impl Spline {
    fn new(knots: &[f64]) -> Self {
        let size = knots.len();
        let width = |at: usize| knots[at + 1] - knots[at];
        let mut differences = vec![vec![0.0; size]; size];
        let mut band = Matrix::zero(size.saturating_sub(2));
        for at in 1..size.saturating_sub(1) {
            let (before, after) = (width(at - 1), width(at));
            differences[at][at - 1] = 1.0 / before;
            differences[at][at] = -1.0 / before - 1.0 / after;
            differences[at][at + 1] = 1.0 / after;
            let row = band.row_mut(at - 1);
            row[at - 1] = (before + after) / 3.0;
            if at > 1 {
                row[at - 2] = before / 6.0;
            }
            if at + 2 < size {
                row[at] = after / 6.0;
            }
        }
        let mut curvature = vec![vec![0.0; size]; size];
        let lu = Lu::of(band);
        for column in 0..size {
            let right: Vec<f64> = (1..size.saturating_sub(1)).map(|at| differences[at][column]).collect();
            for (at, value) in (1..).zip(lu.solve(&right).unwrap_or_default()) {
                curvature[at][column] = value;
            }
        }
        Self {
            knots: knots.to_vec(),
            curvature,
            differences,
        }
    }

    /// The value of each basis function, 1 at its knot and 0 at the others, at a place between the outer knots.
    fn basis(&self, at: f64) -> Vec<f64> {
        let upper = self
            .knots
            .partition_point(|&knot| knot < at)
            .clamp(1, self.knots.len() - 1);
        let (low, high) = (self.knots[upper - 1], self.knots[upper]);
        let width = high - low;
        let (to_high, from_low) = (high - at, at - low);
        let weights = [to_high / width, from_low / width];
        let bend = |part: f64| (part * part * part / width - width * part) / 6.0;
        let bends = [bend(to_high), bend(from_low)];
        let curvature = self.curvature[upper - 1].iter().zip(&self.curvature[upper]);
        let mut basis: Vec<f64> = curvature
            .map(|(below, above)| bends[0] * below + bends[1] * above)
            .collect();
        basis[upper - 1] += weights[0];
        basis[upper] += weights[1];
        basis
    }

    /// The integral of the squared second derivative, as a quadratic form of the values at the knots.
    fn roughness(&self) -> Matrix {
        let size = self.knots.len();
        let mut roughness = Matrix::zero(size);
        for (difference, curvature) in self.differences.iter().zip(&self.curvature) {
            for (row, weight) in difference.iter().enumerate() {
                for (entry, value) in roughness.row_mut(row).iter_mut().zip(curvature) {
                    *entry += weight * value;
                }
            }
        }
        roughness
    }
}

#[cfg(test)]
mod tests {
    use super::{Smoother, Spline};
    use crate::numeric::math::sin;

    const KNOTS: [f64; 6] = [-1.0, -0.2, 0.5, 0.6, 2.0, 3.5];

    fn value(spline: &Spline, values: &[f64], at: f64) -> f64 {
        super::dot(&spline.basis(at), values)
    }

    /// The second derivative between knots, where a cubic's is exactly its second difference.
    fn second_derivative(spline: &Spline, values: &[f64], at: f64) -> f64 {
        let step = 1e-3;
        let around = value(spline, values, at - step) + value(spline, values, at + step);
        (around - 2.0 * value(spline, values, at)) / (step * step)
    }

    #[test]
    fn splines_interpolate_and_reproduce_lines() {
        let spline = Spline::new(&KNOTS);
        for (number, &knot) in KNOTS.iter().enumerate() {
            for (other, weight) in spline.basis(knot).iter().enumerate() {
                assert!(
                    (weight - f64::from(number == other)).abs() < 1e-12,
                    "{number} {other}: {weight}"
                );
            }
        }
        let line = KNOTS.map(|knot| 2.0 - 3.0 * knot);
        for at in [-0.9, 0.1, 0.55, 1.3, 3.4] {
            assert!((value(&spline, &line, at) - (2.0 - 3.0 * at)).abs() < 1e-12, "{at}");
        }
    }

    #[test]
    fn splines_are_smooth_and_their_roughness_is_that_of_their_curvature() {
        let spline = Spline::new(&KNOTS);
        let values = [1.0, -0.5, 0.3, 0.7, 2.0, -1.0];
        let step = 1e-7;
        for &knot in &KNOTS[1..5] {
            let here = value(&spline, &values, knot);
            let before = (here - value(&spline, &values, knot - step)) / step;
            let after = (value(&spline, &values, knot + step) - here) / step;
            assert!((before - after).abs() < 1e-4, "{knot}: {before}, {after}");
        }
        // The second derivative is linear between knots and 0 at the outer ones: Simpson's rule is exact for its square.
        let mut roughness = 0.0;
        for pair in KNOTS.windows(2) {
            let [low, high] = [pair[0], pair[1]];
            let at = |share: f64| second_derivative(&spline, &values, low + share * (high - low));
            // From a quarter to three quarters the line is known, and so at both ends.
            let (near, far) = (at(0.25), at(0.75));
            let (first, middle, last) = (1.5 * near - 0.5 * far, 0.5 * (near + far), 1.5 * far - 0.5 * near);
            roughness += (high - low) / 6.0 * (first * first + 4.0 * middle * middle + last * last);
        }
        let matrix = spline.roughness();
        let form: f64 = (0..6)
            .map(|row| values[row] * super::dot(matrix.row(row), &values))
            .sum();
        assert!((form / roughness - 1.0).abs() < 1e-6, "{form} is not {roughness}");
    }

    #[test]
    fn of_equally_good_functions_the_smoothest_is_taken() {
        let smoother = Smoother::new(&(0..100).map(f64::from).collect::<Vec<_>>());
        let fit = smoother.fit(&[3.0; 100]).expect("there is one");
        // A line has two degrees of freedom.
        assert!((fit.freedom - 2.0).abs() < 0.01, "{}", fit.freedom);
    }

    #[test]
    fn the_unit_of_a_parameter_does_not_matter() {
        let values: Vec<f64> = (0..400).map(|at| f64::from(at * 37 % 400) / 100.0).collect();
        let noise = |at: usize| f64::from((at as u32 * 7919) % 101) / 101.0 - 0.5;
        let numbers: Vec<f64> = (0..values.len()).map(|at| sin(values[at]) + noise(at)).collect();
        let fitted = |unit: f64| {
            let smoother = Smoother::new(&values.iter().map(|value| unit * value).collect::<Vec<_>>());
            let fit = smoother.fit(&numbers).expect("there is one");
            smoother.values(&fit.coefficients, 1)
        };
        let metres = fitted(1.0);
        for unit in [1e-3, 7.0, 1e4] {
            for (one, other) in metres.iter().zip(fitted(unit)) {
                assert!((one - other).abs() < 1e-6, "{unit}: {one}, {other}");
            }
        }
    }
}
