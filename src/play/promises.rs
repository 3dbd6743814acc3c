//! What becomes of promises in games side by side.

use super::layout::Event;
use super::tally::CommitmentTally;
use crate::game::CommitmentInfo;

/// The promises in games that walk side by side.
#[derive(Debug)]
pub(super) struct Promises {
    commitments: Vec<CommitmentInfo>,
    /// The period in which each commitment was triggered first, or 0: `game × commitments + commitment`.
    first: Vec<u32>,
    /// How often a commitment was honoured while what it promised has not come true yet, in the same order.
    owed: Vec<u32>,
    /// The commitments of which something is owed, by game, as bits.
    open: Vec<u32>,
}

impl Promises {
    pub(super) fn new(commitments: &[CommitmentInfo], games: usize) -> Self {
        Self {
            commitments: commitments.to_vec(),
            first: vec![0; games * commitments.len()],
            owed: vec![0; games * commitments.len()],
            open: vec![0; games],
        }
    }

    /// Forgets everything.
    pub(super) fn reset(&mut self, games: usize) {
        self.first[..games * self.commitments.len()].fill(0);
        self.owed[..games * self.commitments.len()].fill(0);
        self.open[..games].fill(0);
    }

    /// Takes note of an edge that means something for commitments.
    pub(super) fn see(
        &mut self,
        event: &Event,
        game: u32,
        period: usize,
        tallies: &mut [CommitmentTally],
    ) {
        let game = game as usize;
        if let Some((commitment, deed)) = event.deed {
            tallies[commitment].count(deed);
            let place = game * self.commitments.len() + commitment;
            if self.first[place] == 0 {
                self.first[place] = u32::try_from(period).expect("fewer than 2^32 periods");
            }
            if deed.honours() && self.commitments[commitment].delivers {
                self.owed[place] += 1;
                self.open[game] |= 1 << commitment;
            }
        }
        let delivered = event.delivers & self.open[game];
        if delivered != 0 {
            self.deliver(game, delivered);
        }
    }

    fn deliver(&mut self, game: usize, delivered: u32) {
        self.open[game] &= !delivered;
        for commitment in 0..self.commitments.len() {
            if delivered >> commitment & 1 == 1 {
                self.owed[game * self.commitments.len() + commitment] = 0;
            }
        }
    }

    /// Counts what is known of a game once it is over.
    pub(super) fn close(&self, game: usize, tallies: &mut [CommitmentTally]) {
        let first = game * self.commitments.len();
        for (commitment, tally) in tallies.iter_mut().enumerate() {
            let period = self.first[first + commitment];
            if period != 0 {
                tally.games += 1;
                tally.first_periods += u64::from(period);
                tally.vetoed += u64::from(self.owed[first + commitment]);
            }
        }
    }
}
