//! Reach probabilities of the nodes of one draw, and the beliefs that follow from them.

use crate::game::{Bound, InformationSet, Profile, Trembling};
use crate::numeric::scaled::{Scaled, Tremble, proportions};

/// The reach probabilities of one draw.
pub(super) struct Reach<'b, const W: usize> {
    bound: &'b Bound<'b, W>,
    /// The chance of each type profile, by prior.
    priors: Vec<Vec<Tremble>>,
    /// The reach of each node given its type profile, by period (period t at t − 1).
    nodes: Vec<Vec<Tremble>>,
}

impl<'b, const W: usize> Reach<'b, W> {
    pub(super) fn of(bound: &'b Bound<'b, W>, lane: usize, profile: &Profile<W>) -> Self {
        let trembling = Trembling::new(bound, lane);
        let choice = |period: usize, choice: usize| Scaled::new(profile.periods[period - 1][choice][lane], 0);
        let mut nodes = Vec::new();
        trembling.forward(choice, |period, _, reach| {
            nodes.push(reach[..bound.game.graph(period).nodes.len()].to_vec());
        });
        Self {
            bound,
            priors: trembling.priors(),
            nodes,
        }
    }

    /// The chance that a game reaches a set, under the true prior.
    pub(super) fn chance(&self, period: usize, set: &InformationSet) -> f64 {
        let masses = self.masses(period, set, 0);
        let certain = masses.iter().filter(|mass| mass.order == 0);
        certain.fold(0.0, |sum, mass| sum + mass.weight.over(0))
    }

    /// The belief of the actor who moves at a set by Bayes' rule, in the limit of vanishing trembles.
    pub(super) fn belief(&self, period: usize, set: &InformationSet) -> Vec<f64> {
        let masses = self.masses(period, set, self.bound.game.prior_of[set.actor]);
        let mut belief = vec![0.0; masses.len()];
        proportions(&masses, &mut belief);
        let total: f64 = belief.iter().sum();
        belief.iter().map(|weight| weight / total).collect()
    }

    fn masses(&self, period: usize, set: &InformationSet, prior: usize) -> Vec<Tremble> {
        let nodes = &self.bound.game.graph(period).nodes;
        let mass = |node: usize| {
            let prior = self.priors[prior][nodes[node].type_profile as usize];
            self.nodes[period - 1][node].times(prior)
        };
        set.members().map(mass).collect()
    }
}
