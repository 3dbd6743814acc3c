//! The maximum of the penalised likelihood: a quasi-Newton search (BFGS), then Newton's steps.

use std::cell::RefCell;
use std::sync::atomic::Ordering;

use argmin::core::{CostFunction, Error, Gradient};

use super::likelihood::Unusable;
use super::objective::{At, Objective, Restricted, times};
use crate::numeric::linear::{Matrix, dot};
use crate::numeric::math::{max, min, sqrt};
use crate::numeric::quasi_newton::{SUFFICIENT, Stop, minimise};
use crate::numeric::symmetric::Eigen;

/// When the quasi-Newton search ends.
const CLOSE: Stop = Stop {
    steps: 200,
    gradient: 1e-5,
    gain: 1e-8,
};
/// The most of Newton's steps.
const STEPS: usize = 60;
/// The largest gradient of a maximum, where rounding allows that.
const GRADIENT: f64 = 1e-9;
/// A maximum is reached where Newton's next step would be shorter than this share of the standard errors.
const STEP: f64 = 1e-6;
/// Curvature below this share of the largest does not count as curvature.
const FLAT: f64 = 1e-12;
/// Places that differ by less than this share, and in value by less than its square, lead to the same maximum.
const NEAR: f64 = 1e-3;
/// The longest step along a line.
const LONGEST: f64 = 10.0;

/// Where a search ended.
#[derive(Clone, Debug)]
pub(super) struct Maximum {
    pub(super) at: At,
    /// Whether it is a maximum, as closely as rounding allows.
    pub(super) converged: bool,
}

impl Maximum {
    /// Whether a search that came to a place is on its way here.
    pub(super) fn is_near(&self, place: &At) -> bool {
        let apart = |(here, there): (&f64, &f64)| (here - there).abs() > NEAR * (1.0 + here.abs());
        let far = self.at.place.iter().zip(&place.place).any(apart);
        self.converged && !far && (self.at.penalised - place.penalised).abs() <= NEAR * NEAR
    }

    /// The largest derivative along a line.
    pub(super) fn gradient(&self) -> f64 {
        self.at.gradient.iter().fold(0.0, |most, by| max(most, by.abs()))
    }
}

impl CostFunction for Restricted<'_, '_> {
    type Param = Vec<f64>;
    type Output = f64;

    /// Minus the penalised likelihood; infinite where it has no value.
    fn cost(&self, place: &Vec<f64>) -> Result<f64, Error> {
        if place.iter().any(|at| at.is_nan()) {
            return Err(Error::msg("a step has no direction"));
        }
        match self.at(place) {
            Ok(at) => Ok(-at.penalised),
            Err(Unusable::Interrupted) => Err(Error::msg("interrupted")),
            Err(_) => Ok(f64::INFINITY),
        }
    }
}

impl Gradient for Restricted<'_, '_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, place: &Vec<f64>) -> Result<Vec<f64>, Error> {
        match self.at(place) {
            Ok(at) => Ok(self.free.iter().map(|&of| -at.gradient[of]).collect()),
            Err(Unusable::Interrupted) => Err(Error::msg("interrupted")),
            // A step never ends where there is no value.
            Err(_) => Ok(vec![0.0; place.len()]),
        }
    }
}

/// Searches for the maximum from a place, along some lines.
///
/// # Errors
/// The likelihood has no value there, or an interruption.
pub(super) fn maximise(objective: &Objective<'_>, from: &[f64], free: &[usize]) -> Result<Maximum, Unusable> {
    refine(objective, approach(objective, from, free)?, free)
}

/// Comes close to a maximum from a place, along some lines.
///
/// # Errors
/// Those of [`maximise`].
pub(super) fn approach(objective: &Objective<'_>, from: &[f64], free: &[usize]) -> Result<At, Unusable> {
    let (last, best) = (RefCell::new(None), RefCell::new(None));
    let restricted = Restricted {
        objective,
        free,
        from,
        last,
        best: &best,
    };
    let start: Vec<f64> = free.iter().map(|&at| from[at]).collect();
    let first = restricted.at(&start)?;
    if !free.is_empty() {
        // Wherever it ends, and why: the largest value that it met counts.
        let inverse = inverse_scale(&objective.outer_products(&first), free);
        let _ = minimise(restricted, start, inverse, &CLOSE);
    }
    if objective.interrupt.load(Ordering::Relaxed) {
        return Err(Unusable::Interrupted);
    }
    Ok(best.take().unwrap_or(first))
}

/// A first guess of the inverse curvature, from outer products of scores.
fn inverse_scale(outer: &Matrix, free: &[usize]) -> Vec<Vec<f64>> {
    let mut own = Matrix::zero(free.len());
    for (row, &of) in free.iter().enumerate() {
        for (column, &other) in free.iter().enumerate() {
            own.row_mut(row)[column] = outer.row(of)[other];
        }
    }
    let eigen = Eigen::of(&own);
    let most = eigen.values.last().copied().unwrap_or_default();
    let least = if most > 0.0 { 1e-3 * most } else { 1.0 };
    let inverse = eigen.with_values(|value| 1.0 / max(value, least));
    (0..free.len()).map(|row| inverse.row(row).to_vec()).collect()
}

/// The maximum near a place: Newton's steps, each halved until it is a gain.
///
/// # Errors
/// An interruption.
pub(super) fn refine(objective: &Objective<'_>, mut at: At, free: &[usize]) -> Result<Maximum, Unusable> {
    let own = |at: &At| -> Vec<f64> { free.iter().map(|&of| at.gradient[of]).collect() };
    let largest = |gradient: &[f64]| gradient.iter().fold(0.0, |most: f64, by| max(most, by.abs()));
    if free.is_empty() {
        return Ok(Maximum { at, converged: true });
    }
    let mut inverse: Option<Matrix> = None;
    let mut closest = f64::INFINITY;
    for _ in 0..STEPS {
        let gradient = own(&at);
        if largest(&gradient) <= GRADIENT && inverse.is_some() {
            break;
        }
        let curved = match inverse.take() {
            Some(inverse) => inverse,
            None => match objective.curvature(&at, free, false) {
                Ok(curvature) => flattened(&curvature),
                Err(Unusable::Interrupted) => return Err(Unusable::Interrupted),
                // A neighbour has no value: the outer products serve instead.
                Err(_) => Matrix::of(&inverse_scale(&objective.outer_products(&at), free)),
            },
        };
        let mut step = times(&curved, &gradient);
        let longest = largest(&step);
        if longest > LONGEST {
            step.iter_mut().for_each(|step| *step *= LONGEST / longest);
        }
        let gain = dot(&gradient, &step);
        closest = sqrt(max(0.0, gain));
        let Some(next) = halved(objective, &at, free, (&step, gain))? else {
            break;
        };
        // While steps are short the curvature stays as it is.
        let short = largest(&own(&next)) <= 0.1 * largest(&gradient);
        at = next;
        inverse = short.then_some(curved);
    }
    let converged = largest(&own(&at)) <= GRADIENT || closest <= STEP;
    Ok(Maximum { at, converged })
}

/// The place a step away, or half of it, or a quarter … that is a gain; `None` where none is.
fn halved(
    objective: &Objective<'_>,
    at: &At,
    free: &[usize],
    (step, gain): (&[f64], f64),
) -> Result<Option<At>, Unusable> {
    let noise = 1e-13 * max(1.0, at.penalised.abs());
    let mut share = 1.0;
    for _ in 0..30 {
        let mut place = at.place.clone();
        free.iter().zip(step).for_each(|(&of, step)| place[of] += share * step);
        match objective.at(&place) {
            Ok(next) if next.penalised >= at.penalised + SUFFICIENT * share * gain - noise => {
                let smaller = |of: &usize| next.gradient[*of].abs() < at.gradient[*of].abs();
                // Where the gain is rounding, the gradient must fall.
                let is_gain = gain > noise || free.iter().any(smaller);
                return Ok(is_gain.then_some(next));
            }
            Err(Unusable::Interrupted) => return Err(Unusable::Interrupted),
            _ => share *= 0.5,
        }
    }
    Ok(None)
}

/// The inverse of a curvature, whose negative parts count as positive.
fn flattened(curvature: &Matrix) -> Matrix {
    let eigen = Eigen::of(curvature);
    let most = eigen.values.iter().fold(0.0, |most, value| max(most, value.abs()));
    let least = max(FLAT * most, f64::MIN_POSITIVE);
    eigen.with_values(|value| min(1.0 / max(value.abs(), least), 1.0 / f64::EPSILON))
}
