//! An order of time for information sets: each comes after all that may precede it.

use super::error::FileError;
use super::tree::{Kind, Tree};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span};

/// The most sets that a message lists.
const MOST_LISTED: usize = 4;

/// Nodes that move together: the nodes of one information set, or chance nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// The information set; `None` for chance.
    pub(super) set: Option<usize>,
    pub(super) nodes: Vec<usize>,
}

/// The steps of a tree, each after all that may precede it; `places` holds the span of each node in the file.
pub(super) fn steps(tree: &Tree, places: &[Span]) -> Result<Vec<Step>, FileError> {
    once_on_each_path(tree, places)?;
    let order = Order::new(tree);
    let depths = order.depths();
    if let Some(sets) = order.crossing(&depths) {
        return Err(crossing(tree, places, &order, &sets));
    }
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

    /// The number of units before each unit on the longest path to it; `None` for units on a cycle or behind one.
    fn depths(&self) -> Vec<Option<usize>> {
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
        let mut depths = vec![None; self.members.len()];
        let mut ready: Vec<usize> = (0..waits.len()).filter(|&unit| waits[unit] == 0).collect();
        while let Some(unit) = ready.pop() {
            depths[unit] = Some(longest[unit]);
            for &next in &behind[unit] {
                longest[next] = longest[next].max(longest[unit] + 1);
                waits[next] -= 1;
                if waits[next] == 0 {
                    ready.push(next);
                }
            }
        }
        depths
    }

    /// A cycle of sets of which each may precede the next, if there is one.
    fn crossing(&self, depths: &[Option<usize>]) -> Option<Vec<usize>> {
        let mut unit = depths.iter().position(Option::is_none)?;
        let mut met: Vec<Option<usize>> = vec![None; depths.len()];
        let mut walk = Vec::new();
        while met[unit].is_none() {
            met[unit] = Some(walk.len());
            walk.push(unit);
            // A unit without a depth has a predecessor without one.
            unit = self.before(unit).find(|&before| depths[before].is_none())?;
        }
        let cycle = walk.drain(met[unit]?..).rev();
        Some(cycle.filter(|&unit| unit < self.sets).collect())
    }

    /// The steps by depth; at one depth chance comes first, then the sets in their order.
    fn by_depth(&self, depths: &[Option<usize>]) -> Vec<Step> {
        let most = depths.iter().flatten().max().map_or(0, |most| most + 1);
        let mut sets: Vec<Vec<Step>> = vec![Vec::new(); most];
        let mut chance: Vec<Vec<usize>> = vec![Vec::new(); most];
        for (unit, depth) in depths.iter().enumerate() {
            let Some(depth) = *depth else { continue };
            if unit < self.sets {
                let (set, nodes) = (Some(unit), self.members[unit].clone());
                sets[depth].push(Step { set, nodes });
            } else {
                chance[depth].extend(&self.members[unit]);
            }
        }
        let mut steps = Vec::new();
        for (sets, nodes) in sets.into_iter().zip(chance) {
            if !nodes.is_empty() {
                steps.push(Step { set: None, nodes });
            }
            steps.extend(sets);
        }
        steps
    }
}

fn crossing(tree: &Tree, places: &[Span], order: &Order, sets: &[usize]) -> FileError {
    let listed = sets.iter().take(MOST_LISTED);
    let listed: Vec<String> = listed.map(|&set| named(tree, set)).collect();
    let mut message = listed.join(" and ");
    if sets.len() > MOST_LISTED {
        message.push_str(" and more");
    }
    message.push_str(" cannot be put in an order of time");
    let mut fault = Diagnostic::error(Code::SetsCross, message);
    for (&set, name) in sets.iter().zip(&listed) {
        fault = fault.at(places[order.members[set][0]], name.clone());
    }
    let help = "each of them may come before the next, and the last before the first; such a game \
                can be read and written, but not solved";
    Box::new(fault.help(help))
}

/// The name of a set in messages.
fn named(tree: &Tree, set: usize) -> String {
    let set = &tree.sets[set];
    let player = quoted(&tree.players[set.player]);
    format!("set {} of {player}", set.number)
}
