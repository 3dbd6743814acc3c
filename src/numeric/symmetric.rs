//! Eigenvalues and eigenvectors of small symmetric matrices, by Jacobi's rotations (Golub & Van Loan 2013, *Matrix
//! Computations*, 8.5).

use super::linear::Matrix;
use super::math::sqrt;

/// The most rounds of rotations; six are usual.
const ROUNDS: usize = 60;

/// A symmetric matrix as its eigenvalues and eigenvectors.
#[derive(Clone, Debug)]
pub(crate) struct Eigen {
    /// The eigenvalues, least first.
    pub values: Vec<f64>,
    /// The eigenvector of each, of length 1.
    pub vectors: Vec<Vec<f64>>,
}

impl Eigen {
    /// That of a symmetric matrix of finite numbers.
    pub(crate) fn of(matrix: &Matrix) -> Self {
        let size = matrix.size();
        let mut a: Vec<Vec<f64>> = (0..size).map(|row| matrix.row(row).to_vec()).collect();
        let unit = |row: usize| (0..size).map(|at| f64::from(u8::from(at == row))).collect();
        let mut vectors: Vec<Vec<f64>> = (0..size).map(unit).collect();
        for _ in 0..ROUNDS {
            let mut rotated = false;
            for p in 0..size {
                for q in p + 1..size {
                    rotated |= rotate(&mut a, &mut vectors, p, q);
                }
            }
            if !rotated {
                break;
            }
        }
        let mut order: Vec<usize> = (0..size).collect();
        order.sort_by(|&i, &j| a[i][i].total_cmp(&a[j][j]));
        Self {
            values: order.iter().map(|&at| a[at][at]).collect(),
            vectors: order.iter().map(|&at| vectors[at].clone()).collect(),
        }
    }

    /// The matrix with another number in place of each eigenvalue.
    pub(crate) fn with_values(&self, of: impl Fn(f64) -> f64) -> Matrix {
        let size = self.values.len();
        let mut matrix = Matrix::zero(size);
        for (value, vector) in self.values.iter().zip(&self.vectors) {
            let value = of(*value);
            for (row, at) in vector.iter().enumerate() {
                let entries = matrix.row_mut(row).iter_mut().zip(vector);
                entries.for_each(|(entry, other)| *entry += value * at * other);
            }
        }
        matrix
    }
}

/// Makes an entry off the diagonal 0; whether there was anything to do.
fn rotate(a: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) -> bool {
    let off = a[p][q];
    if off.abs() <= f64::EPSILON * sqrt(a[p][p].abs() * a[q][q].abs()) || off == 0.0 {
        return false;
    }
    let theta = (a[q][q] - a[p][p]) / (2.0 * off);
    let sign = if theta < 0.0 { -1.0 } else { 1.0 };
    let tangent = sign / (theta.abs() + sqrt(theta * theta + 1.0));
    let cosine = 1.0 / sqrt(tangent * tangent + 1.0);
    let sine = tangent * cosine;
    for row in a.iter_mut() {
        let (at_p, at_q) = (row[p], row[q]);
        (row[p], row[q]) = (cosine * at_p - sine * at_q, sine * at_p + cosine * at_q);
    }
    rotate_rows(a, (p, q), (cosine, sine));
    rotate_rows(vectors, (p, q), (cosine, sine));
    (a[p][q], a[q][p]) = (0.0, 0.0);
    true
}

fn rotate_rows(rows: &mut [Vec<f64>], (p, q): (usize, usize), (cosine, sine): (f64, f64)) {
    for at in 0..rows[p].len() {
        let (at_p, at_q) = (rows[p][at], rows[q][at]);
        (rows[p][at], rows[q][at]) = (cosine * at_p - sine * at_q, sine * at_p + cosine * at_q);
    }
}

#[cfg(test)]
mod tests {
    use super::{Eigen, Matrix};
    use crate::numeric::math::max;

    #[test]
    fn eigenvalues_are_those_of_the_matrix() {
        let two = Eigen::of(&Matrix::of(&[vec![2.0, 1.0], vec![1.0, 2.0]]));
        assert!((two.values[0] - 1.0).abs() < 1e-15 && (two.values[1] - 3.0).abs() < 1e-15);
        let rows = [vec![4.0, -2.0, 0.5], vec![-2.0, 1e-3, 3.0], vec![0.5, 3.0, -7.0]];
        let three = Eigen::of(&Matrix::of(&rows));
        let back = three.with_values(|value| value);
        for (number, row) in rows.iter().enumerate() {
            let apart = back.row(number).iter().zip(row).map(|(a, b)| (a - b).abs());
            assert!(apart.fold(0.0, max) < 1e-13);
        }
        let singular = Eigen::of(&Matrix::of(&[vec![1.0, 2.0], vec![2.0, 4.0]]));
        assert!(singular.values[0].abs() < 1e-15 && (singular.values[1] - 5.0).abs() < 1e-14);
        assert!((singular.vectors[0][0] + 2.0 * singular.vectors[0][1]).abs() < 1e-15 * 4.0);
    }
}
