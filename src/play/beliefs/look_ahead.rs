//! Expectations over one period, worked out from its end to its start.

use crate::game::{Bound, Edge, Frame, Profile};
use crate::numeric::lanes::Lanes;
use crate::play::exact::{add, product};

/// How a period is played: the chance of each way on.
pub(super) struct Course<'a> {
    pub(super) frame: &'a Frame,
    slots: &'a [Lanes],
    choices: &'a [Lanes],
}

impl<'a> Course<'a> {
    pub(super) fn of(bound: &'a Bound<'_>, profile: &'a Profile, period: usize) -> Self {
        let game = bound.game;
        Self {
            frame: &game.frames[game.calendar[period - 1]],
            slots: bound.slots(period),
            choices: &profile.periods[period - 1],
        }
    }

    /// The edges of a node: the number of each, the edge and its chance.
    pub(super) fn ways(&self, node: usize) -> impl Iterator<Item = (usize, &'a Edge, &'a Lanes)> + use<'_, 'a> {
        let edges = self.frame.edges_of(node);
        edges.map(move |edge| (edge, &self.frame.edges[edge], self.chance(node, edge)))
    }

    /// The chance of an edge of a node.
    pub(super) fn chance(&self, node: usize, edge: usize) -> &'a Lanes {
        let at = &self.frame.nodes[node];
        if at.first_choice == u32::MAX {
            &self.slots[self.frame.edges[edge].chance.index()]
        } else {
            &self.choices[at.first_choice as usize + edge - at.first_edge as usize]
        }
    }

    /// Adds to the value of each node what is expected from there on, given the values of boundaries and leaves.
    pub(super) fn look_ahead(&self, values: &mut [Lanes]) {
        for node in (0..self.frame.nodes.len()).rev() {
            let mut sum = values[node];
            for (_, edge, chance) in self.ways(node) {
                add(&mut sum, &product(chance, &values[edge.to as usize]));
            }
            values[node] = sum;
        }
    }
}
