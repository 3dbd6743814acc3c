//! A graph while it is explored: nodes by layer as they are met.

use rustc_hash::FxHashMap;

use super::stage_moves::Progress;
use super::walk::Walker;
use crate::expression::Slot;
use crate::game::{CertainBranch, Occasion, Play};

/// A graph that is being explored.
#[derive(Debug)]
pub(crate) struct GraphBuilder {
    /// The number of the graph.
    pub(crate) number: usize,
    /// A period that is played on it: the one now explored, at least for structure.
    pub(crate) period: usize,
    pub(crate) layers: Vec<LayerBuilder>,
    /// Where the period begins, by period state. Nowhere where a rule is broken there; not said where it was not looked
    /// at.
    entry: Vec<Option<Option<Entry>>>,
    /// The named branches that are sure to be taken on the way to where the period begins, each with the period state.
    pub(crate) passed_at_entry: Vec<(usize, CertainBranch)>,
}

/// A layer that is being explored.
#[derive(Debug, Default)]
pub(crate) struct LayerBuilder {
    pub(crate) stage: usize,
    pub(crate) step: usize,
    known: FxHashMap<Key, usize>,
    pub(crate) nodes: Vec<ExploredNode>,
    /// How many nodes were expanded.
    pub(crate) expanded: usize,
    known_sets: FxHashMap<SetKey, usize>,
    pub(crate) sets: Vec<ExploredSet>,
}

/// What tells nodes of a layer apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) state: u32,
    pub(crate) progress: Progress,
}

/// What tells information sets of a layer apart: all that the actor sees.
pub(crate) type SetKey = Vec<i32>;

/// A node that was met.
#[derive(Debug)]
pub(crate) struct ExploredNode {
    pub(crate) key: Key,
    pub(crate) edges: Vec<ExploredEdge>,
    /// The information set within the layer, at a decision.
    pub(crate) set: usize,
}

/// An information set that was met.
#[derive(Debug)]
pub(crate) struct ExploredSet {
    pub(crate) actor: usize,
    pub(crate) play: Play,
    pub(crate) occasions: Vec<Occasion>,
    pub(crate) row: super::decision_kinds::DecisionKindKey,
}

/// An edge, before nodes have their final numbers.
#[derive(Clone, Debug)]
pub(crate) struct ExploredEdge {
    pub(crate) to: Target,
    pub(crate) payment_set: u32,
    pub(crate) chance: Slot,
    pub(crate) action: u16,
    pub(crate) delivers: u32,
    /// The named branches that are sure to be taken on the way.
    pub(crate) passed: Vec<CertainBranch>,
}

/// Where an edge leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Node { layer: usize, number: usize },
    PeriodState(u32),
    Leaf(u32),
}

/// Where a period begins at a period state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) to: Target,
    /// The promises that come true before anything is left open, as bits.
    pub(crate) delivers: u32,
}

impl GraphBuilder {
    pub(crate) fn new(number: usize, period: usize, walker: &Walker<'_>) -> Self {
        let mut layers = Vec::new();
        for (stage, steps) in walker.steps.iter().enumerate() {
            layers.extend((0..steps.steps.len()).map(|step| LayerBuilder {
                stage,
                step,
                ..LayerBuilder::default()
            }));
        }
        Self {
            number,
            period,
            layers,
            entry: Vec::new(),
            passed_at_entry: Vec::new(),
        }
    }

    /// Where the period begins at a period state, if that was explored.
    pub(crate) fn entry_of(&self, period_state: u32) -> Option<Entry> {
        self.entry.get(period_state as usize).copied().flatten().flatten()
    }

    /// Whether the period was not yet begun at a period state.
    pub(crate) fn is_new(&self, period_state: u32) -> bool {
        self.entry.get(period_state as usize).is_none_or(Option::is_none)
    }

    /// Notes where the period begins at a period state; nowhere, if a rule is broken there.
    pub(crate) fn set_entry(&mut self, period_state: u32, entry: Option<Entry>) {
        let at = period_state as usize;
        if self.entry.len() <= at {
            self.entry.resize(at + 1, None);
        }
        self.entry[at] = Some(entry);
    }
}

impl LayerBuilder {
    /// The number of a node in the layer, if it was met.
    pub(crate) fn known(&self, key: &Key) -> Option<usize> {
        self.known.get(key).copied()
    }

    /// The number of a node in the layer, and whether it is new.
    pub(crate) fn node(&mut self, key: Key) -> (usize, bool) {
        if let Some(&number) = self.known.get(&key) {
            return (number, false);
        }
        let number = self.nodes.len();
        self.known.insert(key.clone(), number);
        self.nodes.push(ExploredNode {
            key,
            edges: Vec::new(),
            set: 0,
        });
        (number, true)
    }

    /// The number of the set that a key tells, if it was met.
    pub(crate) fn known_set(&self, key: &SetKey) -> Option<usize> {
        self.known_sets.get(key).copied()
    }

    /// Adds a set.
    pub(crate) fn add_set(&mut self, key: SetKey, set: ExploredSet) -> usize {
        self.sets.push(set);
        self.known_sets.insert(key, self.sets.len() - 1);
        self.sets.len() - 1
    }
}
