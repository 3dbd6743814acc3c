//! Forward pass: the reach probability of each node, and the beliefs that follow by Bayes' rule.

use crate::game::{Bound, InformationSet, PeriodGraph, Profile, StartTo};
use crate::numeric::lanes::{Lanes, add, product, vectorised};
use crate::strategy::{Beliefs, Reachable};

/// Beliefs at a set that is reached with less than this need [`ScaledPlay`](super::scaled_play::ScaledPlay).
const RARE: f64 = 1e-200;

/// How to treat the belief weights of a set that is hardly ever reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RareSets {
    /// Report the lane if play responds to them.
    Report,
    /// Report the lane.
    ReportAll,
}

/// A forward pass over a block of draws, with the chances of the start, which stay the same from pass to pass.
#[derive(Debug)]
pub(crate) struct Forward<'a, 'g, const W: usize> {
    pub(crate) bound: &'a Bound<'g, W>,
    pub(crate) reachable: &'a Reachable,
    /// The chance of each type profile, by prior.
    priors: Vec<Vec<Lanes<W>>>,
    /// The reach of each period state as the first period starts.
    starts: Vec<Lanes<W>>,
}

impl<'a, 'g, const W: usize> Forward<'a, 'g, W> {
    pub(crate) fn new(bound: &'a Bound<'g, W>, reachable: &'a Reachable) -> Self {
        let game = bound.game;
        let mut starts = vec![[0.0; W]; game.period_states.len()];
        for (ending, chance) in game.start.endings.iter().zip(bound.start_chances()) {
            if let StartTo::PeriodState(state) = ending.to {
                add(&mut starts[state], &chance);
            }
        }
        Self {
            bound,
            reachable,
            priors: (0..game.priors)
                .map(|prior| bound.type_profile_chances(prior))
                .collect(),
            starts,
        }
    }

    /// Sets the belief weights, and reports the lanes in which some set is too rare for plain numbers. `visit` sees each
    /// period, the reach of the period states at which it starts, and the reach of all its places.
    pub(crate) fn run(
        &self,
        profile: &Profile<W>,
        beliefs: &mut Beliefs<W>,
        rare: RareSets,
        visit: &mut impl FnMut(usize, &[Lanes<W>], &[Lanes<W>]),
    ) -> [bool; W] {
        let game = self.bound.game;
        let mut found = [false; W];
        let mut at_state = self.starts.clone();
        let mut reach: Vec<Lanes<W>> = Vec::new();
        for period in 1..=game.periods {
            let graph = game.graph(period);
            reach.clear();
            reach.resize(game.places(graph), [0.0; W]);
            for (place, begins) in graph.entering(&at_state) {
                add(&mut reach[place], begins);
            }
            let choices = &profile.periods[period - 1];
            let weights = &mut beliefs.weights[period - 1];
            vectorised(
                #[inline(always)]
                || {
                    pass_period(graph, choices, self.bound.slots(period), &mut reach);
                    for (set, reachable) in graph.information_sets.iter().zip(self.reachable.sets(period)) {
                        if *reachable && !set.is_single() && !set.play.is_committed() {
                            self.believe((graph, set), &reach, weights, rare, &mut found);
                        }
                    }
                },
            );
            visit(period, &at_state, &reach);
            at_state.copy_from_slice(&reach[game.state_places(graph)]);
        }
        found
    }

    /// Weighs the nodes of a set by their reach and by the prior that the actor holds.
    #[inline(always)]
    fn believe(
        &self,
        (graph, set): (&PeriodGraph, &InformationSet),
        reach: &[Lanes<W>],
        weights: &mut [Lanes<W>],
        rare: RareSets,
        found: &mut [bool; W],
    ) {
        let prior = &self.priors[self.bound.game.prior_of[set.actor]];
        let weight = |node: usize| product(&reach[node], &prior[graph.nodes[node].type_profile as usize]);
        let mut total = [0.0; W];
        for nodes in set.parts() {
            for node in nodes.clone() {
                let weight = weight(node);
                add(&mut total, &weight);
                weights[node] = weight;
            }
        }
        if rare == RareSets::ReportAll || set.play.responds() {
            for (found, total) in found.iter_mut().zip(total) {
                *found |= total < RARE;
            }
        }
    }
}

/// Carries the reach of nodes on along their edges.
#[inline(always)]
fn pass_period<const W: usize>(graph: &PeriodGraph, choices: &[Lanes<W>], slots: &[Lanes<W>], reach: &mut [Lanes<W>]) {
    for (number, node) in graph.nodes.iter().enumerate() {
        let here = reach[number];
        let edges = graph.edges_at(number);
        if let Some(first) = node.choice(0) {
            for (edge, chance) in edges.iter().zip(&choices[first..]) {
                add(&mut reach[edge.to as usize], &product(&here, chance));
            }
        } else {
            for edge in edges {
                let chance = &slots[edge.chance.index()];
                add(&mut reach[edge.to as usize], &product(&here, chance));
            }
        }
    }
}
