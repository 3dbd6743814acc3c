//! A game in extensive form as its file gives it: a tree in preorder, its information sets and its outcomes.

use super::number::Number;

/// A game in extensive form. Labels of players, actions, outcomes and, unless empty, of nodes and of one player's
/// information sets differ from each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// The title of the game.
    pub title: String,
    /// A comment, which may have several lines.
    pub comment: String,
    /// The players.
    pub players: Vec<String>,
    /// The players' information sets, by first node.
    pub sets: Vec<InformationSet>,
    /// The chance moves, by first node.
    pub chances: Vec<ChanceSet>,
    /// The outcomes, by first node.
    pub outcomes: Vec<Outcome>,
    /// The nodes in preorder.
    pub nodes: Vec<TreeNode>,
}

/// An information set of a player.
#[derive(Clone, Debug, PartialEq)]
pub struct InformationSet {
    /// The player who moves there.
    pub player: usize,
    /// Its number, which no other set of the player has.
    pub number: i32,
    /// Its label; it may be empty.
    pub label: String,
    /// The actions.
    pub actions: Vec<String>,
}

/// A chance move that several nodes share; each node draws independently.
#[derive(Clone, Debug, PartialEq)]
pub struct ChanceSet {
    /// Its number.
    pub number: i32,
    /// Its label; it may be empty.
    pub label: String,
    /// The actions.
    pub actions: Vec<String>,
    /// Their chances, which sum to exactly one.
    pub chances: Vec<Number>,
}

/// Payoffs that a node carries; they add up along a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its number, not 0.
    pub number: i32,
    /// Its label.
    pub label: String,
    /// The payoff of each player.
    pub payoffs: Vec<Number>,
}

/// A node of the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeNode {
    /// Its label; most have none.
    pub label: String,
    /// Who moves.
    pub kind: Kind,
    /// The outcome that it carries.
    pub outcome: Option<usize>,
    /// The index behind the last node of its subtree.
    pub end: usize,
}

/// Who moves at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chance, by the number of the chance set.
    Chance(usize),
    /// A player, by the number of the information set.
    Decision(usize),
    /// Nobody: the game is over.
    End,
}

impl TreeNode {
    /// A node whose subtree is not complete yet.
    pub(super) fn new(label: String, kind: Kind, outcome: Option<usize>) -> Self {
        Self {
            label,
            kind,
            outcome,
            end: 0,
        }
    }
}

impl Tree {
    /// Sets where each subtree ends, which follows from the number of actions at each node.
    pub(super) fn close(&mut self) {
        // The ends of the subtrees behind a node, that of the nearest one last.
        let mut ends: Vec<usize> = Vec::new();
        for node in (0..self.nodes.len()).rev() {
            let further = ends.len() - self.actions(node).len();
            let end = ends.get(further).copied().unwrap_or(node + 1);
            ends.truncate(further);
            ends.push(end);
            self.nodes[node].end = end;
        }
    }

    /// The labels of the options at a node, one for each child.
    pub fn actions(&self, node: usize) -> &[String] {
        match self.nodes[node].kind {
            Kind::Chance(set) => &self.chances[set].actions,
            Kind::Decision(set) => &self.sets[set].actions,
            Kind::End => &[],
        }
    }

    /// The children of a node, in the order of the actions.
    pub fn children(&self, node: usize) -> impl Iterator<Item = usize> {
        let end = self.nodes[node].end;
        let mut next = node + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = next;
                next = self.nodes[child].end;
                child
            })
        })
    }
}
