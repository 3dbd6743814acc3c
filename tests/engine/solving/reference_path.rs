//! The principal branch of a matrix game, followed in very small steps by an independent method.

use pactum::unstable::numeric::math::{exp, sqrt};

use super::matrix_game::Matrices;

/// The length of a step in log-odds and the share of the precision together.
const STEP: f64 = 0.02;
const MOST_STEPS: usize = 60_000;

/// Where the branch led: both actors' probabilities at the precision, and whether a fold or a crossing lay on the way.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) row: Vec<f64>,
    pub(crate) column: Vec<f64>,
    pub(crate) folds: usize,
    pub(crate) crossings: usize,
}

fn softmax(odds: &[f64]) -> Vec<f64> {
    let weights: Vec<f64> = odds.iter().map(|&odds| exp(odds)).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}

/// The game with a precision, in the coordinates of all log-odds (with mean zero) and the share.
struct Equations<'m> {
    matrices: &'m Matrices,
    precision: f64,
}

impl Equations<'_> {
    fn rows(&self) -> usize {
        self.matrices.row.len()
    }

    fn size(&self) -> usize {
        self.rows() + self.matrices.row[0].len()
    }

    /// log-odds less precision times value, each less its mean.
    fn apart(&self, z: &[f64]) -> Vec<f64> {
        let (rows, size) = (self.rows(), self.size());
        let (p, q) = (softmax(&z[..rows]), softmax(&z[rows..size]));
        let share = z[size] * self.precision;
        let worth = |number: usize| -> f64 {
            if number < rows {
                q.iter().zip(&self.matrices.row[number]).map(|(q, a)| q * a).sum()
            } else {
                let column = number - rows;
                p.iter().zip(&self.matrices.column).map(|(p, b)| p * b[column]).sum()
            }
        };
        let raw: Vec<f64> = (0..size).map(|at| z[at] - share * worth(at)).collect();
        let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
        let (row, column) = (mean(&raw[..rows]), mean(&raw[rows..]));
        // Log-odds are only known up to a summand: the mean of x itself is held at 0.
        let held = (mean(&z[..rows]), mean(&z[rows..size]));
        (0..size)
            .map(|at| {
                if at < rows {
                    raw[at] - row + held.0
                } else {
                    raw[at] - column + held.1
                }
            })
            .collect()
    }

    /// Central differences.
    fn derivatives(&self, z: &[f64]) -> Vec<Vec<f64>> {
        let width = 1e-5;
        let columns: Vec<Vec<f64>> = (0..z.len())
            .map(|at| {
                let mut shifted = z.to_vec();
                shifted[at] = z[at] + width;
                let above = self.apart(&shifted);
                shifted[at] = z[at] - width;
                let below = self.apart(&shifted);
                above.iter().zip(&below).map(|(a, b)| (a - b) / (2.0 * width)).collect()
            })
            .collect();
        (0..self.size())
            .map(|row| columns.iter().map(|column| column[row]).collect())
            .collect()
    }
}

/// The solution of a system, and the sign of its determinant.
fn eliminate(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> (Vec<f64>, f64) {
    let size = rows.len();
    let mut sign = 1.0;
    for at in 0..size {
        let best = (at..size).fold(at, |best, row| {
            if rows[row][at].abs() > rows[best][at].abs() {
                row
            } else {
                best
            }
        });
        if best != at {
            rows.swap(best, at);
            right.swap(best, at);
            sign = -sign;
        }
        sign *= rows[at][at].signum();
        for row in at + 1..size {
            let factor = rows[row][at] / rows[at][at];
            let above = rows[at].clone();
            for (entry, above) in rows[row].iter_mut().zip(&above).skip(at) {
                *entry -= factor * above;
            }
            let above = right[at];
            right[row] -= factor * above;
        }
    }
    for row in (0..size).rev() {
        for column in row + 1..size {
            let known = rows[row][column] * right[column];
            right[row] -= known;
        }
        right[row] /= rows[row][row];
    }
    (right, sign)
}

fn length(vector: &[f64]) -> f64 {
    sqrt(vector.iter().map(|x| x * x).sum())
}

/// Follows the branch from uniform play to the full precision; `None` if that takes too long.
pub(crate) fn follow(matrices: &Matrices, precision: f64) -> Option<Found> {
    let equations = Equations { matrices, precision };
    let size = equations.size();
    let mut z = vec![0.0; size + 1];
    let mut tangent = vec![0.0; size + 1];
    tangent[size] = 1.0;
    let (mut sign, mut folds, mut crossings) = (0.0, 0, 0);
    for _ in 0..MOST_STEPS {
        let mut rows = equations.derivatives(&z);
        rows.push(tangent.clone());
        let mut upward = vec![0.0; size + 1];
        upward[size] = 1.0;
        let (mut next, determinant) = eliminate(rows, upward);
        let norm = length(&next);
        next.iter_mut().for_each(|entry| *entry /= norm);
        folds += usize::from(next[size] * tangent[size] < 0.0);
        crossings += usize::from(sign * determinant < 0.0);
        sign = determinant;
        tangent = next;
        let to_go = (1.0 - z[size]) / tangent[size];
        let last = to_go > 0.0 && to_go <= STEP;
        let step = if last { to_go } else { STEP };
        let across = if last {
            let mut level = vec![0.0; size + 1];
            level[size] = 1.0;
            level
        } else {
            tangent.clone()
        };
        for (z, along) in z.iter_mut().zip(&tangent) {
            *z += step * along;
        }
        for _ in 0..8 {
            let mut right = equations.apart(&z);
            right.push(0.0);
            let mut rows = equations.derivatives(&z);
            rows.push(across.clone());
            let (change, _) = eliminate(rows, right);
            z.iter_mut().zip(&change).for_each(|(z, change)| *z -= change);
            if length(&change) < 1e-11 {
                break;
            }
        }
        if last {
            let rows = equations.rows();
            return Some(Found {
                row: softmax(&z[..rows]),
                column: softmax(&z[rows..size]),
                folds,
                crossings,
            });
        }
    }
    None
}
