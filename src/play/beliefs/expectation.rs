//! Expectations over one period, worked out from its end to its start.

use crate::game::{Bound, Edge, PeriodGraph, Profile};
use crate::numeric::lanes::{Lanes, add, product};

/// How a period is played: the chance of each way on.
pub(super) struct PeriodPlay<'a> {
    pub(super) graph: &'a PeriodGraph,
    slots: &'a [Lanes],
    choices: &'a [Lanes],
}

impl<'a> PeriodPlay<'a> {
    pub(super) fn of(bound: &'a Bound<'_>, profile: &'a Profile, period: usize) -> Self {
        let game = bound.game;
        Self {
            graph: game.graph(period),
            slots: bound.slots(period),
            choices: &profile.periods[period - 1],
        }
    }

    /// The edges of a node: the number of each, the edge and its chance.
    pub(super) fn ways(&self, node: usize) -> impl Iterator<Item = (usize, &'a Edge, &'a Lanes)> + use<'_, 'a> {
        let edges = self.graph.edges_of(node);
        edges.map(move |edge| (edge, &self.graph.edges[edge], self.chance(node, edge)))
    }

    /// The chance of an edge of a node.
    pub(super) fn chance(&self, node: usize, edge: usize) -> &'a Lanes {
        let at = &self.graph.nodes[node];
        if at.first_choice == u32::MAX {
            &self.slots[self.graph.edges[edge].chance.index()]
        } else {
            &self.choices[at.first_choice as usize + edge - at.first_edge as usize]
        }
    }

    /// Adds to the value of each node what is expected from there on, given the values of period states and leaves.
    pub(super) fn look_ahead(&self, values: &mut [Lanes]) {
        for node in (0..self.graph.nodes.len()).rev() {
            let mut sum = values[node];
            for (_, edge, chance) in self.ways(node) {
                add(&mut sum, &product(chance, &values[edge.to as usize]));
            }
            values[node] = sum;
        }
    }
}
