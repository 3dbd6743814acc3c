//! An order of time for information sets: each comes after all that may precede it. Where there is none, because sets cross,
//! nodes come in the order of their depth in the tree, and sets in parts.

use super::error::FileError;
use super::tree::{Kind, Tree};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span};

/// Nodes that move together: nodes of one information set, or chance nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// The information set; `None` for chance.
    pub(super) set: Option<usize>,
    pub(super) nodes: Vec<usize>,
}

/// The steps of a tree, each after all that may precede it; `places` holds the span of each node in the file. A set has
/// several steps only where no order of time is left.
pub(super) fn steps(tree: &Tree, places: &[Span]) -> Result<Vec<Step>, FileError> {
    once_on_each_path(tree, places)?;
    let order = Order::new(tree);
    let depths = order.depths().unwrap_or_else(|| order.depths_in_tree());
    Ok(order.by_depth(&depths))
}

/// Refuses a set that occurs twice on a path.
fn once_on_each_path(tree: &Tree, places: &[Span]) -> Result<(), FileError> {
    let mut path: Vec<usize> = Vec::new();
    let mut met: Vec<Option<usize>> = vec![None; tree.sets.len()];
    for (number, node) in tree.nodes.iter().enumerate() {
        while let Some(parent) = path.pop_if(|&mut parent| tree.nodes[parent].end <= number) {
            if let Kind::Decision(set) = tree.nodes[parent].kind {
                met[set] = None;
            }
        }
        if let Kind::Decision(set) = node.kind {
            if let Some(before) = met[set] {
                return Err(twice(tree, set, places[before], places[number]));
            }
            met[set] = Some(number);
        }
        path.push(number);
    }
    Ok(())
}

fn twice(tree: &Tree, set: usize, before: Span, again: Span) -> FileError {
    let message = format!("{} is met twice on one path", named(tree, set));
    let fault = Diagnostic::error(Code::SetTwiceOnPath, message).at(again, "met again here");
    let help = "such a game can be read and written, but not solved: a player who forgets that it \
                has moved has no beliefs that follow from Bayes' rule";
    Box::new(fault.at(before, "on the way from here").help(help))
}

/// The precedence of units: the information sets, followed by the chance nodes, each a unit of its own.
struct Order {
    /// The unit of each node; `None` at an end.
    unit: Vec<Option<usize>>,
    /// The parent of each node; the root is its own.
    parent: Vec<usize>,
    /// The nodes of each unit.
    members: Vec<Vec<usize>>,
    /// The number of information sets.
    sets: usize,
}

impl Order {
    fn new(tree: &Tree) -> Self {
        let sets = tree.sets.len();
        let mut order = Self {
            unit: Vec::with_capacity(tree.nodes.len()),
            parent: vec![0; tree.nodes.len()],
            members: vec![Vec::new(); sets],
            sets,
        };
        for (number, node) in tree.nodes.iter().enumerate() {
            for child in tree.children(number) {
                order.parent[child] = number;
            }
            let unit = match node.kind {
                Kind::End => None,
                Kind::Decision(set) => Some(set),
                Kind::Chance(_) => {
                    order.members.push(Vec::new());
                    Some(order.members.len() - 1)
                }
            };
            if let Some(unit) = unit {
                order.members[unit].push(number);
            }
            order.unit.push(unit);
        }
        order
    }

    /// The units of the parents of a unit's nodes; the root has none.
    fn before(&self, unit: usize) -> impl Iterator<Item = usize> {
        let members = self.members[unit].iter().filter(|&&node| node > 0);
        members.filter_map(|&node| self.unit[self.parent[node]])
    }

    /// The number of units before the unit of each node on the longest path to it; `None` where some units cross.
    fn depths(&self) -> Option<Vec<usize>> {
        let mut behind: Vec<Vec<usize>> = vec![Vec::new(); self.members.len()];
        let mut waits: Vec<usize> = Vec::with_capacity(self.members.len());
        for unit in 0..self.members.len() {
            let mut count = 0;
            for before in self.before(unit) {
                behind[before].push(unit);
                count += 1;
            }
            waits.push(count);
        }
        let mut longest = vec![0; self.members.len()];
        let mut ready: Vec<usize> = (0..waits.len()).filter(|&unit| waits[unit] == 0).collect();
        let mut ordered = 0;
        while let Some(unit) = ready.pop() {
            ordered += 1;
            for &next in &behind[unit] {
                longest[next] = longest[next].max(longest[unit] + 1);
                waits[next] -= 1;
                if waits[next] == 0 {
                    ready.push(next);
                }
            }
        }
        let of_node = |unit: &Option<usize>| unit.map_or(0, |unit| longest[unit]);
        (ordered == waits.len()).then(|| self.unit.iter().map(of_node).collect())
    }

    /// The number of nodes before each node.
    fn depths_in_tree(&self) -> Vec<usize> {
        let mut depths = vec![0; self.parent.len()];
        for node in 1..depths.len() {
            depths[node] = depths[self.parent[node]] + 1;
        }
        depths
    }

    /// The steps by the depth of nodes; at one depth chance comes first, then the sets in their order.
    fn by_depth(&self, depths: &[usize]) -> Vec<Step> {
        let most = depths.iter().max().map_or(0, |most| most + 1);
        let mut steps: Vec<Vec<Step>> = vec![Vec::new(); most];
        let chance = self.members.iter().skip(self.sets).map(|nodes| (None, nodes));
        let sets = self.members.iter().take(self.sets).enumerate();
        for (set, nodes) in chance.chain(sets.map(|(set, nodes)| (Some(set), nodes))) {
            for &node in nodes {
                let steps = &mut steps[depths[node]];
                match steps.last_mut() {
                    Some(step) if step.set == set => step.nodes.push(node),
                    _ => steps.push(Step { set, nodes: vec![node] }),
                }
            }
        }
        steps.into_iter().flatten().collect()
    }
}

/// The name of a set in messages.
fn named(tree: &Tree, set: usize) -> String {
    let set = &tree.sets[set];
    let player = quoted(&tree.players[set.player]);
    format!("set {} of {player}", set.number)
}
