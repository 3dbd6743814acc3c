//! One block of draws from beginning to end: bind, check, solve, work out exactly, play, and count.

use super::draws::Draws;
use super::error::{BadDraw, StudyError};
use super::kept::Kept;
use super::plan::Plan;
use super::solver::{Solver, solved};
use super::soundness;
use super::variant::Variant;
use crate::game::Bound;
use crate::numeric::lanes::{LANES, Lanes};
use crate::numeric::sketch::Sketch;
use crate::play::{Draw, GameRecord, Player, Tallies, exact};

/// What a block of draws came to.
pub(super) struct Block {
    /// Its draws.
    pub(super) kept: Vec<Kept>,
    /// Sums over its draws of [`Exact::reached`](crate::play::Exact::reached).
    pub(super) reached: Vec<f64>,
    /// Sums over its draws of [`Exact::taken`](crate::play::Exact::taken).
    pub(super) taken: Vec<f64>,
    /// What was counted in its games.
    pub(super) tallies: Tallies,
    /// What each actor earned in its games.
    pub(super) payoffs: Vec<Sketch>,
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
    pub(super) draws: Draws,
    pub(super) solver: Solver,
}

impl<'a> Task<'a> {
    pub(super) fn new(variant: &'a Variant, plan: &'a Plan) -> Result<Self, StudyError> {
        let game = &variant.explored.game;
        // What is wrong there is the easiest to understand, so it is told first.
        let nominal = Draws::new(&variant.model, plan.seed, true);
        bind(variant, &nominal, plan.seed, 0, 1)?;
        Ok(Self {
            variant,
            plan,
            draws: Draws::new(&variant.model, plan.seed, plan.nominal),
            solver: Solver::new(game),
        })
    }

    /// The number of blocks.
    pub(super) fn blocks(&self) -> u64 {
        self.plan.draws.div_ceil(LANES as u64)
    }

    /// Plays the draws of a block.
    pub(super) fn play(&self, player: &mut Player<'_>, block: u64) -> Result<Block, StudyError> {
        let first = block * LANES as u64;
        let count = (self.plan.draws - first).min(LANES as u64);
        let bound = bind(self.variant, &self.draws, self.plan.seed, first, count)?;
        let solution = self.solver.solve(&bound);
        let exact = exact(&bound, &solution.profile);
        let mut tallies = Tallies::new(bound.game);
        let mut kept = Vec::new();
        let mut games = Vec::new();
        let mut payoffs = vec![Sketch::new(); bound.game.actors];
        for lane in 0..bound.used {
            let draw = Draw {
                bound: &bound,
                profile: &solution.profile,
                lane,
                number: first + lane as u64,
            };
            let mut ends = Vec::new();
            let note = |record: &GameRecord<'_>| {
                for (sketch, &payoff) in payoffs.iter_mut().zip(record.payoffs) {
                    sketch.add(payoff);
                }
                if self.plan.every_game {
                    ends.push(Game::of(record));
                }
            };
            let played = player.play(&draw, self.plan.games, &mut tallies, note);
            let parameters = self.draws.at(draw.number);
            let solved = solved(&solution, lane);
            kept.push(Kept::of(
                &bound,
                &exact,
                lane,
                (draw.number, parameters),
                solved,
                played,
            ));
            games.push(ends);
        }
        Ok(Block {
            kept,
            reached: sums(&exact.reached, bound.used),
            taken: sums(&exact.taken, bound.used),
            tallies,
            payoffs,
            games,
        })
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
    soundness::check(&bound, &variant.explored.names).map_err(|unsound| {
        let draw = first + unsound.lane as u64;
        StudyError::Unsound(Box::new(BadDraw::new(variant, draws, seed, draw, unsound)))
    })?;
    Ok(bound)
}

fn sums(lanes: &[Lanes], used: usize) -> Vec<f64> {
    lanes
        .iter()
        .map(|numbers| numbers[..used].iter().sum())
        .collect()
}
