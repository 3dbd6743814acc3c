//! Expectations over one period, by backward induction from its end to its start.

use crate::game::PeriodPlay;
use crate::numeric::lanes::{Lanes, add, product};

/// Adds to the value of each node the expected value of what follows, given the values of period states and leaves.
pub(super) fn add_expectations<const W: usize>(play: &PeriodPlay<'_, W>, values: &mut [Lanes<W>]) {
    for node in (0..play.graph.nodes.len()).rev() {
        let mut sum = values[node];
        for (_, edge, chance) in play.edges(node) {
            add(&mut sum, &product(chance, &values[edge.to as usize]));
        }
        values[node] = sum;
    }
}
