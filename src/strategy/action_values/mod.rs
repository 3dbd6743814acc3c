//! Expected payoffs, payoff terms and outcomes in one draw: of every action at every information set, and of the game.

mod backward;
mod reach;

use super::sweep::tail::{TOLERANCE, TailPlay, TailWorth};
use super::{Beliefs, Reachable};
use crate::game::{Bound, Game, Profile};
use crate::numeric::math::max;
use backward::Backward;
use reach::Reach;

/// Expectations of what follows from some point on.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The expected payment of each payoff term, discounted to the period of that point.
    pub terms: Vec<f64>,
    /// The chance of each outcome.
    pub outcomes: Vec<f64>,
}

impl Expectation {
    /// The expected payoff of an actor: the sum of its terms.
    pub fn payoff(&self, game: &Game, actor: usize) -> f64 {
        let terms = self.terms.iter().zip(&game.term_actor);
        let own = terms.filter(|(_, of)| **of == actor);
        own.map(|(term, _)| term).sum()
    }
}

/// The values of the actions at an information set, with what they rest on.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionValues {
    /// The period.
    pub period: usize,
    /// The information set, by its number in the period's graph.
    pub set: usize,
    /// The chance that a game reaches the set, under the true prior.
    pub reach: f64,
    /// The belief of the actor who moves: the probability of each node of the set.
    pub belief: Vec<f64>,
    /// The probability of each action.
    pub play: Vec<f64>,
    /// What follows each action, under the actor's belief and in units of the period.
    pub expectations: Vec<Expectation>,
    /// The expected payoff of each action to the actor.
    pub payoffs: Vec<f64>,
    /// What the actor adds to each of them in the values that it acts on: the regret of its own later choices that it
    /// gives back ([`Game::own_later`]). Empty where it takes them as they are played.
    pub given_back: Vec<f64>,
}

impl ActionValues {
    /// The most that the actor could gain here by one deviation.
    pub fn regret(&self) -> f64 {
        regret(&self.payoffs, &self.play)
    }

    /// The value of each action that the actor acts on.
    pub fn acted_on(&self) -> Vec<f64> {
        let mut values = self.payoffs.clone();
        for (value, added) in values.iter_mut().zip(&self.given_back) {
            *value += added;
        }
        values
    }

    /// The expected payoff of the best action.
    pub fn best(&self) -> f64 {
        best(&self.payoffs)
    }
}

fn best(values: &[f64]) -> f64 {
    values[1..].iter().copied().fold(values[0], max)
}

/// The value of the best action over that of play.
fn regret(values: &[f64], play: &[f64]) -> f64 {
    let expected: f64 = values.iter().zip(play).map(|(value, play)| value * play).sum();
    max(0.0, best(values) - expected)
}

/// Computes the expectations of the game in one draw, under each prior, and shows the action values at every
/// information set that any play can reach: the last period's first.
///
/// Sets whose actor is bound have no belief in `beliefs`; Bayes' rule gives them one here.
pub fn action_values<const W: usize>(
    bound: &Bound<'_, W>,
    lane: usize,
    found: (&Profile<W>, &Beliefs<W>),
    reachable: &Reachable,
    show: impl FnMut(ActionValues),
) -> Vec<Expectation> {
    expectations((bound, lane), found, reachable, bound.game.outcomes, show)
}

/// The same without the chances of outcomes, which take most of the memory in a game of many outcomes: every
/// [`Expectation::outcomes`] is empty.
pub(crate) fn action_payoffs<const W: usize>(
    bound: &Bound<'_, W>,
    lane: usize,
    found: (&Profile<W>, &Beliefs<W>),
    reachable: &Reachable,
    show: impl FnMut(ActionValues),
) -> Vec<Expectation> {
    expectations((bound, lane), found, reachable, 0, show)
}

fn expectations<const W: usize>(
    (bound, lane): (&Bound<'_, W>, usize),
    (profile, beliefs): (&Profile<W>, &Beliefs<W>),
    reachable: &Reachable,
    outcomes: usize,
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
        outcomes,
        added_beyond: added_beyond(bound, lane, (profile, beliefs)),
    };
    backward.run(show)
}

/// What each actor adds to the worth of each period state beyond the last period in the values that it acts on: state ×
/// actors + actor. Empty where nobody adds anything.
fn added_beyond<const W: usize>(
    bound: &Bound<'_, W>,
    lane: usize,
    (profile, beliefs): (&Profile<W>, &Beliefs<W>),
) -> Vec<f64> {
    let game = bound.game;
    if game.tail.is_none() || !game.has_own_later() {
        return Vec::new();
    }
    let active = std::array::from_fn(|other| other == lane);
    let [acted_on, played] = [true, false].map(|acted_on| {
        let play = TailPlay {
            bound,
            profile,
            beliefs,
            acted_on,
            responds: None,
        };
        let mut worth = TailWorth::of(game);
        worth.update(&play, &active, &[TOLERANCE; W]);
        worth.states
    });
    let added = acted_on.iter().zip(&played);
    added.map(|(acted_on, played)| acted_on[lane] - played[lane]).collect()
}
