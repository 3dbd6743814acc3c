//! Forward: how the probabilities of reaching places change, and the beliefs that follow by Bayes' rule.

use super::mass::{Flow, Mass, MassSum};
use super::playing::Playing;
use super::recorder::{Recorder, Tie};
use crate::game::trembles::of_members;
use crate::game::{Bound, InformationSet, PeriodGraph, Slot, StartTo, Trembling};
use crate::numeric::linear_record::{Change, Weighted};
use crate::numeric::scaled::{Scaled, Tremble};
use crate::strategy::Beliefs;

/// The probabilities of reaching places, given the type profile, and those of type profiles.
#[derive(Debug)]
pub(super) struct Reach {
    /// For each prior, those of type profiles.
    pub(super) priors: Vec<Vec<Mass>>,
    /// Those of the endings of the start.
    pub(super) endings: Vec<Mass>,
    /// By period (t at t − 1), those of all places.
    pub(super) places: Vec<Vec<Mass>>,
}

impl Reach {
    /// Records the changes of reach.
    pub(super) fn record(recorder: &mut Recorder, playing: &Playing<'_, '_>) -> Self {
        let (bound, numbers) = (playing.bound, playing.numbers);
        let game = bound.game;
        let priors = (0..game.priors).map(|prior| {
            let profiles = game.type_profiles.iter();
            let mass = profiles.map(|profile| Mass::product(recorder, (bound, numbers), &profile.factors[prior]));
            mass.collect()
        });
        let mut priors: Vec<Vec<Mass>> = priors.collect();
        let endings = game.start.endings.iter();
        let endings = endings.map(|ending| Mass::product(recorder, (bound, numbers), &ending.within));
        let endings: Vec<Mass> = endings.collect();
        let mut starts = vec![MassSum::default(); game.period_states.len()];
        let mut places = Vec::with_capacity(game.periods);
        let mut pass = Pass {
            playing,
            priors: &priors,
            recorder,
            sums: Vec::new(),
            unexpected: vec![false; game.type_profiles.len()],
        };
        let mut at_state: Option<Vec<Mass>> = None;
        let choice = |period: usize, choice: usize| playing.scaled.choice(period, choice);
        Trembling::new(bound, 0).forward(choice, |period, sizes, reach| {
            let states = at_state.take().unwrap_or_else(|| {
                for (ending, mass) in game.start.endings.iter().zip(&endings) {
                    if let StartTo::PeriodState(state) = ending.to {
                        starts[state].add(&Flow::both(mass, &Mass::CERTAIN), sizes[state]);
                    }
                }
                let starts = starts.iter_mut().zip(sizes);
                starts.map(|(sum, size)| sum.close(pass.recorder, *size)).collect()
            });
            let masses = pass.period(period, &states, reach);
            at_state = Some(masses[game.state_places(game.graph(period))].to_vec());
            places.push(masses);
        });
        let unexpected = pass.unexpected;
        for (prior, _) in priors[0].iter_mut().zip(&unexpected).filter(|(_, yes)| **yes) {
            prior.emerge(recorder);
        }
        Self {
            priors,
            endings,
            places,
        }
    }

    /// The probability of reaching a place, with the terms of its change.
    pub(super) fn joint(&self, mass: &Mass, type_profile: usize) -> (f64, impl Iterator<Item = Weighted> + use<>) {
        let prior = self.priors[0][type_profile];
        let (reach, prior_value) = (mass.plain(), prior.plain());
        let change = mass.change(prior_value).into_iter().chain(prior.change(reach));
        (reach * prior_value, change)
    }

    /// The probability of each node of a set as its actor believes, with its change. Each node is given by its period and
    /// number, as is the prior that the actor holds.
    pub(super) fn belief(
        &self,
        recorder: &mut Recorder,
        (beliefs, bound): (&Beliefs<1>, &Bound<'_, 1>),
        set: &InformationSet,
        (period, nodes): (usize, &[Option<usize>]),
    ) -> Vec<(f64, Change)> {
        if nodes.len() == 1 {
            return vec![(1.0, Change::NONE)];
        }
        let prior = &self.priors[bound.game.prior_of[set.actor]];
        let profiles = &bound.game.graph(period).nodes;
        let flow = |node: &Option<usize>| match node {
            Some(node) => {
                let prior = &prior[profiles[*node].type_profile as usize];
                Flow::both(&self.places[period - 1][*node], prior)
            }
            None => Flow::both(&Mass::IMPOSSIBLE, &Mass::CERTAIN),
        };
        let flows: Vec<Flow> = nodes.iter().map(flow).collect();
        let total = flows.iter().fold(Tremble::IMPOSSIBLE, |sum, flow| sum.plus(flow.size));
        let weights = &beliefs.weights[period - 1];
        let weight = |node: &Option<usize>| node.map_or(0.0, |node| weights[node][0]);
        let whole: f64 = nodes.iter().map(weight).sum();
        let belief: Vec<f64> = nodes.iter().map(|node| weight(node) / whole).collect();
        let shares = flows.iter().map(|flow| recorder.sum(flow.share(total)));
        let shares: Vec<Change> = shares.collect();
        let mean = recorder.sum(shares.iter().map(|share| (*share, 1.0)));
        let emerging: Vec<Weighted> = flows.iter().flat_map(|flow| flow.emerging(total)).collect();
        let emerging = recorder.sum(emerging);
        let changes = belief.iter().zip(shares).map(|(&belief, share)| {
            let jump = recorder.tie(Tie::Belief, [emerging, Change::NONE]);
            (belief, recorder.sum([(share, 1.0), (mean, -belief), (jump, 1.0)]))
        });
        changes.collect()
    }
}

/// A forward pass.
struct Pass<'a, 'b, 'g> {
    playing: &'a Playing<'b, 'g>,
    priors: &'a [Vec<Mass>],
    recorder: &'a mut Recorder,
    sums: Vec<MassSum>,
    /// The type profiles that come, if they occur, to sets whose play rests on beliefs that only trembles give.
    unexpected: Vec<bool>,
}

impl Pass<'_, '_, '_> {
    /// The masses of all places of a period, given those of the period states at which it starts.
    fn period(&mut self, period: usize, states: &[Mass], sizes: &[Tremble]) -> Vec<Mass> {
        let graph = self.playing.bound.game.graph(period);
        self.sums.resize_with(sizes.len(), MassSum::default);
        for (place, state) in graph.entering(states) {
            self.sums[place].add(&Flow::both(state, &Mass::CERTAIN), sizes[place]);
        }
        let unreached = self.unreached(graph, sizes);
        let mut masses = Vec::with_capacity(sizes.len());
        for (place, size) in sizes.iter().enumerate() {
            let mut here = self.sums[place].close(self.recorder, *size);
            if unreached.get(place) == Some(&true) {
                here.emerge(self.recorder);
            }
            masses.push(here);
            if place < graph.nodes.len() && size.is_possible() {
                self.follow(graph, (period, place), &here, sizes);
            }
        }
        masses
    }

    /// For each node, whether it belongs to a set whose play rests on beliefs that only trembles give.
    fn unreached(&mut self, graph: &PeriodGraph, sizes: &[Tremble]) -> Vec<bool> {
        let mut unreached = vec![false; graph.nodes.len()];
        let sets = graph.information_sets.iter();
        for set in sets.filter(|set| !set.is_single() && !set.is_later_part() && set.play.responds()) {
            let prior = &self.priors[self.playing.bound.game.prior_of[set.actor]];
            let profile = |node: usize| graph.nodes[node].type_profile as usize;
            let is_reached = |node: usize| sizes[node].order == 0 && prior[profile(node)].size.order == 0;
            if !set.members().any(is_reached) {
                set.members().for_each(|node| unreached[node] = true);
                for node in set.members().filter(|&node| sizes[node].order == 0) {
                    self.unexpected[profile(node)] = true;
                }
            }
        }
        unreached
    }

    /// Carries the mass of a node on along its edges.
    fn follow(&mut self, graph: &PeriodGraph, (period, node): (usize, usize), here: &Mass, sizes: &[Tremble]) {
        let slot = |slot: Slot| self.playing.bound.number(slot, period)[0];
        let scaled = |choice: usize| self.playing.scaled.choice(period, choice);
        let members = graph.members_at(node);
        let ways = members.map(|members| of_members(graph, members, slot, scaled));
        for (option, edge) in graph.edges_at(node).iter().enumerate() {
            let (chance, size) = match graph.nodes[node].choice(option) {
                Some(choice) => (
                    self.playing.choices[period - 1][choice],
                    self.playing.scaled.choice(period, choice),
                ),
                None => {
                    let chance = self.playing.chance(edge, period);
                    (chance, Scaled::new(chance.value, 0))
                }
            };
            let size = match &ways {
                Some(ways) => ways[option],
                None => Tremble::of(size, graph.even_share(node, option)),
            };
            let flow = Flow::through(here, &chance, size);
            let to = edge.to as usize;
            self.sums[to].add(&flow, sizes[to]);
        }
    }
}
