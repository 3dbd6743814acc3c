//! One block of draws from beginning to end: bind, check, solve, compute exact results, play, and count.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::beliefs::{Believed, Outlook};
use super::draw_summary::{DrawSummary, ExactResults};
use super::draws::Draws;
use super::error::{BadDraw, StudyError, Suspect};
use super::plan::Plan;
use super::solver::{Audited, Solver, solved};
use super::soundness::{self, Unsound};
use super::variant::Variant;
use crate::explore::chance_witness;
use crate::game::Bound;
use crate::numeric::lanes::LANES;
use crate::play::{Draw, Exact, GameRecord, Simulator, Tallies};

/// The results of a block of draws.
pub(super) struct Block<'a> {
    pub(super) ready: Arc<Ready<'a>>,
    /// Its draws.
    pub(super) draws: Vec<DrawSummary>,
    /// Counts over its games.
    pub(super) tallies: Tallies,
    /// Its games, draw by draw, where every game is wanted.
    pub(super) games: Vec<Vec<Game>>,
}

/// A block of draws, bound to a game, and the value of each parameter in each draw.
pub(super) struct Sampled<'g> {
    pub(super) bound: Bound<'g>,
    pub(super) parameters: Vec<Vec<f64>>,
}

/// How a game ended.
#[derive(Serialize, Deserialize)]
pub(super) struct Game {
    pub(super) outcome: usize,
    pub(super) last_period: usize,
    pub(super) payoffs: Vec<f64>,
}

/// What the blocks of a variant share.
pub(super) struct Task<'a> {
    pub(super) variant: &'a Variant,
    pub(super) plan: &'a Plan,
    draws: Draws,
    pub(super) outlook: &'a Outlook<'a>,
    solver: Solver,
    /// Without uncertain parameters all draws are equal: blocks by their number of draws, solved once.
    certain: Vec<Arc<Ready<'a>>>,
}

/// A solved block and its exact results.
pub(super) struct Ready<'g> {
    pub(super) sampled: Sampled<'g>,
    audited: Audited,
    pub(super) exact: Exact,
    pub(super) believed: Believed,
}

impl<'a> Task<'a> {
    pub(super) fn new(variant: &'a Variant, plan: &'a Plan, outlook: &'a Outlook<'a>) -> Result<Self, StudyError> {
        bind_nominal(variant, plan.seed)?;
        let game = &variant.explored.game;
        let mut task = Self {
            variant,
            plan,
            draws: Draws::new(&variant.model, plan.seed, plan.nominal),
            outlook,
            solver: Solver::new(game),
            certain: Vec::new(),
        };
        if variant.model.parameters.is_empty() {
            let full = plan.draws.min(LANES as u64);
            let last = plan.draws % LANES as u64;
            let counts = [full, last].into_iter().filter(|&count| count > 0);
            let ready = counts.map(|count| task.prepare(0, count));
            task.certain = ready.collect::<Result<_, _>>()?;
        }
        Ok(task)
    }

    /// Plays the draws of a block.
    pub(super) fn play(&self, player: &mut Simulator<'_>, block: u64) -> Result<Block<'a>, StudyError> {
        let first = block * LANES as u64;
        let count = (self.plan.draws - first).min(LANES as u64);
        let mut certain = self.certain.iter();
        let ready = match certain.find(|ready| ready.sampled.parameters.len() as u64 == count) {
            Some(equal) => Arc::clone(equal),
            None => self.prepare(first, count)?,
        };
        let bound = &ready.sampled.bound;
        let mut tallies = Tallies::new(bound.game);
        let mut draws = Vec::new();
        let mut games = Vec::new();
        for (lane, parameters) in ready.sampled.parameters.iter().enumerate() {
            let draw = Draw {
                bound,
                profile: &ready.audited.solution.profile,
                lane,
                number: first + lane as u64,
            };
            let mut ends = Vec::new();
            let note = |record: &GameRecord<'_>| {
                if self.plan.every_game {
                    ends.push(Game {
                        outcome: record.outcome,
                        last_period: record.last_period,
                        payoffs: record.payoffs.to_vec(),
                    });
                }
            };
            let played = player.play(&draw, self.plan.games, &mut tallies, note);
            let solved = solved(&ready.audited, lane);
            let results = ExactResults::of(bound.game, &ready.exact, lane, solved);
            let draw = (draw.number, parameters.clone());
            draws.push(DrawSummary::of(draw, results, (&ready.exact, lane), played));
            games.push(ends);
        }
        Ok(Block {
            draws,
            ready,
            tallies,
            games,
        })
    }

    fn prepare(&self, first: u64, count: u64) -> Result<Arc<Ready<'a>>, StudyError> {
        let mut sampled = bind(self.variant, &self.draws, first, count)?;
        let audited = self.solver.solve(&mut sampled.bound, first / LANES as u64);
        let profile = &audited.solution.profile;
        let (exact, believed) = self.outlook.observe(&sampled.bound, profile);
        Ok(Arc::new(Ready {
            sampled,
            audited,
            exact,
            believed,
        }))
    }
}

/// Binds the nominal point. Mistakes there are the easiest to understand, so they are reported before those of draws.
pub(super) fn bind_nominal(variant: &Variant, seed: u64) -> Result<Bound<'_>, StudyError> {
    let nominal = Draws::new(&variant.model, seed, true);
    bind(variant, &nominal, 0, 1).map(|sampled| sampled.bound)
}

/// The game of a variant, bound to the nominal values of its parameters.
///
/// # Errors
/// That some number makes no sense there.
pub fn central(variant: &Variant) -> Result<Bound<'_>, StudyError> {
    bind_nominal(variant, 0)
}

/// Binds a block of draws and checks that its numbers make sense.
pub(super) fn bind<'g>(variant: &'g Variant, draws: &Draws, first: u64, count: u64) -> Result<Sampled<'g>, StudyError> {
    let parameters: Vec<Vec<f64>> = (first..first + count).map(|draw| draws.at(draw)).collect();
    let bound = Bound::new(&variant.explored.game, &parameters);
    let sampled = Sampled { bound, parameters };
    for unsound in soundness::check(&sampled.bound, &variant.explored.names) {
        let draw = first + unsound.lane as u64;
        if let Some(bad) = bad_draw((variant, draws), &sampled, draw, unsound) {
            return Err(StudyError::Unsound(Box::new(bad)));
        }
    }
    Ok(sampled)
}

/// What is wrong first in a draw; `None` where no play reaches the chances that make no sense.
fn bad_draw(
    (variant, draws): (&Variant, &Draws),
    Sampled { bound, parameters }: &Sampled<'_>,
    draw: u64,
    unsound: Unsound,
) -> Option<BadDraw> {
    let message = |at| soundness::wrong(bound, at, unsound.lane);
    let place = |check: usize| Some(variant.explored.names.places[bound.game.checks[check].place].clone());
    let start = unsound.chances.iter().find(|(_, period)| *period == 0);
    let (period, what, message, place, witness) = if let Some(&start) = start {
        (0, Suspect::Start(start.0), message(start)?, place(start.0), None)
    } else if let Some(witness) = chance_witness(&variant.model, &unsound.chances) {
        let (check, period) = (witness.check, witness.period);
        let message = message((check, period))?;
        (period, Suspect::Chances(check), message, place(check), Some(witness))
    } else {
        let (period, what, message) = unsound.other?;
        (period, what, message, None, None)
    };
    let names = variant.explored.names.parameters.iter().cloned();
    Some(BadDraw {
        variant: variant.name.clone(),
        draw: (!draws.nominal).then_some(draw),
        seed: draws.seed,
        period: (period, variant.model.period_unit.clone()),
        message,
        place,
        parameters: names.zip(parameters[unsound.lane].clone()).collect(),
        what,
        witness,
    })
}
