//! Intervals from the profile of the penalised likelihood: the values of a key that the cases do not speak against.

use super::likelihood::Unusable;
use super::maximise::{Maximum, maximise};
use super::objective::{At, Objective};
use crate::numeric::linear::Matrix;
use crate::numeric::math::{max, min, sqrt};
use crate::numeric::summary::NORMAL_975;

/// The root of twice the fall at an end: its square is the 95 % quantile of χ² with one degree of freedom.
const Z: f64 = NORMAL_975;
/// How many standard errors an end is looked for.
const FARTHEST: f64 = 100.0;
/// So many standard errors away the other keys follow as their covariances say.
const NEAR: f64 = 4.0;
/// The largest standard error that counts, beside the size of the place.
const LARGEST: f64 = 3.0;
/// An end is found to this share of a standard error.
const TOLERANCE: f64 = 1e-7;
/// The most steps towards an end.
const STEPS: usize = 60;

/// A profile of the penalised likelihood along one line.
pub(super) struct Profile<'a, 'b> {
    pub(super) objective: &'a Objective<'b>,
    pub(super) best: &'a Maximum,
    /// Other maxima, lower ones: away from the highest, one of them may lie higher.
    pub(super) lower: &'a [&'a Maximum],
    /// The inverse of the curvature at the maximum.
    pub(super) covariance: &'a Matrix,
    /// The line.
    pub(super) along: usize,
}

impl Profile<'_, '_> {
    /// The end of the interval on a side (−1 or 1), as a value of the key: where the likelihood does not fall far enough, the
    /// end of the key's range, or `None` where that has none.
    pub(super) fn end(&self, side: f64) -> Result<Option<f64>, Unusable> {
        if self.covariance.row(self.along)[self.along].is_nan() {
            return Ok(None);
        }
        let [low, high] = self.objective.keys[self.along].domain.ends();
        let of_range = if side < 0.0 { low } else { high };
        let found = self.search(side)?;
        Ok(found.or(Some(of_range)).filter(|end| end.is_finite()))
    }

    fn search(&self, side: f64) -> Result<Option<f64>, Unusable> {
        let along = self.along;
        let error = sqrt(max(0.0, self.covariance.row(along)[along]));
        if !(error.is_finite() && error > 0.0) {
            return Ok(None);
        }
        // Where the likelihood is nearly flat, its curvature says little of how far the end may be.
        let error = min(error, LARGEST * (1.0 + self.best.at.place[along].abs()));
        // The signed root of twice the fall, which is about a straight line in the place, less its value at the end.
        let mut low = (0.0, -Z);
        let mut high: Option<(f64, f64)> = None;
        let mut next = Z * error;
        // Searches start from the farthest place that is known to lie inside.
        let mut inside = self.best.at.place.clone();
        // Which end of the bracket moved last: where the other one stays, its value counts half (Illinois).
        let mut moved = 0;
        for _ in 0..STEPS {
            let mut from = inside.clone();
            self.follow(&mut from, side * (next - low.0), next <= NEAR * error);
            match self.fall(&from)? {
                Some((fall, place)) => {
                    let here = (next, fall - Z);
                    if here.1.abs() < TOLERANCE {
                        return Ok(Some(self.value(side * next)));
                    }
                    if here.1 < 0.0 {
                        (low, inside) = (here, place);
                        high = high.map(|(at, value)| (at, if moved < 0 { 0.5 * value } else { value }));
                        moved = -1;
                    } else {
                        high = Some(here);
                        low.1 *= if moved > 0 { 0.5 } else { 1.0 };
                        moved = 1;
                    }
                }
                // Nothing is possible there, so that the end lies nearer.
                None => high = Some((next, f64::INFINITY)),
            }
            next = match high {
                None if next > FARTHEST * error => return Ok(None),
                None => {
                    let slope = (low.1 + Z) / low.0;
                    if slope > 0.0 {
                        low.0 + (-low.1 / slope).clamp(0.5 * low.0, 2.0 * low.0)
                    } else {
                        3.0 * next
                    }
                }
                Some(high) if high.0 - low.0 <= TOLERANCE * error => break,
                Some(high) if high.1.is_infinite() => 0.5 * (low.0 + high.0),
                Some(high) => low.0 + (high.0 - low.0) * (-low.1 / (high.1 - low.1)),
            };
        }
        Ok(Some(self.value(side * next)))
    }

    /// The value of the key so far from the maximum.
    fn value(&self, away: f64) -> f64 {
        let place = self.best.at.place[self.along] + away;
        self.objective.value(self.along, place).0
    }

    /// Moves a place along the line, the others as their covariance says while they are near.
    fn follow(&self, place: &mut [f64], by: f64, near: bool) {
        let row = self.covariance.row(self.along);
        for (number, (at, covariance)) in place.iter_mut().zip(row).enumerate() {
            if near || number == self.along {
                *at += by * covariance / row[self.along];
            }
        }
    }

    /// The root of twice the fall from the maximum where the line is held still, and where the others are then; `None` where
    /// there is no value.
    fn fall(&self, from: &[f64]) -> Result<Option<(f64, Vec<f64>)>, Unusable> {
        let others: Vec<usize> = (0..from.len()).filter(|&at| at != self.along).collect();
        let mut found: Option<At> = None;
        let lower = self.lower.iter().map(|lower| {
            let mut place = lower.at.place.clone();
            place[self.along] = from[self.along];
            place
        });
        for start in std::iter::once(from.to_vec()).chain(lower) {
            match maximise(self.objective, &start, &others) {
                Ok(other) => {
                    let highest = found.take().filter(|found| found.penalised >= other.at.penalised);
                    found = highest.or(Some(other.at));
                }
                Err(Unusable::Interrupted) => return Err(Unusable::Interrupted),
                Err(_) => {}
            }
        }
        Ok(found.map(|found| {
            let fall = self.best.at.penalised - found.penalised;
            (sqrt(max(0.0, 2.0 * fall)), found.place)
        }))
    }
}
