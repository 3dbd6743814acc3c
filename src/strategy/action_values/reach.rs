//! How likely games of one draw come to each node.

use crate::game::{Bound, InformationSet, PeriodGraph, Profile, Trembling};
use crate::numeric::scaled::{Scaled, Tremble, proportions};

/// Where the games of one draw stand.
pub(super) struct Reach<'b, const W: usize> {
    bound: &'b Bound<'b, W>,
    /// The chance of each type profile, by prior.
    priors: Vec<Vec<Tremble>>,
    /// The reach of each node given its type profile, by period (period t at t − 1).
    nodes: Vec<Vec<Tremble>>,
}

impl<'b, const W: usize> Reach<'b, W> {
    pub(super) fn of(bound: &'b Bound<'b, W>, lane: usize, profile: &Profile<W>) -> Self {
        let game = bound.game;
        let trembling = Trembling::new(bound, lane);
        let mut at_period_state = trembling.start();
        let mut nodes = Vec::new();
        for period in 1..=game.periods {
            let choices = &profile.periods[period - 1];
            let choice = |choice: usize| Scaled::new(choices[choice][lane], 0);
            let mut reach = trembling.period(period, &at_period_state, choice);
            at_period_state.copy_from_slice(trembling.period_states(period, &reach));
            reach.truncate(game.graph(period).nodes.len());
            nodes.push(reach);
        }
        Self {
            bound,
            priors: trembling.priors(),
            nodes,
        }
    }

    /// The chance that a game comes to a set, under the true prior.
    pub(super) fn chance(&self, period: usize, set: &InformationSet) -> f64 {
        let masses = self.masses(period, set, 0);
        let surely = masses.iter().filter(|mass| mass.order == 0);
        surely.fold(0.0, |sum, mass| sum + mass.weight.over(0))
    }

    /// What the actor who moves at a set believes by Bayes' rule, in the limit where mistakes vanish.
    pub(super) fn belief(&self, period: usize, set: &InformationSet) -> Vec<f64> {
        let masses = self.masses(period, set, self.bound.game.prior_of[set.actor]);
        let mut belief = vec![0.0; masses.len()];
        proportions(&masses, &mut belief);
        let total: f64 = belief.iter().sum();
        belief.iter().map(|weight| weight / total).collect()
    }

    fn masses(&self, period: usize, set: &InformationSet, prior: usize) -> Vec<Tremble> {
        let game = self.bound.game;
        let graph: &PeriodGraph = game.graph(period);
        let nodes = set.nodes.clone();
        nodes
            .map(|node| {
                let type_profile = self.priors[prior][graph.nodes[node].type_profile as usize];
                self.nodes[period - 1][node].times(type_profile)
            })
            .collect()
    }
}
