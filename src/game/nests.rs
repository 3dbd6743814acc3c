//! Nests: the actions of a decision as a tree, at each level of which the actor chooses among the members.

use std::ops::Range;

use super::{InformationSet, PeriodGraph};
use crate::expression::Slot;

/// The actions of an information set as a tree of nests (nested logit, McFadden 1978).
#[derive(Clone, Debug, PartialEq)]
pub struct NestTree {
    /// The nests, each after those that it holds; the last one is the whole menu.
    pub nests: Vec<Nest>,
    /// The members of all nests, nest by nest.
    pub members: Vec<Member>,
}

/// A nest, or the whole menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Nest {
    /// Its precision as a multiple of its holder's; 1 for the whole menu.
    pub multiple: Slot,
    /// Its members, at least one, by their numbers in [`NestTree::members`].
    pub members: Range<usize>,
}

/// A member of a nest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    /// An action, by its number at the information set.
    Action(usize),
    /// A nest, by its number in the tree.
    Nest(usize),
}

impl NestTree {
    /// Carries a number from the whole menu down to each action. `of_member` gives the number of a member from that of
    /// its nest, the nest and the member; `at_action` receives those of the actions.
    pub(crate) fn descend<T: Clone>(
        &self,
        menu: T,
        of_member: impl Fn(&T, usize, usize) -> T,
        mut at_action: impl FnMut(usize, T),
    ) {
        let mut of_nest = vec![menu; self.nests.len()];
        for (number, nest) in self.nests.iter().enumerate().rev() {
            for member in nest.members.clone() {
                let found = of_member(&of_nest[number], number, member);
                match self.members[member] {
                    Member::Action(action) => at_action(action, found),
                    Member::Nest(inner) => of_nest[inner] = found,
                }
            }
        }
    }
}

impl InformationSet {
    /// The probability of each action where all members of each nest are equally likely; without nests, that is uniform.
    pub(crate) fn even_play(&self) -> Vec<f64> {
        let mut play = vec![1.0 / self.actions as f64; self.actions];
        if let Some(tree) = &self.nests {
            let part = |whole: &f64, nest: usize, _: usize| whole / tree.nests[nest].members.len() as f64;
            tree.descend(1.0, part, |action, share| play[action] = share);
        }
        play
    }
}

impl PeriodGraph {
    /// The even play of all information sets, for each choice; needed where some set has nests.
    pub(crate) fn even_play(&self) -> Vec<f64> {
        self.information_sets.iter().flat_map(InformationSet::even_play).collect()
    }

    /// The probability of an option of a node where all options, or all members of each nest, are equally likely.
    pub(crate) fn even_share(&self, node: usize, option: usize) -> f64 {
        match self.nodes[node].choice(option) {
            Some(choice) if !self.even.is_empty() => self.even[choice],
            _ => 1.0 / f64::from(self.nodes[node].edges),
        }
    }
}
