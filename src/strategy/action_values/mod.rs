//! What actors can expect under a profile, in one draw: of every action at every information set, and of the game.

mod backward;
mod reach;

use super::{Beliefs, Reachable};
use crate::game::{Bound, Game, Profile};
use crate::numeric::math::max;
use backward::Backward;
use reach::Reach;

/// What follows from somewhere on, in expectation.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// What each payoff term pays, discounted to the period in which the prospect is held.
    pub terms: Vec<f64>,
    /// The chance of each outcome.
    pub outcomes: Vec<f64>,
}

impl Expectation {
    /// What an actor can expect: the sum of its terms.
    pub fn payoff(&self, game: &Game, actor: usize) -> f64 {
        let terms = self.terms.iter().zip(&game.term_actor);
        let own = terms.filter(|(_, of)| **of == actor);
        own.map(|(term, _)| term).sum()
    }
}

/// An information set as the actor who moves there faces it.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionValues {
    /// The period.
    pub period: usize,
    /// The set, by its number in the period's graph.
    pub set: usize,
    /// The chance that a game comes here, under the true prior.
    pub reach: f64,
    /// What the actor believes: the chance of each node of the set.
    pub belief: Vec<f64>,
    /// The probability of each action.
    pub play: Vec<f64>,
    /// What follows each action, under the actor's belief and in units of the period.
    pub prospects: Vec<Expectation>,
    /// The expected payoff of each action to the actor.
    pub payoffs: Vec<f64>,
}

impl ActionValues {
    /// The most that the actor could gain here by one deviation.
    pub fn regret(&self) -> f64 {
        let chosen = self.payoffs.iter().zip(&self.play);
        let expected: f64 = chosen.map(|(payoff, play)| payoff * play).sum();
        max(0.0, self.best() - expected)
    }

    /// The expected payoff of the best action.
    pub fn best(&self) -> f64 {
        self.payoffs[1..].iter().copied().fold(self.payoffs[0], max)
    }
}

/// Works out what can be expected of the game in one draw, under each prior, and shows every information set that some
/// play can reach as it is faced: the last period's first.
///
/// Sets that rest on no belief because their actor is bound are given one by Bayes' rule.
pub fn action_values<const W: usize>(
    bound: &Bound<'_, W>,
    lane: usize,
    (profile, beliefs): (&Profile<W>, &Beliefs<W>),
    reachable: &Reachable,
    show: impl FnMut(ActionValues),
) -> Vec<Expectation> {
    let reach = Reach::of(bound, lane, profile);
    let backward = Backward {
        bound,
        lane,
        profile,
        beliefs,
        reachable,
        reach: &reach,
    };
    backward.run(show)
}
