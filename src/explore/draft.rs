//! A frame while it is explored: nodes by layer as they are met, each with the way on which it was met first.

use rustc_hash::FxHashMap;

use super::stages::{Progress, Step};
use super::walk::Walker;
use crate::expression::Slot;
use crate::game::{Occasion, Play};

/// A frame that is being explored.
#[derive(Debug)]
pub(crate) struct FrameDraft {
    /// The number of the frame.
    pub(crate) number: usize,
    /// A period that is played on it: the one now explored, at least for structure.
    pub(crate) period: usize,
    pub(crate) layers: Vec<LayerDraft>,
    /// Where the period begins, by boundary.
    entry: Vec<Option<Entry>>,
}

/// A layer that is being explored.
#[derive(Debug, Default)]
pub(crate) struct LayerDraft {
    pub(crate) stage: usize,
    pub(crate) step: usize,
    known: FxHashMap<Key, usize>,
    pub(crate) nodes: Vec<NodeDraft>,
    /// How many nodes were expanded.
    pub(crate) expanded: usize,
    known_sets: FxHashMap<SetKey, usize>,
    pub(crate) sets: Vec<SetDraft>,
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
pub(crate) struct NodeDraft {
    pub(crate) key: Key,
    origin: Origin,
    pub(crate) edges: Vec<EdgeDraft>,
    /// The information set within the layer, at a decision.
    pub(crate) set: usize,
}

/// An information set that was met.
#[derive(Debug)]
pub(crate) struct SetDraft {
    pub(crate) actor: usize,
    pub(crate) play: Play,
    pub(crate) occasions: Vec<Occasion>,
    pub(crate) row: super::rows::RowKey,
}

/// An edge, before nodes have their final numbers.
#[derive(Clone, Debug)]
pub(crate) struct EdgeDraft {
    pub(crate) to: Target,
    pub(crate) bundle: u32,
    pub(crate) chance: Slot,
    pub(crate) action: u16,
    pub(crate) delivers: u32,
}

/// Where an edge leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Node { layer: usize, number: usize },
    Boundary(u32),
    Leaf(u32),
}

/// Where a period begins at a boundary.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) to: Target,
    /// The promises that come true before anything is left open, as bits.
    pub(crate) delivers: u32,
}

/// How a point was come by first.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// The period began at this boundary.
    Boundary(u32),
    /// From this node, by this option.
    Node {
        layer: usize,
        number: usize,
        option: usize,
    },
}

impl FrameDraft {
    pub(crate) fn new(number: usize, period: usize, walker: &Walker<'_>) -> Self {
        let mut layers = Vec::new();
        for (stage, steps) in walker.steps.iter().enumerate() {
            layers.extend((0..steps.steps.len()).map(|step| LayerDraft {
                stage,
                step,
                ..LayerDraft::default()
            }));
        }
        Self {
            number,
            period,
            layers,
            entry: Vec::new(),
        }
    }

    /// Where the period begins at a boundary, if that was explored.
    pub(crate) fn entry_of(&self, boundary: u32) -> Option<Entry> {
        self.entry.get(boundary as usize).copied().flatten()
    }

    /// Notes where the period begins at a boundary.
    pub(crate) fn set_entry(&mut self, boundary: u32, entry: Entry) {
        let at = boundary as usize;
        if self.entry.len() <= at {
            self.entry.resize(at + 1, None);
        }
        self.entry[at] = Some(entry);
    }

    /// What happened on the way to a point of this frame, from the start of its period on; `walker` names things.
    pub(crate) fn history(&self, walker: &Walker<'_>, origin: &Origin) -> Vec<String> {
        let mut told = Vec::new();
        let mut origin = origin;
        while let Origin::Node {
            layer,
            number,
            option,
        } = origin
        {
            let node = &self.layers[*layer].nodes[*number];
            told.push(self.tell(walker, *layer, node, *option));
            origin = &node.origin;
        }
        if let Origin::Boundary(boundary) = origin {
            let state = walker.boundary_states[*boundary as usize];
            let words = super::states::describe(walker.model, walker.states.get(state));
            told.push(format!("period {} begins with {words}", self.period));
        }
        told.reverse();
        told
    }

    fn tell(&self, walker: &Walker<'_>, layer: usize, node: &NodeDraft, option: usize) -> String {
        let LayerDraft { stage, step, .. } = self.layers[layer];
        let model = walker.model;
        let written = &model.stages[stage];
        let (choices, _) = super::stages::parts(&written.kind);
        let who = |choice: usize| &model.actors[choices[choice].actor].name;
        let either = |first: &str, second: &str| {
            if option == 0 {
                first.to_owned()
            } else {
                second.to_owned()
            }
        };
        let what = match walker.steps[stage].steps[step] {
            Step::Choice(choice) => {
                format!(
                    "{} chooses {}",
                    who(choice),
                    choices[choice].actions[option].name
                )
            }
            Step::Opportunity(choice) => {
                format!("{} {}", who(choice), either("is asked", "is not asked"))
            }
            Step::Occasion { choice, .. } => {
                format!("{} {}", who(choice), either("is bound", "is free"))
            }
            step => {
                let effect = super::stages::effect(
                    &written.kind,
                    &walker.steps[stage],
                    &node.key.progress,
                    step,
                );
                let name = effect.map_or("", |effect| effect.branches[option].name.as_str());
                if name.is_empty() {
                    format!("chance takes branch {}", option + 1)
                } else {
                    format!("chance takes {name}")
                }
            }
        };
        format!("{}: {what}", written.name)
    }
}

impl NodeDraft {
    /// How the node was come by first.
    pub(crate) fn origin_of(&self) -> Origin {
        self.origin.clone()
    }
}

impl LayerDraft {
    /// The number of a node in the layer, if it was met.
    pub(crate) fn known(&self, key: &Key) -> Option<usize> {
        self.known.get(key).copied()
    }

    /// The number of a node in the layer, and whether it is new.
    pub(crate) fn node(&mut self, key: Key, origin: &Origin) -> (usize, bool) {
        if let Some(&number) = self.known.get(&key) {
            return (number, false);
        }
        let number = self.nodes.len();
        self.known.insert(key.clone(), number);
        self.nodes.push(NodeDraft {
            key,
            origin: origin.clone(),
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
    pub(crate) fn add_set(&mut self, key: SetKey, set: SetDraft) -> usize {
        self.sets.push(set);
        self.known_sets.insert(key, self.sets.len() - 1);
        self.sets.len() - 1
    }
}
