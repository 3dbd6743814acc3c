//! One game of one draw, replayed step by step.

use super::block::{Sampled, bind};
use super::draws::Draws;
use super::error::StudyError;
use super::plan::Plan;
use super::solver::{Solved, Solver, solved};
use super::variant::Variant;
use crate::numeric::lanes::LANES;
use crate::play::streams::Streams;
use crate::play::{Draw, GameTrace, replay};
use crate::strategy::Solution;

/// A replayed game of a draw.
pub(crate) struct Trace<'v> {
    /// The variant.
    pub variant: &'v Variant,
    /// The draw; `None` at the nominal point.
    pub draw: Option<u64>,
    /// The game.
    pub game: u64,
    /// The seed.
    pub seed: u64,
    /// The value of each parameter in the draw.
    pub parameters: Vec<f64>,
    /// How the draw was solved.
    pub solved: Solved,
    /// How the actors play, and what they believe.
    pub solution: Solution,
    /// What happened.
    pub replayed: GameTrace,
}

/// Replays a game of a draw.
///
/// # Errors
/// The draw makes no sense.
pub(crate) fn trace<'v>(variant: &'v Variant, plan: &Plan, draw: u64, game: u64) -> Result<Trace<'v>, StudyError> {
    let draws = Draws::new(&variant.model, plan.seed, plan.nominal);
    let Sampled { mut bound, parameters } = bind(variant, &draws, draw, 1)?;
    let audited = Solver::new(bound.game).solve(&mut bound, draw / LANES as u64);
    let streams = Streams::new(bound.game, &variant.explored.names, plan.seed);
    let played = Draw {
        bound: &bound,
        profile: &audited.solution.profile,
        lane: 0,
        number: draw,
    };
    Ok(Trace {
        variant,
        draw: (!plan.nominal).then_some(draw),
        game,
        seed: plan.seed,
        parameters: parameters.concat(),
        solved: solved(&audited, 0),
        replayed: replay(&played, &streams, game),
        solution: audited.solution,
    })
}
