//! The extensive form of a game in one draw: a tree in which every history is a path of its own.

use rustc_hash::FxHashMap;

use super::labels::{Empty, distinct};
use super::number::Number;
use super::probabilities::fractions;
use super::traversal::{Stop, Traversal};
use super::tree::{ChanceSet, InformationSet, Kind, Outcome, Tree, TreeNode};
use super::tree_labels::TreeLabels;
use crate::game::{Bound, Distinct, Names};

/// A game as a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtensiveForm {
    /// The tree.
    pub tree: Tree,
    /// For each information set of the tree, its period and its index in the graph of that period.
    pub sets: Vec<(usize, usize)>,
}

/// The tree would be too large; the number of its nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TooManyNodes(pub f64);

/// The extensive form of a game in the first draw of a block, if it has at most `node_limit` nodes. Payoffs are
/// discounted to the start and paid at the ends. Fixed and rule-based play becomes chance moves; options with
/// probability 0 in this draw are left out.
///
/// # Errors
/// The number of nodes, if it is larger than the limit.
pub fn extensive_form(bound: &Bound<'_>, names: &Names, node_limit: usize) -> Result<ExtensiveForm, TooManyNodes> {
    let traversal = Traversal::new(bound);
    let size = node_count(&traversal);
    if size > node_limit as f64 {
        return Err(TooManyNodes(size));
    }
    let builder = TreeBuilder {
        labels: TreeLabels::new(&traversal, names),
        tree: Tree {
            players: names.actors.clone(),
            ..Tree::default()
        },
        sets: Distinct::default(),
        chances: Distinct::default(),
        outcomes: Distinct::default(),
        last: vec![0; bound.game.actors],
        traversal: &traversal,
    };
    Ok(builder.finish())
}

/// The number of nodes of the tree, which is not made for it: subtrees from one stop are equal.
fn node_count(traversal: &Traversal<'_>) -> f64 {
    // What is paid does not matter here.
    let mut paid = vec![0.0; traversal.bound.game.actors];
    let root = traversal.root(&mut paid);
    let mut known: FxHashMap<Stop, f64> = FxHashMap::default();
    let mut ahead = vec![root];
    while let Some(&stop) = ahead.last() {
        let options = traversal.options(stop).into_iter();
        let next: Vec<Stop> = options
            .map(|option| traversal.follow(stop, option, &mut paid))
            .collect();
        let first = ahead.len();
        ahead.extend(next.iter().filter(|next| !known.contains_key(next)));
        if ahead.len() == first {
            let sum: f64 = next.iter().map(|next| known[next]).sum();
            // A stop with a single option needs no node.
            known.insert(stop, if next.len() == 1 { sum } else { 1.0 + sum });
            ahead.pop();
        }
    }
    known[&root]
}

struct TreeBuilder<'c, 'b> {
    traversal: &'c Traversal<'b>,
    labels: TreeLabels<'c, 'b>,
    tree: Tree,
    /// Information sets by period and index in its graph; chance sets by period and node; outcomes with the bits of the
    /// payoffs.
    sets: Distinct<(usize, usize)>,
    chances: Distinct<(usize, usize)>,
    outcomes: Distinct<(usize, Vec<u64>)>,
    /// The highest number of an information set, by player.
    last: Vec<i32>,
}

impl TreeBuilder<'_, '_> {
    fn finish(mut self) -> ExtensiveForm {
        let mut paid = vec![0.0; self.traversal.bound.game.actors];
        // Stops whose nodes are not in the tree yet, each with the payments of the path to it.
        let mut pending = vec![(self.traversal.root(&mut paid), paid)];
        while let Some((mut stop, mut paid)) = pending.pop() {
            let mut options = self.traversal.options(stop);
            while let [only] = options[..] {
                stop = self.traversal.follow(stop, only, &mut paid);
                options = self.traversal.options(stop);
            }
            self.add_node(stop, &options, &paid);
            pending.extend(options.into_iter().rev().map(|option| {
                let mut paid = paid.clone();
                (self.traversal.follow(stop, option, &mut paid), paid)
            }));
        }
        self.tree.close();
        self.make_unique();
        ExtensiveForm {
            tree: self.tree,
            sets: self.sets.all,
        }
    }

    fn add_node(&mut self, stop: Stop, options: &[usize], paid: &[f64]) {
        let (kind, outcome) = match stop {
            Stop::End { outcome } => (Kind::End, Some(self.outcome(outcome, paid))),
            Stop::Node { period, node } => match self.traversal.fixed_chances(period, node) {
                None => (Kind::Decision(self.set(period, node)), None),
                Some(chances) => {
                    let set = self.chance((period, node), options, &chances);
                    (Kind::Chance(set), None)
                }
            },
        };
        let node = TreeNode::new(String::new(), kind, outcome);
        self.tree.nodes.push(node);
    }

    /// The information set of a decision.
    fn set(&mut self, period: usize, node: usize) -> usize {
        let set = self.traversal.set(period, node);
        let (at, set) = set.expect("an actor decides there");
        let number = self.sets.number((period, at)) as usize;
        if number == self.tree.sets.len() {
            self.last[set.actor] += 1;
            self.tree.sets.push(InformationSet {
                player: set.actor,
                number: self.last[set.actor],
                label: self.labels.set(period, node),
                actions: self.labels.options(period, node),
            });
        }
        number
    }

    /// The chance set of a period and node, given its possible options and the chances of all.
    fn chance(&mut self, at: (usize, usize), options: &[usize], chances: &[f64]) -> usize {
        let number = self.chances.number(at) as usize;
        if number == self.tree.chances.len() {
            let labels = &self.labels;
            let (label, actions) = match at {
                (0, draw) => (labels.draw(draw), labels.values(draw)),
                (period, node) => (labels.chance(period, node), labels.options(period, node)),
            };
            let action = |&option: &usize| actions[option].clone();
            let possible: Vec<f64> = options.iter().map(|&option| chances[option]).collect();
            self.tree.chances.push(ChanceSet {
                number: numbered(number),
                label,
                actions: options.iter().map(action).collect(),
                chances: fractions(&possible),
            });
        }
        number
    }

    /// The outcome of an end: ends with equal payments share one.
    fn outcome(&mut self, outcome: usize, paid: &[f64]) -> usize {
        let payoffs: Vec<Number> = paid.iter().map(|&paid| Number::of(paid)).collect();
        let bits = payoffs.iter().map(|payoff| payoff.value().to_bits());
        let number = self.outcomes.number((outcome, bits.collect())) as usize;
        if number == self.tree.outcomes.len() {
            self.tree.outcomes.push(Outcome {
                number: numbered(number),
                label: self.labels.outcome(outcome),
                payoffs,
            });
        }
        number
    }

    /// Numbers labels that occur more than once.
    fn make_unique(&mut self) {
        let tree = &mut self.tree;
        let differ = |mut labels: Vec<&mut String>| {
            distinct(&mut labels, Empty::Named);
        };
        let outcomes = tree.outcomes.iter_mut();
        differ(outcomes.map(|outcome| &mut outcome.label).collect());
        differ(tree.chances.iter_mut().map(|set| &mut set.label).collect());
        for set in &mut tree.chances {
            differ(set.actions.iter_mut().collect());
        }
        for player in 0..tree.players.len() {
            let own = tree.sets.iter_mut().filter(|set| set.player == player);
            differ(own.map(|set| &mut set.label).collect());
        }
    }
}

/// Numbers in game files begin at 1.
fn numbered(position: usize) -> i32 {
    i32::try_from(position + 1).expect("the size was checked")
}
