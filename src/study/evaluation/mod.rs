//! The engine of studies: what is asked of a scenario, worked out exactly in every draw of a list of sites.
//!
//! A site is one variant under one setting of keys. Blocks of draws are solved in parallel and kept as they are
//! finished, so that an interrupted study goes on where it was. Results do not depend on the number of threads, nor on
//! which blocks were known before.

mod advantage;
mod list_store;
mod quantity;
mod sample;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::block_store::{BlockStore, Site};
use super::counter::Counter;
use super::error::StudyError;
use super::exact_sample::{ExactSample, SolvedBlock};
use super::plan::Watch;
use super::variant::Variant;
use crate::explore::ExploreError;
use crate::numeric::lanes::LANES;
use crate::play::{Beliefs, Observers, exact_observed};
use advantage::AdvantageReader;
use quantity::Places;

pub(crate) use advantage::Advantage;
pub(crate) use list_store::ListStore;
pub(crate) use quantity::Quantity;
pub(crate) use sample::Sample;

/// A list of sites, and what is asked at each.
pub(crate) struct Evaluation<'a> {
    /// The number of the first site: a study that asks in several rounds numbers its sites through.
    pub first: u64,
    /// How many sites there are.
    pub sites: u64,
    /// Explores the variant of a site.
    pub explore: &'a (dyn Fn(u64) -> Result<Arc<Variant>, ExploreError> + Sync),
    /// The draws at every site.
    pub sample: &'a Sample,
    /// What is worked out in each draw.
    pub quantities: &'a [Quantity],
    /// Where finished blocks are kept.
    pub store: &'a dyn BlockStore,
}

/// One draw at one site.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Evaluated {
    /// Whether the draw was solved.
    pub solved: bool,
    /// The value of each quantity; `None` where it has none, as of an action that nobody is asked about.
    pub values: Vec<Option<f64>>,
}

/// Why a site cannot be evaluated.
#[derive(Debug)]
pub(crate) struct SiteError {
    /// The number of the site.
    pub site: u64,
    /// The reason.
    pub reason: SiteFailure,
}

/// Why a site cannot be evaluated.
#[derive(Debug)]
pub(crate) enum SiteFailure {
    /// Its game breaks a rule.
    Unsound(ExploreError),
    /// A draw makes no sense, blocks cannot be kept, or an interruption.
    Study(StudyError),
}

impl From<StudyError> for SiteFailure {
    fn from(error: StudyError) -> Self {
        Self::Study(error)
    }
}

impl Evaluation<'_> {
    /// How many draws are solved, over all sites.
    pub(crate) fn draws(&self) -> u64 {
        self.sites * self.sample.count()
    }

    /// Evaluates every draw at every site, site by site.
    ///
    /// # Errors
    /// Of the first site that fails; sites after it are left out.
    pub(crate) fn run(&self, watch: &Watch<'_>) -> Result<Vec<Vec<Evaluated>>, SiteError> {
        let counter = Counter::new(self.draws(), watch);
        let failed = AtomicU64::new(u64::MAX);
        let one = |site: u64| {
            if failed.load(Ordering::Relaxed) < site {
                return Ok(Vec::new());
            }
            self.site(site, &counter).map_err(|reason| {
                failed.fetch_min(site, Ordering::Relaxed);
                SiteError { site, reason }
            })
        };
        let sites = (self.first..self.first + self.sites).into_par_iter();
        let sites: Vec<Result<_, SiteError>> = sites.map(one).collect();
        let sites = sites.into_iter().collect::<Result<_, _>>()?;
        match self.store.shard() {
            None => Ok(sites),
            // What the other shards keep is not here.
            Some(_) => Err(SiteError {
                site: self.first,
                reason: StudyError::Interrupted.into(),
            }),
        }
    }

    fn site(&self, site: u64, counter: &Counter<'_>) -> Result<Vec<Evaluated>, SiteFailure> {
        let draws = self.sample.count();
        let all = draws.div_ceil(LANES as u64);
        let shard = self.store.shard();
        let own = |block: &u64| shard.is_none_or(|shard| shard.takes(site * all + block));
        let blocks: Vec<u64> = (0..all).filter(own).collect();
        let count = |block: u64| (draws - block * LANES as u64).min(LANES as u64);
        let known = blocks.iter().map(|&block| self.known(site, block, count(block)));
        let known = known.collect::<Result<Vec<_>, _>>().map_err(StudyError::from)?;
        let lacks = known.iter().any(Option::is_none);
        let variant = lacks.then(|| (self.explore)(site).map_err(SiteFailure::Unsound));
        let variant = variant.transpose()?;
        let at = variant
            .as_ref()
            .map(|variant| self.at(variant, self.audited(site * all)))
            .transpose()?;
        let one = |(block, known): (u64, Option<Vec<f64>>)| -> Result<Vec<f64>, StudyError> {
            let count = count(block);
            let numbers = match (known, &at) {
                (Some(known), _) => known,
                (None, Some(at)) => {
                    counter.go_on()?;
                    let numbers = at.block(block, count)?;
                    let (number, store) = (site, self.store);
                    Site { number, store }.keep(block, &numbers)?;
                    numbers
                }
                (None, None) => unreachable!("a site that lacks a block was explored"),
            };
            counter.count(count);
            Ok(numbers)
        };
        let all: Vec<(u64, Option<Vec<f64>>)> = blocks.into_iter().zip(known).collect();
        let all: Vec<Result<Vec<f64>, StudyError>> = all.into_par_iter().map(one).collect();
        let all = all.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
        let draw = all.chunks_exact(self.width()).map(Evaluated::of);
        Ok(draw.collect())
    }

    /// The numbers of a block of so many draws that was kept before.
    fn known(&self, number: u64, block: u64, count: u64) -> io::Result<Option<Vec<f64>>> {
        let (store, draws) = (self.store, count as usize);
        Site { number, store }.known(block, |numbers: &Vec<f64>| {
            let fits = |(quantity, &value): (&Quantity, &f64)| value.is_nan() || quantity.can_be(value);
            numbers.len() == draws * self.width()
                && numbers
                    .chunks_exact(self.width())
                    .all(|draw| self.quantities.iter().zip(&draw[1..]).all(fits))
        })
    }

    /// How many numbers are kept of a draw: whether it was solved, and each quantity.
    fn width(&self) -> usize {
        1 + self.quantities.len()
    }

    /// The number of a site's first block, over all sites, where blocks are audited by their numbers. Listed draws are not
    /// audited: what is found in one must not depend on where it stands in a list.
    fn audited(&self, number: u64) -> Option<u64> {
        (!matches!(self.sample, Sample::Listed(_))).then_some(number)
    }

    fn advantages<'v>(&self, variant: &'v Variant) -> Option<AdvantageReader<'v>> {
        let asked = self.quantities.iter().filter_map(|quantity| match quantity {
            Quantity::Advantage(advantage) => Some(advantage.clone()),
            _ => None,
        });
        let asked: Vec<Advantage> = asked.collect();
        (!asked.is_empty()).then(|| AdvantageReader::new(variant, asked))
    }

    /// A site; `number` is that of its first block, over all sites, where blocks are audited.
    fn at<'v>(&self, variant: &'v Variant, number: Option<u64>) -> Result<AtSite<'v>, StudyError> {
        let draws = self.sample.draws(&variant.model);
        let observers = Observers::new(&variant.explored.game);
        let mut at = AtSite {
            sample: ExactSample::new(variant, draws)?,
            places: Places::of(self.quantities, variant, &observers),
            observers,
            advantages: self.advantages(variant),
            number,
            certain: None,
        };
        if at.sample.is_certain() {
            at.certain = Some(at.numbers(&at.sample.solve((0, 1), number)?));
        }
        Ok(at)
    }
}

impl Evaluated {
    /// A draw from the numbers that are kept of it.
    pub(crate) fn of(numbers: &[f64]) -> Self {
        let known = |value: &f64| Some(*value).filter(|value| !value.is_nan());
        Self {
            solved: numbers[0] == 1.0,
            values: numbers[1..].iter().map(known).collect(),
        }
    }

    /// The numbers that are kept of it.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = f64> {
        let solved = f64::from(u8::from(self.solved));
        let values = self.values.iter().map(|value| value.unwrap_or(f64::NAN));
        std::iter::once(solved).chain(values)
    }
}

/// The variant of a site, and where its quantities are read.
struct AtSite<'v> {
    sample: ExactSample<'v>,
    observers: Observers<'v>,
    places: Places,
    /// Where actions are held against each other.
    advantages: Option<AdvantageReader<'v>>,
    /// The number of its first block, over all sites, where blocks are audited.
    number: Option<u64>,
    /// The numbers of every draw, where all are the same.
    certain: Option<Vec<f64>>,
}

impl AtSite<'_> {
    /// The numbers of a block of draws, draw by draw.
    fn block(&self, block: u64, count: u64) -> Result<Vec<f64>, StudyError> {
        if let Some(numbers) = &self.certain {
            return Ok(numbers.repeat(count as usize));
        }
        let draws = (block * LANES as u64, count);
        Ok(self.numbers(&self.sample.solve(draws, self.number.map(|number| number + block))?))
    }

    fn numbers(&self, solved: &SolvedBlock<'_>) -> Vec<f64> {
        let (bound, profile) = (&solved.bound, solved.profile());
        let mut beliefs = self
            .places
            .beliefs
            .then(|| Beliefs::new(&self.observers, bound, profile));
        let exact = exact_observed(bound, profile, |now| {
            if let Some(beliefs) = &mut beliefs {
                beliefs.observe(now.period, now.reach, |_| ());
            }
        });
        let mut numbers = Vec::new();
        for lane in 0..bound.used {
            let results = solved.results(&exact, lane);
            numbers.push(f64::from(u8::from(results.solved.fine)));
            let advantages = self.advantages.as_ref().map(|reader| reader.read(solved, lane));
            let advantages = advantages.unwrap_or_default();
            let read = self
                .places
                .read(&results, (&exact, beliefs.as_ref(), &advantages), lane);
            numbers.extend(read.map(|value| value.unwrap_or(f64::NAN)));
        }
        numbers
    }
}
