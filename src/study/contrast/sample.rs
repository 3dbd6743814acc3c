//! The exact results of each draw of one side, without any game played.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::Inquiry;
use crate::numeric::lanes::{LANES, Lanes};
use crate::play::exact;
use crate::study::block::{bind, bind_nominal};
use crate::study::counter::Counter;
use crate::study::draw_summary::{by_actor, by_type, outcomes};
use crate::study::draws::Draws;
use crate::study::error::StudyError;
use crate::study::solver::{Solved, Solver, solved};
use crate::study::variant::Variant;

/// What is known of one draw.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// How the solution came out.
    pub(super) solved: Solved,
    /// The chance of each outcome.
    pub(super) outcomes: Vec<f64>,
    /// The expectation of each actor's payoff.
    pub(super) payoffs: Vec<f64>,
    /// The chance of each type, as [`crate::study::draw_summary::types`] lists them.
    pub(super) types: Vec<f64>,
    /// The chance of a type together with an outcome: `type × outcomes + outcome`.
    pub(super) outcomes_by_type: Vec<f64>,
}

/// Solves so many draws of a variant.
pub(super) fn sample(
    variant: &Variant,
    draws: u64,
    inquiry: &Inquiry,
    counter: &Counter<'_>,
) -> Result<Vec<Known>, StudyError> {
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
    let blocks: Vec<Result<Vec<Known>, StudyError>> = (0..draws.div_ceil(LANES as u64))
        .into_par_iter()
        .map(|block| {
            counter.go_on()?;
            let first = block * LANES as u64;
            let count = (draws - first).min(LANES as u64);
            let known = side.block(first, count)?;
            counter.count(count);
            Ok(known)
        })
        .collect();
    let blocks: Vec<Vec<Known>> = blocks.into_iter().collect::<Result<_, _>>()?;
    Ok(blocks.concat())
}

/// What the blocks of a side share.
struct Side<'a> {
    variant: &'a Variant,
    draws: Draws,
    solver: Solver,
}

impl Side<'_> {
    fn block(&self, first: u64, count: u64) -> Result<Vec<Known>, StudyError> {
        let bound = bind(self.variant, &self.draws, first, count)?.bound;
        let audited = self.solver.solve(&bound, first / LANES as u64);
        let exact = exact(&bound, &audited.solution.profile);
        let of_lane = |lanes: &[Lanes], lane: usize| lanes.iter().map(|numbers| numbers[lane]).collect();
        let known = (0..bound.used).map(|lane| {
            let terms: Vec<f64> = of_lane(&exact.terms, lane);
            let (types, outcomes_by_type) = by_type(bound.game, &exact, lane);
            Known {
                solved: solved(&audited, lane),
                outcomes: outcomes(&exact, lane),
                payoffs: by_actor(bound.game, &terms),
                types,
                outcomes_by_type,
            }
        });
        Ok(known.collect())
    }
}
