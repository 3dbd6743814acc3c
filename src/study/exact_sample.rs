//! The exact results of the draws of a variant, block by block, without any game played.

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::block::{bind, bind_nominal};
use super::block_store::Site;
use super::counter::Counter;
use super::draw_summary::ExactResults;
use super::draws::Draws;
use super::error::StudyError;
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
        let mut bound = bind(self.variant, &self.draws, first, count)?.bound;
        let audited = match number {
            Some(number) => self.solver.solve(&mut bound, number),
            None => self.solver.solve_unaudited(&mut bound),
        };
        Ok(SolvedBlock { bound, audited })
    }

    /// Solves the first draws; `of` makes what is kept of each from its results and the lane of its block. Blocks that the
    /// site knows are not solved.
    ///
    /// # Errors
    /// A draw makes no sense, the site keeps no more, or an interruption.
    pub(super) fn keep<T: Clone + Send + Serialize + DeserializeOwned>(
        &self,
        (draws, site): (u64, Site<'_>),
        counter: &Counter<'_>,
        of: impl Fn(ExactResults, &Exact, usize) -> T + Sync,
    ) -> Result<Vec<T>, StudyError> {
        let block = |first: u64, count: u64| -> Result<Vec<T>, StudyError> {
            counter.go_on()?;
            let solved = self.solve((first, count), Some(first / LANES as u64))?;
            let exact = exact(&solved.bound, solved.profile());
            let results = |lane| of(solved.results(&exact, lane), &exact, lane);
            Ok((0..solved.bound.used).map(results).collect())
        };
        if self.is_certain() {
            let alike = block(0, 1)?;
            counter.count(draws);
            return Ok(alike.into_iter().cycle().take(draws as usize).collect());
        }
        let one = |number: u64| {
            let first = number * LANES as u64;
            let count = (draws - first).min(LANES as u64);
            let results = match site.known(number)? {
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
        Ok(blocks.into_iter().collect::<Result<Vec<_>, _>>()?.concat())
    }
}
