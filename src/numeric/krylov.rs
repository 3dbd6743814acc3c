//! Solves large linear systems from matrix-vector products alone: the generalised minimal residual method, GMRES
//! (Saad & Schultz 1986, *SIAM J. Sci. Stat. Comput.* 7, 856–869). Each lane is a system of its own.

use std::array::from_fn;

use super::lanes::{Lanes, dot, map, norm, product as times, subtract, zip};
use super::math::sqrt;

/// A solution, and how good it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Solved<const W: usize> {
    /// The solution.
    pub solution: Vec<Lanes<W>>,
    /// The residual's length, in shares of that of the right-hand side.
    pub residual: Lanes<W>,
    /// How many products it took.
    pub products: usize,
}

/// Solves A·x = b in each lane until the residual is `tolerance` times as long as b, with at most `most` products of A.
/// Where b is 0, so is the solution.
pub(crate) fn minimal_residual<const W: usize>(
    mut product: impl FnMut(&[Lanes<W>]) -> Vec<Lanes<W>>,
    right: &[Lanes<W>],
    tolerance: &Lanes<W>,
    most: usize,
) -> Solved<W> {
    stoppable_minimal_residual(|direction| Some(product(direction)), right, tolerance, most)
}

/// The same with what is found so far where there is no product.
pub(crate) fn stoppable_minimal_residual<const W: usize>(
    mut product: impl FnMut(&[Lanes<W>]) -> Option<Vec<Lanes<W>>>,
    right: &[Lanes<W>],
    tolerance: &Lanes<W>,
    most: usize,
) -> Solved<W> {
    let length = norm(right);
    let mut space = Space::new(right, &length);
    space.settle(tolerance, &length);
    while space.columns.len() < most && space.open() {
        let Some(image) = product(&space.basis[space.columns.len()]) else {
            break;
        };
        space.grow(image);
        space.settle(tolerance, &length);
    }
    Solved {
        solution: space.solution(),
        residual: zip(&space.residual, &length, |residual, length| {
            if length == 0.0 { 0.0 } else { residual / length }
        }),
        products: space.columns.len(),
    }
}

/// The space that a vector and its images span, and the least-squares problem in it.
struct Space<const W: usize> {
    /// Orthonormal vectors.
    basis: Vec<Vec<Lanes<W>>>,
    /// The upper triangle that the rotations leave, column by column.
    columns: Vec<Vec<Lanes<W>>>,
    /// Cosine and sine of each rotation.
    rotations: Vec<(Lanes<W>, Lanes<W>)>,
    /// The rotated right-hand side.
    right: Vec<Lanes<W>>,
    residual: Lanes<W>,
    /// Whether the space has the solution in it, by lane.
    closed: [bool; W],
    /// The number of columns that each lane that is solved uses.
    settled: [Option<usize>; W],
}

impl<const W: usize> Space<W> {
    fn new(right: &[Lanes<W>], length: &Lanes<W>) -> Self {
        Self {
            basis: vec![divided(right, length)],
            columns: Vec::new(),
            rotations: Vec::new(),
            right: vec![*length],
            residual: *length,
            closed: length.map(|length| length == 0.0),
            settled: [None; W],
        }
    }

    /// Whether some lane is not solved.
    fn open(&self) -> bool {
        self.settled.contains(&None)
    }

    /// Notes the lanes that are solved.
    fn settle(&mut self, tolerance: &Lanes<W>, length: &Lanes<W>) {
        for lane in 0..W {
            let solved = self.residual[lane] <= tolerance[lane] * length[lane] || self.closed[lane];
            if solved && self.settled[lane].is_none() {
                self.settled[lane] = Some(self.columns.len());
            }
        }
    }

    /// Takes in the image of the last basis vector.
    fn grow(&mut self, mut image: Vec<Lanes<W>>) {
        let before = norm(&image);
        let mut column = Vec::with_capacity(self.basis.len() + 1);
        for vector in &self.basis {
            let part = dot(vector, &image);
            subtract(&mut image, &part, vector);
            column.push(part);
        }
        let left = norm(&image);
        for (row, (cosine, sine)) in self.rotations.iter().enumerate() {
            let (a, b) = (column[row], column[row + 1]);
            column[row] = from_fn(|lane| cosine[lane] * a[lane] + sine[lane] * b[lane]);
            column[row + 1] = from_fn(|lane| cosine[lane] * b[lane] - sine[lane] * a[lane]);
        }
        let last = column.len() - 1;
        let diagonal: Lanes<W> =
            from_fn(|lane| sqrt(column[last][lane] * column[last][lane] + left[lane] * left[lane]));
        let part = |part: f64, whole: f64, none: f64| if whole == 0.0 { none } else { part / whole };
        let cosine = zip(&column[last], &diagonal, |part_of, whole| part(part_of, whole, 1.0));
        let sine = zip(&left, &diagonal, |part_of, whole| part(part_of, whole, 0.0));
        column[last] = diagonal;
        let known = self.right[last];
        self.right[last] = times(&cosine, &known);
        self.right.push(from_fn(|lane| -sine[lane] * known[lane]));
        for lane in (0..W).filter(|&lane| self.settled[lane].is_none()) {
            self.closed[lane] = left[lane] <= 1e-14 * before[lane];
            self.residual[lane] = (sine[lane] * known[lane]).abs();
        }
        self.rotations.push((cosine, sine));
        self.columns.push(column);
        self.basis.push(divided(&image, &left));
    }

    fn solution(&self) -> Vec<Lanes<W>> {
        let mut weights = vec![[0.0; W]; self.columns.len()];
        for (lane, settled) in self.settled.iter().enumerate() {
            let size = settled.unwrap_or(self.columns.len());
            for row in (0..size).rev() {
                let known: f64 = (row + 1..size)
                    .map(|column| self.columns[column][row][lane] * weights[column][lane])
                    .sum();
                let diagonal = self.columns[row][row][lane];
                weights[row][lane] = if diagonal == 0.0 {
                    0.0
                } else {
                    (self.right[row][lane] - known) / diagonal
                };
            }
        }
        let mut solution = vec![[0.0; W]; self.basis[0].len()];
        for (weight, vector) in weights.iter().zip(&self.basis) {
            subtract(&mut solution, &map(weight, |weight| -weight), vector);
        }
        solution
    }
}

/// The vector divided by a number; 0 where that is 0.
fn divided<const W: usize>(vector: &[Lanes<W>], by: &Lanes<W>) -> Vec<Lanes<W>> {
    let entry = |entry: &Lanes<W>| zip(entry, by, |entry, by| if by == 0.0 { 0.0 } else { entry / by });
    vector.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::minimal_residual;

    /// A system that is far from symmetric.
    fn product(x: &[[f64; 1]]) -> Vec<[f64; 1]> {
        let size = x.len();
        (0..size)
            .map(|row| [3.0 * x[row][0] + 0.7 * x[(row + 1) % size][0] - 0.2 * x[(row + 5) % size][0]])
            .collect()
    }

    #[test]
    fn the_solution_solves() {
        let wanted: Vec<[f64; 1]> = (0..40).map(|i| [f64::from(i * i % 7) - 2.5]).collect();
        let solved = minimal_residual(product, &product(&wanted), &[1e-13], 60);
        assert!(solved.residual[0] <= 1e-13 && solved.products <= 40);
        for ([found], [wanted]) in solved.solution.iter().zip(&wanted) {
            assert!((found - wanted).abs() < 1e-11);
        }
    }

    #[test]
    fn few_products_leave_a_residual_that_is_told() {
        let right: Vec<[f64; 1]> = (0..40).map(|i| [f64::from(i % 5) - 1.5]).collect();
        let solved = minimal_residual(product, &right, &[1e-13], 3);
        let image = product(&solved.solution);
        let left: f64 = image.iter().zip(&right).map(|([a], [b])| (a - b) * (a - b)).sum();
        let whole: f64 = right.iter().map(|[b]| b * b).sum();
        assert_eq!(solved.products, 3);
        assert!((solved.residual[0] - (left / whole).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn nothing_is_solved_by_nothing() {
        assert_eq!(minimal_residual(product, &[[0.0]; 4], &[1e-9], 9).solution, [[0.0]; 4]);
    }
}
