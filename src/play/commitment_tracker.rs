//! Tracks the commitments of a batch of games: when each was triggered, and whether its promise came true.

use super::compiled_game::CommitmentEvent;
use super::tally::CommitmentTally;
use crate::game::CommitmentInfo;

/// The commitments of a batch of games.
#[derive(Debug)]
pub(super) struct CommitmentTracker {
    commitments: Vec<CommitmentInfo>,
    /// The period in which each commitment was triggered first, or 0: `game × commitments + commitment`.
    first: Vec<u32>,
    /// How often a commitment was honoured without its promise having come true yet, in the same order.
    undelivered: Vec<u32>,
    /// The commitments with undelivered promises, by game, as bits.
    open: Vec<u32>,
}

impl CommitmentTracker {
    pub(super) fn new(commitments: &[CommitmentInfo], games: usize) -> Self {
        Self {
            commitments: commitments.to_vec(),
            first: vec![0; games * commitments.len()],
            undelivered: vec![0; games * commitments.len()],
            open: vec![0; games],
        }
    }

    /// Starts a batch of games.
    pub(super) fn reset(&mut self, games: usize) {
        self.first[..games * self.commitments.len()].fill(0);
        self.undelivered[..games * self.commitments.len()].fill(0);
        self.open[..games].fill(0);
    }

    /// Records an edge with consequences for commitments.
    pub(super) fn record(
        &mut self,
        event: &CommitmentEvent,
        number: u32,
        period: usize,
        tallies: &mut [CommitmentTally],
    ) {
        let game = number as usize;
        for &(commitment, compliance) in &event.compliance {
            tallies[commitment].count(compliance);
            let place = game * self.commitments.len() + commitment;
            if self.first[place] == 0 {
                self.first[place] = u32::try_from(period).expect("fewer than 2^32 periods");
            }
            if let Some(bit) = self.commitments[commitment].delivers
                && compliance.honours()
            {
                self.undelivered[place] += 1;
                self.open[game] |= bit;
            }
        }
        self.deliver(number, event.delivers);
    }

    /// Records promises that come true, as bits.
    pub(super) fn deliver(&mut self, game: u32, delivers: u32) {
        let game = game as usize;
        let delivered = delivers & self.open[game];
        if delivered == 0 {
            return;
        }
        self.open[game] &= !delivered;
        for (number, commitment) in self.commitments.iter().enumerate() {
            if commitment.delivers.is_some_and(|bit| delivered & bit != 0) {
                self.undelivered[game * self.commitments.len() + number] = 0;
            }
        }
    }

    /// Adds a game that is over to the tallies.
    pub(super) fn close(&self, game: usize, tallies: &mut [CommitmentTally]) {
        let first = game * self.commitments.len();
        for (commitment, tally) in tallies.iter_mut().enumerate() {
            let period = self.first[first + commitment];
            if period != 0 {
                tally.games += 1;
                tally.first_periods += u64::from(period);
                tally.undelivered += u64::from(self.undelivered[first + commitment]);
            }
        }
    }
}
