//! The graph of a period while it is explored: nodes and information sets by layer, in the order in which they are found.

use rustc_hash::FxHashMap;

use super::decision_kinds::DecisionKindKey;
use super::stage_moves::{NodeKey, StageMoves};
use crate::expression::Slot;
use crate::game::{CertainBranch, Members, NestTree, Occasion, Play};

/// A graph that is being explored.
#[derive(Debug, Default)]
pub(crate) struct GraphBuilder {
    /// The number of the graph.
    pub(crate) number: usize,
    /// The period that is being explored on it. Structure is the same in all of its periods.
    pub(crate) period: usize,
    pub(crate) layers: Vec<LayerBuilder>,
    /// Where the period begins, by period state; the inner `None` where a rule is violated there, the outer one where
    /// it was not explored.
    entry: Vec<Option<Option<Entry>>>,
    /// The named branches that are certain before the first node of the period, each with the period state.
    pub(crate) certain_at_entry: Vec<(usize, CertainBranch)>,
}

/// A layer that is being explored.
#[derive(Debug, Default)]
pub(crate) struct LayerBuilder {
    pub(crate) stage: usize,
    /// The move of the stage that is made in the layer, by its number there.
    pub(crate) at: usize,
    numbers: FxHashMap<NodeKey, usize>,
    pub(crate) nodes: Vec<ExploredNode>,
    /// For each node, the first one from which the same follows, and to which edges lead in its place; empty where no nodes
    /// were merged.
    pub(crate) stands_for: Vec<usize>,
    /// How many nodes were expanded.
    pub(crate) expanded: usize,
    set_numbers: FxHashMap<SetKey, usize>,
    pub(crate) sets: Vec<ExploredSet>,
}

/// What distinguishes the information sets of a layer: everything that the actor knows.
pub(crate) type SetKey = Vec<i32>;

#[derive(Debug)]
pub(crate) struct ExploredNode {
    pub(crate) key: NodeKey,
    pub(crate) edges: Vec<ExploredEdge>,
    /// The information set within the layer, at a decision.
    pub(crate) set: usize,
    /// How further members of a group choose here.
    pub(crate) members: Option<ExploredMembers>,
    /// The last period in which play reaches it; 0 where none does.
    pub(crate) last_met: usize,
}

/// How further members of a group choose, before sets have their final numbers.
#[derive(Clone, Debug)]
pub(crate) struct ExploredMembers {
    /// The layer of the first member's sets.
    pub(crate) layer: usize,
    /// The numbers of [`Members::set`] within that layer, and of [`Members::first`], are open.
    pub(crate) members: Members,
}

#[derive(Debug)]
pub(crate) struct ExploredSet {
    pub(crate) key: SetKey,
    pub(crate) actor: usize,
    /// Its actions, by number.
    pub(crate) actions: Vec<usize>,
    pub(crate) play: Play,
    pub(crate) nests: Option<NestTree>,
    pub(crate) occasions: Vec<Occasion>,
    pub(crate) kind: DecisionKindKey,
    /// The last period in which play reaches it; 0 where none does.
    pub(crate) last_met: usize,
}

/// An edge, before nodes have their final numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ExploredEdge {
    pub(crate) to: Target,
    pub(crate) payment_set: u32,
    pub(crate) chance: Slot,
    pub(crate) action: u16,
    pub(crate) delivers: u32,
    /// The named branches that are certain after the edge and before the node to which it leads.
    pub(crate) certain: Vec<CertainBranch>,
}

/// Where an edge leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    Node { layer: usize, number: usize },
    PeriodState(u32),
    Leaf(u32),
}

/// Where a period begins at a period state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) to: Target,
    /// The promises that come true before the first node, as bits.
    pub(crate) delivers: u32,
}

impl GraphBuilder {
    /// A graph without nodes: one layer for each move of each stage.
    pub(crate) fn new(number: usize, stages: &[StageMoves<'_>]) -> Self {
        let layers = stages.iter().enumerate().flat_map(|(stage, moves)| {
            (0..moves.moves.len()).map(move |at| LayerBuilder {
                stage,
                at,
                ..LayerBuilder::default()
            })
        });
        let layers = layers.collect();
        Self {
            number,
            layers,
            ..Self::default()
        }
    }

    /// Notes the nodes and sets that a period reaches, given the nodes that it can pass.
    pub(crate) fn note_met(&mut self, period: usize, reached: &[Vec<bool>]) {
        for (layer, reached) in self.layers.iter_mut().zip(reached) {
            for (node, _) in layer.nodes.iter_mut().zip(reached).filter(|(_, reached)| **reached) {
                node.last_met = period;
                if let Some(set) = layer.sets.get_mut(node.set) {
                    set.last_met = period;
                }
            }
        }
    }

    /// Where the period begins at a period state, if that was explored and violates no rule.
    pub(crate) fn entry(&self, period_state: u32) -> Option<Entry> {
        self.entry.get(period_state as usize).copied()??
    }

    /// Whether the period was not yet explored from a period state.
    pub(crate) fn is_new(&self, period_state: u32) -> bool {
        let entry = self.entry.get(period_state as usize);
        entry.is_none_or(Option::is_none)
    }

    /// Where the period begins, wherever that was explored and violates no rule.
    pub(crate) fn entries_mut(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.entry.iter_mut().flatten().flatten()
    }

    /// Sets where the period begins at a period state: `None` where a rule is violated there.
    pub(crate) fn set_entry(&mut self, period_state: u32, entry: Option<Entry>) {
        let at = period_state as usize;
        if self.entry.len() <= at {
            self.entry.resize(at + 1, None);
        }
        self.entry[at] = Some(entry);
    }
}

impl LayerBuilder {
    /// The first node from which the same follows as from a node.
    pub(crate) fn stands_for(&self, node: usize) -> usize {
        self.stands_for.get(node).copied().unwrap_or(node)
    }

    /// The number of a node in the layer, if it was reached before.
    pub(crate) fn node(&self, key: &NodeKey) -> Option<usize> {
        self.numbers.get(key).copied()
    }

    /// Adds a node that was not reached before; its number.
    pub(crate) fn add_node(&mut self, key: NodeKey) -> usize {
        self.numbers.insert(key.clone(), self.nodes.len());
        self.nodes.push(ExploredNode {
            key,
            edges: Vec::new(),
            set: 0,
            members: None,
            last_met: 0,
        });
        self.nodes.len() - 1
    }

    /// The number of an information set in the layer, if it was reached before.
    pub(crate) fn set(&self, key: &SetKey) -> Option<usize> {
        self.set_numbers.get(key).copied()
    }

    /// Adds an information set that was not reached before; its number.
    pub(crate) fn add_set(&mut self, set: ExploredSet) -> usize {
        self.set_numbers.insert(set.key.clone(), self.sets.len());
        self.sets.push(set);
        self.sets.len() - 1
    }
}
