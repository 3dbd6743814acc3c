//! Solves large linear systems from matrix-vector products alone: the generalised minimal residual method, GMRES
//! (Saad & Schultz 1986, *SIAM J. Sci. Stat. Comput.* 7, 856–869).

use super::linear::dot;
use super::math::sqrt;

/// A solution, and how good it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Solved {
    /// The solution.
    pub solution: Vec<f64>,
    /// The residual's length, in shares of that of the right-hand side.
    pub residual: f64,
    /// How many products it took.
    pub products: usize,
}

/// Solves A·x = b until the residual is `tolerance` times as long as b, with at most `most` products of A.
pub(crate) fn minimal_residual(
    mut product: impl FnMut(&[f64]) -> Vec<f64>,
    right: &[f64],
    tolerance: f64,
    most: usize,
) -> Solved {
    let length = norm(right);
    if length == 0.0 {
        return Solved {
            solution: vec![0.0; right.len()],
            residual: 0.0,
            products: 0,
        };
    }
    let mut space = Space::new(right, length);
    while space.residual > tolerance * length && space.columns.len() < most && !space.closed {
        let image = product(&space.basis[space.columns.len()]);
        space.grow(image);
    }
    Solved {
        solution: space.solution(),
        residual: space.residual / length,
        products: space.columns.len(),
    }
}

/// The space that a vector and its images span, and the least-squares problem in it.
struct Space {
    /// Orthonormal vectors.
    basis: Vec<Vec<f64>>,
    /// The upper triangle that the rotations leave, column by column.
    columns: Vec<Vec<f64>>,
    /// Cosine and sine of each rotation.
    rotations: Vec<(f64, f64)>,
    /// The rotated right-hand side.
    right: Vec<f64>,
    residual: f64,
    /// Whether the space has the solution in it.
    closed: bool,
}

impl Space {
    fn new(right: &[f64], length: f64) -> Self {
        Self {
            basis: vec![right.iter().map(|entry| entry / length).collect()],
            columns: Vec::new(),
            rotations: Vec::new(),
            right: vec![length],
            residual: length,
            closed: false,
        }
    }

    /// Takes in the image of the last basis vector.
    fn grow(&mut self, mut image: Vec<f64>) {
        let before = norm(&image);
        let mut column = Vec::with_capacity(self.basis.len() + 1);
        for vector in &self.basis {
            let part = dot(vector, &image);
            subtract(&mut image, part, vector);
            column.push(part);
        }
        let left = norm(&image);
        for (row, &(cosine, sine)) in self.rotations.iter().enumerate() {
            let (a, b) = (column[row], column[row + 1]);
            column[row] = cosine * a + sine * b;
            column[row + 1] = cosine * b - sine * a;
        }
        let last = column.len() - 1;
        let diagonal = sqrt(column[last] * column[last] + left * left);
        self.closed = left <= 1e-14 * before;
        let (cosine, sine) = if diagonal == 0.0 {
            (1.0, 0.0)
        } else {
            (column[last] / diagonal, left / diagonal)
        };
        column[last] = diagonal;
        let known = self.right[last];
        self.right[last] = cosine * known;
        self.right.push(-sine * known);
        self.residual = (sine * known).abs();
        self.rotations.push((cosine, sine));
        self.columns.push(column);
        if !self.closed {
            self.basis.push(image.into_iter().map(|entry| entry / left).collect());
        }
    }

    fn solution(&self) -> Vec<f64> {
        let size = self.columns.len();
        let mut weights = vec![0.0; size];
        for row in (0..size).rev() {
            let above = (row + 1..size).map(|column| self.columns[column][row] * weights[column]);
            let known: f64 = above.sum();
            let diagonal = self.columns[row][row];
            if diagonal != 0.0 {
                weights[row] = (self.right[row] - known) / diagonal;
            }
        }
        let mut solution = vec![0.0; self.basis[0].len()];
        for (weight, vector) in weights.iter().zip(&self.basis) {
            subtract(&mut solution, -weight, vector);
        }
        solution
    }
}

fn norm(vector: &[f64]) -> f64 {
    sqrt(dot(vector, vector))
}

/// Takes a multiple of another vector away.
fn subtract(vector: &mut [f64], times: f64, other: &[f64]) {
    for (entry, other) in vector.iter_mut().zip(other) {
        *entry -= times * other;
    }
}

#[cfg(test)]
mod tests {
    use super::minimal_residual;

    /// A system that is far from symmetric.
    fn product(x: &[f64]) -> Vec<f64> {
        let size = x.len();
        (0..size)
            .map(|row| 3.0 * x[row] + 0.7 * x[(row + 1) % size] - 0.2 * x[(row + 5) % size])
            .collect()
    }

    #[test]
    fn the_solution_solves() {
        let wanted: Vec<f64> = (0..40).map(|i| f64::from(i * i % 7) - 2.5).collect();
        let solved = minimal_residual(product, &product(&wanted), 1e-13, 60);
        assert!(solved.residual <= 1e-13 && solved.products <= 40);
        for (found, wanted) in solved.solution.iter().zip(&wanted) {
            assert!((found - wanted).abs() < 1e-11);
        }
    }

    #[test]
    fn few_products_leave_a_residual_that_is_told() {
        let right: Vec<f64> = (0..40).map(|i| f64::from(i % 5) - 1.5).collect();
        let solved = minimal_residual(product, &right, 1e-13, 3);
        let image = product(&solved.solution);
        let left: f64 = image.iter().zip(&right).map(|(a, b)| (a - b) * (a - b)).sum();
        let whole: f64 = right.iter().map(|b| b * b).sum();
        assert_eq!(solved.products, 3);
        assert!((solved.residual - (left / whole).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn nothing_is_solved_by_nothing() {
        assert_eq!(minimal_residual(product, &[0.0; 4], 1e-9, 9).solution, [0.0; 4]);
    }
}
