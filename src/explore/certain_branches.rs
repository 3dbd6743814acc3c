//! Branches that chance is sure to take: they are passed without a node, and told by their names alone.

use super::graph_builder::GraphBuilder;
use super::stage_moves::{Move, effect, parts};
use super::walk::{Position, Walker};
use crate::game::{CertainBranch, Names};

impl Walker<'_> {
    /// The branch that chance is sure to take at a point, where it has a name.
    pub(crate) fn sure_branch(&self, point: &Position, branch: usize) -> Option<CertainBranch> {
        let steps = &self.steps[point.stage];
        let kind = &self.model.stages[point.stage].kind;
        let step = steps.steps[point.step];
        let name = &effect(kind, steps, &point.progress, step)?.branches[branch].name;
        let actor = match step {
            Move::Effect(choice) => Some(parts(kind).0[choice].actor),
            _ => None,
        };
        (!name.is_empty()).then(|| CertainBranch {
            stage: point.stage,
            actor,
            number: u16::try_from(branch).expect("fewer than 2^16 options"),
            name: name.clone(),
        })
    }
}

/// Names the sure branches of a graph; `order` is that of its nodes, by layer.
pub(crate) fn name_sure(draft: &GraphBuilder, order: &[Vec<usize>], names: &mut Names) {
    let mut on_edges = Vec::new();
    let mut first = 0;
    for (layer, order) in draft.layers.iter().zip(order) {
        for &node in order {
            let edges = &layer.nodes[node].edges;
            for (edge, drafted) in (first..).zip(edges) {
                on_edges.extend(drafted.passed.iter().map(|sure| (edge, sure.clone())));
            }
            first += edges.len();
        }
    }
    names.certain_on_edges.push(on_edges);
    names.certain_at_entry.push(draft.passed_at_entry.clone());
}
