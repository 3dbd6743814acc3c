//! Follows a branch of solutions of F(x, s) = 0 as s rises: predictor and corrector, by arc length.
//!
//! A step goes along the tangent and comes back to the branch by Newton's method, at right angles to the tangent, so that
//! it passes folds, where s turns round (Keller 1977; Allgower & Georg 1990, *Numerical Continuation Methods*, ch. 6).
//! Distances weigh s against the mean square of x, so that they do not grow with the number of unknowns.

use super::krylov::minimal_residual;
use super::linear::{Lu, Matrix, dot};
use super::math::{max, min, sqrt};

/// Equations in x, one for each unknown, that s moves.
pub trait Branch {
    /// The number of unknowns.
    fn unknowns(&self) -> usize;

    /// Moves to a point, and gives F there.
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

/// How to follow a branch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Course {
    /// Where s is to arrive; infinity to go on until told to stop.
    pub goal: f64,
    /// The largest |F| that counts as solved at the goal, in shares of 1 + the largest |x|.
    pub tolerance: f64,
    /// The largest change of an unknown in a step, in shares of 1 + the largest |x|; infinity to go as far as is safe.
    pub change: f64,
    /// The most unknowns for which derivatives are written out as a matrix.
    pub dense: usize,
    /// The most steps.
    pub steps: usize,
}

impl Default for Course {
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

/// What was met on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SingularPoint {
    /// s turned round.
    Fold,
    /// Another branch crosses this one.
    Bifurcation,
}

/// How following a branch ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// At the goal.
    Arrived,
    /// Where the caller said so.
    Stopped,
    /// Steps became too small, or were used up.
    Lost,
}

/// A way along a branch.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Way {
    /// How it ended.
    pub end: End,
    /// Where.
    pub x: Vec<f64>,
    /// The s there.
    pub s: f64,
    /// What was met, and at which s.
    pub singular_points: Vec<(SingularPoint, f64)>,
    /// Steps taken.
    pub steps: usize,
    /// How often F was evaluated.
    pub evaluations: usize,
}

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Go {
    /// Go on.
    On,
    /// Stop here.
    Stop,
}

/// The largest |F| that counts as on the branch while under way, in shares of 1 + the largest |x|.
const ON_BRANCH: f64 = 1e-8;
/// Corrections below this, in shares of 1 + the largest |x|, may be rounding, and tell nothing of how they shrink.
const ROUNDING: f64 = 1e-7;
/// The most corrections of a step.
const CORRECTIONS: usize = 7;
/// What a step aims at: how much the second correction shrinks, how far corrections go (in the largest change of an
/// unknown), and by how much the direction turns (in radians). Twice as much, and the step is taken back.
const SHRINKING: f64 = 0.15;
const DISTANCE: f64 = 0.25;
const TURN: f64 = 0.35;
/// The first step changes no unknown by more than this, and s by at most this.
const FIRST_CHANGE: f64 = 0.5;
const FIRST_RISE: f64 = 0.05;
/// A step in which the largest change is below this is too small to be taken.
const LEAST_CHANGE: f64 = 1e-9;
/// Where the determinant changes its sign, steps shrink to changes of this size before a crossing is believed.
const CROSSING_CHANGE: f64 = 1e-3;
/// How exactly large systems are solved, under way and at the goal, and with how many products.
const INEXACT: f64 = 1e-4;
const EXACT: f64 = 1e-9;
const PRODUCTS: usize = 200;

/// Follows the branch that goes through (x, 0) towards rising s. `watch` sees every point of the way.
pub(crate) fn follow(
    branch: &mut dyn Branch,
    x: Vec<f64>,
    course: &Course,
    watch: &mut dyn FnMut(&[f64], f64) -> Go,
) -> Way {
    Tracer::new(branch, x, *course).run(watch)
}

/// Unknowns and s as one list.
type Point = Vec<f64>;

struct Tracer<'b> {
    branch: &'b mut dyn Branch,
    course: Course,
    unknowns: usize,
    here: Point,
    /// The direction of the branch, of length 1.
    tangent: Point,
    /// The sign of the determinant of all derivatives, bordered by the tangent.
    sign: f64,
    step: f64,
    singular_points: Vec<(SingularPoint, f64)>,
    steps: usize,
    evaluations: usize,
}

/// A point to which a step came, before it is taken.
struct Landing {
    point: Point,
    tangent: Point,
    sign: f64,
    /// How much too long the step was: 1 just right.
    strain: f64,
}

/// How a correction went.
struct Corrected {
    point: Point,
    distance: f64,
    shrinking: f64,
}

impl<'b> Tracer<'b> {
    fn new(branch: &'b mut dyn Branch, x: Vec<f64>, course: Course) -> Self {
        let unknowns = branch.unknowns();
        let mut here = x;
        here.push(0.0);
        let mut upward = vec![0.0; unknowns + 1];
        upward[unknowns] = 1.0;
        Self {
            branch,
            course,
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

    fn run(mut self, watch: &mut dyn FnMut(&[f64], f64) -> Go) -> Way {
        if !self.set_out() {
            return self.way(End::Lost);
        }
        loop {
            if watch(&self.here[..self.unknowns], self.s()) == Go::Stop {
                return self.way(End::Stopped);
            }
            if self.steps >= self.course.steps {
                return self.way(End::Lost);
            }
            match self.advance() {
                Some(true) => {
                    watch(&self.here[..self.unknowns], self.s());
                    return self.way(End::Arrived);
                }
                Some(false) => {}
                None => return self.way(End::Lost),
            }
        }
    }

    fn s(&self) -> f64 {
        self.here[self.unknowns]
    }

    fn way(mut self, end: End) -> Way {
        let s = self.here.pop().unwrap_or(0.0);
        Way {
            end,
            x: self.here,
            s,
            singular_points: self.singular_points,
            steps: self.steps,
            evaluations: self.evaluations,
        }
    }

    /// Finds the direction at the start, and the first step.
    fn set_out(&mut self) -> bool {
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
        let by_rise = if rise > 0.0 && self.course.goal.is_finite() {
            FIRST_RISE * self.course.goal / rise
        } else {
            f64::INFINITY
        };
        self.step = min(by_change, by_rise);
        if !self.step.is_finite() {
            self.step = 1.0;
        }
        true
    }

    /// Takes a step, trying ever smaller ones; true at the goal, `None` where even the least fails.
    fn advance(&mut self) -> Option<bool> {
        let change = largest(&self.tangent[..self.unknowns]);
        if change > 0.0 {
            let most = self.course.change * (1.0 + largest(&self.here[..self.unknowns]));
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
            if landing.point[self.unknowns] >= self.course.goal {
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

    /// Goes along the tangent and back to the branch.
    fn try_step(&mut self) -> Option<Landing> {
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
        // The chord of an angle is close enough to it.
        let turn = sqrt(max(2.0 - 2.0 * cosine, 0.0));
        let strain = max(
            max(
                sqrt(corrected.shrinking / SHRINKING),
                sqrt(corrected.distance / DISTANCE),
            ),
            turn / TURN,
        );
        Some(Landing {
            point: corrected.point,
            tangent,
            sign,
            strain,
        })
    }

    /// Solves F = 0 by Newton's method from a point, moving only across a row; `None` where it does not get there.
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
        let goal = self.course.goal;
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
        let corrected = self.correct(between, &level, self.course.tolerance)?;
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
        if self.unknowns <= self.course.dense {
            let mut matrix = self.branch.jacobian();
            matrix.row_mut(self.unknowns).copy_from_slice(last);
            let lu = Lu::of(matrix);
            return Some((lu.solve(right)?, lu.sign()));
        }
        let product = |direction: &[f64]| {
            let mut image = self.branch.derivative(direction);
            image.push(dot(last, direction));
            image
        };
        let solved = minimal_residual(product, right, exact, PRODUCTS);
        (solved.residual <= 0.1).then_some((solved.solution, 0.0))
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
mod tests {
    use super::{Branch, Course, End, Go, SingularPoint, follow};

    /// One equation in one unknown, with its derivatives.
    struct Curve {
        f: fn(f64, f64) -> f64,
        by_x: fn(f64, f64) -> f64,
        by_s: fn(f64, f64) -> f64,
        at: (f64, f64),
    }

    impl Branch for Curve {
        fn unknowns(&self) -> usize {
            1
        }

        fn evaluate(&mut self, x: &[f64], s: f64) -> Vec<f64> {
            self.at = (x[0], s);
            vec![(self.f)(x[0], s)]
        }

        fn derivative(&self, direction: &[f64]) -> Vec<f64> {
            let (x, s) = self.at;
            vec![(self.by_x)(x, s) * direction[0] + (self.by_s)(x, s) * direction[1]]
        }
    }

    /// s = x³ − 2x² + 1.2x has a fold at x = 0.483 and another at 0.850.
    fn bent() -> Curve {
        Curve {
            f: |x, s| x * x * x - 2.0 * x * x + 1.2 * x - s,
            by_x: |x, _| 3.0 * x * x - 4.0 * x + 1.2,
            by_s: |_, _| -1.0,
            at: (0.0, 0.0),
        }
    }

    #[test]
    fn folds_are_passed_and_told() {
        for dense in [0, 400] {
            let course = Course {
                dense,
                ..Course::default()
            };
            let way = follow(&mut bent(), vec![0.0], &course, &mut |_, _| Go::On);
            assert_eq!(way.end, End::Arrived);
            let x = way.x[0];
            assert!((x * x * x - 2.0 * x * x + 1.2 * x - 1.0).abs() < 1e-11, "{x}");
            let folds: Vec<f64> = way.singular_points.iter().map(|(_, s)| *s).collect();
            assert_eq!(folds.len(), 2, "{:?}", way.singular_points);
            assert!((folds[0] - 0.2257).abs() < 5e-3 && (folds[1] - 0.1890).abs() < 5e-3);
            assert!(way.singular_points.iter().all(|(kind, _)| *kind == SingularPoint::Fold));
        }
    }

    #[test]
    fn a_crossing_branch_is_told_and_not_taken() {
        // x = s and x² = s − 0.5 cross nowhere near; (x − s)(x² − s + 0.09) has crossings on x = s at 0.1 and 0.9.
        let mut crossing = Curve {
            f: |x, s| (x - s) * (x * x - s + 0.09),
            by_x: |x, s| (x * x - s + 0.09) + (x - s) * 2.0 * x,
            by_s: |x, s| -(x * x - s + 0.09) - (x - s),
            at: (0.0, 0.0),
        };
        let way = follow(&mut crossing, vec![0.0], &Course::default(), &mut |_, _| Go::On);
        assert_eq!(way.end, End::Arrived);
        assert!((way.x[0] - 1.0).abs() < 1e-10, "{}", way.x[0]);
        let kinds: Vec<SingularPoint> = way.singular_points.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, [SingularPoint::Bifurcation; 2]);
        assert!((way.singular_points[0].1 - 0.1).abs() < 5e-3 && (way.singular_points[1].1 - 0.9).abs() < 5e-3);
    }

    #[test]
    fn the_caller_may_stop() {
        let mut seen = 0;
        let way = follow(&mut bent(), vec![0.0], &Course::default(), &mut |_, _| {
            seen += 1;
            if seen == 3 { Go::Stop } else { Go::On }
        });
        assert_eq!((way.end, way.steps), (End::Stopped, 2));
    }

    #[test]
    fn a_branch_that_ends_is_lost() {
        let mut ending = Curve {
            f: |x, s| if s < 0.4 { x - s } else { f64::NAN },
            by_x: |_, _| 1.0,
            by_s: |_, _| -1.0,
            at: (0.0, 0.0),
        };
        let way = follow(&mut ending, vec![0.0], &Course::default(), &mut |_, _| Go::On);
        assert_eq!(way.end, End::Lost);
        assert!(way.s < 0.4 && way.s > 0.39);
    }
}
