//! What is counted while games are played.

use crate::game::{DecisionKind, Game, Occasion};
use crate::numeric::sketch::Sketch;

/// What the games of one draw came to.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleStatistics {
    /// How many games were played.
    pub games: u64,
    /// How many ended with each outcome.
    pub outcomes: Vec<u64>,
    /// What each term paid, over games.
    pub terms: Vec<Moments>,
    /// What each actor was paid in all, over games.
    pub totals: Vec<Moments>,
}

/// The sum of something over games, and the sum of its squares.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// The sum.
    pub sum: f64,
    /// The sum of squares.
    pub squares: f64,
}

/// What is counted over the games of many draws. All of it is counts, so that tallies may be merged in any order.
#[derive(Clone, Debug, PartialEq)]
pub struct Tallies {
    /// How often an action was taken: period (index t − 1) × all rows' actions + `DecisionKind::first` + action.
    pub decisions: Vec<u64>,
    /// What became of each commitment.
    pub commitments: Vec<CommitmentTally>,
    /// What each term paid in a game.
    pub terms: Vec<Sketch>,
    /// What each actor was paid in all in a game.
    pub totals: Vec<Sketch>,
    /// The number of actions of all rows together.
    actions: usize,
}

/// What became of a commitment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommitmentTally {
    /// The games in which it was triggered.
    pub games: u64,
    /// The sum over those games of the period in which it was triggered first.
    pub first_periods: u64,
    /// How often its actor was asked while it was triggered.
    pub occasions: u64,
    /// How often it was honoured by a bound actor.
    pub honoured_bound: u64,
    /// How often it was honoured by choice.
    pub honoured_free: u64,
    /// How often something else was done though the promised action was available.
    pub reneged: u64,
    /// How often the promised action was not available.
    pub unable: u64,
    /// How often it was honoured, and the promise did not come true later in the game.
    pub vetoed: u64,
}

/// What an actor does about a triggered commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compliance {
    /// Bound, it does as promised.
    HonouredBound,
    /// Free, it does as promised.
    HonouredFree,
    /// It does something else though it could do as promised.
    Reneged,
    /// It could not do as promised.
    Unable,
}

impl Compliance {
    /// All of them; a deed's number is its place here.
    pub const ALL: [Self; 4] = [Self::HonouredBound, Self::HonouredFree, Self::Reneged, Self::Unable];

    /// What it means to take this edge on an occasion.
    pub fn of(occasion: &Occasion, choice: usize) -> Self {
        match occasion.promised {
            Some(promised) if promised == choice && occasion.bound => Self::HonouredBound,
            Some(promised) if promised == choice => Self::HonouredFree,
            _ if occasion.available => Self::Reneged,
            _ => Self::Unable,
        }
    }

    /// Whether the promise was kept.
    pub fn honours(self) -> bool {
        matches!(self, Self::HonouredBound | Self::HonouredFree)
    }
}

impl Moments {
    /// Counts one game.
    #[inline]
    pub fn add(&mut self, value: f64) {
        self.sum += value;
        self.squares += value * value;
    }
}

impl SampleStatistics {
    /// No games yet.
    pub fn new(game: &Game) -> Self {
        Self {
            games: 0,
            outcomes: vec![0; game.outcomes],
            terms: vec![Moments::default(); game.term_actor.len()],
            totals: vec![Moments::default(); game.actors],
        }
    }
}

impl Tallies {
    /// Nothing counted yet.
    pub fn new(game: &Game) -> Self {
        let actions = game.decision_kinds.iter().map(|row| row.actions).sum();
        Self {
            decisions: vec![0; game.periods * actions],
            commitments: vec![CommitmentTally::default(); game.commitments.len()],
            terms: vec![Sketch::new(); game.term_actor.len()],
            totals: vec![Sketch::new(); game.actors],
            actions,
        }
    }

    /// How often each action of a row was taken in a period (from 1).
    pub fn taken(&self, period: usize, row: &DecisionKind) -> &[u64] {
        let first = (period - 1) * self.actions + row.first;
        &self.decisions[first..first + row.actions]
    }

    /// How often the actor of a row was asked in a period (from 1).
    pub fn asked(&self, period: usize, row: &DecisionKind) -> u64 {
        self.taken(period, row).iter().sum()
    }

    /// Where the decisions of a period (from 1) are counted, and what becomes of commitments.
    pub(super) fn period(&mut self, period: usize) -> (&mut [u64], &mut [CommitmentTally]) {
        let decisions = (period - 1) * self.actions..period * self.actions;
        (&mut self.decisions[decisions], &mut self.commitments)
    }

    /// Adds the counts of other games.
    pub fn merge(&mut self, other: &Self) {
        for (count, more) in self.decisions.iter_mut().zip(&other.decisions) {
            *count += more;
        }
        for (tally, more) in self.commitments.iter_mut().zip(&other.commitments) {
            tally.merge(more);
        }
        let own = self.terms.iter_mut().chain(&mut self.totals);
        for (sketch, more) in own.zip(other.terms.iter().chain(&other.totals)) {
            sketch.merge(more);
        }
    }
}

impl CommitmentTally {
    /// Counts a deed.
    pub(super) fn count(&mut self, deed: Compliance) {
        self.occasions += 1;
        match deed {
            Compliance::HonouredBound => self.honoured_bound += 1,
            Compliance::HonouredFree => self.honoured_free += 1,
            Compliance::Reneged => self.reneged += 1,
            Compliance::Unable => self.unable += 1,
        }
    }

    fn merge(&mut self, other: &Self) {
        self.games += other.games;
        self.first_periods += other.first_periods;
        self.occasions += other.occasions;
        self.honoured_bound += other.honoured_bound;
        self.honoured_free += other.honoured_free;
        self.reneged += other.reneged;
        self.unable += other.unable;
        self.vetoed += other.vetoed;
    }
}
