//! A chunk of draws of a run: what is kept of them together once they are played.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::beliefs::{Believed, Outlook};
use super::block::{Block, Game};
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

/// The blocks of a chunk, of a run of so many draws.
pub(super) fn blocks(chunk: u64, draws: u64) -> Range<u64> {
    let all = draws.div_ceil(LANES as u64);
    chunk * BLOCKS..all.min((chunk + 1) * BLOCKS)
}
