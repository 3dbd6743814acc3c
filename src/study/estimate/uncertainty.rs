//! How sure estimates are: covariances, draws, and what makes them doubtful.

use std::collections::BTreeSet;

use super::likelihood::Unusable;
use super::maximise::{Maximum, maximise};
use super::objective::{At, Objective, add_outer_product, times};
use crate::numeric::distribution::Distribution;
use crate::numeric::linear::Matrix;
use crate::numeric::math::{max, sqrt};
use crate::numeric::stream::StreamKey;
use crate::numeric::symmetric::Eigen;

/// Directions in which the scaled curvature is less than this share of the largest are flat.
const FLAT: f64 = 1e-7;
/// Curvature the wrong way by less than this share of the largest is rounding.
const LEVEL: f64 = 1e-8;
/// Part of a flat direction are the keys whose share in it is at least this.
const PART: f64 = 0.03;
/// So many standard errors away the likelihood is looked at again.
const AWAY: f64 = 3.0;
/// So far back to its start a key is taken: the start itself may be a place like no other, such as 0 for a factor.
const BACK: f64 = 0.97;
/// A fall by less than this is none.
const FALL: f64 = 0.05;

/// Why estimates are doubtful.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Doubt {
    /// The likelihood stays the same where these keys change together.
    Flat(Vec<usize>),
    /// The likelihood keeps rising, by ever less, as these keys go on together; as a single one grows (true) or falls.
    Separated(Vec<usize>, Option<bool>),
    /// The estimate of this key lies on an end of its range.
    OnTheEnd(usize),
    /// Searches ended at several maxima.
    SeveralMaxima,
    /// The likelihood is level at the estimates, and rises from there.
    Saddle,
    /// In the cases of these rows the branch of equilibria turned round, or another crossed it.
    Bifurcated(Vec<usize>),
}

/// The covariances of the estimates. Keys of which the cases cannot tell have none: their variances are NaN.
pub(super) struct Uncertainty {
    /// The inverse of the curvature along the lines, without flat directions.
    pub(super) on_lines: Matrix,
    /// The same by values.
    pub(super) hessian: Matrix,
    /// With the scores of single observations between two inverses (White 1982, *Econometrica* 50, 1–25).
    pub(super) robust: Matrix,
    /// With those of clusters, times G / (G − 1) for G clusters; `None` without clusters.
    pub(super) cluster: Option<Matrix>,
    flat: Vec<Flat>,
    /// Whether the likelihood curves up in some direction.
    saddle: bool,
}

/// A direction in which the likelihood is flat at the estimates: how far each key's line is followed.
struct Flat(Vec<f64>);

impl Flat {
    /// The keys that take part.
    fn keys(&self) -> Vec<usize> {
        let parts = self.0.iter().enumerate();
        parts.filter(|(_, share)| **share != 0.0).map(|(at, _)| at).collect()
    }
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
        let (on_lines, flat, saddle) = inverse(&curvature);
        let mut hessian = scaled(&on_lines, &best.at.rates);
        for at in flat.iter().flat_map(Flat::keys) {
            hessian.row_mut(at)[at] = f64::NAN;
        }
        let (single, clustered) = meats(objective, &best.at);
        Ok(Self {
            robust: sandwich(&hessian, &single),
            cluster: clustered.map(|meat| sandwich(&hessian, &meat)),
            on_lines,
            hessian,
            flat,
            saddle,
        })
    }

    /// All covariances by values that exist.
    pub(super) fn all(self) -> Vec<super::Covariance> {
        let kinds = [
            ("hessian", Some(self.hessian)),
            ("robust", Some(self.robust)),
            ("cluster", self.cluster),
        ];
        let named = |(kind, matrix): (&'static str, Option<Matrix>)| Some(super::Covariance { kind, matrix: matrix? });
        kinds.into_iter().filter_map(named).collect()
    }

    /// What makes the estimates doubtful; `start` is where the first search started.
    pub(super) fn doubts(
        &self,
        objective: &Objective<'_>,
        best: &Maximum,
        start: &[f64],
    ) -> Result<Vec<Doubt>, Unusable> {
        let mut doubts: Vec<Doubt> = self.saddle.then_some(Doubt::Saddle).into_iter().collect();
        for flat in &self.flat {
            doubts.push(match self.rises_along(objective, best, (flat, start))? {
                true => Doubt::Separated(flat.keys(), None),
                false => Doubt::Flat(flat.keys()),
            });
        }
        for (at, key) in objective.keys.iter().enumerate() {
            if key.is_on_end(best.at.values[at]) {
                doubts.push(Doubt::OnTheEnd(at));
            } else if let Some(rises) = self.separated(objective, best, at)? {
                doubts.push(Doubt::Separated(vec![at], Some(rises)));
            }
        }
        Ok(doubts)
    }

    /// Whether the likelihood rises without end along a direction that is flat at the estimates: the largest that it can be
    /// where the key that leads it stays near its start is then lower.
    fn rises_along(
        &self,
        objective: &Objective<'_>,
        best: &Maximum,
        (Flat(direction), start): (&Flat, &[f64]),
    ) -> Result<bool, Unusable> {
        let lead = (0..direction.len())
            .filter(|&at| direction[at].abs() == 1.0)
            .min()
            .unwrap_or_default();
        let others: Vec<usize> = (0..direction.len()).filter(|&at| at != lead).collect();
        let mut place = best.at.place.clone();
        let back = start[lead] - place[lead];
        place[lead] += if back == 0.0 { 1.0 } else { BACK * back };
        match maximise(objective, &place, &others) {
            Ok(there) => Ok(best.at.penalised - there.at.penalised > FALL),
            Err(Unusable::Interrupted) => Err(Unusable::Interrupted),
            Err(_) => Ok(false),
        }
    }

    /// On which side of a key the likelihood does not fall, if on one only.
    fn separated(&self, objective: &Objective<'_>, best: &Maximum, at: usize) -> Result<Option<bool>, Unusable> {
        let row = self.on_lines.row(at);
        let error = sqrt(row[at]);
        if self.hessian.row(at)[at].is_nan() || !(error.is_finite() && error > 0.0) {
            return Ok(None);
        }
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

/// The inverse of a curvature without the directions in which it is nearly 0 once each key is measured in units of its own,
/// and these directions; and whether it is negative in some direction. Keys that take part in a flat one have no variance, and
/// do not vary with others.
fn inverse(curvature: &Matrix) -> (Matrix, Vec<Flat>, bool) {
    let size = curvature.size();
    let own = |at: usize| curvature.row(at)[at].abs();
    let sinks = |at: usize| curvature.row(at)[at] <= 0.0;
    let most = (0..size).map(own).fold(0.0, max);
    let unit = |at: usize| {
        // Differences of a level likelihood have either sign.
        let flat = own(at) <= FLAT * FLAT * most || own(at) == 0.0 || sinks(at) && own(at) <= LEVEL * most;
        if flat { 0.0 } else { 1.0 / sqrt(own(at)) }
    };
    let units: Vec<f64> = (0..size).map(unit).collect();
    let lone = |at: &usize| units[*at] == 0.0;
    let along = |at: usize| Flat((0..size).map(|other| f64::from(u8::from(other == at))).collect());
    let mut flat: Vec<Flat> = (0..size).filter(lone).map(along).collect();
    // A key that is flat alone stands apart from the others.
    let mut correlations = scaled(curvature, &units);
    (0..size).filter(lone).for_each(|at| correlations.row_mut(at)[at] = 1.0);
    let eigen = Eigen::of(&correlations);
    for (value, vector) in eigen.values.iter().zip(&eigen.vectors) {
        if value.abs() <= FLAT {
            let shares = vector
                .iter()
                .map(|share| if share.abs() >= PART { *share } else { 0.0 });
            let shares: Vec<f64> = shares.zip(&units).map(|(share, unit)| share * unit).collect();
            let longest = shares.iter().fold(0.0, |most: f64, share| max(most, share.abs()));
            flat.push(Flat(shares.into_iter().map(|share| share / longest).collect()));
        }
    }
    let inverse = eigen.with_values(|value| if value <= FLAT { 0.0 } else { 1.0 / value });
    let mut inverse = scaled(&inverse, &units);
    for keys in flat.iter().map(Flat::keys) {
        for &at in &keys {
            for other in 0..size {
                inverse.row_mut(at)[other] = 0.0;
                inverse.row_mut(other)[at] = 0.0;
            }
            // A key alone may still have an end of an interval, far away.
            inverse.row_mut(at)[at] = if keys.len() == 1 { 1.0 / (FLAT * FLAT) } else { f64::NAN };
        }
    }
    (inverse, flat, eigen.values.iter().any(|value| *value < -FLAT))
}

/// A covariance along lines as one of values, given how fast those change.
pub(super) fn scaled(matrix: &Matrix, rates: &[f64]) -> Matrix {
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
    let named = likelihood.clusters.iter().flatten().max().map_or(0, |last| last + 1);
    let mut sums = vec![vec![0.0; keys]; named];
    let (mut single, mut clustered) = (Matrix::zero(keys), Matrix::zero(keys));
    let seen: BTreeSet<usize> = likelihood
        .observations
        .iter()
        .filter_map(|seen| likelihood.clusters[seen.row])
        .collect();
    let mut clusters = seen.len() as f64;
    for seen in &likelihood.observations {
        let score = &at.scores[seen.term];
        add_outer_product(&mut single, score, seen.count);
        match likelihood.clusters[seen.row] {
            Some(cluster) => {
                let sum = sums[cluster].iter_mut().zip(score);
                sum.for_each(|(sum, score)| *sum += seen.count * score);
            }
            // What belongs to no cluster is one by itself, as often as it was recorded.
            None => {
                add_outer_product(&mut clustered, score, seen.count);
                clusters += seen.count;
            }
        }
    }
    if named == 0 || clusters < 2.0 {
        return (single, None);
    }
    sums.iter().for_each(|sum| add_outer_product(&mut clustered, sum, 1.0));
    let factor = vec![sqrt(clusters / (clusters - 1.0)); keys];
    (single, Some(scaled(&clustered, &factor)))
}

/// A matrix between two others, which are the same and symmetric; variances that do not exist stay so.
fn sandwich(bread: &Matrix, meat: &Matrix) -> Matrix {
    let size = bread.size();
    let is_open = |at: usize| bread.row(at)[at].is_nan();
    let mut known = bread.clone();
    (0..size)
        .filter(|&at| is_open(at))
        .for_each(|at| known.row_mut(at)[at] = 0.0);
    let half: Vec<Vec<f64>> = (0..size).map(|row| times(meat, known.row(row))).collect();
    let mut whole = Matrix::zero(size);
    for (row, half) in half.iter().enumerate() {
        whole.row_mut(row).copy_from_slice(&times(&known, half));
    }
    (0..size)
        .filter(|&at| is_open(at))
        .for_each(|at| whole.row_mut(at)[at] = f64::NAN);
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
    let covariance = &found.on_lines;
    if (0..covariance.size()).any(|at| found.hessian.row(at)[at].is_nan()) {
        return Vec::new();
    }
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
        let places = best.at.place.iter().zip(&away).enumerate();
        places
            .map(|(key, (place, away))| objective.value(key, place + away).0)
            .collect()
    };
    (0..draws).map(draw).collect()
}
