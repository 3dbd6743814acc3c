//! A chunk of draws of a run: what is kept of them together once they are played.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::beliefs::{Believed, Outlook};
use super::block::{Block, FailedDraw, Game, Task};
use super::totals::Totals;
use crate::numeric::lanes::LANES;

/// The blocks of a chunk. Sums over its draws are kept, and not those of every block, which would take more room than they
/// save work.
pub(super) const BLOCKS: u64 = 8;
/// The draws of a chunk.
pub(super) const DRAWS: u64 = BLOCKS * LANES as u64;

/// The results of a chunk of draws.
#[derive(Serialize, Deserialize)]
pub(super) struct Chunk {
    pub(super) totals: Totals,
    /// The games of each draw, where every game is wanted.
    pub(super) games: Vec<Vec<Game>>,
}

impl Chunk {
    /// The results of blocks, folded in their order.
    pub(super) fn of<'a>(outlook: &Outlook<'_>, blocks: impl IntoIterator<Item = Block<'a>>) -> Self {
        let mut chunk = Self {
            totals: Totals::new(outlook.game(), Believed::new(outlook)),
            games: Vec::new(),
        };
        for mut block in blocks {
            chunk.games.append(&mut block.games);
            chunk.totals.fold(block);
        }
        chunk
    }
}

impl Chunk {
    /// Whether it can be the results of this chunk. Whoever changes a file on purpose also writes its hash, and what does not
    /// fit together would be read where nothing is.
    pub(super) fn fits(&self, number: u64, task: &Task<'_>) -> bool {
        let (plan, game, totals) = (task.plan, task.outlook.game(), &self.totals);
        let own = number * DRAWS..plan.draws.min((number + 1) * DRAWS);
        let sound = totals.draws.iter().map(|draw| draw.number);
        let mut draws: Vec<u64> = sound.chain(totals.failed.iter().map(|draw| draw.number)).collect();
        draws.sort_unstable();
        let listed = if plan.every_game { plan.games } else { 0 };
        let listed = |games: &Vec<Game>| games.len() as u64 == listed && games.iter().all(|of| of.fits(game));
        let fails = |draw: &FailedDraw| draw.parameters.len() == game.parameters && task.failure(draw.number).is_some();
        let empty = Totals::new(game, Believed::new(task.outlook));
        // Sums over all chunks and all counts can be counted.
        let most = u64::MAX / plan.draws.div_ceil(DRAWS) / (1 + empty.taken.len() as u64);
        draws.into_iter().eq(own)
            && totals.are_like(&empty, totals.draws.len() as u64 * plan.games, most)
            && totals.draws.iter().all(|draw| draw.fits(game, plan.games))
            && totals.failed.iter().all(fails)
            && self.games.len() == totals.draws.len()
            && self.games.iter().all(listed)
    }
}

/// The blocks of a chunk, of a run of so many draws.
pub(super) fn blocks(chunk: u64, draws: u64) -> Range<u64> {
    let all = draws.div_ceil(LANES as u64);
    chunk * BLOCKS..all.min((chunk + 1) * BLOCKS)
}
