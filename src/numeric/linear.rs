//! Small dense systems of linear equations, solved by elimination.
//!
//! Plain loops in a fixed order: libraries choose among kernels by what the processor offers, and their last bits differ
//! from machine to machine.

/// A square matrix, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    size: usize,
    entries: Vec<f64>,
}

impl Matrix {
    /// A matrix of zeros.
    pub fn zero(size: usize) -> Self {
        Self {
            size,
            entries: vec![0.0; size * size],
        }
    }

    /// A matrix of these rows, each as long as there are rows.
    pub(crate) fn of(rows: &[Vec<f64>]) -> Self {
        Self {
            size: rows.len(),
            entries: rows.concat(),
        }
    }

    /// The number of rows.
    pub fn size(&self) -> usize {
        self.size
    }

    /// A row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.entries[row * self.size..(row + 1) * self.size]
    }

    /// A row, to be written.
    pub fn row_mut(&mut self, row: usize) -> &mut [f64] {
        &mut self.entries[row * self.size..(row + 1) * self.size]
    }
}

/// A matrix taken apart into a lower and an upper triangle, with rows exchanged for the largest pivots.
#[derive(Clone, Debug)]
pub(crate) struct Lu {
    triangles: Matrix,
    /// The original row that stands in each row.
    rows: Vec<usize>,
    sign: f64,
}

impl Lu {
    /// Takes a matrix apart.
    pub(crate) fn of(mut matrix: Matrix) -> Self {
        let size = matrix.size;
        let mut rows: Vec<usize> = (0..size).collect();
        let mut sign = 1.0;
        for column in 0..size {
            let pivot = largest(&matrix, column);
            if pivot != column {
                for at in 0..size {
                    matrix.entries.swap(pivot * size + at, column * size + at);
                }
                rows.swap(pivot, column);
                sign = -sign;
            }
            let value = matrix.entries[column * size + column];
            if value == 0.0 || value.is_nan() {
                sign = 0.0;
                continue;
            }
            if value < 0.0 {
                sign = -sign;
            }
            eliminate(&mut matrix, column);
        }
        Self {
            triangles: matrix,
            rows,
            sign,
        }
    }

    /// The sign of the determinant: 1, −1, or 0 where the matrix is singular.
    pub(crate) fn sign(&self) -> f64 {
        self.sign
    }

    /// The solution of the system with this right-hand side; `None` where the matrix is singular.
    pub(crate) fn solve(&self, right: &[f64]) -> Option<Vec<f64>> {
        if self.sign == 0.0 {
            return None;
        }
        let mut solution: Vec<f64> = self.rows.iter().map(|&row| right[row]).collect();
        for row in 0..self.triangles.size {
            let known = dot(&self.triangles.row(row)[..row], &solution[..row]);
            solution[row] -= known;
        }
        for row in (0..self.triangles.size).rev() {
            let entries = self.triangles.row(row);
            let known = dot(&entries[row + 1..], &solution[row + 1..]);
            solution[row] = (solution[row] - known) / entries[row];
        }
        Some(solution)
    }
}

/// The inner product.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The row, from the diagonal down, whose entry in a column is largest in size.
fn largest(matrix: &Matrix, column: usize) -> usize {
    let size = |row: usize| matrix.entries[row * matrix.size + column].abs();
    let larger = |best, row| if size(row) > size(best) { row } else { best };
    (column + 1..matrix.size).fold(column, larger)
}

/// Clears a column below the diagonal, and leaves the factors there.
fn eliminate(matrix: &mut Matrix, column: usize) {
    let size = matrix.size;
    let (above, below) = matrix.entries.split_at_mut((column + 1) * size);
    let pivot = &above[column * size..];
    for row in below.chunks_exact_mut(size) {
        let factor = row[column] / pivot[column];
        if factor == 0.0 {
            continue;
        }
        row[column] = factor;
        for (entry, pivot) in row[column + 1..].iter_mut().zip(&pivot[column + 1..]) {
            *entry -= factor * pivot;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lu, Matrix, dot};

    #[test]
    fn solves_what_needs_its_rows_exchanged() {
        let matrix = Matrix::of(&[vec![0.0, 2.0, 1.0], vec![1.0, -1.0, 3.0], vec![4.0, 0.5, -2.0]]);
        let lu = Lu::of(matrix.clone());
        let solution = lu.solve(&[3.0, -1.0, 2.5]).expect("regular");
        for (row, right) in [3.0, -1.0, 2.5].into_iter().enumerate() {
            assert!((dot(matrix.row(row), &solution) - right).abs() < 1e-14);
        }
    }

    #[test]
    fn the_sign_is_that_of_the_determinant() {
        assert_eq!(Lu::of(Matrix::of(&[vec![0.0, 1.0], vec![1.0, 0.0]])).sign(), -1.0);
        assert_eq!(Lu::of(Matrix::of(&[vec![2.0, 1.0], vec![1.0, 2.0]])).sign(), 1.0);
        assert_eq!(Lu::of(Matrix::of(&[vec![-2.0, 1.0], vec![1.0, 2.0]])).sign(), -1.0);
        let singular = Lu::of(Matrix::of(&[vec![1.0, 2.0], vec![2.0, 4.0]]));
        assert_eq!((singular.sign(), singular.solve(&[1.0, 1.0])), (0.0, None));
    }
}
