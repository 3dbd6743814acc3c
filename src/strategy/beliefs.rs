//! What the actors who move believe: how likely each node of an information set is.

use crate::game::{Bound, InformationSet};
use crate::numeric::lanes::{LANES, Lanes, copy_lane};

/// The beliefs of the actors who move. The weights of a set's nodes are in proportion to their probabilities; they are
/// not divided by their sum.
#[derive(Clone, Debug)]
pub struct Beliefs<const W: usize = LANES> {
    /// Period t at t − 1, then node.
    pub weights: Vec<Vec<Lanes<W>>>,
}

impl<const W: usize> Beliefs<W> {
    /// Equal weights everywhere.
    pub(super) fn even(bound: &Bound<'_, W>) -> Self {
        let game = bound.game;
        let nodes = |&graph: &usize| vec![[1.0; W]; game.graphs[graph].nodes.len()];
        Self {
            weights: game.calendar.iter().map(nodes).collect(),
        }
    }

    /// The belief of the actor who moves at a set: the probability of each of the set's nodes.
    pub fn at(&self, period: usize, set: &InformationSet, lane: usize) -> Vec<f64> {
        let weights = set.members().map(|node| self.weights[period - 1][node][lane]);
        let total: f64 = weights.clone().sum();
        weights.map(|weight| weight / total).collect()
    }

    /// Copies one lane of other beliefs to a lane.
    pub(super) fn copy_lane<const V: usize>(&mut self, to: usize, other: &Beliefs<V>, from: usize) {
        for (own, other) in self.weights.iter_mut().zip(&other.weights) {
            copy_lane((own, to), (other, from));
        }
    }
}
