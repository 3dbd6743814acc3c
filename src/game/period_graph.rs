//! The structure of one period: nodes in layers, edges, and information sets.

use std::ops::Range;

use super::members::Probability;
use super::{Members, NestTree, Play};
use crate::expression::Slot;

/// The structure of a period, stored once for all periods that share it.
#[derive(Clone, Debug, Default)]
pub struct PeriodGraph {
    /// The layers in order of play; every edge leads to a later layer, a period state or a leaf.
    pub layers: Vec<Layer>,
    /// The nodes, layer by layer; in a layer of decisions, set by set.
    pub nodes: Vec<Node>,
    /// The edges, node by node. In an information set every node has the same number of edges, in the same order.
    pub edges: Vec<Edge>,
    /// The information sets, layer by layer.
    pub information_sets: Vec<InformationSet>,
    /// The place at which the period begins, for each period state; `None` where it never begins there.
    pub entry: Vec<Option<u32>>,
    /// The commitments whose promise comes true on the way to that place, for each period state, as bits.
    pub entry_delivers: Vec<u32>,
    /// The number of probabilities of information sets in a profile's list for one period.
    pub choices: usize,
    /// The further members of groups. Their probabilities follow those of information sets in the list, in this order.
    pub members: Vec<Members>,
    /// For each choice, its share of even play; empty where no set has nests.
    pub even: Vec<f64>,
}

/// Nodes at which the same thing happens.
#[derive(Clone, Debug)]
pub struct Layer {
    /// The stage that it belongs to.
    pub stage: usize,
    /// Whose layer it is; `None` for chance that is nobody's.
    pub actor: Option<usize>,
    /// What happens in it.
    pub kind: LayerKind,
    /// Its nodes.
    pub nodes: Range<usize>,
    /// Its information sets; empty unless it is a layer of decisions.
    pub information_sets: Range<usize>,
}

/// What happens in a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerKind {
    /// Chance decides whether the actor is asked. Edge 0: asked, edge 1: not asked.
    Opportunity,
    /// Chance decides whether a commitment binds on this occasion. Edge 0: bound, edge 1: free.
    Bound,
    /// The actor decides.
    Choice,
    /// The further members of a group choose like its first member with the same private attributes.
    Members,
    /// Chance takes a branch of an effect.
    Effect,
}

/// A point in a period at which something is decided or drawn.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// The type profile of the state.
    pub type_profile: u32,
    /// Its first edge.
    pub first_edge: u32,
    /// The number of its edges, at least one.
    pub edges: u32,
    /// The number of the first probability in a profile's list, where actors decide; otherwise `u32::MAX`.
    pub first_choice: u32,
}

/// An option of a node.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// Where it leads: a place of the graph.
    pub to: u32,
    /// What is paid on it, by payment set; 0 where nothing is.
    pub payment_set: u32,
    /// Its chance, where the node is chance.
    pub chance: Slot,
    /// At a decision, the number of the action at its stage; at chance, the number of the branch; of members, that of the
    /// way to count their actions.
    pub action: u16,
    /// Commitments whose promise is seen to have come true in the state that follows, as bits.
    pub delivers: u32,
}

/// An information set: nodes that the actor who moves cannot tell apart. Those in one layer are consecutive.
#[derive(Clone, Debug)]
pub struct InformationSet {
    /// Who moves.
    pub actor: usize,
    /// Its nodes in this layer.
    pub nodes: Range<usize>,
    /// Whether these are all of its nodes.
    pub part: Part,
    /// The number of available actions.
    pub actions: usize,
    /// Where its probabilities begin in a profile's list for the period.
    pub first_choice: usize,
    /// How it is played.
    pub play: Play,
    /// Its actions in nests; `None` where the menu is flat.
    pub nests: Option<NestTree>,
    /// The kind of decision that it is tallied as.
    pub decision_kind: usize,
    /// The commitments that are triggered here.
    pub occasions: Vec<Occasion>,
}

/// How much of an information set an entry holds. In a game without an order of time, a set may stand in several layers. It
/// has an entry in each, and these have the same choices, so that they are played alike; no path leads through two of
/// them. Only game files have such sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// The first part; the others have these nodes.
    First(Vec<Range<usize>>),
    /// A later part of the set whose first part has this number.
    Later(usize),
}

/// A triggered commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// The commitment.
    pub commitment: usize,
    /// The edge that honours it, if one does.
    pub promised: Option<usize>,
    /// Whether the promised action is available: then any other breaks the promise. Where another commitment binds
    /// the actor, it may be available without being an edge.
    pub available: bool,
    /// Whether the actor is bound to the promised action here.
    pub bound: bool,
}

impl InformationSet {
    /// All nodes of the set, in all of its layers, given its first part.
    pub(crate) fn members(&self) -> impl Iterator<Item = usize> + Clone + use<'_> {
        self.parts().cloned().flatten()
    }

    /// The same by layer.
    #[inline(always)]
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Range<usize>> + Clone {
        let others: &[Range<usize>] = match &self.part {
            Part::First(others) => others,
            Part::Whole | Part::Later(_) => &[],
        };
        std::iter::once(&self.nodes).chain(others)
    }

    /// Whether the set has one node, so that the actor knows where it is.
    pub(crate) fn is_single(&self) -> bool {
        self.nodes.len() == 1 && matches!(self.part, Part::Whole)
    }

    /// Whether this is neither the whole set nor its first part, of which all that holds of the set is said.
    pub(crate) fn is_later_part(&self) -> bool {
        matches!(self.part, Part::Later(_))
    }

    /// The probability of each action where all members of each nest are equally likely; without nests, that is uniform.
    pub(crate) fn even_play(&self) -> Vec<f64> {
        match &self.nests {
            Some(tree) => tree.even_play(self.actions),
            None => vec![1.0 / self.actions as f64; self.actions],
        }
    }

    /// Its probabilities in a profile's list for the period.
    pub(crate) fn choices(&self) -> Range<usize> {
        self.first_choice..self.first_choice + self.actions
    }
}

impl Node {
    /// The number of an option's probability in a profile's list for the period; `None` at chance nodes.
    #[inline]
    pub(crate) fn choice(&self, option: usize) -> Option<usize> {
        (self.first_choice != u32::MAX).then(|| self.first_choice as usize + option)
    }
}

impl PeriodGraph {
    /// The even play of all information sets, for each choice; needed where some set has nests.
    pub(crate) fn even_play(&self) -> Vec<f64> {
        self.information_sets
            .iter()
            .flat_map(InformationSet::even_play)
            .collect()
    }

    /// The length of a profile's list of probabilities for one period.
    pub(crate) fn entries(&self) -> usize {
        self.members
            .last()
            .map_or(self.choices, |members| members.entries().end)
    }

    /// The probability of an option of a node where all options, or all members of each nest, are equally likely.
    pub(crate) fn even_share(&self, node: usize, option: usize) -> f64 {
        match self.nodes[node].choice(option) {
            Some(choice) if !self.even.is_empty() => self.even[choice],
            _ => 1.0 / f64::from(self.nodes[node].edges),
        }
    }

    /// Whose further members choose at a node; `None` where none do.
    pub(crate) fn members_at(&self, node: usize) -> Option<&Members> {
        let first = self.nodes[node].first_choice as usize;
        if first == u32::MAX as usize || first < self.choices {
            return None;
        }
        let after = self.members.partition_point(|members| members.first <= first);
        Some(&self.members[after - 1])
    }

    /// Works out the probabilities of counts anew in a list for a period, after those of information sets changed.
    pub(crate) fn count_members<P: Probability>(&self, choices: &mut [P], slot: impl Fn(Slot) -> P + Copy) {
        for members in &self.members {
            let (play, counts) = choices.split_at_mut(members.first);
            let chances = members.chances(&play[self.information_sets[members.set].choices()], slot);
            members.probabilities(&chances, &mut counts[..members.ways()]);
        }
    }

    /// The edges of a node, as a range of numbers.
    #[inline]
    pub fn edges_of(&self, node: usize) -> Range<usize> {
        let node = &self.nodes[node];
        let first = node.first_edge as usize;
        first..first + node.edges as usize
    }

    /// The edges of a node.
    #[inline]
    pub(crate) fn edges_at(&self, node: usize) -> &[Edge] {
        &self.edges[self.edges_of(node)]
    }

    /// The place at which the period begins from each period state, with that state's entry of `values`.
    pub(crate) fn entering<'v, T>(&self, values: &'v [T]) -> impl Iterator<Item = (usize, &'v T)> + use<'_, 'v, T> {
        let entries = self.entry.iter().zip(values);
        entries.filter_map(|(place, value)| place.map(|place| (place as usize, value)))
    }

    /// Copies the values of the places at which the period begins to the states from which it does; `width` values
    /// belong to a place and to a state.
    pub(crate) fn values_at_entry<T: Copy>(&self, values: &[T], width: usize, states: &mut [T]) {
        for (state, place) in states.chunks_exact_mut(width).zip(&self.entry) {
            if let Some(place) = place {
                let first = *place as usize * width;
                state.copy_from_slice(&values[first..first + width]);
            }
        }
    }
}
