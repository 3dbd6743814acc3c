//! What becomes of promises in games side by side.

use super::compiled_game::Event;
use super::tally::CommitmentTally;
use crate::game::CommitmentInfo;

/// The promises in games that walk side by side.
#[derive(Debug)]
pub(super) struct CommitmentTracker {
    commitments: Vec<CommitmentInfo>,
    /// The period in which each commitment was triggered first, or 0: `game × commitments + commitment`.
    first: Vec<u32>,
    /// How often a commitment was honoured while what it promised has not come true yet, in the same order.
    owed: Vec<u32>,
    /// The commitments of which something is owed, by game, as bits.
    open: Vec<u32>,
}

impl CommitmentTracker {
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
    pub(super) fn see(&mut self, event: &Event, number: u32, period: usize, tallies: &mut [CommitmentTally]) {
        let game = number as usize;
        for &(commitment, deed) in &event.deeds {
            tallies[commitment].count(deed);
            let place = game * self.commitments.len() + commitment;
            if self.first[place] == 0 {
                self.first[place] = u32::try_from(period).expect("fewer than 2^32 periods");
            }
            if let Some(bit) = self.commitments[commitment].delivers
                && deed.honours()
            {
                self.owed[place] += 1;
                self.open[game] |= bit;
            }
        }
        self.deliver(number, event.delivers);
    }

    /// Takes note of promises that come true, given as bits.
    pub(super) fn deliver(&mut self, game: u32, delivers: u32) {
        let game = game as usize;
        let delivered = delivers & self.open[game];
        if delivered == 0 {
            return;
        }
        self.open[game] &= !delivered;
        for (number, commitment) in self.commitments.iter().enumerate() {
            if commitment.delivers.is_some_and(|bit| delivered & bit != 0) {
                self.owed[game * self.commitments.len() + number] = 0;
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
