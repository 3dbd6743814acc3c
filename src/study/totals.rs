//! The results of draws of a variant, folded in their order: blocks into chunks, and chunks into the whole.

use serde::{Deserialize, Serialize};

use super::beliefs::Believed;
use super::block::{Block, FailedDraw};
use super::draw_summary::DrawSummary;
use crate::game::Game;
use crate::numeric::lanes::Lanes;
use crate::play::{Compliance, Exact, Tallies};

/// The results of draws of a variant.
#[derive(Serialize, Deserialize)]
pub(super) struct Totals {
    /// The draws, but for those that fail.
    pub(super) draws: Vec<DrawSummary>,
    /// The draws that fail, of which nothing else here knows.
    pub(super) failed: Vec<FailedDraw>,
    /// Sums over draws of the chance of being asked: `(t − 1) × rows + row`.
    pub(super) reached: Vec<f64>,
    /// Sums over draws of the chance of taking an action, as [`crate::play::Exact::taken`].
    pub(super) taken: Vec<f64>,
    /// Sums over draws of the occasions of each kind of compliance, as [`crate::play::Exact::compliance`].
    pub(super) compliance: Vec<f64>,
    /// What was counted in games.
    pub(super) tallies: Tallies,
    /// What observers believed.
    pub(super) believed: Believed,
}

impl Totals {
    pub(super) fn new(game: &Game, believed: Believed) -> Self {
        let actions: usize = game.decision_kinds.iter().map(|row| row.actions).sum();
        let occasions = game.commitments.len() * game.type_profiles.len();
        Self {
            draws: Vec::new(),
            failed: Vec::new(),
            reached: vec![0.0; game.periods * game.decision_kinds.len()],
            taken: vec![0.0; game.periods * actions],
            compliance: vec![0.0; occasions * Compliance::ALL.len()],
            tallies: Tallies::new(game),
            believed,
        }
    }

    /// Whether they are of the same game as others, over so many games, each count at most so large.
    pub(super) fn are_like(&self, others: &Self, games: u64, most: u64) -> bool {
        self.reached.len() == others.reached.len()
            && self.taken.len() == others.taken.len()
            && self.compliance.len() == others.compliance.len()
            && self.tallies.are_like(&others.tallies, games, most)
            && self.believed.are_like(&others.believed)
    }

    /// Adds a block of draws.
    pub(super) fn fold(&mut self, block: Block<'_>) {
        self.failed.extend(block.failed);
        let Some(ready) = block.ready else { return };
        self.add(&ready.exact, ready.sampled.bound.used);
        self.tallies.merge(&block.tallies);
        self.believed.merge(&ready.believed);
        self.draws.extend(block.draws);
    }

    /// The results of one draw without games.
    pub(super) fn of_draw(game: &Game, draw: DrawSummary, exact: &Exact<1>, believed: Believed) -> Self {
        let mut totals = Self::new(game, believed);
        totals.add(exact, 1);
        totals.draws.push(draw);
        totals
    }

    /// Adds the exact results of the first lanes of a block.
    fn add<const W: usize>(&mut self, exact: &Exact<W>, used: usize) {
        let add = |sums: &mut [f64], lanes: &[Lanes<W>]| {
            for (sum, numbers) in sums.iter_mut().zip(lanes) {
                *sum += numbers[..used].iter().sum::<f64>();
            }
        };
        add(&mut self.reached, &exact.reached);
        add(&mut self.taken, &exact.taken);
        add(&mut self.compliance, &exact.compliance);
    }

    /// Adds the draws that follow.
    pub(super) fn merge(&mut self, later: Self) {
        let sums = [
            (&mut self.reached, later.reached),
            (&mut self.taken, later.taken),
            (&mut self.compliance, later.compliance),
        ];
        for (sums, more) in sums {
            for (sum, more) in sums.iter_mut().zip(more) {
                *sum += more;
            }
        }
        self.tallies.merge(&later.tallies);
        self.believed.merge(&later.believed);
        self.draws.extend(later.draws);
        self.failed.extend(later.failed);
    }

    /// The number of all draws, also of those that fail.
    pub(super) fn all(&self) -> u64 {
        (self.draws.len() + self.failed.len()) as u64
    }

    /// The number of draws, but for those that fail.
    pub(super) fn count(&self) -> usize {
        self.draws.len()
    }

    /// The number of games.
    pub(super) fn games(&self) -> u64 {
        self.draws.iter().map(|draw| draw.played.games).sum()
    }

    /// The same as a divisor; `None` where no games were played.
    pub(super) fn any_games(&self) -> Option<f64> {
        let games = self.games();
        (games > 0).then_some(games as f64)
    }

    /// One number of every draw that does not fail.
    pub(super) fn over_draws(&self, take: impl Fn(&DrawSummary) -> f64) -> Vec<f64> {
        self.draws.iter().map(take).collect()
    }
}
