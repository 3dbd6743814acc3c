//! The exact results of the draws of a variant, block by block, without any game played.

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::block::{Sampled, Sifted, bind, bind_nominal, failure, sift};
use super::block_store::Site;
use super::counter::Counter;
use super::draw_summary::ExactResults;
use super::draws::Draws;
use super::error::{BadDraw, StudyError};
use super::failures::Failures;
use super::solver::{Audited, Solver, solved};
use super::variant::Variant;
use crate::game::{Bound, Profile};
use crate::numeric::lanes::LANES;
use crate::play::{Exact, exact};
use crate::strategy::Beliefs;

/// Draws of a variant, to be solved block by block.
pub(super) struct ExactSample<'v> {
    variant: &'v Variant,
    draws: Draws,
    solver: Solver,
}

/// What is kept of draws.
pub(super) struct Kept<T> {
    /// Of each draw; `None` of one that fails.
    pub(super) draws: Vec<Option<T>>,
    /// How many draws fail, and why the first does.
    pub(super) failed: (u64, Option<Box<BadDraw>>),
}

/// A solved block of draws.
pub(super) struct SolvedBlock<'v> {
    pub(super) bound: Bound<'v>,
    audited: Audited,
}

impl SolvedBlock<'_> {
    /// How everybody plays.
    pub(super) fn profile(&self) -> &Profile {
        &self.audited.solution.profile
    }

    /// How everybody plays, and what everybody believes.
    pub(super) fn play(&self) -> (&Profile, &Beliefs) {
        let solution = &self.audited.solution;
        (&solution.profile, &solution.beliefs)
    }

    /// The results of one draw of the block.
    pub(super) fn results(&self, exact: &Exact, lane: usize) -> ExactResults {
        ExactResults::of(self.bound.game, exact, lane, solved(&self.audited, lane))
    }
}

impl<'v> ExactSample<'v> {
    /// The draws of a variant. Its nominal point is checked first, as mistakes there are the easiest to understand.
    ///
    /// # Errors
    /// The nominal point makes no sense.
    pub(super) fn new(variant: &'v Variant, draws: Draws) -> Result<Self, StudyError> {
        bind_nominal(variant, draws.seed)?;
        Ok(Self {
            variant,
            draws,
            solver: Solver::new(&variant.explored.game),
        })
    }

    /// Whether all draws are the same.
    pub(super) fn is_certain(&self) -> bool {
        self.draws.nominal || self.variant.model.parameters.is_empty()
    }

    /// Solves some draws from `first` on, at most one block of them. Of fifty numbered blocks the one whose number is
    /// divisible by fifty is solved twice ([`Solver::solve`]).
    ///
    /// # Errors
    /// A draw makes no sense.
    pub(super) fn solve(&self, (first, count): (u64, u64), number: Option<u64>) -> Result<SolvedBlock<'v>, StudyError> {
        Ok(self.solve_bound(bind(self.variant, &self.draws, first, count)?, number))
    }

    fn solve_bound(&self, Sampled { mut bound, .. }: Sampled<'v>, number: Option<u64>) -> SolvedBlock<'v> {
        let audited = match number {
            Some(number) => self.solver.solve(&mut bound, number),
            None => self.solver.solve_unaudited(&mut bound),
        };
        SolvedBlock { bound, audited }
    }

    /// Solves the first draws, and leaves out those that fail; `of` makes what is kept of each from its results and the lane
    /// of its block. Blocks that the site knows, and whose draws can be such, are not solved.
    ///
    /// # Errors
    /// The chances of a draw are no probabilities, too many draws fail, the site keeps no more, or an interruption.
    pub(super) fn keep<T: Clone + Send + Serialize + DeserializeOwned>(
        &self,
        (draws, site): (u64, Site<'_>),
        counter: &Counter<'_>,
        of: impl Fn(ExactResults, &Exact, usize) -> T + Sync,
        fits: impl Fn(&T) -> bool + Sync,
    ) -> Result<Kept<T>, StudyError> {
        let results = |sound: Sampled<'v>, number: u64| -> Vec<T> {
            let solved = self.solve_bound(sound, Some(number));
            let exact = exact(&solved.bound, solved.profile());
            let results = |lane| of(solved.results(&exact, lane), &exact, lane);
            (0..solved.bound.used).map(results).collect()
        };
        let block = |first: u64, count: u64| -> Result<Vec<Option<T>>, StudyError> {
            counter.go_on()?;
            let Sifted { sound, failed } = sift(self.variant, &self.draws, first, count)?;
            let sound = sound.map(|sound| results(sound, first / LANES as u64));
            let mut sound = sound.into_iter().flatten();
            let fails = |draw: u64| failed.iter().any(|failed| failed.number == draw);
            let draws = first..first + count;
            Ok(draws
                .map(|draw| if fails(draw) { None } else { sound.next() })
                .collect())
        };
        if self.is_certain() {
            let alike = block(0, 1)?;
            counter.count(draws);
            return Ok(Kept {
                draws: alike.into_iter().cycle().take(draws as usize).collect(),
                failed: (0, None),
            });
        }
        let one = |number: u64| {
            let first = number * LANES as u64;
            let count = (draws - first).min(LANES as u64);
            let fits = |(draw, known): (u64, &Option<T>)| match known {
                Some(known) => fits(known),
                None => failure(self.variant, &self.draws, draw).is_some(),
            };
            let known = |known: &Vec<Option<T>>| known.len() as u64 == count && (first..).zip(known).all(fits);
            let results = match site.known(number, known)? {
                Some(known) => known,
                None => {
                    let results = block(first, count)?;
                    site.keep(number, &results)?;
                    results
                }
            };
            counter.count(count);
            Ok(results)
        };
        let blocks = (0..draws.div_ceil(LANES as u64)).into_par_iter();
        let blocks: Vec<Result<_, StudyError>> = blocks.map(one).collect();
        let draws = blocks.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
        let failures = Failures {
            failed: draws.iter().filter(|draw| draw.is_none()).count() as u64,
            draws: draws.len() as u64,
            first: draws.iter().position(Option::is_none).map(|draw| draw as u64),
        };
        let first = failures.first.and_then(|draw| failure(self.variant, &self.draws, draw));
        let failed = (failures.failed, failures.accept(first)?);
        Ok(Kept { draws, failed })
    }
}
