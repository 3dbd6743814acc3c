//! A game in extensive form made in code: nested nodes become the tree that a game file would hold.

use super::number::Number;
use super::probabilities::fractions;
use super::tree::{ChanceSet, InformationSet, Kind, Outcome, Tree, TreeNode};
use crate::numeric::precision::PROBABILITY_TOLERANCE;

/// A node of a game in extensive form, with all that follows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Node(Move);

#[derive(Clone, Debug, PartialEq)]
enum Move {
    Decision {
        player: String,
        set: String,
        actions: Vec<(String, Node)>,
    },
    Chance {
        label: String,
        branches: Vec<(String, f64, Node)>,
    },
    End {
        outcome: String,
        payoffs: Vec<f64>,
    },
}

impl Node {
    /// A player chooses an action. Nodes of one player with the same `set` belong to one information set: the player
    /// cannot tell them apart, and they must offer the same actions.
    pub fn decision<'a>(player: &str, set: &str, actions: impl IntoIterator<Item = (&'a str, Node)>) -> Self {
        let actions = actions.into_iter();
        Self(Move::Decision {
            player: player.to_owned(),
            set: set.to_owned(),
            actions: actions.map(|(name, node)| (name.to_owned(), node)).collect(),
        })
    }

    /// Chance takes a branch, each with its probability; probabilities sum to 1.
    pub fn chance<'a>(label: &str, branches: impl IntoIterator<Item = (&'a str, f64, Node)>) -> Self {
        let branches = branches.into_iter();
        Self(Move::Chance {
            label: label.to_owned(),
            branches: branches
                .map(|(name, chance, node)| (name.to_owned(), chance, node))
                .collect(),
        })
    }

    /// The game ends with an outcome, and pays each player in the order of the players.
    pub fn end(outcome: &str, payoffs: impl IntoIterator<Item = f64>) -> Self {
        Self(Move::End {
            outcome: outcome.to_owned(),
            payoffs: payoffs.into_iter().collect(),
        })
    }
}

/// The tree below a root.
///
/// # Errors
/// What contradicts itself: an unknown player, a set whose nodes offer different actions, an outcome with two payoffs,
/// probabilities that are none. What remains is for the reader of game files to judge.
pub(crate) fn tree(title: &str, players: &[&str], root: &Node) -> Result<Tree, String> {
    let mut tree = Tree {
        title: title.to_owned(),
        players: players.iter().map(|&name| name.to_owned()).collect(),
        ..Tree::default()
    };
    add(&mut tree, root)?;
    tree.close();
    Ok(tree)
}

fn add(tree: &mut Tree, Node(node): &Node) -> Result<(), String> {
    let (kind, outcome) = match node {
        Move::Decision { player, set, actions } => {
            let set = information_set(tree, player, set, actions)?;
            (Kind::Decision(set), None)
        }
        Move::Chance { label, branches } => {
            let set = chance_set(tree, label, branches)?;
            (Kind::Chance(set), None)
        }
        Move::End { outcome, payoffs } => (Kind::End, Some(named_outcome(tree, outcome, payoffs)?)),
    };
    tree.nodes.push(TreeNode::new(String::new(), kind, outcome));
    match node {
        Move::Decision { actions, .. } => actions.iter().try_for_each(|(_, next)| add(tree, next)),
        Move::Chance { branches, .. } => branches.iter().try_for_each(|(_, _, next)| add(tree, next)),
        Move::End { .. } => Ok(()),
    }
}

fn information_set(tree: &mut Tree, player: &str, label: &str, actions: &[(String, Node)]) -> Result<usize, String> {
    let number = tree.players.iter().position(|name| name == player);
    let number = number.ok_or_else(|| format!("there is no player `{player}`"))?;
    let actions: Vec<String> = actions.iter().map(|(name, _)| name.clone()).collect();
    let mut known = tree.sets.iter();
    match known.position(|set| set.player == number && set.label == label) {
        Some(at) if tree.sets[at].actions == actions => Ok(at),
        Some(_) => Err(format!(
            "the nodes of information set `{label}` of `{player}` offer different actions"
        )),
        None => {
            tree.sets.push(InformationSet {
                player: number,
                number: numbered(tree.sets.len()),
                label: label.to_owned(),
                actions,
            });
            Ok(tree.sets.len() - 1)
        }
    }
}

fn chance_set(tree: &mut Tree, label: &str, branches: &[(String, f64, Node)]) -> Result<usize, String> {
    let probabilities = branches.iter().map(|(_, probability, _)| *probability);
    let probabilities: Vec<f64> = probabilities.collect();
    let sum: f64 = probabilities.iter().sum();
    let mut chances = probabilities.iter();
    let valid = chances.all(|chance| (0.0..=1.0).contains(chance));
    if !valid || !((1.0 - PROBABILITY_TOLERANCE)..=(1.0 + PROBABILITY_TOLERANCE)).contains(&sum) {
        return Err(format!(
            "the probabilities of `{label}` are {probabilities:?}: each lies in [0, 1], and they sum to 1"
        ));
    }
    tree.chances.push(ChanceSet {
        number: numbered(tree.chances.len()),
        label: label.to_owned(),
        actions: branches.iter().map(|(name, _, _)| name.clone()).collect(),
        chances: fractions(&probabilities),
    });
    Ok(tree.chances.len() - 1)
}

fn named_outcome(tree: &mut Tree, label: &str, payoffs: &[f64]) -> Result<usize, String> {
    if payoffs.len() != tree.players.len() || !payoffs.iter().all(|payoff| payoff.is_finite()) {
        return Err(format!(
            "outcome `{label}` pays {payoffs:?}: there are {} players, and payoffs are finite",
            tree.players.len()
        ));
    }
    let payoffs: Vec<Number> = payoffs.iter().map(|&payoff| Number::of(payoff)).collect();
    let mut known = tree.outcomes.iter();
    match known.position(|outcome| outcome.label == label) {
        Some(at) if tree.outcomes[at].payoffs == payoffs => Ok(at),
        Some(_) => Err(format!("outcome `{label}` pays differently in two places")),
        None => {
            tree.outcomes.push(Outcome {
                number: numbered(tree.outcomes.len()),
                label: label.to_owned(),
                payoffs,
            });
            Ok(tree.outcomes.len() - 1)
        }
    }
}

/// Numbers in game files begin at 1.
fn numbered(position: usize) -> i32 {
    i32::try_from(position + 1).unwrap_or(i32::MAX)
}
