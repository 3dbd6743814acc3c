//! Moves through a game in one draw, from node to node across the ends of periods, and adds up the payments on the
//! way, discounted to the start.

use crate::game::{Bound, InformationSet, Layer, PeriodGraph, StartTo};

/// A node with options, or an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// A node of a period's graph.
    Node {
        /// The period.
        period: usize,
        /// The node.
        node: usize,
    },
    /// The game is over.
    End {
        /// The outcome.
        outcome: usize,
    },
}

/// A game in the first draw of a block.
pub(super) struct Traversal<'b> {
    pub(super) bound: &'b Bound<'b>,
    /// The discount weight of a payment by period, from 0 to one beyond the last, and actor.
    weights: Vec<Vec<f64>>,
}

impl<'b> Traversal<'b> {
    pub(super) fn new(bound: &'b Bound<'b>) -> Self {
        let mut weight = vec![1.0; bound.game.actors];
        // Period 0 weighs as much as period 1.
        let mut weights = vec![weight.clone()];
        for _ in 0..=bound.game.periods {
            weights.push(weight.clone());
            for (weight, discount) in weight.iter_mut().zip(&bound.discounts) {
                *weight *= discount[0];
            }
        }
        Self { bound, weights }
    }

    /// The graph of a period.
    pub(super) fn graph(&self, period: usize) -> &'b PeriodGraph {
        self.bound.game.graph(period)
    }

    /// The layer of a node.
    pub(super) fn layer(&self, period: usize, node: usize) -> (usize, &'b Layer) {
        let layers = &self.graph(period).layers;
        let at = layers.partition_point(|layer| layer.nodes.end <= node);
        (at, &layers[at])
    }

    /// The index and the information set of a node; `None` where no actor decides.
    pub(super) fn set(&self, period: usize, node: usize) -> Option<(usize, &'b InformationSet)> {
        let graph = self.graph(period);
        if graph.nodes[node].first_choice == u32::MAX {
            return None;
        }
        let at = graph.information_sets.partition_point(|set| set.nodes.end <= node);
        Some((at, &graph.information_sets[at]))
    }

    /// The probability of each edge of a node; `None` where it depends on the solution.
    pub(super) fn fixed_chances(&self, period: usize, node: usize) -> Option<Vec<f64>> {
        let number = |slot| self.bound.number(slot, period)[0];
        let graph = self.graph(period);
        let edges = graph.edges_at(node);
        let Some((_, set)) = self.set(period, node) else {
            return Some(edges.iter().map(|edge| number(edge.chance)).collect());
        };
        if set.play.responds() {
            return None;
        }
        let fixed = set.play.fixed();
        Some(fixed.map_or_else(
            || vec![1.0],
            |chances| chances.iter().map(|&chance| number(chance)).collect(),
        ))
    }

    /// Follows an edge of a node to the next stop, and adds its payments to `paid`.
    pub(super) fn follow(&self, period: usize, node: usize, edge: usize, paid: &mut [f64]) -> Stop {
        let graph = self.graph(period);
        let edge = &graph.edges[graph.nodes[node].first_edge as usize + edge];
        self.pay(edge.payment_set, period, period, paid);
        self.arrive(period, edge.to, paid)
    }

    /// Goes from an ending of the start to the first stop.
    pub(super) fn start(&self, ending: usize, paid: &mut [f64]) -> Stop {
        let game = self.bound.game;
        match game.start.endings[ending].to {
            StartTo::Leaf(leaf) => {
                self.pay(game.leaves[leaf].payment_set, 0, 0, paid);
                Stop::End {
                    outcome: game.leaves[leaf].outcome,
                }
            }
            StartTo::PeriodState(period_state) => self.arrive(1, self.entry(1, period_state), paid),
        }
    }

    /// Moves from a place in the graph of a period to the next stop, across the ends of periods.
    fn arrive(&self, period: usize, place: u32, paid: &mut [f64]) -> Stop {
        let game = self.bound.game;
        let (mut period, mut place) = (period, place as usize);
        loop {
            let nodes = self.graph(period).nodes.len();
            if place < nodes {
                return Stop::Node { period, node: place };
            }
            let Some(period_state) = game.period_states.get(place - nodes) else {
                let leaf = game.leaves[place - nodes - game.period_states.len()];
                self.pay(leaf.payment_set, period, period, paid);
                return Stop::End { outcome: leaf.outcome };
            };
            self.pay(period_state.each_period, period, period, paid);
            if let Some(leaf) = period_state.horizon.filter(|_| period == game.periods) {
                self.pay(period_state.perpetuity, period, period + 1, paid);
                self.pay(leaf.payment_set, period, period, paid);
                return Stop::End { outcome: leaf.outcome };
            }
            period += 1;
            place = self.entry(period, place - nodes) as usize;
        }
    }

    /// The place at which a period begins from a reachable period state.
    fn entry(&self, period: usize, period_state: usize) -> u32 {
        self.graph(period).entry[period_state].expect("a period begins wherever the one before it can end")
    }

    /// Pays the amounts of one period with the weight of another.
    fn pay(&self, payment_set: u32, period: usize, weighed: usize, paid: &mut [f64]) {
        if payment_set == 0 {
            return;
        }
        let actors = paid.len();
        let amounts = &self.bound.totals(period)[payment_set as usize * actors..];
        for ((paid, amount), weight) in paid.iter_mut().zip(amounts).zip(&self.weights[weighed]) {
            *paid += amount[0] * weight;
        }
    }
}
