//! The final numbers of a graph's nodes: layer by layer, and in a layer of decisions set by set.

use super::graph_builder::{GraphBuilder, Target};
use crate::game::index;

/// The final numbers of a graph's nodes.
pub(super) struct Numbering {
    /// By layer: its nodes in final order, by their numbers in the builder.
    pub(super) order: Vec<Vec<usize>>,
    /// By layer and number in the builder: the final number.
    pub(super) number: Vec<Vec<u32>>,
    nodes: usize,
    pub(super) period_states: usize,
}

impl Numbering {
    pub(super) fn new(builder: &GraphBuilder, period_states: usize) -> Self {
        let (mut nodes, mut order, mut number) = (0, Vec::new(), Vec::new());
        for layer in &builder.layers {
            let alive = (0..layer.nodes.len()).filter(|&node| layer.stands_for(node) == node);
            let mut ordered: Vec<usize> = alive.collect();
            // At chance, the set of every node is 0.
            ordered.sort_by_key(|&node| layer.nodes[node].set);
            let mut numbers = vec![0; layer.nodes.len()];
            for &node in &ordered {
                numbers[node] = index(nodes);
                nodes += 1;
            }
            for node in 0..numbers.len() {
                numbers[node] = numbers[layer.stands_for(node)];
            }
            order.push(ordered);
            number.push(numbers);
        }
        Self {
            order,
            number,
            nodes,
            period_states,
        }
    }

    pub(super) fn place(&self, target: Target) -> u32 {
        match target {
            Target::Node { layer, number } => self.number[layer][number],
            Target::PeriodState(period_state) => index(self.nodes) + period_state,
            Target::Leaf(leaf) => index(self.nodes + self.period_states) + leaf,
        }
    }
}
