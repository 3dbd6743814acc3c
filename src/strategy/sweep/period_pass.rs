//! What passes backward through a period share: averages over the edges of a node, action values, and regret.

use std::ops::Range;

use super::response::best;
use crate::game::{Edge, InformationSet, PeriodGraph};
use crate::numeric::lanes::{Lanes, add, product, ratio, zip};

/// What the actor at a set believes: a weight for each node, in proportion to its probability.
pub(super) struct Belief<'s, F> {
    pub(super) set: &'s InformationSet,
    pub(super) weight: F,
}

impl<F> Belief<'_, F> {
    /// The expected value of each action of the set to its actor, in units of the period.
    #[inline(always)]
    pub(super) fn action_values<'w, const W: usize>(
        &self,
        graph: &PeriodGraph,
        actors: usize,
        totals: &[Lanes<W>],
        values: &[Lanes<W>],
        into: &mut Vec<Lanes<W>>,
    ) where
        F: Fn(usize) -> &'w Lanes<W>,
    {
        let set = self.set;
        let single = set.is_single();
        let mut total = [0.0; W];
        into.clear();
        into.resize(set.actions, [0.0; W]);
        for nodes in set.parts() {
            for node in nodes.clone() {
                let weight = if single { &[1.0; W] } else { (self.weight)(node) };
                add(&mut total, weight);
                for (edge, value) in graph.edges_of(node).zip(into.iter_mut()) {
                    let edge = &graph.edges[edge];
                    let target = &values[edge.to as usize * actors + set.actor];
                    let pay = &totals[edge.payment_set as usize * actors + set.actor];
                    let part = product(weight, &zip(target, pay, |target, pay| target + pay));
                    add(value, &part);
                }
            }
        }
        if single {
            return;
        }
        for value in into {
            *value = ratio(value, &total);
        }
    }
}

/// Sets the values of nodes: the average over the edges of each, weighted by their chances. `chance` is that of an edge,
/// given its number at its node.
#[inline(always)]
pub(super) fn average<'c, const W: usize>(
    graph: &PeriodGraph,
    nodes: Range<usize>,
    actors: usize,
    chance: impl Fn(usize, &Edge) -> &'c Lanes<W>,
    totals: &[Lanes<W>],
    values: &mut [Lanes<W>],
) {
    for node in nodes {
        // Edges lead forward, so that the values of targets lie behind those of the node.
        let (here, later) = values.split_at_mut((node + 1) * actors);
        let here = &mut here[node * actors..];
        here.fill([0.0; W]);
        for (number, edge) in graph.edges_at(node).iter().enumerate() {
            let chance = *chance(number, edge);
            let targets = &later[(edge.to as usize - node - 1) * actors..][..actors];
            if edge.payment_set == 0 {
                for (sum, target) in here.iter_mut().zip(targets) {
                    add(sum, &product(&chance, target));
                }
            } else {
                let pays = &totals[edge.payment_set as usize * actors..][..actors];
                for ((sum, target), pay) in here.iter_mut().zip(targets).zip(pays) {
                    add(sum, &product(&chance, &zip(target, pay, |target, pay| target + pay)));
                }
            }
        }
    }
}

/// Adds to the values of a set's nodes to the actor who moves there.
#[inline(always)]
pub(super) fn give_back<const W: usize>(
    set: &InformationSet,
    actors: usize,
    amount: &Lanes<W>,
    values: &mut [Lanes<W>],
) {
    for node in set.nodes.clone() {
        add(&mut values[node * actors + set.actor], amount);
    }
}

/// The most that the actor could gain by one deviation.
#[inline(always)]
pub(super) fn regret<const W: usize>(values: &[Lanes<W>], play: &[Lanes<W>]) -> Lanes<W> {
    let mut expected = [0.0; W];
    for (value, play) in values.iter().zip(play) {
        add(&mut expected, &product(value, play));
    }
    zip(&best(values), &expected, |best, expected| best - expected)
}
