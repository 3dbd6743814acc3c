//! A period as it is played: its graph with the chance of every edge, whether chance or an actor decides.

use super::{Bound, Edge, PeriodGraph, Profile};
use crate::numeric::lanes::{LANES, Lanes};

/// A period under a profile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PeriodPlay<'a, const W: usize = LANES> {
    /// The structure of the period.
    pub graph: &'a PeriodGraph,
    slots: &'a [Lanes<W>],
    choices: &'a [Lanes<W>],
}

impl<'a, const W: usize> PeriodPlay<'a, W> {
    /// A period (1..=T) under a profile.
    pub(crate) fn new(bound: &'a Bound<'_, W>, profile: &'a Profile<W>, period: usize) -> Self {
        Self {
            graph: bound.game.graph(period),
            slots: bound.slots(period),
            choices: &profile.periods[period - 1],
        }
    }

    /// The chance of an option of a node.
    pub(crate) fn chance(&self, node: usize, option: usize) -> &'a Lanes<W> {
        match self.graph.nodes[node].choice(option) {
            Some(choice) => &self.choices[choice],
            None => &self.slots[self.graph.edges_at(node)[option].chance.index()],
        }
    }

    /// The edges of a node: the number of each, the edge and its chance.
    pub(crate) fn edges(&self, node: usize) -> impl Iterator<Item = (usize, &'a Edge, &'a Lanes<W>)> + use<'_, 'a, W> {
        let edges = self.graph.edges_of(node).zip(self.graph.edges_at(node));
        let chance = move |option| self.chance(node, option);
        (0..)
            .zip(edges)
            .map(move |(option, (number, edge))| (number, edge, chance(option)))
    }
}
