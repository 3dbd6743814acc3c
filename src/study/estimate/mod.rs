//! Maximum likelihood: the values of keys under which recorded cases are the likeliest, and how sure that is.

mod bootstrap;
mod cases;
mod domain;
mod intervals;
mod likelihood;
mod maximise;
mod objective;
mod record;
mod uncertainty;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::plan::{Progress, Watch};
use super::table::{KeyColumn, Shape};
use crate::numeric::distribution::Distribution;
use crate::numeric::linear::Matrix;
use crate::numeric::math::{max, sqrt};
use crate::numeric::stream::StreamKey;
use bootstrap::bootstrap;
use intervals::Profile;
use maximise::{Maximum, approach, refine};
use objective::Objective;
use uncertainty::{Uncertainty, posterior};

pub(crate) use bootstrap::Spread;
pub(crate) use cases::{Cases, CasesError, Known, WORDS};
pub(crate) use domain::Domain;
pub(crate) use likelihood::{Games, Likelihood, Structure, Unusable};
pub(crate) use objective::Estimated;
pub(crate) use uncertainty::Doubt;

/// Another maximum is lower if its likelihood is by this much, or by the cube of it times the likelihood.
const CLEARLY: f64 = 1e-3;
/// Two maxima are the same if their likelihoods differ by no more than this.
const SAME_MAXIMUM: f64 = 1e-6;

/// A scenario that is fitted to cases.
pub(crate) struct Fit {
    /// The cases.
    pub cases: Cases,
    /// The keys that are estimated.
    pub keys: Vec<Estimated>,
    /// Their games.
    pub games: Arc<Games>,
    /// The game of each row.
    pub of_row: Vec<usize>,
}

impl Fit {
    /// The names of the estimated keys.
    pub(crate) fn names(&self) -> Vec<String> {
        self.keys.iter().map(|key| key.key.clone()).collect()
    }

    /// What the columns of its tables are named after.
    pub(crate) fn shape(&self) -> Shape {
        let column = |key: &Estimated| KeyColumn {
            name: key.key.clone(),
            unit: key.unit.clone(),
            numbers: true,
        };
        Shape {
            outcomes: self.games.outcomes().to_vec(),
            keys: self.keys.iter().map(column).collect(),
            ..Shape::default()
        }
    }

    /// The likelihood of all cases.
    ///
    /// # Errors
    /// A row does not fit its game.
    pub(crate) fn likelihood(&self) -> Result<Likelihood, CasesError> {
        Likelihood::new(Arc::clone(&self.games), &self.cases, &self.of_row)
    }

    /// The likelihood of some rows alone.
    ///
    /// # Errors
    /// A row does not fit its game.
    pub(crate) fn likelihood_of(&self, rows: &[usize]) -> Result<Likelihood, CasesError> {
        let of_row: Vec<usize> = rows.iter().map(|&row| self.of_row[row]).collect();
        Likelihood::new(Arc::clone(&self.games), &self.cases.only(rows), &of_row)
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// From how many places the maximum is searched for.
    pub starts: u64,
    /// The seed of all starts but the first, and of the draws.
    pub seed: u64,
    /// Whether intervals come from the profile of the likelihood too.
    pub profile: bool,
    /// How many draws of the estimates are given.
    pub draws: u64,
    /// From how many samples of the cases the estimates are found again.
    pub bootstrap: u64,
}

impl Settings {
    /// In how many parts the work of estimating so many keys is done.
    pub(crate) fn parts(&self, keys: usize) -> u64 {
        let ends = if self.profile { 2 * keys as u64 } else { 0 };
        self.starts + 1 + ends + self.bootstrap
    }
}

/// What was found.
#[derive(Clone, Debug)]
pub(crate) struct Estimates {
    /// The estimate of each key.
    pub keys: Vec<KeyEstimate>,
    /// The logarithm of the likelihood, and the same with the logarithms of the prior densities.
    pub log_likelihood: (f64, f64),
    /// The largest derivative of the penalised likelihood along the line of a key.
    pub gradient: f64,
    /// Whether the maximum was reached.
    pub converged: bool,
    /// The covariances of the estimates: from the curvature, robust, and by cluster where there are clusters.
    pub covariance: Vec<Covariance>,
    /// Where each search started and ended.
    pub starts: Vec<Start>,
    /// What makes the estimates doubtful.
    pub doubts: Vec<Doubt>,
    /// The probability of each outcome in each row's case.
    pub predicted: Vec<Vec<f64>>,
    /// The share of the logarithm of the likelihood of each row, where something is recorded of it.
    pub log_likelihoods: Vec<Option<f64>>,
    /// In how many samples of the bootstrap there was no maximum.
    pub failed_samples: u64,
    /// Draws of the keys, from the normal approximation on their lines.
    pub draws: Vec<Vec<f64>>,
    /// How many games one evaluation of the likelihood solves.
    pub games: u64,
}

/// The estimate of a key. What is missing was not asked for, or does not exist.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KeyEstimate {
    /// The estimate.
    pub estimate: f64,
    /// Its standard error, from the curvature of the penalised likelihood.
    pub error: Option<f64>,
    /// The same from the scores of single observations.
    pub robust: Option<f64>,
    /// The same from those of clusters.
    pub by_cluster: Option<f64>,
    /// The ends of the 95 % interval from the profile of the likelihood.
    pub profile: [Option<f64>; 2],
    /// How the estimate varies between samples of the cases.
    pub bootstrap: Option<Spread>,
}

/// Covariances of the estimates.
#[derive(Clone, Debug)]
pub(crate) struct Covariance {
    /// Which ones: `hessian`, `robust` or `cluster`.
    pub kind: &'static str,
    /// The covariance of each pair.
    pub matrix: Matrix,
}

/// A search from one start.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Start {
    /// The values at its start.
    pub from: Vec<f64>,
    /// Where it ended; `None` where the cases cannot be played, or happen, at the start.
    pub to: Option<End>,
}

/// Where a search ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct End {
    /// The values.
    pub values: Vec<f64>,
    /// The logarithm of the likelihood.
    pub log_likelihood: f64,
    /// The same with the logarithms of the prior densities.
    pub penalised: f64,
    /// Whether it is a maximum.
    pub converged: bool,
}

/// Searches for the estimates.
///
/// # Errors
/// The cases cannot be played at the first start, or an interruption.
pub(crate) fn estimate(
    likelihood: &Likelihood,
    keys: &[Estimated],
    settings: Settings,
    watch: &Watch<'_>,
) -> Result<Estimates, Unusable> {
    let objective = Objective::new(likelihood, keys, watch.interrupt)?;
    let finished = Finished {
        done: AtomicU64::new(0),
        of: settings.parts(keys.len()),
        watch,
    };
    let searched = searches(&objective, settings, &finished)?;
    let best = highest(&searched);
    let found = Uncertainty::at(&objective, best)?;
    finished.one();
    let apart = max(CLEARLY, CLEARLY * CLEARLY * CLEARLY * best.at.penalised.abs());
    let mut lower: Vec<&Maximum> = Vec::new();
    for (_, other) in &searched {
        let is_new = |other: &&Maximum| {
            let is_lower = other.converged && other.at.penalised < best.at.penalised - apart;
            is_lower && !lower.iter().any(|known| known.is_near(&other.at))
        };
        lower.extend(other.as_ref().filter(is_new));
    }
    let ends = match settings.profile {
        true => profile(&objective, (best, &lower), &found, &finished)?,
        false => vec![[None; 2]; keys.len()],
    };
    let (spreads, failed_samples) = match settings.bootstrap {
        0 => (vec![None; keys.len()], 0),
        samples => bootstrap(&objective, best, (samples, settings.seed), &finished)?,
    };
    let start = objective.place(&searched[0].0);
    let mut doubts = found.doubts(&objective, best, &start)?;
    if !lower.is_empty() {
        doubts.push(Doubt::SeveralMaxima);
    }
    let at = likelihood.at(&best.at.values, watch.interrupt)?;
    let bifurcated = likelihood.bifurcated(&at);
    if !bifurcated.is_empty() {
        doubts.push(Doubt::Bifurcated(bifurcated));
    }
    let errors = |matrix: Option<&Matrix>, at: usize| {
        let variance = matrix.map(|matrix| matrix.row(at)[at])?;
        let inside = !keys[at].is_on_end(best.at.values[at]);
        (inside && variance > 0.0 && variance.is_finite()).then(|| sqrt(variance))
    };
    let predicted = likelihood.predicted(&best.at.values, watch.interrupt);
    let at_estimates = |why| match why {
        Unusable::Interrupted => Unusable::Interrupted,
        why => Unusable::AtEstimates(Box::new(why)),
    };
    let of_key = |(at, profile): (usize, [Option<f64>; 2])| KeyEstimate {
        estimate: best.at.values[at],
        error: errors(Some(&found.hessian), at),
        robust: errors(Some(&found.robust), at),
        by_cluster: errors(found.cluster.as_ref(), at),
        profile,
        bootstrap: spreads[at],
    };
    let mut log_likelihoods = vec![None; likelihood.clusters.len()];
    for seen in &likelihood.observations {
        *log_likelihoods[seen.row].get_or_insert(0.0) += seen.count * at.terms[seen.term].0;
    }
    let starts = searched.iter().map(|(from, found)| Start {
        from: from.clone(),
        to: found.as_ref().map(End::of),
    });
    Ok(Estimates {
        keys: ends.into_iter().enumerate().map(of_key).collect(),
        log_likelihood: (best.at.log_likelihood, best.at.penalised),
        gradient: best.gradient(),
        converged: best.converged,
        starts: starts.collect(),
        predicted: predicted.map_err(at_estimates)?,
        draws: posterior(&objective, best, &found, (settings.draws, settings.seed)),
        covariance: found.all(),
        doubts,
        failed_samples,
        log_likelihoods,
        games: likelihood.points() as u64,
    })
}

/// The values of the keys at the highest maximum that is found, and whether it is one.
///
/// # Errors
/// Those of [`estimate`].
pub(crate) fn maximum(
    likelihood: &Likelihood,
    keys: &[Estimated],
    settings: Settings,
    watch: &Watch<'_>,
) -> Result<(Vec<f64>, bool), Unusable> {
    let objective = Objective::new(likelihood, keys, watch.interrupt)?;
    let unseen = Watch {
        progress: &|_| (),
        interrupt: watch.interrupt,
    };
    let finished = Finished {
        done: AtomicU64::new(0),
        of: settings.starts,
        watch: &unseen,
    };
    let searched = searches(&objective, settings, &finished)?;
    let best = highest(&searched);
    Ok((best.at.values.clone(), best.converged))
}

/// The highest maximum of some searches, the first of which ended somewhere.
fn highest(searched: &[Searched]) -> &Maximum {
    let mut found = searched.iter().filter_map(|(_, found)| found.as_ref());
    let first = found.next().expect("the first start has a value");
    found.fold(first, |best, found| {
        let clearly = found.at.penalised > best.at.penalised + SAME_MAXIMUM;
        let as_high = found.at.penalised >= best.at.penalised - SAME_MAXIMUM;
        let better = clearly || (found.converged && !best.converged && as_high);
        if better { found } else { best }
    })
}

impl End {
    fn of(found: &Maximum) -> Self {
        Self {
            values: found.at.values.clone(),
            log_likelihood: found.at.log_likelihood,
            penalised: found.at.penalised,
            converged: found.converged,
        }
    }
}

/// Counts the parts of the work that are done.
struct Finished<'a> {
    done: AtomicU64,
    of: u64,
    watch: &'a Watch<'a>,
}

impl Finished<'_> {
    fn one(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        (self.watch.progress)(Progress { done, of: self.of });
    }
}

/// A search: the values at its start, and its end.
type Searched = (Vec<f64>, Option<Maximum>);

/// The searches from all starts.
///
/// # Errors
/// The first start has no value, or an interruption.
fn searches(objective: &Objective<'_>, settings: Settings, finished: &Finished<'_>) -> Result<Vec<Searched>, Unusable> {
    let all: Vec<usize> = (0..objective.keys.len()).collect();
    let search = |start: u64| {
        let values = start_values(objective.keys, settings.seed, start);
        let found = approach(objective, &objective.place(&values), &all);
        finished.one();
        (values, found)
    };
    let found: Vec<_> = (0..settings.starts).into_par_iter().map(search).collect();
    let mut searched: Vec<Searched> = Vec::new();
    for (start, (values, found)) in found.into_iter().enumerate() {
        let end = match found {
            Ok(near) => {
                // Only one of the searches that come close to a maximum goes on to it.
                let known = searched.iter().filter_map(|(_, end)| end.as_ref());
                let known = known.into_iter().find(|known| known.is_near(&near)).cloned();
                Some(known.map_or_else(|| refine(objective, near, &all), Ok)?)
            }
            Err(why) if start == 0 || why == Unusable::Interrupted => return Err(why),
            Err(_) => None,
        };
        searched.push((values, end));
    }
    Ok(searched)
}

/// The values at a start: those of the file, then such as lie around them on the lines of the keys.
fn start_values(keys: &[Estimated], seed: u64, start: u64) -> Vec<f64> {
    let standard = Distribution::named("normal", &[0.0, 1.0]).expect("it is a distribution");
    let value = |key: &Estimated| {
        if start == 0 {
            return key.start;
        }
        let level = StreamKey::of(seed, &["estimate", "start", &key.key])
            .stream(0, 0)
            .at(start);
        let place = key.domain.place_of(key.start);
        let spread = match key.domain {
            Domain::Free => max(1.0, place.abs()),
            _ => 1.0,
        };
        key.domain.value_at(place + spread * standard.quantile(level)).0
    };
    keys.iter().map(value).collect()
}

/// The ends of the profile intervals of all keys.
fn profile(
    objective: &Objective<'_>,
    (best, lower): (&Maximum, &[&Maximum]),
    found: &Uncertainty,
    finished: &Finished<'_>,
) -> Result<Vec<[Option<f64>; 2]>, Unusable> {
    let keys = objective.keys.len();
    let covariance = &found.on_lines;
    let end = |number: usize| {
        let profile = Profile {
            objective,
            best,
            lower,
            covariance,
            along: number / 2,
        };
        let found = profile.end(if number.is_multiple_of(2) { -1.0 } else { 1.0 });
        finished.one();
        found
    };
    let ends: Vec<Result<Option<f64>, Unusable>> = (0..2 * keys).into_par_iter().map(end).collect();
    let ends = ends.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(ends.chunks_exact(2).map(|ends| [ends[0], ends[1]]).collect())
}
