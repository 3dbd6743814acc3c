//! How sure estimates are: covariances, draws, and what makes them doubtful.

use super::likelihood::Unusable;
use super::maximise::Maximum;
use super::objective::{At, Objective, add_outer_product, times};
use crate::numeric::distribution::Distribution;
use crate::numeric::linear::{Lu, Matrix};
use crate::numeric::math::{max, sqrt};
use crate::numeric::stream::StreamKey;
use crate::numeric::symmetric::Eigen;

/// Directions in which the scaled curvature is less than this share of the largest are flat.
const FLAT: f64 = 1e-7;
/// Part of a flat direction are the keys whose share in it is at least this.
const PART: f64 = 0.1;
/// So many standard errors away the likelihood is looked at again.
const AWAY: f64 = 3.0;
/// A fall by less than this is none.
const FALL: f64 = 0.05;

/// Why estimates are doubtful.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Doubt {
    /// The likelihood stays the same where these keys change together.
    Flat(Vec<usize>),
    /// The likelihood keeps rising, by ever less, as this key grows (true) or falls.
    Separated(usize, bool),
    /// The estimate of this key lies on an end of its range.
    OnTheEnd(usize),
    /// Searches ended at several maxima.
    SeveralMaxima,
    /// In the cases of these rows the branch of equilibria turned round, or another crossed it.
    Bifurcated(Vec<usize>),
}

/// The covariances of the estimates; those that do not exist are missing.
pub(super) struct Uncertainty {
    /// The inverse of the curvature along the lines.
    pub(super) on_lines: Option<Matrix>,
    /// The same by values.
    pub(super) hessian: Option<Matrix>,
    /// With the scores of single observations between two inverses (White 1982, *Econometrica* 50, 1–25).
    pub(super) robust: Option<Matrix>,
    /// With those of clusters, times G / (G − 1) for G clusters; `None` where each case is alone.
    pub(super) cluster: Option<Matrix>,
    curvature: Matrix,
}

impl Uncertainty {
    /// That at a maximum.
    pub(super) fn at(objective: &Objective<'_>, best: &Maximum) -> Result<Self, Unusable> {
        let all: Vec<usize> = (0..objective.keys.len()).collect();
        let curvature = match objective.curvature(&best.at, &all, true) {
            Err(Unusable::Interrupted) => return Err(Unusable::Interrupted),
            Err(_) => objective.outer_products(&best.at),
            Ok(curvature) => curvature,
        };
        let on_lines = flat_directions(&curvature)
            .is_empty()
            .then(|| inverse(&curvature))
            .flatten();
        let rates = &best.at.rates;
        let hessian = on_lines.as_ref().map(|on_lines| scaled(on_lines, rates));
        let (single, clustered) = meats(objective, &best.at);
        let between = |meat: Matrix| hessian.as_ref().map(|bread| sandwich(bread, &meat));
        Ok(Self {
            robust: between(single),
            cluster: clustered.and_then(between),
            on_lines,
            hessian,
            curvature,
        })
    }

    /// All covariances by values that exist.
    pub(super) fn all(self) -> Vec<super::Covariance> {
        let kinds = [
            ("hessian", self.hessian),
            ("robust", self.robust),
            ("cluster", self.cluster),
        ];
        let named = |(kind, matrix): (&'static str, Option<Matrix>)| Some(super::Covariance { kind, matrix: matrix? });
        kinds.into_iter().filter_map(named).collect()
    }

    /// What makes the estimates doubtful.
    pub(super) fn doubts(&self, objective: &Objective<'_>, best: &Maximum) -> Result<Vec<Doubt>, Unusable> {
        let flat = flat_directions(&self.curvature);
        let mut doubts: Vec<Doubt> = flat.into_iter().map(Doubt::Flat).collect();
        for (at, key) in objective.keys.iter().enumerate() {
            if key.domain.is_on_end(best.at.values[at]) {
                doubts.push(Doubt::OnTheEnd(at));
            } else if let Some(rises) = self.separated(objective, best, at)? {
                doubts.push(Doubt::Separated(at, rises));
            }
        }
        Ok(doubts)
    }

    /// On which side of a key the likelihood does not fall, if on one only.
    fn separated(&self, objective: &Objective<'_>, best: &Maximum, at: usize) -> Result<Option<bool>, Unusable> {
        let Some(covariance) = &self.on_lines else {
            return Ok(None);
        };
        let row = covariance.row(at);
        let error = sqrt(max(0.0, row[at]));
        let mut falls = [true; 2];
        for (falls, side) in falls.iter_mut().zip([-1.0, 1.0]) {
            let moved = best.at.place.iter().zip(row);
            let place: Vec<f64> = moved.map(|(place, with)| place + side * AWAY * with / error).collect();
            *falls = match objective.at(&place) {
                Ok(there) => best.at.penalised - there.penalised > FALL,
                Err(Unusable::Interrupted) => return Err(Unusable::Interrupted),
                Err(_) => true,
            };
        }
        Ok(match falls {
            [true, false] => Some(true),
            [false, true] => Some(false),
            _ => None,
        })
    }
}

/// The directions in which a curvature is nearly 0 once each key is measured in units of its own: which keys take part.
fn flat_directions(curvature: &Matrix) -> Vec<Vec<usize>> {
    let size = curvature.size();
    let own = |at: usize| curvature.row(at)[at];
    let most = (0..size).map(own).fold(0.0, max);
    let alone = |at: &usize| own(*at) <= FLAT * FLAT * most;
    let mut flat: Vec<Vec<usize>> = (0..size).filter(alone).map(|at| vec![at]).collect();
    let others: Vec<usize> = (0..size).filter(|at| !alone(at)).collect();
    let mut correlations = Matrix::zero(others.len());
    for (row, &of) in others.iter().enumerate() {
        for (column, &other) in others.iter().enumerate() {
            correlations.row_mut(row)[column] = curvature.row(of)[other] / sqrt(own(of) * own(other));
        }
    }
    let eigen = Eigen::of(&correlations);
    for (value, vector) in eigen.values.iter().zip(&eigen.vectors) {
        if *value <= FLAT {
            let part = others.iter().zip(vector).filter(|(_, share)| share.abs() >= PART);
            flat.push(part.map(|(at, _)| *at).collect());
        }
    }
    flat
}

fn inverse(matrix: &Matrix) -> Option<Matrix> {
    let size = matrix.size();
    let lu = Lu::of(matrix.clone());
    let mut inverse = Matrix::zero(size);
    for column in 0..size {
        let unit: Vec<f64> = (0..size).map(|at| f64::from(u8::from(at == column))).collect();
        let solved = lu.solve(&unit)?;
        // The inverse of a symmetric matrix is symmetric.
        inverse.row_mut(column).copy_from_slice(&solved);
    }
    Some(inverse)
}

/// A covariance along lines as one of values, given how fast those change.
fn scaled(matrix: &Matrix, rates: &[f64]) -> Matrix {
    let mut scaled = Matrix::zero(matrix.size());
    for (row, rate) in rates.iter().enumerate() {
        for (column, other) in rates.iter().enumerate() {
            scaled.row_mut(row)[column] = matrix.row(row)[column] * rate * other;
        }
    }
    scaled
}

/// The sums of outer products of scores by value: over single observations, and over clusters where rows share some.
fn meats(objective: &Objective<'_>, at: &At) -> (Matrix, Option<Matrix>) {
    let likelihood = objective.likelihood;
    let keys = objective.keys.len();
    let clusters = likelihood.clusters.iter().max().map_or(0, |last| last + 1);
    let mut sums = vec![vec![0.0; keys]; clusters];
    let mut single = Matrix::zero(keys);
    for seen in &likelihood.observations {
        let score = &at.scores[seen.term];
        add_outer_product(&mut single, score, seen.count);
        let sum = &mut sums[likelihood.clusters[seen.row]];
        sum.iter_mut()
            .zip(score)
            .for_each(|(sum, score)| *sum += seen.count * score);
    }
    if clusters < 2 || clusters == likelihood.clusters.len() {
        return (single, None);
    }
    let factor = clusters as f64 / (clusters - 1) as f64;
    let mut clustered = Matrix::zero(keys);
    sums.iter()
        .for_each(|sum| add_outer_product(&mut clustered, sum, factor));
    (single, Some(clustered))
}

/// A matrix between two others, which are the same and symmetric.
fn sandwich(bread: &Matrix, meat: &Matrix) -> Matrix {
    let size = bread.size();
    let half: Vec<Vec<f64>> = (0..size).map(|row| times(meat, bread.row(row))).collect();
    let mut whole = Matrix::zero(size);
    for (row, half) in half.iter().enumerate() {
        whole.row_mut(row).copy_from_slice(&times(bread, half));
    }
    whole
}

/// Draws of the values from the normal approximation along the lines, so that none lies outside of its range; none where
/// the covariance does not exist.
pub(super) fn posterior(
    objective: &Objective<'_>,
    best: &Maximum,
    found: &Uncertainty,
    (draws, seed): (u64, u64),
) -> Vec<Vec<f64>> {
    let Some(covariance) = &found.on_lines else {
        return Vec::new();
    };
    let root = Eigen::of(covariance).with_values(|value| sqrt(max(0.0, value)));
    let standard = Distribution::named("normal", &[0.0, 1.0]).expect("it is a distribution");
    let streams = objective.keys.iter();
    let streams = streams.map(|key| StreamKey::of(seed, &["estimate", "draw", &key.key]).stream(0, 0));
    let streams: Vec<_> = streams.collect();
    let draw = |draw: u64| -> Vec<f64> {
        let normal: Vec<f64> = streams
            .iter()
            .map(|stream| standard.quantile(stream.at(draw)))
            .collect();
        let away = times(&root, &normal);
        let places = best.at.place.iter().zip(&away).zip(objective.keys);
        places
            .map(|((place, away), key)| key.domain.value_at(place + away).0)
            .collect()
    };
    (0..draws).map(draw).collect()
}
