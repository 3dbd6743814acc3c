//! The penalised likelihood as a function of the estimated keys on an unconstrained scale: each key has a line without
//! ends, and a place on it for every value that it may have.

use std::cell::RefCell;
use std::sync::atomic::AtomicBool;

use super::domain::Domain;
use super::likelihood::{Likelihood, Unusable};
use crate::numeric::linear::{Matrix, dot};
use crate::numeric::math::{max, sqrt};
use crate::numeric::prior::Prior;

/// A key that is estimated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Estimated {
    /// The key.
    pub key: String,
    /// Its unit.
    pub unit: String,
    /// Where the search starts.
    pub start: f64,
    /// The values that it may have.
    pub domain: Domain,
    /// What is held likely of it beforehand.
    pub prior: Option<Prior>,
}

impl Estimated {
    /// Whether an estimate lies on an end of the range.
    pub(super) fn is_on_end(&self, value: f64) -> bool {
        self.domain.is_on_end(value, self.start)
    }
}

/// The penalised likelihood.
pub(super) struct Objective<'a> {
    pub(super) likelihood: &'a Likelihood,
    pub(super) keys: &'a [Estimated],
    pub(super) interrupt: &'a AtomicBool,
    /// The unit of each line, so that the search does not depend on the units of the keys.
    units: Vec<f64>,
}

/// Its value somewhere.
#[derive(Clone, Debug)]
pub(super) struct At {
    /// The place on each line.
    pub(super) place: Vec<f64>,
    /// The value of each key.
    pub(super) values: Vec<f64>,
    /// How fast each value changes along its line.
    pub(super) rates: Vec<f64>,
    /// The logarithm of the likelihood.
    pub(super) log_likelihood: f64,
    /// The same with the logarithms of the prior densities.
    pub(super) penalised: f64,
    /// The derivative of that by each place.
    pub(super) gradient: Vec<f64>,
    /// The gradient of each term of the likelihood, by value.
    pub(super) scores: Vec<Vec<f64>>,
}

impl<'a> Objective<'a> {
    /// That of a likelihood. A key without ends is measured by the standard error that it would have alone at its start; the
    /// lines of other keys have no unit.
    ///
    /// # Errors
    /// The likelihood has no value at the start, or an interruption.
    pub(super) fn new(
        likelihood: &'a Likelihood,
        keys: &'a [Estimated],
        interrupt: &'a AtomicBool,
    ) -> Result<Self, Unusable> {
        let mut objective = Self {
            likelihood,
            keys,
            interrupt,
            units: vec![1.0; keys.len()],
        };
        let starts: Vec<f64> = keys.iter().map(|key| key.start).collect();
        let scales = objective.outer_products(&objective.at(&objective.place(&starts))?);
        for (at, key) in keys.iter().enumerate().filter(|(_, key)| key.domain == Domain::Free) {
            let alone = 1.0 / sqrt(scales.row(at)[at]);
            let usable = alone.is_finite() && alone > 0.0;
            objective.units[at] = if usable { alone } else { max(1.0, key.start.abs()) };
        }
        Ok(objective)
    }

    /// That of the same keys and other cases.
    pub(super) fn of<'b>(&'b self, likelihood: &'b Likelihood) -> Objective<'b> {
        Objective {
            likelihood,
            keys: self.keys,
            interrupt: self.interrupt,
            units: self.units.clone(),
        }
    }

    /// The places of some values.
    pub(super) fn place(&self, values: &[f64]) -> Vec<f64> {
        let keys = self.keys.iter().zip(&self.units).zip(values);
        keys.map(|((key, unit), value)| key.domain.place_of(*value) / unit)
            .collect()
    }

    /// The value of a key at a place of its line, and how fast it changes there.
    pub(super) fn value(&self, key: usize, place: f64) -> (f64, f64) {
        let (value, rate) = self.keys[key].domain.value_at(place * self.units[key]);
        (value, rate * self.units[key])
    }

    /// The value at a place.
    pub(super) fn at(&self, place: &[f64]) -> Result<At, Unusable> {
        let places = place.iter().enumerate();
        let (values, rates): (Vec<f64>, Vec<f64>) = places.map(|(key, at)| self.value(key, *at)).unzip();
        let found = self.likelihood.at(&values, self.interrupt)?;
        let (log_likelihood, mut gradient) = found.sum(self.likelihood, self.keys.len());
        let mut penalised = log_likelihood;
        for ((key, value), by) in self.keys.iter().zip(&values).zip(&mut gradient) {
            if let Some(prior) = &key.prior {
                let (density, rate) = prior.log_density(*value);
                penalised += density;
                *by += rate;
            }
        }
        gradient.iter_mut().zip(&rates).for_each(|(by, rate)| *by *= rate);
        if !(penalised.is_finite() && gradient.iter().all(|by| by.is_finite())) {
            return Err(Unusable::TooLarge);
        }
        Ok(At {
            place: place.to_vec(),
            values,
            rates,
            log_likelihood,
            penalised,
            gradient,
            scores: found.terms.into_iter().map(|(_, by)| by).collect(),
        })
    }

    /// The sum of the outer products of the scores, on the lines: about how the likelihood curves.
    pub(super) fn outer_products(&self, at: &At) -> Matrix {
        let mut sum = Matrix::zero(self.keys.len());
        for seen in &self.likelihood.observations {
            let score = at.scores[seen.term].iter().zip(&at.rates);
            let score: Vec<f64> = score.map(|(score, rate)| score * rate).collect();
            add_outer_product(&mut sum, &score, seen.count);
        }
        sum
    }

    /// How the penalised likelihood curves down along the lines that are free: minus its second derivatives, from
    /// differences of its gradient, of which the leading error is removed (Richardson).
    pub(super) fn curvature(&self, at: &At, free: &[usize], exactly: bool) -> Result<Matrix, Unusable> {
        let scales = self.outer_products(at);
        let mut curvature = Matrix::zero(free.len());
        for (number, &along) in free.iter().enumerate() {
            let scale = scales.row(along)[along];
            let step = if scale > 0.0 { STEP / sqrt(scale) } else { STEP };
            let step = step.clamp(LEAST_STEP, STEP) * max(1.0, at.place[along].abs() * LEAST_STEP);
            let difference = |step: f64| -> Result<Vec<f64>, Unusable> {
                let moved = |by: f64| {
                    let mut place = at.place.clone();
                    place[along] += by;
                    self.at(&place)
                };
                let (up, down) = (moved(step)?.gradient, moved(-step)?.gradient);
                Ok(free.iter().map(|&of| (down[of] - up[of]) / (2.0 * step)).collect())
            };
            let wide = difference(step)?;
            let row = match exactly {
                false => wide,
                true => {
                    let narrow = difference(0.5 * step)?;
                    let both = narrow.iter().zip(&wide);
                    both.map(|(narrow, wide)| (4.0 * narrow - wide) / 3.0).collect()
                }
            };
            curvature.row_mut(number).copy_from_slice(&row);
        }
        Ok(symmetric(curvature))
    }
}

/// A step for differences, in units of the standard error that a key alone would have.
const STEP: f64 = 0.02;
/// The least step.
const LEAST_STEP: f64 = 1e-5;

/// Adds a weighted outer product of a vector with itself.
pub(super) fn add_outer_product(sum: &mut Matrix, vector: &[f64], weight: f64) {
    for (row, at) in vector.iter().enumerate() {
        let entries = sum.row_mut(row).iter_mut().zip(vector);
        entries.for_each(|(entry, other)| *entry += weight * at * other);
    }
}

fn symmetric(matrix: Matrix) -> Matrix {
    let size = matrix.size();
    let mut mean = Matrix::zero(size);
    for row in 0..size {
        for column in 0..size {
            mean.row_mut(row)[column] = 0.5 * (matrix.row(row)[column] + matrix.row(column)[row]);
        }
    }
    mean
}

/// The product of a matrix and a vector.
pub(super) fn times(matrix: &Matrix, vector: &[f64]) -> Vec<f64> {
    (0..matrix.size()).map(|row| dot(matrix.row(row), vector)).collect()
}

/// The objective where some lines are held still, remembering where it was evaluated last.
pub(super) struct Restricted<'a, 'b> {
    pub(super) objective: &'a Objective<'b>,
    /// The lines that are free.
    pub(super) free: &'a [usize],
    /// The places of all, of which those that are free are replaced.
    pub(super) from: &'a [f64],
    /// Where it was evaluated last.
    pub(super) last: RefCell<Option<At>>,
    /// Where it was largest.
    pub(super) best: &'a RefCell<Option<At>>,
}

impl Restricted<'_, '_> {
    /// The value where the free lines are at these places.
    pub(super) fn at(&self, free: &[f64]) -> Result<At, Unusable> {
        let mut place = self.from.to_vec();
        self.free.iter().zip(free).for_each(|(&at, value)| place[at] = *value);
        let last = self.last.borrow().clone();
        if let Some(last) = last.filter(|last| last.place == place) {
            return Ok(last);
        }
        let found = self.objective.at(&place)?;
        *self.last.borrow_mut() = Some(found.clone());
        let mut best = self.best.borrow_mut();
        if best.as_ref().is_none_or(|best| found.penalised > best.penalised) {
            *best = Some(found.clone());
        }
        Ok(found)
    }
}
