//! A game under a known strategy profile as a Markov chain with rewards, on the states that play can reach.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::traversal::{Stop, Traversal};
use crate::game::{Bound, Names, Profile, StartEnding};
use crate::numeric::lanes::Lanes;

/// A Markov chain. State 0 is the start; the last states are absorbing, one for each outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// The transitions of each state with their probabilities, by ascending target.
    pub transitions: Vec<Vec<(usize, f64)>>,
    /// The outcomes that play can reach, each with its state.
    pub endings: Vec<(String, usize)>,
    /// The other outcomes.
    pub never: Vec<String>,
    /// Each actor with its expected payment on leaving each state, discounted to the start: the sum along a path is the
    /// actor's payoff.
    pub rewards: Vec<(String, Vec<f64>)>,
}

/// The chain of the first draw of a block.
pub fn chain(bound: &Bound<'_>, names: &Names, profile: &Profile) -> Chain {
    let traversal = Traversal::new(bound);
    let walk = Walk {
        traversal: &traversal,
        profile,
    };
    // The moves from each state that play reaches, in the order of the states; moves lead to later nodes only.
    let mut moves = vec![walk.start()];
    let mut ahead: BTreeSet<Stop> = moves[0].iter().map(|(stop, ..)| *stop).collect();
    let mut states: BTreeMap<Stop, usize> = BTreeMap::new();
    while let Some(stop) = ahead.pop_first() {
        states.insert(stop, moves.len());
        let next = match stop {
            Stop::Node { period, node } => walk.node(period, node),
            Stop::End { .. } => vec![(stop, 1.0, vec![0.0; bound.game.actors])],
        };
        let further = next.iter().map(|(stop, ..)| *stop);
        ahead.extend(further.filter(|next| *next != stop));
        moves.push(next);
    }
    let actors = names.declared().iter();
    let mut rewards: Vec<(String, Vec<f64>)> = actors.map(|actor| (actor.clone(), Vec::new())).collect();
    let mut transitions = Vec::with_capacity(moves.len());
    for moves in moves {
        for (actor, (_, rewards)) in rewards.iter_mut().enumerate() {
            let expect = |sum, (_, chance, paid): &(Stop, f64, Vec<f64>)| sum + chance * paid[actor];
            rewards.push(moves.iter().fold(0.0, expect));
        }
        let to = |(stop, chance, _): &(Stop, f64, Vec<f64>)| (states[stop], *chance);
        transitions.push(combined(moves.iter().map(to).collect()));
    }
    let (mut endings, mut never) = (Vec::new(), Vec::new());
    for (outcome, name) in names.outcomes.iter().enumerate() {
        match states.get(&Stop::End { outcome }) {
            Some(state) => endings.push((name.clone(), *state)),
            None => never.push(name.clone()),
        }
    }
    Chain {
        transitions,
        endings,
        never,
        rewards,
    }
}

/// Transitions by ascending target, with those to one state added up.
fn combined(mut to: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    to.sort_by_key(|(state, _)| *state);
    to.dedup_by(|(state, chance), (kept, sum)| {
        let same = state == kept;
        if same {
            *sum += *chance;
        }
        same
    });
    to
}

/// A game under a profile; moves have a target, a probability and payments.
struct Walk<'c, 'b> {
    traversal: &'c Traversal<'b>,
    profile: &'c Profile,
}

type Moves = Vec<(Stop, f64, Vec<f64>)>;

impl Walk<'_, '_> {
    /// The moves from the start.
    fn start(&self) -> Moves {
        let bound = self.traversal.bound;
        let type_profiles = bound.type_profile_chances(0);
        let endings = bound.game.start.endings.iter();
        let endings = endings.zip(bound.start_chances()).enumerate();
        let move_along = |(number, (ending, within)): (usize, (&StartEnding, Lanes))| {
            let mut paid = vec![0.0; bound.game.actors];
            let chance = type_profiles[ending.type_profile][0] * within[0];
            (chance > 0.0).then(|| (self.traversal.start(number, &mut paid), chance, paid))
        };
        endings.filter_map(move_along).collect()
    }

    /// Where the probabilities of a node's options stand in a profile; `None` at the start and where chance decides.
    fn node_choice(&self, period: usize, node: usize) -> Option<Range<usize>> {
        let node = (period > 0).then(|| self.traversal.graph(period).nodes[node])?;
        let first = node.choice(0)?;
        Some(first..first + node.edges as usize)
    }

    /// The moves from a node.
    fn node(&self, period: usize, node: usize) -> Moves {
        let chances = match self.node_choice(period, node) {
            None => self.traversal.fixed_chances(period, node).unwrap_or_default(),
            Some(choices) => {
                let play = &self.profile.periods[period - 1][choices];
                play.iter().map(|chance| chance[0]).collect()
            }
        };
        let chances = chances.into_iter().enumerate();
        let moves = chances.filter(|(_, chance)| *chance > 0.0);
        let move_along = |(edge, chance)| {
            let mut paid = vec![0.0; self.traversal.bound.game.actors];
            let stop = Stop::Node { period, node };
            (self.traversal.follow(stop, edge, &mut paid), chance, paid)
        };
        moves.map(move_along).collect()
    }
}
