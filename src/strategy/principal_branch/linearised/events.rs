//! The probabilities of what may be seen of a game, under the true prior, with their changes.

use super::playing::Playing;
use super::reach::Reach;
use super::recorder::Recorder;
use super::results::Sum;
use super::values::Value;
use crate::game::{Game, Leaf, StartTo};

/// What may be seen of a game. Of the actions of groups, only those of the one member that is an actor count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Event {
    /// It ends with this outcome in this period; 0 is before the first.
    Ends {
        /// The outcome.
        outcome: usize,
        /// The period.
        period: usize,
    },
    /// It is not over when the stages of this period are.
    Survives {
        /// The period, from 1.
        period: usize,
    },
    /// An action is taken; the probability is the expected number of times, over all periods.
    Taken {
        /// The kind of decision.
        kind: usize,
        /// The action, as its stage numbers it.
        action: usize,
    },
}

impl Event {
    /// Its number among all events of a game.
    pub(crate) fn number(self, game: &Game) -> usize {
        let survives = (game.periods + 1) * game.outcomes;
        match self {
            Self::Ends { outcome, period } => period * game.outcomes + outcome,
            Self::Survives { period } => survives + period - 1,
            Self::Taken { kind, action } => survives + game.periods + game.decision_kinds[kind].first + action,
        }
    }

    /// How many events a game has.
    fn count(game: &Game) -> usize {
        let actions: usize = game.decision_kinds.iter().map(|kind| kind.actions).sum();
        (game.periods + 1) * game.outcomes + game.periods + actions
    }
}

/// Records the changes of the probabilities of all events, by their numbers.
pub(super) fn record(recorder: &mut Recorder, playing: &Playing<'_, '_>, reach: &Reach) -> Vec<Value> {
    let game = playing.bound.game;
    let mut sums = vec![Sum::default(); Event::count(game)];
    let end = |leaf: &Leaf, period: usize, mass, sums: &mut Vec<Sum>| {
        let (value, change) = reach.joint(mass, leaf.type_profile);
        let outcome = leaf.outcome;
        sums[Event::Ends { outcome, period }.number(game)].add(value, change);
    };
    for (ending, mass) in game.start.endings.iter().zip(&reach.endings) {
        if let StartTo::Leaf(leaf) = ending.to {
            end(&game.leaves[leaf], 0, mass, &mut sums);
        }
    }
    for period in 1..=game.periods {
        let graph = game.graph(period);
        let places = &reach.places[period - 1];
        for set in &graph.information_sets {
            let choices = &playing.choices[period - 1][set.choices()];
            for node in set.nodes.clone() {
                let (value, change) = reach.joint(&places[node], graph.nodes[node].type_profile as usize);
                let change = recorder.sum(change);
                for (edge, chance) in graph.edges_at(node).iter().zip(choices) {
                    let (kind, action) = (set.decision_kind, usize::from(edge.action));
                    let terms = [(change, chance.value), chance.times(value)];
                    sums[Event::Taken { kind, action }.number(game)].add(value * chance.value, terms);
                }
            }
        }
        let states = game.state_places(graph);
        for (leaf, mass) in game.leaves.iter().zip(&places[states.end..]) {
            end(leaf, period, mass, &mut sums);
        }
        for (state, mass) in game.period_states.iter().zip(&places[states]) {
            let (value, change) = reach.joint(mass, state.type_profile);
            sums[Event::Survives { period }.number(game)].add(value, change);
            if let Some(leaf) = state.horizon.filter(|_| period == game.periods) {
                end(&leaf, period, mass, &mut sums);
            }
        }
    }
    sums.iter_mut().map(|sum| sum.close(recorder)).collect()
}
