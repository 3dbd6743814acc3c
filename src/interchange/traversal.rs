//! Moves through a game in one draw, from node to node across the ends of periods, and adds up the payments on the
//! way, discounted to the start.

use crate::game::{Bound, InformationSet, Layer, Leaf, PeriodGraph, StartNext, StartTo};

/// A point with options, or an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Stop {
    /// A node of a period's graph; in period 0, a draw before the first period.
    Node { period: usize, node: usize },
    /// The game is over, with this outcome.
    End { outcome: usize },
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
    pub(super) fn layer(&self, period: usize, node: usize) -> &'b Layer {
        let layers = &self.graph(period).layers;
        &layers[layers.partition_point(|layer| layer.nodes.end <= node)]
    }

    /// The index and the information set of a node; `None` where no single actor decides.
    pub(super) fn set(&self, period: usize, node: usize) -> Option<(usize, &'b InformationSet)> {
        let graph = self.graph(period);
        if graph.nodes[node].first_choice == u32::MAX || graph.members_at(node).is_some() {
            return None;
        }
        let sets = &graph.information_sets;
        let at = sets.partition_point(|set| set.nodes.end <= node);
        Some((at, &sets[at]))
    }

    /// The probability of each option of a node; `None` where it depends on the solution.
    pub(super) fn fixed_chances(&self, period: usize, node: usize) -> Option<Vec<f64>> {
        let number = |slot| self.bound.number(slot, period)[0];
        if period == 0 {
            let options = self.bound.game.start.nodes[node].options.iter();
            return Some(options.map(|(chance, _)| number(*chance)).collect());
        }
        match self.set(period, node) {
            None if self.graph(period).members_at(node).is_some() => None,
            None => {
                let edges = self.graph(period).edges_at(node).iter();
                Some(edges.map(|edge| number(edge.chance)).collect())
            }
            Some((_, set)) if set.play.responds() => None,
            Some((_, set)) => Some(match set.play.fixed() {
                Some(chances) => chances.iter().map(|&chance| number(chance)).collect(),
                None => vec![1.0],
            }),
        }
    }

    /// The options of a stop that are possible; none at an end.
    pub(super) fn options(&self, stop: Stop) -> Vec<usize> {
        let Stop::Node { period, node } = stop else {
            return Vec::new();
        };
        match self.fixed_chances(period, node) {
            Some(chances) => {
                let all = 0..chances.len();
                all.filter(|&option| chances[option] > 0.0).collect()
            }
            None => (0..self.graph(period).nodes[node].edges as usize).collect(),
        }
    }

    /// The stop at which a game begins; adds what is paid before it to `paid`.
    pub(super) fn root(&self, paid: &mut [f64]) -> Stop {
        self.begin(self.bound.game.start.root(), paid)
    }

    fn begin(&self, next: StartNext, paid: &mut [f64]) -> Stop {
        match next {
            StartNext::Node(node) => Stop::Node { period: 0, node },
            StartNext::Ending(ending) => self.start(ending, paid),
        }
    }

    /// Follows an option of a stop to the next one, and adds its payments to `paid`.
    pub(super) fn follow(&self, stop: Stop, option: usize, paid: &mut [f64]) -> Stop {
        match stop {
            Stop::Node { period: 0, node } => {
                let (_, next) = self.bound.game.start.nodes[node].options[option];
                self.begin(next, paid)
            }
            Stop::Node { period, node } => {
                let edge = &self.graph(period).edges_at(node)[option];
                self.pay(edge.payment_set, period, period, paid);
                self.arrive(period, edge.to, paid)
            }
            Stop::End { .. } => stop,
        }
    }

    /// Goes from an ending of the start to the first stop.
    pub(super) fn start(&self, ending: usize, paid: &mut [f64]) -> Stop {
        let game = self.bound.game;
        match game.start.endings[ending].to {
            StartTo::Leaf(leaf) => self.end(&game.leaves[leaf], 0, paid),
            StartTo::PeriodState(period_state) => self.arrive(1, self.entry(1, period_state), paid),
        }
    }

    fn end(&self, leaf: &Leaf, period: usize, paid: &mut [f64]) -> Stop {
        self.pay(leaf.payment_set, period, period, paid);
        Stop::End { outcome: leaf.outcome }
    }

    /// Moves from a place in the graph of a period to the next stop, across the ends of periods.
    fn arrive(&self, period: usize, place: u32, paid: &mut [f64]) -> Stop {
        let game = self.bound.game;
        let (mut period, mut node) = (period, place as usize);
        loop {
            let nodes = self.graph(period).nodes.len();
            if node < nodes {
                return Stop::Node { period, node };
            }
            // Behind the nodes stand the period states and the leaves.
            let place = node - nodes;
            let Some(period_state) = game.period_states.get(place) else {
                let leaf = &game.leaves[place - game.period_states.len()];
                return self.end(leaf, period, paid);
            };
            self.pay(period_state.each_period, period, period, paid);
            if let Some(leaf) = period_state.horizon.filter(|_| period == game.periods) {
                self.pay(period_state.perpetuity, period, period + 1, paid);
                return self.end(&leaf, period, paid);
            }
            period += 1;
            node = self.entry(period, place) as usize;
        }
    }

    /// The place at which a period begins from a reachable period state.
    fn entry(&self, period: usize, period_state: usize) -> u32 {
        let entry = self.graph(period).entry[period_state];
        entry.expect("a period begins wherever the one before it can end")
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
