//! Searches the range of each number for the nearest value at which a choice switches: coarse steps towards both ends,
//! then bisection. Values of several numbers are solved together, block by block.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::OverDraws;
use super::probe::{Change, Origin, Probe, stretches};
use crate::numeric::summary::quantile_type7;
use crate::scenario::Varied;
use crate::study::error::StudyError;
use crate::study::plan::{Progress, Watch};

/// The coarse steps from a value to an end of its range.
const STEPS: usize = 2;
/// How often the step is halved in which a choice flips: in the draw that is asked about, and in each of many draws.
const HALVINGS: u32 = 10;
const HALVINGS_OF_MANY: u32 = 3;
/// The nearest value at which the choice at a set flips, and the action that it flips to.
pub(super) type Hit = (f64, usize);

/// What was found of a number.
pub(super) struct Nearest {
    /// For each set the nearest flip.
    pub(super) hits: Vec<Option<Hit>>,
    /// The range that was looked at.
    pub(super) range: [f64; 2],
}

impl Nearest {
    /// A change as a share of the range.
    pub(super) fn share(&self, from: f64, to: f64) -> f64 {
        (to - from).abs() / (self.range[1] - self.range[0])
    }
}

/// A part of a range: the end that is nearer to where the number comes from, and the other.
type Stretch = [f64; 2];

/// A stretch in which the choices at some sets flip, by one number.
struct Task {
    /// The number, by its place among those that are looked at.
    number: usize,
    stretch: Stretch,
    /// The sets, and the actions to which they flip at its far end.
    flips: Vec<(usize, usize)>,
}

/// A number that is looked at, and the range in which it may vary.
type Looked<'v> = (&'v Varied, [f64; 2]);

impl Probe<'_> {
    /// The nearest flips by each number that may vary.
    pub(super) fn nearest(&self, origin: &Origin, watch: &Watch<'_>) -> Result<Vec<Nearest>, StudyError> {
        let sensible = |varied: &'_ Varied| varied.range.map(|end| self.sensible(origin, varied, end));
        let varied = self.freed_variant.varied.par_iter();
        let looked_at: Vec<Looked<'_>> = varied.map(|varied| (varied, sensible(varied))).collect();
        let hits = self.search(origin, &looked_at, HALVINGS, watch)?;
        let found = hits.into_iter().zip(looked_at);
        let found = found.map(|(hits, (_, range))| Nearest { hits, range });
        Ok(found.collect())
    }

    /// For each of some numbers and each set, the nearest flip within the number's range.
    fn search(
        &self,
        origin: &Origin,
        numbers: &[Looked<'_>],
        halvings: u32,
        watch: &Watch<'_>,
    ) -> Result<Vec<Vec<Option<Hit>>>, StudyError> {
        let mut nearest = vec![vec![None; self.sets.len()]; numbers.len()];
        let mut tasks = self.coarse(origin, numbers);
        for _ in 0..halvings {
            if watch.interrupted() {
                return Err(StudyError::Interrupted);
            }
            tasks = self.halve(origin, numbers, tasks);
        }
        for task in tasks {
            let from = origin.point[numbers[task.number].0.parameter];
            let apart = |value: f64| (value - from).abs();
            let [_, far] = task.stretch;
            for (set, action) in task.flips {
                let nearest: &mut Option<Hit> = &mut nearest[task.number][set];
                if nearest.is_none_or(|(known, _)| apart(far) < apart(known)) {
                    *nearest = Some((far, action));
                }
            }
        }
        Ok(nearest)
    }

    /// The coarse steps in which choices flip for the first time on the way to either end of each range.
    fn coarse(&self, origin: &Origin, numbers: &[Looked<'_>]) -> Vec<Task> {
        let way = |number: usize| {
            let (varied, range) = numbers[number];
            let from = origin.point[varied.parameter];
            range.map(|end| match &varied.listed {
                Some(listed) => (number, listed_stretches(from, end, listed)),
                None => (number, stretches(from, end, STEPS)),
            })
        };
        let ways: Vec<(usize, Vec<Stretch>)> = (0..numbers.len()).flat_map(way).collect();
        let changes = ways.iter().flat_map(|(number, stretches)| {
            let varied = numbers[*number].0;
            stretches.iter().map(move |stretch| (varied, stretch[1]))
        });
        let changes: Vec<Change<'_>> = changes.collect();
        let mut solved = self.solved(origin, &changes).into_iter();
        let mut tasks = Vec::new();
        for (number, stretches) in ways {
            let places: Vec<_> = solved.by_ref().take(stretches.len()).collect();
            let mut open: Vec<usize> = (0..self.sets.len()).collect();
            for (stretch, likeliest) in stretches.into_iter().zip(places) {
                // Values beyond one without a solution do not count.
                let Some(likeliest) = likeliest else { break };
                let is_flipped = |set: &usize| likeliest[*set] != origin.now[*set];
                let flipped = open.extract_if(.., |set| is_flipped(set));
                let flips = flipped.map(|set| (set, likeliest[set])).collect();
                tasks.push(Task { number, stretch, flips });
            }
        }
        tasks.retain(|task| !task.flips.is_empty());
        tasks
    }

    /// Halves every stretch: what flips in its middle already does so in the first half.
    fn halve(&self, origin: &Origin, numbers: &[Looked<'_>], tasks: Vec<Task>) -> Vec<Task> {
        let is_listed = |task: &Task| numbers[task.number].0.listed.is_some();
        let (mut halved, tasks): (Vec<Task>, Vec<Task>) = tasks.into_iter().partition(is_listed);
        let middle = |[near, far]: Stretch| near + 0.5 * (far - near);
        let change = |task: &Task| (numbers[task.number].0, middle(task.stretch));
        let changes: Vec<Change<'_>> = tasks.iter().map(change).collect();
        for (task, likeliest) in tasks.into_iter().zip(self.solved(origin, &changes)) {
            let Some(likeliest) = likeliest else {
                halved.push(task);
                continue;
            };
            let (number, [near, far]) = (task.number, task.stretch);
            let is_later = |(set, _): &(usize, usize)| likeliest[*set] == origin.now[*set];
            let (later, earlier): (Vec<_>, Vec<_>) = task.flips.into_iter().partition(is_later);
            let earlier = earlier.into_iter().map(|(set, _)| set);
            let earlier = earlier.map(|set| (set, likeliest[set])).collect();
            let middle = middle([near, far]);
            for (stretch, flips) in [([near, middle], earlier), ([middle, far], later)] {
                halved.push(Task { number, stretch, flips });
            }
        }
        halved.retain(|task| !task.flips.is_empty());
        halved
    }

    /// How it is in the first draws, by number of those that are asked about, and set.
    pub(super) fn over(
        &self,
        draws: u64,
        asked: &[usize],
        numbers: &[Nearest],
        watch: &Watch<'_>,
    ) -> Result<Vec<Vec<OverDraws>>, StudyError> {
        let done = AtomicU64::new(0);
        let one = |draw: u64| {
            let shares = self.shares(draw, asked, numbers, watch)?;
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            (watch.progress)(Progress { done, of: draws });
            Ok(shares)
        };
        let all: Vec<Result<Shares, StudyError>> = (0..draws).into_par_iter().map(one).collect();
        let all: Vec<Shares> = all.into_iter().collect::<Result<_, _>>()?;
        let of = |number: usize, set: usize| {
            let mut shares: Vec<f64> = all.iter().filter_map(|draw| draw[number][set]).collect();
            shares.sort_by(f64::total_cmp);
            OverDraws {
                flipped: shares.len() as f64 / draws as f64,
                share_p50: quantile_type7(&shares, 0.5),
            }
        };
        let of_number = |number| (0..self.sets.len()).map(|set| of(number, set)).collect();
        Ok((0..asked.len()).map(of_number).collect())
    }

    fn shares(&self, draw: u64, asked: &[usize], numbers: &[Nearest], watch: &Watch<'_>) -> Result<Shares, StudyError> {
        let Some(origin) = self.origin(Some(draw)) else {
            return Ok(vec![vec![None; self.sets.len()]; asked.len()]);
        };
        let varied = self.freed_variant.varied;
        let looked_at = |&number: &usize| (&varied[number], numbers[number].range);
        let looked_at: Vec<Looked<'_>> = asked.iter().map(looked_at).collect();
        let hits = self.search(&origin, &looked_at, HALVINGS_OF_MANY, watch)?;
        let of_number = |(&number, hits): (&usize, Vec<Option<Hit>>)| {
            let from = origin.point[varied[number].parameter];
            let share = |hit: Option<Hit>| hit.map(|(to, _)| numbers[number].share(from, to));
            hits.into_iter().map(share).collect()
        };
        Ok(asked.iter().zip(hits).map(of_number).collect())
    }
}

/// The smallest change that flips the choice in a draw, as a share of the range, by number and set.
type Shares = Vec<Vec<Option<f64>>>;

/// A way from one possible value to the next, up to the end of a range.
fn listed_stretches(from: f64, end: f64, listed: &[f64]) -> Vec<Stretch> {
    let ahead = |value: &f64| (value - from) * (end - from) > 0.0;
    let mut values: Vec<f64> = listed.iter().copied().filter(ahead).collect();
    values.sort_by(|a, b| (a - from).abs().total_cmp(&(b - from).abs()));
    let before = std::iter::once(from).chain(values.clone());
    before.zip(values).map(|(near, far)| [near, far]).collect()
}
