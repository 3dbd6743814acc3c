//! The bootstrap: estimates from cases that are drawn anew, with replacement, from those recorded (Efron 1979, *Annals of
//! Statistics* 7, 1–26).

use std::collections::BTreeMap;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::Finished;
use super::likelihood::{Likelihood, Unusable};
use super::maximise::{Maximum, maximise};
use super::objective::{At, Objective};
use super::uncertainty::scaled;
use crate::numeric::math::sqrt;
use crate::numeric::stream::StreamKey;
use crate::numeric::summary::{quantile_type7, standard_deviation};
use crate::numeric::symmetric::Eigen;

/// A sample says nothing of a direction where it says less than this share of what all cases do.
const FLAT: f64 = 1e-5;

/// How the estimate of a key varies between samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    /// The standard deviation.
    pub error: f64,
    /// The ends of the middle 95 %.
    pub ends: [Option<f64>; 2],
}

/// What is drawn as a whole: a cluster, or a single observation.
struct Unit {
    /// The numbers of the observations, and how often each is recorded in one drawing.
    observations: Vec<(usize, f64)>,
    /// How many such units there are.
    times: f64,
}

/// How each key's estimate varies between so many samples, `None` if not two of them have a maximum; and how many have
/// none, which are left out.
///
/// # Errors
/// An interruption.
pub(super) fn bootstrap(
    objective: &Objective<'_>,
    best: &Maximum,
    (samples, seed): (u64, u64),
    finished: &Finished<'_>,
) -> Result<(Vec<Option<Spread>>, u64), Unusable> {
    let units = units(objective.likelihood);
    let up_to = running_totals(&units);
    let keys: Vec<usize> = (0..objective.keys.len()).collect();
    if up_to.last().is_none_or(|&total| total < 2.0) {
        return Ok((vec![None; keys.len()], 0));
    }
    let stream = StreamKey::of(seed, &["estimate", "bootstrap"]);
    let known = objective.curvature(&best.at, &keys, false)?;
    let scales: Vec<f64> = keys.iter().map(|&key| 1.0 / sqrt(known.row(key)[key].abs())).collect();
    let estimates = |sample: u64| {
        let counts = drawn(
            (&units, &up_to),
            objective.likelihood.observations.len(),
            &stream,
            sample,
        );
        let likelihood = objective.likelihood.reweighted(&counts);
        let resampled = objective.of(&likelihood);
        let found = maximise(&resampled, &best.at.place, &keys).and_then(|found| {
            let is_maximum = found.converged && is_curved(&resampled, &found.at, &scales)?;
            Ok(is_maximum.then_some(found.at.values))
        });
        finished.one();
        match found {
            Err(Unusable::Interrupted) => Err(Unusable::Interrupted),
            found => Ok(found.unwrap_or_default()),
        }
    };
    let found: Vec<Result<_, Unusable>> = (0..samples).into_par_iter().map(estimates).collect();
    let found: Vec<Option<Vec<f64>>> = found.into_iter().collect::<Result<_, _>>()?;
    let failed = found.iter().filter(|values| values.is_none()).count() as u64;
    let of_key = |&key: &usize| spread(found.iter().flatten().map(|values| values[key]).collect());
    Ok((keys.iter().map(of_key).collect(), failed))
}

/// Whether the likelihood falls to all sides of a place, but for keys on an end of their range: where it rises for ever, a
/// search ends where it has become flat. Each key is measured by how sure all cases are of it.
fn is_curved(objective: &Objective<'_>, at: &At, scales: &[f64]) -> Result<bool, Unusable> {
    let inside = |key: &usize| !objective.keys[*key].is_on_end(at.values[*key]);
    let free: Vec<usize> = (0..scales.len()).filter(inside).collect();
    let curvature = objective.curvature(at, &free, false)?;
    let scales: Vec<f64> = free.iter().map(|&key| scales[key]).collect();
    let eigen = Eigen::of(&scaled(&curvature, &scales));
    Ok(eigen.values.iter().all(|value| *value > FLAT))
}

fn spread(mut values: Vec<f64>) -> Option<Spread> {
    values.sort_by(f64::total_cmp);
    Some(Spread {
        error: standard_deviation(&values)?,
        ends: [0.025, 0.975].map(|level| quantile_type7(&values, level)),
    })
}

fn units(likelihood: &Likelihood) -> Vec<Unit> {
    let mut clusters: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    let mut units = Vec::new();
    for (number, seen) in likelihood.observations.iter().enumerate() {
        match likelihood.clusters[seen.row] {
            Some(cluster) => clusters.entry(cluster).or_default().push((number, seen.count)),
            None => units.push(Unit {
                observations: vec![(number, 1.0)],
                times: seen.count,
            }),
        }
    }
    units.extend(clusters.into_values().map(|observations| Unit {
        observations,
        times: 1.0,
    }));
    units
}

/// How many units there are up to each of these.
fn running_totals(units: &[Unit]) -> Vec<f64> {
    let add = |total: &mut f64, unit: &Unit| {
        *total += unit.times;
        Some(*total)
    };
    units.iter().scan(0.0, add).collect()
}

/// How often each observation is recorded in a sample of as many units as there are.
fn drawn((units, up_to): (&[Unit], &[f64]), observations: usize, stream: &StreamKey, sample: u64) -> Vec<f64> {
    let total = up_to[up_to.len() - 1];
    let stream = stream.stream(sample, 0);
    let mut counts = vec![0.0; observations];
    for number in 0..total as u64 {
        let at = stream.at(number) * total;
        let unit = &units[up_to.partition_point(|&end| end <= at).min(units.len() - 1)];
        unit.observations
            .iter()
            .for_each(|&(number, times)| counts[number] += times);
    }
    counts
}
