//! Merges nodes of a stage in which members of groups choose, where the same follows from them.
//!
//! Tallies often tell few counts apart: once somebody has voted against what needs all votes, it does not matter who else
//! does. A node is worked out for each count all the same; those with the same edges are one node to the game.

use std::hash::BuildHasher as _;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::graph_builder::{ExploredEdge, ExploredNode, GraphBuilder, Target};
use super::stage_moves::{Move, StageMoves};

/// Lets edges lead to the first of the nodes in a layer from which the same follows. Where that is another one, a node stays
/// in the layer, and nothing leads to it.
pub(super) fn merge_alike(graph: &mut GraphBuilder, stages: &[StageMoves<'_>]) {
    if !stages.iter().any(StageMoves::counts_members) {
        return;
    }
    // By layer, the node that stands for each.
    let mut stands_for: Vec<Vec<usize>> = vec![Vec::new(); graph.layers.len()];
    for number in (0..graph.layers.len()).rev() {
        let layer = &mut graph.layers[number];
        for edge in layer.nodes.iter_mut().flat_map(|node| &mut node.edges) {
            edge.to = merged(edge.to, &stands_for);
        }
        let stage = &stages[layer.stage];
        // What follows from one actor's own action has names of its own.
        let own = matches!(stage.moves[layer.at], Move::Effect(_) | Move::Chance);
        let mut known: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        let nodes = &layer.nodes;
        let first = |node: usize| {
            if own || !stage.counts_members() {
                return node;
            }
            // Equal hashes only say where to look.
            let alike = known.entry(FxBuildHasher.hash_one(future(&nodes[node]))).or_default();
            let first = alike
                .iter()
                .find(|&&other| future(&nodes[other]) == future(&nodes[node]));
            first.copied().unwrap_or_else(|| {
                alike.push(node);
                node
            })
        };
        stands_for[number] = (0..nodes.len()).map(first).collect();
        layer.stands_for.clone_from(&stands_for[number]);
    }
    for entry in graph.entries_mut() {
        entry.to = merged(entry.to, &stands_for);
    }
}

/// What follows from a node: the state as its stage begins, its information set, and its edges.
fn future(node: &ExploredNode) -> (u32, usize, &[ExploredEdge]) {
    (node.key.state, node.set, &node.edges)
}

fn merged(target: Target, stands_for: &[Vec<usize>]) -> Target {
    match target {
        Target::Node { layer, number } => Target::Node {
            layer,
            number: stands_for[layer][number],
        },
        other => other,
    }
}
