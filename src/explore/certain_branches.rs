//! Branches that chance takes with certainty: they have no node, and only their names are kept, for reports.

use super::graph_builder::GraphBuilder;
use super::stage_moves::{Move, Position, StageMoves};
use crate::game::{CertainBranch, Names};

/// The only possible branch at a position, if it has a name; `stage` is that of the position, and `at` its next move.
pub(crate) fn certain_branch(
    stage: &StageMoves<'_>,
    position: &Position,
    at: Move,
    branch: usize,
) -> Option<CertainBranch> {
    let name = &stage.effect(&position.key.progress, at)?.branches[branch].name;
    let actor = match at {
        Move::Effect(choice) => Some(stage.choices()[choice].actor),
        _ => None,
    };
    (!name.is_empty()).then(|| CertainBranch {
        stage: position.stage,
        actor,
        number: u16::try_from(branch).expect("fewer than 2^16 options"),
        name: name.clone(),
    })
}

/// Names the certain branches of a graph; `order` is that of its nodes, by layer.
pub(crate) fn name_certain_branches(builder: &GraphBuilder, order: &[Vec<usize>], names: &mut Names) {
    let layers = builder.layers.iter().zip(order);
    let nodes = layers.flat_map(|(layer, order)| order.iter().map(|&node| &layer.nodes[node]));
    let edges = nodes.flat_map(|node| &node.edges).enumerate();
    let on_edges = edges.flat_map(|(number, edge)| {
        let certain = edge.certain.iter();
        certain.map(move |branch| (number, branch.clone()))
    });
    names.certain_on_edges.push(on_edges.collect());
    let at_entry = builder.certain_at_entry.clone();
    names.certain_at_entry.push(at_entry);
}
