//! Statistics and counts of simulated games.

use serde::{Deserialize, Serialize};

use crate::game::{DecisionKind, Game, Occasion};
use crate::numeric::sketch::Sketch;

/// Statistics of the games of one draw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleStatistics {
    /// The number of games.
    pub games: u64,
    /// The number that ended with each outcome.
    pub outcomes: Vec<u64>,
    /// The payments of each term, over games.
    pub terms: Vec<Moments>,
    /// The payoff of each actor, over games.
    pub totals: Vec<Moments>,
}

/// The first two moments of a number over games, as sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moments {
    /// The sum.
    pub sum: f64,
    /// The sum of squares.
    pub squares: f64,
}

/// Counts over the games of many draws. They are integers, so that tallies may be merged in any order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tallies {
    /// How often an action was taken: period (index t − 1) × all kinds' actions + `DecisionKind::first` + action.
    pub decisions: Vec<u64>,
    /// The tally of each commitment.
    pub commitments: Vec<CommitmentTally>,
    /// The distribution of the payments of each term in a game.
    pub terms: Vec<Sketch>,
    /// The distribution of the payoff of each actor in a game.
    pub totals: Vec<Sketch>,
    /// The number of actions of all kinds of decisions together.
    actions: usize,
}

/// The tally of a commitment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// How often another action was taken though the promised one was available.
    pub reneged: u64,
    /// How often the promised action was not available.
    pub unable: u64,
    /// How often it was honoured, and the promise did not come true later in the game.
    pub undelivered: u64,
}

/// The compliance of an actor with a triggered commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compliance {
    /// Bound, it takes the promised action.
    HonouredBound,
    /// Free, it takes the promised action.
    HonouredFree,
    /// It takes another action though the promised one is available.
    Reneged,
    /// The promised action is not available.
    Unable,
}

impl Compliance {
    /// All kinds, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::HonouredBound, Self::HonouredFree, Self::Reneged, Self::Unable];

    /// The compliance of an edge on an occasion.
    pub fn of(occasion: &Occasion, choice: usize) -> Self {
        match occasion.promised {
            Some(promised) if promised == choice && occasion.bound => Self::HonouredBound,
            Some(promised) if promised == choice => Self::HonouredFree,
            _ if occasion.available => Self::Reneged,
            _ => Self::Unable,
        }
    }

    /// Whether the promise is kept.
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
    /// Whether they can be those of so many games.
    pub(crate) fn fit(&self, game: &Game, games: u64) -> bool {
        let counted = self.outcomes.iter().map(|&count| u128::from(count)).sum::<u128>();
        self.games == games
            && self.outcomes.len() == game.outcomes
            && counted == games.into()
            && self.terms.len() == game.term_actor.len()
            && self.totals.len() == game.actors
    }

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
        let actions = game.decision_kinds.iter().map(|kind| kind.actions).sum();
        Self {
            decisions: vec![0; game.periods * actions],
            commitments: vec![CommitmentTally::default(); game.commitments.len()],
            terms: vec![Sketch::new(); game.term_actor.len()],
            totals: vec![Sketch::new(); game.actors],
            actions,
        }
    }

    /// How often each action of a kind of decision was taken in a period (from 1).
    pub fn taken(&self, period: usize, kind: &DecisionKind) -> &[u64] {
        let first = (period - 1) * self.actions + kind.first;
        &self.decisions[first..first + kind.actions]
    }

    /// How often a decision of a kind was made in a period (from 1).
    pub fn asked(&self, period: usize, kind: &DecisionKind) -> u64 {
        self.taken(period, kind).iter().sum()
    }

    /// The counts of decisions in a period (from 1), and of commitments.
    pub(super) fn period(&mut self, period: usize) -> (&mut [u64], &mut [CommitmentTally]) {
        let decisions = (period - 1) * self.actions..period * self.actions;
        (&mut self.decisions[decisions], &mut self.commitments)
    }

    /// Whether they count what others count, over so many games, each count at most so large.
    pub(crate) fn are_like(&self, others: &Self, games: u64, most: u64) -> bool {
        let sketches = || self.terms.iter().chain(&self.totals);
        self.actions == others.actions
            && self.decisions.len() == others.decisions.len()
            && self.commitments.len() == others.commitments.len()
            && self.terms.len() == others.terms.len()
            && self.totals.len() == others.totals.len()
            && sketches().all(|sketch| sketch.count() <= games)
            && self.decisions.iter().all(|&count| count <= most)
            && self.commitments.iter().all(|tally| tally.largest() <= most)
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
    /// Counts an occasion.
    pub(super) fn count(&mut self, compliance: Compliance) {
        self.occasions += 1;
        match compliance {
            Compliance::HonouredBound => self.honoured_bound += 1,
            Compliance::HonouredFree => self.honoured_free += 1,
            Compliance::Reneged => self.reneged += 1,
            Compliance::Unable => self.unable += 1,
        }
    }

    /// The largest of its counts.
    fn largest(&self) -> u64 {
        let Self {
            games,
            first_periods,
            occasions,
            honoured_bound,
            honoured_free,
            reneged,
            unable,
            undelivered,
        } = *self;
        let kinds = honoured_bound.max(honoured_free).max(reneged).max(unable);
        games.max(first_periods).max(occasions).max(kinds).max(undelivered)
    }

    fn merge(&mut self, other: &Self) {
        self.games += other.games;
        self.first_periods += other.first_periods;
        self.occasions += other.occasions;
        self.honoured_bound += other.honoured_bound;
        self.honoured_free += other.honoured_free;
        self.reneged += other.reneged;
        self.unable += other.unable;
        self.undelivered += other.undelivered;
    }
}
