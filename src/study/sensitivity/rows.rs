//! The evaluations of a design, row by row, without the rows of which one is missing.

use crate::numeric::math::{max, min};

/// A result that varies by no more than this share of its largest size is constant: the rest is what solving leaves.
const CONSTANT: f64 = 1e-9;

/// The complete rows of a result's evaluations.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// The number of each row in the design.
    pub(super) numbers: Vec<u64>,
    /// The results at the points of each row.
    pub(super) values: Vec<Vec<f64>>,
    /// How many rows lack an evaluation.
    pub removed: usize,
}

impl Rows {
    /// The complete rows among evaluations that stand one after the other, `length` to a row.
    pub fn complete(evaluations: &[Option<f64>], length: usize) -> Self {
        let rows = evaluations.chunks_exact(length);
        let count = rows.len();
        let complete = |(number, row): (u64, &[Option<f64>])| {
            let values: Option<Vec<f64>> = row.iter().copied().collect();
            Some((number, values?))
        };
        let (numbers, values): (Vec<u64>, Vec<Vec<f64>>) = (0..).zip(rows).filter_map(complete).unzip();
        Self {
            removed: count - numbers.len(),
            numbers,
            values,
        }
    }

    /// Whether the result varies by more than what solving leaves open.
    pub(super) fn vary(&self) -> bool {
        let all = || self.values.iter().flatten().copied();
        let (low, high) = (all().fold(f64::INFINITY, min), all().fold(f64::NEG_INFINITY, max));
        high - low > CONSTANT * max(low.abs(), high.abs())
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;

    #[test]
    fn a_missing_evaluation_removes_its_row() {
        let evaluations = [Some(1.0), Some(2.0), None, Some(4.0), Some(5.0), Some(6.0)];
        let rows = Rows::complete(&evaluations, 2);
        assert_eq!((&rows.numbers[..], rows.removed), (&[0, 2][..], 1));
        assert_eq!(rows.values, [[1.0, 2.0], [5.0, 6.0]]);
        assert!(rows.vary());
    }

    #[test]
    fn what_solving_leaves_open_is_no_variation() {
        assert!(!Rows::complete(&[Some(0.5), Some(0.5 + 1e-10)], 1).vary());
        assert!(Rows::complete(&[Some(-0.5), Some(-0.5 + 1e-6)], 1).vary());
        assert!(!Rows::complete(&[None], 1).vary());
    }
}
