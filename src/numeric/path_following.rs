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

    /// May choose other coordinates at a point that a step has reached: translates the point and the direction there, and
    /// says whether it did. F keeps its zeros.
    fn choose_coordinates(&mut self, _point: &mut [f64], _direction: &mut [f64]) -> bool {
        false
    }
}

/// Options of following a branch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TraceOptions {
    /// The s of the first point, below which the branch is known not to return.
    pub start: f64,
    /// The goal for s; infinity to continue until the caller stops.
    pub goal: f64,
    /// The largest |F| that counts as solved at the goal, relative to 1 + the largest |x|.
    pub tolerance: f64,
    /// The largest change of an unknown in a step, relative to 1 + the largest |x|; infinity for no limit.
    pub change: f64,
    /// Where corrections shrink no further, the largest |F| that counts as rounding, relative to 1 + the largest |x|.
    pub rounding: f64,
    /// The same for the last correction.
    pub settled: f64,
    /// The largest rise of s in a step; infinity for no limit.
    pub rise: f64,
    /// The most unknowns for which the Jacobian is computed as a dense matrix.
    pub dense: usize,
    /// The most steps.
    pub steps: usize,
}

impl Default for TraceOptions {
    fn default() -> Self {
        Self {
            start: 0.0,
            goal: 1.0,
            tolerance: 1e-12,
            change: f64::INFINITY,
            rounding: ON_BRANCH,
            settled: 0.0,
            rise: f64::INFINITY,
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

impl TracedBranch {
    /// A branch that is left at its first point, where s is 0.
    pub(crate) fn still(x: Vec<f64>) -> Self {
        Self {
            end: End::Stopped,
            x,
            s: 0.0,
            singular_points: Vec::new(),
            steps: 0,
            evaluations: 1,
        }
    }
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
const COARSE: f64 = 1e-4;
const EXACT: f64 = 1e-9;
const PRODUCTS: usize = 200;

/// Follows the branch through x at the start towards rising s. `watch` receives the branch, moved to each point, and its
/// s; it may stop.
pub(crate) fn follow<B: Branch>(
    branch: &mut B,
    x: Vec<f64>,
    options: &TraceOptions,
    watch: &mut dyn FnMut(&B, f64) -> ControlFlow<()>,
) -> TracedBranch {
    let unknowns = branch.unknowns();
    let mut here = x;
    here.push(options.start);
    let mut tracer = Tracer {
        branch,
        options: *options,
        unknowns,
        here,
        tangent: upward(unknowns),
        sign: 0.0,
        step: 0.0,
        singular_points: Vec::new(),
        steps: 0,
        evaluations: 0,
    };
    let end = tracer.run(watch).unwrap_or(End::Lost);
    let s = tracer.here.pop().unwrap_or(0.0);
    TracedBranch {
        end,
        x: tracer.here,
        s,
        singular_points: tracer.singular_points,
        steps: tracer.steps,
        evaluations: tracer.evaluations,
    }
}

/// Unknowns and s as one list.
type Point = Vec<f64>;

struct Tracer<'b, B> {
    branch: &'b mut B,
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

/// A solution, the length of the first correction, and the contraction of the second.
type Corrected = (Point, f64, f64);

impl<B: Branch> Tracer<'_, B> {
    /// Follows the branch; `None` if it was lost.
    fn run(&mut self, watch: &mut dyn FnMut(&B, f64) -> ControlFlow<()>) -> Option<End> {
        self.initialise()?;
        loop {
            if watch(self.branch, self.s()).is_break() {
                return Some(End::Stopped);
            }
            if self.steps >= self.options.steps {
                return None;
            }
            if self.advance()? {
                // At the goal there is nothing left to stop.
                let _ = watch(self.branch, self.s());
                return Some(End::Arrived);
            }
            self.choose_coordinates();
        }
    }

    /// Corrects the point at its s, where that goes: what the step left of rounding errors in s is gone.
    fn refine(&mut self) {
        let level = upward(self.unknowns);
        if let Some((point, ..)) = self.correct(self.here.clone(), &level, self.options.tolerance) {
            self.here = point;
        } else {
            self.evaluate(&self.here.clone());
        }
    }

    /// Lets the branch choose other coordinates; the next step goes as far as it would have.
    fn choose_coordinates(&mut self) {
        if self.branch.choose_coordinates(&mut self.here, &mut self.tangent) {
            let length = sqrt(self.inner(&self.tangent, &self.tangent));
            for entry in &mut self.tangent {
                *entry /= length;
            }
            self.step *= length;
            self.refine();
        }
    }

    fn s(&self) -> f64 {
        self.here[self.unknowns]
    }

    /// Computes the direction at the start and the first step size.
    fn initialise(&mut self) -> Option<()> {
        self.evaluate(&self.here.clone());
        (self.tangent, self.sign) = self.direction(&self.tangent)?;
        let change = largest(&self.tangent[..self.unknowns]);
        let rise = self.tangent[self.unknowns].abs();
        let mut step = f64::INFINITY;
        if change > 0.0 {
            step = FIRST_CHANGE / change;
        }
        if rise > 0.0 && self.options.goal.is_finite() {
            step = min(step, FIRST_RISE * (self.options.goal - self.options.start) / rise);
        }
        self.step = if step.is_finite() { step } else { 1.0 };
        Some(())
    }

    /// Takes a step, halving it until it succeeds; true at the goal, `None` if even the least fails.
    fn advance(&mut self) -> Option<bool> {
        let change = largest(&self.tangent[..self.unknowns]);
        if change > 0.0 {
            let most = self.options.change * (1.0 + largest(&self.here[..self.unknowns]));
            self.step = min(self.step, most / change);
        }
        let rise = self.tangent[self.unknowns].abs();
        if self.options.rise.is_finite() && rise > 0.0 {
            self.step = min(self.step, self.options.rise / rise);
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
            if landing.point[self.unknowns] < self.options.start {
                self.step *= 0.5;
                continue;
            }
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
                let falls = landing.tangent[self.unknowns] < 0.0;
                let farthest = if falls { max } else { min };
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
        let along = self.here.iter().zip(&self.tangent);
        let predicted = along.map(|(here, along)| here + self.step * along);
        let (predicted, across) = (predicted.collect(), self.weighted(&self.tangent));
        let (point, distance, shrinking) = self.correct(predicted, &across, ON_BRANCH)?;
        let (tangent, sign) = self.direction(&across)?;
        let cosine = min(self.inner(&tangent, &self.tangent), 1.0);
        // The chord approximates the angle.
        let turn = sqrt(max(2.0 - 2.0 * cosine, 0.0));
        let strain = max(sqrt(shrinking / SHRINKING), sqrt(distance / DISTANCE));
        Some(Candidate {
            point,
            tangent,
            sign,
            strain: max(strain, turn / TURN),
        })
    }

    /// Solves F = 0 by Newton's method from a point, orthogonally to a row; `None` if it does not converge.
    fn correct(&mut self, mut point: Point, across: &[f64], tolerance: f64) -> Option<Corrected> {
        let (mut distance, mut shrinking, mut before) = (0.0, 0.0, 0.0);
        for correction in 0..=CORRECTIONS {
            let mut right = self.evaluate(&point);
            let scale = 1.0 + largest(&point[..self.unknowns]);
            let size = largest(&right);
            if size <= tolerance * scale {
                return Some((point, distance, shrinking));
            }
            let (rounding, settled) = (self.options.rounding * scale, self.options.settled * scale);
            if correction == CORRECTIONS || !size.is_finite() {
                return (size.is_finite() && before <= settled).then_some((point, distance, shrinking));
            }
            right.push(0.0);
            let accuracy = if tolerance < ON_BRANCH { EXACT } else { COARSE };
            let (change, _) = self.solve(across, &right, accuracy)?;
            let length = largest(&change);
            match correction {
                0 => distance = length,
                1 if length > ROUNDING * scale && size > rounding => shrinking = length / before,
                2.. if length >= before => {
                    // Rounding lets it come no closer.
                    let close = size <= rounding || length <= settled;
                    return close.then_some((point, distance, shrinking));
                }
                _ => {}
            }
            before = length;
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
        let ends = self.here.iter().zip(beyond);
        let between = ends.map(|(here, beyond)| here + share * (beyond - here));
        let mut between: Point = between.collect();
        between[self.unknowns] = goal;
        let level = upward(self.unknowns);
        let (point, distance, _) = self.correct(between, &level, self.options.tolerance)?;
        (distance <= 2.0 * DISTANCE).then_some(point)
    }

    /// The direction of the branch at the point evaluated last, on the same side of a row, and the determinant's sign.
    fn direction(&self, across: &[f64]) -> Option<(Point, f64)> {
        let (mut direction, sign) = self.solve(across, &upward(self.unknowns), COARSE)?;
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

/// The direction in which s alone rises.
fn upward(unknowns: usize) -> Point {
    let mut direction = vec![0.0; unknowns + 1];
    direction[unknowns] = 1.0;
    direction
}

/// The largest size of an entry; NaN if one is NaN.
fn largest(entries: &[f64]) -> f64 {
    entries.iter().fold(0.0, |most, x| max(most, x.abs()))
}

#[cfg(test)]
mod tests;
