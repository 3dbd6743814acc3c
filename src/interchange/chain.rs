//! A game under a known strategy profile as a Markov chain with rewards, on the states that play can reach.

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
    ChainBuilder::new(&traversal, profile).finish(names)
}

struct ChainBuilder<'c, 'b> {
    traversal: &'c Traversal<'b>,
    profile: &'c Profile,
    /// By period (index t − 1) and node, its state if play reaches it.
    states: Vec<Vec<Option<usize>>>,
    /// By outcome, its state if play reaches it.
    endings: Vec<Option<usize>>,
}

impl<'c, 'b> ChainBuilder<'c, 'b> {
    fn new(traversal: &'c Traversal<'b>, profile: &'c Profile) -> Self {
        let game = traversal.bound.game;
        let periods = 1..=game.periods;
        Self {
            traversal,
            profile,
            states: periods
                .map(|period| vec![None; traversal.graph(period).nodes.len()])
                .collect(),
            endings: vec![None; game.outcomes],
        }
    }

    fn finish(mut self, names: &Names) -> Chain {
        let count = self.number_states();
        let actors = names.actors.len();
        let mut states = vec![self.transitions(self.start(), actors)];
        for period in 1..=self.states.len() {
            for node in 0..self.states[period - 1].len() {
                if self.states[period - 1][node].is_some() {
                    states.push(self.transitions(self.node(period, node), actors));
                }
            }
        }
        let mut rewards: Vec<(String, Vec<f64>)> = names
            .actors
            .iter()
            .map(|actor| (actor.clone(), Vec::with_capacity(count)))
            .collect();
        let mut chain = Vec::with_capacity(count);
        for (to, paid) in states {
            chain.push(to);
            for ((_, rewards), paid) in rewards.iter_mut().zip(paid) {
                rewards.push(paid);
            }
        }
        let (mut endings, mut never) = (Vec::new(), Vec::new());
        for (name, state) in names.outcomes.iter().zip(&self.endings) {
            match state {
                Some(state) => endings.push((name.clone(), *state)),
                None => never.push(name.clone()),
            }
        }
        for &(_, state) in &endings {
            chain.push(vec![(state, 1.0)]);
            rewards.iter_mut().for_each(|(_, rewards)| rewards.push(0.0));
        }
        Chain {
            transitions: chain,
            endings,
            never,
            rewards,
        }
    }

    /// Numbers the states that play reaches; returns their count.
    fn number_states(&mut self) -> usize {
        let mut count = 1;
        for (stop, _, _) in self.start() {
            self.mark(stop);
        }
        // Courses lead to later nodes only.
        for period in 1..=self.states.len() {
            for node in 0..self.states[period - 1].len() {
                if self.states[period - 1][node].is_some() {
                    self.states[period - 1][node] = Some(count);
                    count += 1;
                    for (stop, _, _) in self.node(period, node) {
                        self.mark(stop);
                    }
                }
            }
        }
        for ending in self.endings.iter_mut().flatten() {
            *ending = count;
            count += 1;
        }
        count
    }

    fn mark(&mut self, stop: Stop) {
        let state = match stop {
            Stop::Node { period, node } => &mut self.states[period - 1][node],
            Stop::End { outcome } => &mut self.endings[outcome],
        };
        state.get_or_insert(0);
    }

    /// The moves from the start: target, probability and payments.
    fn start(&self) -> Vec<(Stop, f64, Vec<f64>)> {
        let bound = self.traversal.bound;
        let type_profiles = bound.type_profile_chances(0);
        let endings = bound.game.start.endings.iter().zip(bound.start_chances()).enumerate();
        let move_along = |(number, (ending, within)): (usize, (&StartEnding, Lanes))| {
            let mut paid = vec![0.0; bound.game.actors];
            let chance = type_profiles[ending.type_profile][0] * within[0];
            (chance > 0.0).then(|| (self.traversal.start(number, &mut paid), chance, paid))
        };
        endings.filter_map(move_along).collect()
    }

    /// The moves from a node.
    fn node(&self, period: usize, node: usize) -> Vec<(Stop, f64, Vec<f64>)> {
        let chances = match self.traversal.set(period, node) {
            None => self.traversal.fixed_chances(period, node).unwrap_or_default(),
            Some((_, set)) => {
                let play = &self.profile.periods[period - 1][set.first_choice..set.first_choice + set.actions];
                play.iter().map(|chance| chance[0]).collect()
            }
        };
        let moves = chances.into_iter().enumerate().filter(|(_, chance)| *chance > 0.0);
        let move_along = |(edge, chance)| {
            let mut paid = vec![0.0; self.traversal.bound.game.actors];
            (self.traversal.follow(period, node, edge, &mut paid), chance, paid)
        };
        moves.map(move_along).collect()
    }

    /// The transitions of moves, with those to one state added up, and each actor's expected payment.
    fn transitions(&self, moves: Vec<(Stop, f64, Vec<f64>)>, actors: usize) -> (Vec<(usize, f64)>, Vec<f64>) {
        let mut expected = vec![0.0; actors];
        let mut to: Vec<(usize, f64)> = Vec::new();
        for (stop, chance, paid) in moves {
            for (expected, paid) in expected.iter_mut().zip(paid) {
                *expected += chance * paid;
            }
            let state = match stop {
                Stop::Node { period, node } => self.states[period - 1][node],
                Stop::End { outcome } => self.endings[outcome],
            };
            let state = state.expect("every point that play reaches was numbered");
            to.push((state, chance));
        }
        to.sort_by_key(|(state, _)| *state);
        to.dedup_by(|(state, chance), (kept, sum)| {
            let same = state == kept;
            if same {
                *sum += *chance;
            }
            same
        });
        (to, expected)
    }
}
