//! Arithmetic of changes in several directions side by side.

use crate::game::Edge;
use crate::numeric::lanes::{Lanes, update};

/// Turns changes of log-odds into those of logarithms of probabilities, by subtracting their mean.
pub(super) fn center<const D: usize>(changes: &mut [Lanes<D>], play: &[Lanes<1>]) {
    let mut mean = [0.0; D];
    for (change, [chance]) in changes.iter().zip(play) {
        add_weighted(&mut mean, *chance, change);
    }
    for change in changes {
        update(change, &mean, |change, mean| change - mean);
    }
}

pub(super) fn add_weighted<const D: usize>(sum: &mut Lanes<D>, weight: f64, change: &Lanes<D>) {
    update(sum, change, |sum, change| sum + weight * change);
}

/// Sets a node's changes to the average of its targets' changes, weighted by the chances of its edges.
pub(super) fn average<const D: usize>(
    edges: &[Edge],
    node: usize,
    actors: usize,
    chance: impl Fn(usize) -> f64,
    changes: &mut [Lanes<D>],
) {
    for actor in 0..actors {
        let mut sum = [0.0; D];
        for (number, edge) in edges.iter().enumerate() {
            let target = &changes[edge.to as usize * actors + actor];
            add_weighted(&mut sum, chance(number), target);
        }
        changes[node * actors + actor] = sum;
    }
}
