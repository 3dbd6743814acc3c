//! Pseudo-arclength continuation: follows a branch of solutions of F(x, s) = 0 as s rises.
//!
//! A step predicts along the tangent and corrects by Newton's method, orthogonally to the tangent, so that it passes
//! folds, where s changes direction (Keller 1977; Allgower & Georg 1990, *Numerical Continuation Methods*, ch. 6).
//! Distances use the mean square of x, so that they do not grow with the number of unknowns.

use std::ops::ControlFlow;

use super::krylov::minimal_residual;
use super::linear::{Lu, Matrix, dot};
use super::math::{max, min, sqrt};

/// Equations F(x, s) = 0, one for each unknown in x.
pub trait Branch {
    /// The number of unknowns.
    fn unknowns(&self) -> usize;

    /// Moves to a point, and returns F there.
    fn evaluate(&mut self, x: &[f64], s: f64) -> Vec<f64>;

    /// The derivative of F in a direction (its last entry is that of s), at the point moved to last.
    fn derivative(&self, direction: &[f64]) -> Vec<f64>;

    /// The derivatives of F at the point moved to last: entry (i, j) of the first rows is that of equation i by
    /// unknown j, the last column is that by s. The last row is left for the caller.
    fn jacobian(&self) -> Matrix {
        let unknowns = self.unknowns();
        let mut jacobian = Matrix::zero(unknowns + 1);
        let mut direction = vec![0.0; unknowns + 1];
        for column in 0..=unknowns {
            direction[column] = 1.0;
            for (row, entry) in self.derivative(&direction).into_iter().enumerate() {
                jacobian.row_mut(row)[column] = entry;
            }
            direction[column] = 0.0;
        }
        jacobian
    }
}

/// Options of following a branch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TraceOptions {
    /// The goal for s; infinity to continue until the caller stops.
    pub goal: f64,
    /// The largest |F| that counts as solved at the goal, relative to 1 + the largest |x|.
    pub tolerance: f64,
    /// The largest change of an unknown in a step, relative to 1 + the largest |x|; infinity for no limit.
    pub change: f64,
    /// The most unknowns for which the Jacobian is computed as a dense matrix.
    pub dense: usize,
    /// The most steps.
    pub steps: usize,
}

impl Default for TraceOptions {
    fn default() -> Self {
        Self {
            goal: 1.0,
            tolerance: 1e-12,
            change: f64::INFINITY,
            dense: 400,
            steps: 2_000,
        }
    }
}

/// A singular point on the branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SingularPoint {
    /// A fold: s changes direction.
    Fold,
    /// A bifurcation: another branch crosses this one.
    Bifurcation,
}

/// How following a branch ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// At the goal.
    Arrived,
    /// The caller stopped.
    Stopped,
    /// Steps became too small, or the limit on their number was reached.
    Lost,
}

/// The result of following a branch.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TracedBranch {
    /// The reason why it ended.
    pub end: End,
    /// The last point.
    pub x: Vec<f64>,
    /// The s of the last point.
    pub s: f64,
    /// The singular points, each with its s.
    pub singular_points: Vec<(SingularPoint, f64)>,
    /// The number of steps.
    pub steps: usize,
    /// The number of evaluations of F.
    pub evaluations: usize,
}

/// The largest |F| that counts as on the branch before the goal, relative to 1 + the largest |x|.
const ON_BRANCH: f64 = 1e-8;
/// Corrections below this, relative to 1 + the largest |x|, may be rounding and say nothing about convergence.
const ROUNDING: f64 = 1e-7;
/// The most Newton corrections in a step.
const CORRECTIONS: usize = 7;
/// Targets of the step size: the contraction of the second correction, the length of the corrections (largest change of
/// an unknown), and the angle between directions (in radians). A step that exceeds twice a target is rejected.
const SHRINKING: f64 = 0.15;
const DISTANCE: f64 = 0.25;
const TURN: f64 = 0.35;
/// The first step changes no unknown by more than this, and s by at most this.
const FIRST_CHANGE: f64 = 0.5;
const FIRST_RISE: f64 = 0.05;
/// The least largest change of a step.
const LEAST_CHANGE: f64 = 1e-9;
/// Where the determinant changes its sign, steps shrink to changes of this size before a crossing is reported.
const CROSSING_CHANGE: f64 = 1e-3;
/// The relative accuracy of large linear systems, before and at the goal, and the most matrix products.
const INEXACT: f64 = 1e-4;
const EXACT: f64 = 1e-9;
const PRODUCTS: usize = 200;

/// Follows the branch through (x, 0) towards rising s. `watch` receives every point and may stop.
pub(crate) fn follow(
    branch: &mut dyn Branch,
    x: Vec<f64>,
    options: &TraceOptions,
    watch: &mut dyn FnMut(&[f64], f64) -> ControlFlow<()>,
) -> TracedBranch {
    Tracer::new(branch, x, *options).run(watch)
}

/// Unknowns and s as one list.
type Point = Vec<f64>;

struct Tracer<'b> {
    branch: &'b mut dyn Branch,
    options: TraceOptions,
    unknowns: usize,
    here: Point,
    /// The direction of the branch, of length 1.
    tangent: Point,
    /// The sign of the determinant of the Jacobian bordered by the tangent.
    sign: f64,
    step: f64,
    singular_points: Vec<(SingularPoint, f64)>,
    steps: usize,
    evaluations: usize,
}

/// A candidate for the next point.
struct Candidate {
    point: Point,
    tangent: Point,
    sign: f64,
    /// The step size relative to the targets; 1 is on target.
    strain: f64,
}

/// The result of the corrector.
struct Corrected {
    point: Point,
    distance: f64,
    shrinking: f64,
}

impl<'b> Tracer<'b> {
    fn new(branch: &'b mut dyn Branch, x: Vec<f64>, options: TraceOptions) -> Self {
        let unknowns = branch.unknowns();
        let mut here = x;
        here.push(0.0);
        let mut upward = vec![0.0; unknowns + 1];
        upward[unknowns] = 1.0;
        Self {
            branch,
            options,
            unknowns,
            here,
            tangent: upward,
            sign: 0.0,
            step: 0.0,
            singular_points: Vec::new(),
            steps: 0,
            evaluations: 0,
        }
    }

    fn run(mut self, watch: &mut dyn FnMut(&[f64], f64) -> ControlFlow<()>) -> TracedBranch {
        if !self.initialise() {
            return self.traced(End::Lost);
        }
        loop {
            if watch(&self.here[..self.unknowns], self.s()).is_break() {
                return self.traced(End::Stopped);
            }
            if self.steps >= self.options.steps {
                return self.traced(End::Lost);
            }
            match self.advance() {
                Some(true) => {
                    // At the goal there is nothing left to stop.
                    let _ = watch(&self.here[..self.unknowns], self.s());
                    return self.traced(End::Arrived);
                }
                Some(false) => {}
                None => return self.traced(End::Lost),
            }
        }
    }

    fn s(&self) -> f64 {
        self.here[self.unknowns]
    }

    fn traced(mut self, end: End) -> TracedBranch {
        let s = self.here.pop().unwrap_or(0.0);
        TracedBranch {
            end,
            x: self.here,
            s,
            singular_points: self.singular_points,
            steps: self.steps,
            evaluations: self.evaluations,
        }
    }

    /// Computes the direction at the start and the first step size.
    fn initialise(&mut self) -> bool {
        let start = self.here.clone();
        self.evaluate(&start);
        let Some((tangent, sign)) = self.direction(&self.tangent.clone()) else {
            return false;
        };
        self.tangent = tangent;
        self.sign = sign;
        let change = largest(&self.tangent[..self.unknowns]);
        let rise = self.tangent[self.unknowns].abs();
        let by_change = if change > 0.0 {
            FIRST_CHANGE / change
        } else {
            f64::INFINITY
        };
        let by_rise = if rise > 0.0 && self.options.goal.is_finite() {
            FIRST_RISE * self.options.goal / rise
        } else {
            f64::INFINITY
        };
        self.step = min(by_change, by_rise);
        if !self.step.is_finite() {
            self.step = 1.0;
        }
        true
    }

    /// Takes a step, halving it until it succeeds; true at the goal, `None` if even the least fails.
    fn advance(&mut self) -> Option<bool> {
        let change = largest(&self.tangent[..self.unknowns]);
        if change > 0.0 {
            let most = self.options.change * (1.0 + largest(&self.here[..self.unknowns]));
            self.step = min(self.step, most / change);
        }
        loop {
            let change = self.step * largest(&self.tangent);
            if change < LEAST_CHANGE || change.is_nan() {
                return None;
            }
            let Some(landing) = self.try_step() else {
                self.step *= 0.5;
                continue;
            };
            let turns = landing.tangent[self.unknowns] * self.tangent[self.unknowns] < 0.0;
            let crosses = landing.sign * self.sign < 0.0;
            if landing.strain > 2.0 || (crosses && change > CROSSING_CHANGE) {
                self.step *= if crosses { 0.25 } else { 0.5 };
                continue;
            }
            if landing.point[self.unknowns] >= self.options.goal {
                let Some(arrived) = self.arrive(&landing.point) else {
                    self.step *= 0.5;
                    continue;
                };
                self.here = arrived;
                self.steps += 1;
                return Some(true);
            }
            let s = 0.5 * (landing.point[self.unknowns] + self.s());
            if crosses {
                self.singular_points.push((SingularPoint::Bifurcation, s));
            }
            if turns {
                let farthest = if landing.tangent[self.unknowns] < 0.0 { max } else { min };
                let s = farthest(landing.point[self.unknowns], self.s());
                self.singular_points.push((SingularPoint::Fold, s));
            }
            self.steps += 1;
            self.here = landing.point;
            self.tangent = landing.tangent;
            self.sign = landing.sign;
            self.step /= min(max(landing.strain, 0.5), 2.0);
            return Some(false);
        }
    }

    /// Predicts along the tangent and corrects.
    fn try_step(&mut self) -> Option<Candidate> {
        let predicted: Point = self
            .here
            .iter()
            .zip(&self.tangent)
            .map(|(here, along)| here + self.step * along)
            .collect();
        let across = self.weighted(&self.tangent);
        let corrected = self.correct(predicted, &across, ON_BRANCH)?;
        let (tangent, sign) = self.direction(&across)?;
        let cosine = min(self.inner(&tangent, &self.tangent), 1.0);
        // The chord approximates the angle.
        let turn = sqrt(max(2.0 - 2.0 * cosine, 0.0));
        let strain = max(
            max(
                sqrt(corrected.shrinking / SHRINKING),
                sqrt(corrected.distance / DISTANCE),
            ),
            turn / TURN,
        );
        Some(Candidate {
            point: corrected.point,
            tangent,
            sign,
            strain,
        })
    }

    /// Solves F = 0 by Newton's method from a point, orthogonally to a row; `None` if it does not converge.
    fn correct(&mut self, mut point: Point, across: &[f64], tolerance: f64) -> Option<Corrected> {
        let mut corrected = (0.0, 0.0, 0.0);
        for correction in 0..=CORRECTIONS {
            let mut right = self.evaluate(&point);
            let scale = 1.0 + largest(&point[..self.unknowns]);
            let size = largest(&right);
            if size <= tolerance * scale {
                let (distance, shrinking, _) = corrected;
                return Some(Corrected {
                    point,
                    distance,
                    shrinking,
                });
            }
            if correction == CORRECTIONS || !size.is_finite() {
                return None;
            }
            right.push(0.0);
            let exact = if tolerance < ON_BRANCH { EXACT } else { INEXACT };
            let (change, _) = self.solve(across, &right, exact)?;
            let length = largest(&change);
            corrected = match correction {
                0 => (length, 0.0, length),
                1 if length <= ROUNDING * scale => (corrected.0, 0.0, length),
                1 => (corrected.0, length / corrected.2, length),
                // Rounding lets it come no closer.
                _ if length > corrected.2 && size <= ON_BRANCH * scale => {
                    return Some(Corrected {
                        point,
                        distance: corrected.0,
                        shrinking: corrected.1,
                    });
                }
                _ if length > corrected.2 => return None,
                _ => (corrected.0, corrected.1, length),
            };
            for (point, change) in point.iter_mut().zip(&change) {
                *point -= change;
            }
        }
        None
    }

    /// The point of the branch at the goal, between here and a point beyond it.
    fn arrive(&mut self, beyond: &[f64]) -> Option<Point> {
        let goal = self.options.goal;
        let share = (goal - self.s()) / (beyond[self.unknowns] - self.s());
        let mut between: Point = self
            .here
            .iter()
            .zip(beyond)
            .map(|(here, beyond)| here + share * (beyond - here))
            .collect();
        between[self.unknowns] = goal;
        let mut level = vec![0.0; self.unknowns + 1];
        level[self.unknowns] = 1.0;
        let corrected = self.correct(between, &level, self.options.tolerance)?;
        (corrected.distance <= 2.0 * DISTANCE).then_some(corrected.point)
    }

    /// The direction of the branch at the point evaluated last, on the same side of a row, and the determinant's sign.
    fn direction(&mut self, across: &[f64]) -> Option<(Point, f64)> {
        let mut right = vec![0.0; self.unknowns + 1];
        right[self.unknowns] = 1.0;
        let (mut direction, sign) = self.solve(across, &right, INEXACT)?;
        let length = sqrt(self.inner(&direction, &direction));
        for entry in &mut direction {
            *entry /= length;
        }
        Some((direction, sign))
    }

    /// Solves the linear system of all derivatives and a last row. The sign is that of the determinant, 0 where it is
    /// not known.
    fn solve(&self, last: &[f64], right: &[f64], exact: f64) -> Option<(Point, f64)> {
        if self.unknowns <= self.options.dense {
            let mut matrix = self.branch.jacobian();
            matrix.row_mut(self.unknowns).copy_from_slice(last);
            let lu = Lu::of(matrix);
            return Some((lu.solve(right)?, lu.sign()));
        }
        let product = |direction: &[[f64; 1]]| {
            let direction = direction.as_flattened();
            let mut image = self.branch.derivative(direction);
            image.push(dot(last, direction));
            image.into_iter().map(|entry| [entry]).collect()
        };
        let right: Vec<[f64; 1]> = right.iter().map(|&entry| [entry]).collect();
        let solved = minimal_residual(product, &right, &[exact], PRODUCTS);
        (solved.residual[0] <= 0.1).then(|| (solved.solution.as_flattened().to_vec(), 0.0))
    }

    fn evaluate(&mut self, point: &[f64]) -> Vec<f64> {
        self.evaluations += 1;
        self.branch.evaluate(&point[..self.unknowns], point[self.unknowns])
    }

    /// The inner product of two directions.
    fn inner(&self, a: &[f64], b: &[f64]) -> f64 {
        dot(&self.weighted(a), b)
    }

    /// The row whose product with a direction is the inner product.
    fn weighted(&self, direction: &[f64]) -> Point {
        let mut row = direction.to_vec();
        for entry in &mut row[..self.unknowns] {
            *entry /= self.unknowns as f64;
        }
        row
    }
}

/// The largest size of an entry; NaN if one is NaN.
fn largest(entries: &[f64]) -> f64 {
    entries.iter().fold(0.0, |most, entry| max(most, entry.abs()))
}

#[cfg(test)]
mod tests;
