//! The exact results of each draw of one side, without any game played.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::Inquiry;
use crate::numeric::lanes::LANES;
use crate::play::exact;
use crate::study::block::{bind, bind_nominal};
use crate::study::counter::Counter;
use crate::study::draw_summary::ExactResults;
use crate::study::draws::Draws;
use crate::study::error::StudyError;
use crate::study::solver::{Solver, solved};
use crate::study::variant::Variant;

/// Solves the first draws of a variant.
pub(super) fn sample(
    variant: &Variant,
    draws: u64,
    inquiry: &Inquiry,
    counter: &Counter<'_>,
) -> Result<Vec<ExactResults>, StudyError> {
    bind_nominal(variant, inquiry.seed)?;
    let side = Side {
        variant,
        draws: Draws::new(&variant.model, inquiry.seed, inquiry.nominal),
        solver: Solver::new(&variant.explored.game),
    };
    if variant.model.parameters.is_empty() {
        let alike = side.block(0, 1)?;
        counter.count(draws);
        return Ok(alike.into_iter().cycle().take(draws as usize).collect());
    }
    let blocks: Vec<Result<Vec<ExactResults>, StudyError>> = (0..draws.div_ceil(LANES as u64))
        .into_par_iter()
        .map(|block| {
            counter.go_on()?;
            let first = block * LANES as u64;
            let count = (draws - first).min(LANES as u64);
            let results = side.block(first, count)?;
            counter.count(count);
            Ok(results)
        })
        .collect();
    let blocks: Vec<Vec<ExactResults>> = blocks.into_iter().collect::<Result<_, _>>()?;
    Ok(blocks.concat())
}

/// What the blocks of a side share.
struct Side<'a> {
    variant: &'a Variant,
    draws: Draws,
    solver: Solver,
}

impl Side<'_> {
    fn block(&self, first: u64, count: u64) -> Result<Vec<ExactResults>, StudyError> {
        let mut bound = bind(self.variant, &self.draws, first, count)?.bound;
        let audited = self.solver.solve(&mut bound, first / LANES as u64);
        let exact = exact(&bound, &audited.solution.profile);
        let results = |lane| ExactResults::of(bound.game, &exact, lane, solved(&audited, lane));
        Ok((0..bound.used).map(results).collect())
    }
}
