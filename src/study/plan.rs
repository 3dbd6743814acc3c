//! The plan of a run, and how the run reports progress and is interrupted.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

/// How much is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// How many draws.
    pub draws: u64,
    /// How many games of each draw; with 0, results are exact only.
    pub games: u64,
    /// The seed.
    pub seed: u64,
    /// Whether the one draw is the nominal point.
    pub nominal: bool,
    /// Whether every single game is handed to the sink.
    #[serde(rename = "games_csv")]
    pub every_game: bool,
}

impl Default for Plan {
    /// 1,000 draws of 100 games, seed 0.
    fn default() -> Self {
        Self {
            draws: 1_000,
            games: 100,
            seed: 0,
            nominal: false,
            every_game: false,
        }
    }
}

impl Plan {
    /// One draw at the nominal point, with as many games as all draws together would have had.
    ///
    /// Gives `None` where that is more than can be counted.
    pub fn nominal(self) -> Option<Self> {
        Some(Self {
            draws: 1,
            games: self.games.checked_mul(self.draws)?,
            nominal: true,
            ..self
        })
    }
}

/// How far a study has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The draws that are done, over all variants.
    pub done: u64,
    /// The draws to be done, over all variants.
    pub of: u64,
}

/// How a study is watched, and stopped.
pub struct Watch<'a> {
    /// Called after each block of draws, from any thread.
    pub progress: &'a (dyn Fn(Progress) + Sync),
    /// Set from outside to stop at the next block.
    pub interrupt: &'a AtomicBool,
}

impl Watch<'_> {
    /// Whether the study should stop.
    pub fn interrupted(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed)
    }
}
