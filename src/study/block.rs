//! One block of draws from beginning to end: bind, check, solve, work out exactly, play, and count.

use std::sync::Arc;

use super::beliefs::{Believed, Outlook};
use super::draws::Draws;
use super::error::{BadDraw, StudyError, Suspect, Wrong};
use super::kept::Kept;
use super::plan::Plan;
use super::solver::{Audited, Solver, solved};
use super::soundness::{self, Unsound};
use super::totals::Totals;
use super::variant::Variant;
use crate::explore::chance_witness;
use crate::game::Bound;
use crate::numeric::lanes::{LANES, Lanes};
use crate::play::{Draw, Exact, GameRecord, Simulator, Tallies};

/// What a block of draws came to.
pub(super) struct Block<'a> {
    ready: Arc<Ready<'a>>,
    /// Its draws.
    pub(super) kept: Vec<Kept>,
    /// Sums over its draws of [`Exact::reached`].
    pub(super) reached: Vec<f64>,
    /// Sums over its draws of [`Exact::taken`].
    pub(super) taken: Vec<f64>,
    /// Sums over its draws of [`Exact::deeds`].
    pub(super) deeds: Vec<f64>,
    /// What was counted in its games.
    pub(super) tallies: Tallies,
    /// Its games, draw by draw, where every game is wanted.
    pub(super) games: Vec<Vec<Game>>,
}

/// How a game ended.
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
    outlook: &'a Outlook<'a>,
    solver: Solver,
    /// Where nothing is uncertain, all draws are alike: blocks by their number of draws, made once.
    certain: Vec<Arc<Ready<'a>>>,
}

/// A block that is solved, and whose exact results are worked out.
struct Ready<'g> {
    bound: Bound<'g>,
    audited: Audited,
    exact: Exact,
    believed: Believed,
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
            task.certain = counts.map(|count| task.prepare(0, count)).collect::<Result<_, _>>()?;
        }
        Ok(task)
    }

    /// The number of blocks.
    pub(super) fn blocks(&self) -> u64 {
        self.plan.draws.div_ceil(LANES as u64)
    }

    /// Nothing added up yet.
    pub(super) fn totals(&self) -> Totals {
        Totals::new(&self.variant.explored.game, Believed::new(self.outlook))
    }

    /// Plays the draws of a block.
    pub(super) fn play(&self, player: &mut Simulator<'_>, block: u64) -> Result<Block<'a>, StudyError> {
        let first = block * LANES as u64;
        let count = (self.plan.draws - first).min(LANES as u64);
        let alike = self.certain.iter().find(|ready| ready.bound.used as u64 == count);
        let ready = alike.map_or_else(|| self.prepare(first, count), |ready| Ok(Arc::clone(ready)))?;
        let mut tallies = Tallies::new(ready.bound.game);
        let mut kept = Vec::new();
        let mut games = Vec::new();
        for lane in 0..ready.bound.used {
            let draw = Draw {
                bound: &ready.bound,
                profile: &ready.audited.solution.profile,
                lane,
                number: first + lane as u64,
            };
            let mut ends = Vec::new();
            let note = |record: &GameRecord<'_>| {
                if self.plan.every_game {
                    ends.push(Game::of(record));
                }
            };
            let played = player.play(&draw, self.plan.games, &mut tallies, note);
            let parameters = self.draws.at(draw.number);
            let solved = solved(&ready.audited, lane);
            let draw = (draw.number, parameters);
            kept.push(Kept::of(&ready.bound, &ready.exact, lane, draw, solved, played));
            games.push(ends);
        }
        Ok(Block {
            kept,
            reached: sums(&ready.exact.reached, ready.bound.used),
            taken: sums(&ready.exact.taken, ready.bound.used),
            deeds: sums(&ready.exact.deeds, ready.bound.used),
            ready,
            tallies,
            games,
        })
    }

    fn prepare(&self, first: u64, count: u64) -> Result<Arc<Ready<'a>>, StudyError> {
        let bound = bind(self.variant, &self.draws, self.plan.seed, first, count)?;
        let audited = self.solver.solve(&bound, first / LANES as u64);
        let profile = &audited.solution.profile;
        let (exact, believed) = self.outlook.observe(&bound, profile);
        Ok(Arc::new(Ready {
            bound,
            audited,
            exact,
            believed,
        }))
    }
}

impl Block<'_> {
    /// What observers believed.
    pub(super) fn believed(&self) -> &Believed {
        &self.ready.believed
    }
}

impl Game {
    fn of(record: &GameRecord<'_>) -> Self {
        Self {
            outcome: record.outcome,
            last_period: record.last_period,
            payoffs: record.payoffs.to_vec(),
        }
    }
}

/// Binds the nominal point. What is wrong there is the easiest to understand, so it is told before any draw is.
pub(super) fn bind_nominal(variant: &Variant, seed: u64) -> Result<Bound<'_>, StudyError> {
    let nominal = Draws::new(&variant.model, seed, true);
    bind(variant, &nominal, seed, 0, 1)
}

/// Binds a block of draws and checks that its numbers make sense.
pub(super) fn bind<'g>(
    variant: &'g Variant,
    draws: &Draws,
    seed: u64,
    first: u64,
    count: u64,
) -> Result<Bound<'g>, StudyError> {
    let values: Vec<Vec<f64>> = (first..first + count).map(|draw| draws.at(draw)).collect();
    let bound = Bound::new(&variant.explored.game, &values);
    for unsound in soundness::check(&bound, &variant.explored.names) {
        let draw = first + unsound.lane as u64;
        if let Some(wrong) = wrong(variant, &bound, unsound) {
            let bad = BadDraw::new(variant, draws, seed, draw, wrong);
            return Err(StudyError::Unsound(Box::new(bad)));
        }
    }
    Ok(bound)
}

/// What is wrong first in a draw; nothing where no play comes to chances that make no sense.
fn wrong(variant: &Variant, bound: &Bound<'_>, unsound: Unsound) -> Option<Wrong> {
    let told = |at| soundness::wrong(bound, &variant.explored.names, at, unsound.lane);
    if let Some(&start) = unsound.chances.iter().find(|(_, period)| *period == 0) {
        return told(start).map(|message| Wrong {
            period: 0,
            message,
            what: Suspect::Start(start.0),
            witness: None,
        });
    }
    if let Some(witness) = chance_witness(&variant.model, &unsound.chances) {
        return told((witness.check, witness.period)).map(|message| Wrong {
            period: witness.period,
            message,
            what: Suspect::Chances(witness.check),
            witness: Some(witness),
        });
    }
    unsound.other.map(|(period, what, message)| Wrong {
        period,
        message,
        what,
        witness: None,
    })
}

fn sums(lanes: &[Lanes], used: usize) -> Vec<f64> {
    lanes.iter().map(|numbers| numbers[..used].iter().sum()).collect()
}
