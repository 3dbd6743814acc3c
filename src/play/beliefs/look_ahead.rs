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
    pub(super) fn ways(&self, node: usize) -> impl Iterator<Item = (usize, &'a Edge, &'a Lanes)> {
        let first = self.frame.nodes[node].first_choice;
        let edges = self.frame.edges_of(node);
        let (frame, slots, choices) = (self.frame, self.slots, self.choices);
        edges.enumerate().map(move |(at, number)| {
            let edge = &frame.edges[number];
            let chance = if first == u32::MAX {
                &slots[edge.chance.index()]
            } else {
                &choices[first as usize + at]
            };
            (number, edge, chance)
        })
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
