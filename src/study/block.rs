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
    /// `None` where all of its draws fail.
    pub(super) ready: Option<Arc<Ready<'a>>>,
    /// Its draws, but for those that fail.
    pub(super) draws: Vec<DrawSummary>,
    /// The draws that fail.
    pub(super) failed: Vec<FailedDraw>,
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

/// A draw whose parameters lead beyond the numbers that can be computed with.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct FailedDraw {
    /// Its number.
    pub(super) number: u64,
    /// The value of each parameter.
    pub(super) parameters: Vec<f64>,
}

/// A block of draws without those that fail.
pub(super) struct Sifted<'g> {
    /// The other draws; `None` where there is none.
    pub(super) sound: Option<Sampled<'g>>,
    /// The draws that fail.
    pub(super) failed: Vec<FailedDraw>,
}

/// How a game ended.
#[derive(Serialize, Deserialize)]
pub(super) struct Game {
    pub(super) outcome: usize,
    pub(super) last_period: usize,
    pub(super) payoffs: Vec<f64>,
}

impl Game {
    /// Whether a game can have ended so.
    pub(super) fn fits(&self, game: &crate::game::Game) -> bool {
        self.outcome < game.outcomes && self.payoffs.len() == game.actors
    }
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
            let ready = counts.map(|count| Ok(task.solve(bind(variant, &task.draws, 0, count)?, 0)));
            task.certain = ready.collect::<Result<_, StudyError>>()?;
        }
        Ok(task)
    }

    /// Plays the draws of a block.
    pub(super) fn play(&self, player: &mut Simulator<'_>, block: u64) -> Result<Block<'a>, StudyError> {
        let first = block * LANES as u64;
        let count = (self.plan.draws - first).min(LANES as u64);
        let mut certain = self.certain.iter();
        let (ready, failed) = match certain.find(|ready| ready.sampled.parameters.len() as u64 == count) {
            Some(equal) => (Some(Arc::clone(equal)), Vec::new()),
            None => {
                let Sifted { sound, failed } = sift(self.variant, &self.draws, first, count)?;
                (sound.map(|sound| self.solve(sound, block)), failed)
            }
        };
        let mut block = Block {
            draws: Vec::new(),
            failed,
            tallies: Tallies::new(&self.variant.explored.game),
            games: Vec::new(),
            ready: None,
        };
        if let Some(ready) = ready {
            self.play_solved(player, &ready, first, &mut block);
            block.ready = Some(ready);
        }
        Ok(block)
    }

    /// Plays the draws of a block that is solved; its first draw has this number.
    fn play_solved(&self, player: &mut Simulator<'_>, ready: &Ready<'a>, first: u64, block: &mut Block<'a>) {
        let bound = &ready.sampled.bound;
        let failed = |number: &u64| block.failed.iter().any(|failed| failed.number == *number);
        let numbers: Vec<u64> = (first..).filter(|number| !failed(number)).take(bound.used).collect();
        for (lane, (number, parameters)) in numbers.into_iter().zip(&ready.sampled.parameters).enumerate() {
            let draw = Draw {
                bound,
                profile: &ready.audited.solution.profile,
                lane,
                number,
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
            let played = player.play(&draw, self.plan.games, &mut block.tallies, note);
            let solved = solved(&ready.audited, lane);
            let results = ExactResults::of(bound.game, &ready.exact, lane, solved);
            let draw = (number, parameters.clone());
            block
                .draws
                .push(DrawSummary::of(draw, results, (&ready.exact, lane), played));
            block.games.push(ends);
        }
    }

    /// Solves the draws of a block, which has this number.
    fn solve(&self, mut sampled: Sampled<'a>, block: u64) -> Arc<Ready<'a>> {
        let audited = self.solver.solve(&mut sampled.bound, block);
        let profile = &audited.solution.profile;
        let (exact, believed) = self.outlook.observe(&sampled.bound, profile);
        Arc::new(Ready {
            sampled,
            audited,
            exact,
            believed,
        })
    }

    /// Why a draw fails.
    pub(super) fn failure(&self, draw: u64) -> Option<Box<BadDraw>> {
        failure(self.variant, &self.draws, draw)
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
    let (sampled, bad) = check(variant, draws, first, count);
    match bad.into_iter().next() {
        Some((_, bad)) => Err(StudyError::Unsound(Box::new(bad))),
        None => Ok(sampled),
    }
}

/// Binds the draws of a block whose numbers make sense. As lanes do not see each other, those that fail are just left out.
///
/// # Errors
/// The chances of a draw are no probabilities.
pub(super) fn sift<'g>(variant: &'g Variant, draws: &Draws, first: u64, count: u64) -> Result<Sifted<'g>, StudyError> {
    let (sampled, bad) = check(variant, draws, first, count);
    if bad.is_empty() {
        return Ok(Sifted {
            sound: Some(sampled),
            failed: Vec::new(),
        });
    }
    let lanes: Vec<usize> = bad.iter().map(|(lane, _)| *lane).collect();
    if let Some((_, wrong)) = bad.into_iter().find(|(_, bad)| !bad.what.is_left_out()) {
        return Err(StudyError::Unsound(Box::new(wrong)));
    }
    let (mut failed, mut sound) = (Vec::new(), Vec::new());
    for (lane, (number, parameters)) in (first..).zip(sampled.parameters).enumerate() {
        match lanes.contains(&lane) {
            true => failed.push(FailedDraw { number, parameters }),
            false => sound.push(parameters),
        }
    }
    let bound = (!sound.is_empty()).then(|| Bound::new(&variant.explored.game, &sound));
    Ok(Sifted {
        sound: bound.map(|bound| Sampled {
            bound,
            parameters: sound,
        }),
        failed,
    })
}

/// Why a draw fails.
pub(super) fn failure(variant: &Variant, draws: &Draws, draw: u64) -> Option<Box<BadDraw>> {
    let (_, bad) = check(variant, draws, draw, 1);
    bad.into_iter().next().map(|(_, bad)| Box::new(bad))
}

/// Binds a block of draws; the lanes whose numbers make no sense, in their order.
fn check<'g>(variant: &'g Variant, draws: &Draws, first: u64, count: u64) -> (Sampled<'g>, Vec<(usize, BadDraw)>) {
    let parameters: Vec<Vec<f64>> = (first..first + count).map(|draw| draws.at(draw)).collect();
    let bound = Bound::new(&variant.explored.game, &parameters);
    let sampled = Sampled { bound, parameters };
    let mut bad = Vec::new();
    for unsound in soundness::check(&sampled.bound, &variant.explored.names) {
        let (lane, draw) = (unsound.lane, first + unsound.lane as u64);
        bad.extend(bad_draw((variant, draws), &sampled, draw, unsound).map(|bad| (lane, bad)));
    }
    (sampled, bad)
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
