//! The reduced normal form of a tree: each player's plans as strategies, with their expected payoffs.

use num_rational::BigRational;
use num_traits::{One, Zero};
use thiserror::Error;

use super::labels::{Empty, distinct};
use super::number::Number;
use super::table::{Cells, Table};
use super::tree::{InformationSet, Kind, Tree};

/// The most strategy combinations of a table made from a tree, and the most nodes of the tree.
const MOST_COMBINATIONS: usize = 10_000;
const MOST_TREE_NODES: usize = 1_000;

/// The most characters of all actions of a player whose plans are called by them.
const LONG_NAME: usize = 500;

/// The most characters of a payoff that is written as a fraction.
const LONG_FRACTION: usize = 24;

/// Why a tree has no table.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NotATable {
    /// It has more nodes than are followed for each combination of strategies.
    #[error("the tree has more than {MOST_TREE_NODES} nodes, too many for its normal form")]
    TooManyNodes,
    /// There would be more combinations of strategies than are written.
    #[error("the normal form would have more than {MOST_COMBINATIONS} combinations of strategies")]
    TooManyCombinations,
    /// Its payoffs or chances have more digits than can be added exactly.
    #[error("the game has numbers too long to be added exactly")]
    TooManyDigits,
}

/// A pure strategy: an action at each information set that the player's own earlier actions can lead to.
type Plan = Vec<Option<usize>>;

/// A player's own history at a node: its information sets on the path, with the action at each.
type Way = Vec<(usize, usize)>;

/// The reduced normal form of a tree. A player with one information set has its actions as strategies.
///
/// # Errors
/// Why there is none.
pub fn table(tree: &Tree) -> Result<Table, NotATable> {
    if tree.nodes.len() > MOST_TREE_NODES {
        return Err(NotATable::TooManyNodes);
    }
    let mut strategies: Vec<Vec<String>> = Vec::new();
    let mut plans: Vec<Vec<Plan>> = Vec::new();
    let mut combinations = 1_usize;
    for player in 0..tree.players.len() {
        let own = Own::of(tree, player).plans(MOST_COMBINATIONS / combinations)?;
        combinations *= own.len();
        let mut labels: Vec<String> = own.iter().map(|plan| named(tree, player, plan)).collect();
        distinct(&mut labels.iter_mut().collect::<Vec<_>>(), Empty::Named);
        strategies.push(labels);
        plans.push(own);
    }
    let numbers = Exact::of(tree).ok_or(NotATable::TooManyDigits)?;
    let mut payoffs = Vec::with_capacity(combinations * plans.len());
    for cell in 0..combinations {
        let mut rest = cell;
        let mut taken = vec![None; tree.sets.len()];
        for own in &plans {
            let plan = &own[rest % own.len()];
            rest /= own.len();
            for (taken, planned) in taken.iter_mut().zip(plan) {
                *taken = taken.or(*planned);
            }
        }
        payoffs.extend(numbers.expected(tree, &taken).iter().map(written));
    }
    Ok(Table {
        title: tree.title.clone(),
        comment: tree.comment.clone(),
        players: tree.players.clone(),
        strategies,
        cells: Cells::Payoffs(payoffs),
    })
}

/// The information sets of one player, with its own histories.
struct Own<'t> {
    tree: &'t Tree,
    /// For each information set of the player, its own history at each node.
    ways: Vec<(usize, Vec<Way>)>,
}

impl<'t> Own<'t> {
    fn of(tree: &'t Tree, player: usize) -> Self {
        let mine = |set: &usize| tree.sets[*set].player == player;
        let sets = (0..tree.sets.len()).filter(mine);
        let mut ways: Vec<(usize, Vec<Way>)> = sets.map(|set| (set, Vec::new())).collect();
        let mut ahead: Vec<(usize, Way)> = vec![(0, Way::new())];
        while let Some((node, way)) = ahead.pop() {
            let set = match tree.nodes[node].kind {
                Kind::Decision(set) if mine(&set) => Some(set),
                _ => None,
            };
            let own = ways.iter_mut().find(|(own, _)| Some(*own) == set);
            if let Some((_, known)) = own.filter(|(_, known)| !known.contains(&way)) {
                known.push(way.clone());
            }
            for (action, child) in tree.children(node).enumerate() {
                let mut way = way.clone();
                way.extend(set.map(|set| (set, action)));
                ahead.push((child, way));
            }
        }
        Self { tree, ways }
    }

    /// All plans, the last set's action changing fastest.
    fn plans(&self, most: usize) -> Result<Vec<Plan>, NotATable> {
        let mut complete = Vec::new();
        let mut begun = vec![vec![None; self.tree.sets.len()]];
        while let Some(plan) = begun.pop() {
            match self.open(&plan) {
                None if complete.len() == most => return Err(NotATable::TooManyCombinations),
                None => complete.push(plan),
                Some(set) => {
                    for action in (0..self.tree.sets[set].actions.len()).rev() {
                        let mut plan = plan.clone();
                        plan[set] = Some(action);
                        begun.push(plan);
                    }
                }
            }
        }
        Ok(complete)
    }

    /// The first set that a plan may lead to and says nothing about.
    fn open(&self, plan: &Plan) -> Option<usize> {
        let leads = |way: &Way| way.iter().all(|&(set, action)| plan[set] == Some(action));
        let mut waiting = self.ways.iter().filter(|(set, _)| plan[*set].is_none());
        let open = waiting.find(|(_, ways)| ways.iter().any(leads));
        open.map(|(set, _)| *set)
    }
}

/// What a plan is called: its actions in the order of the sets, by number where that would be long; a star where none
/// is needed.
fn named(tree: &Tree, player: usize, plan: &Plan) -> String {
    let sets = tree.sets.iter().zip(plan);
    let own = sets.filter(|(set, _)| set.player == player);
    let actions = own.clone().flat_map(|(set, _)| &set.actions);
    let length: usize = actions.map(String::len).sum();
    let word = |(set, action): (&InformationSet, &Option<usize>)| match *action {
        None => "*".to_owned(),
        Some(action) if length <= LONG_NAME => set.actions[action].clone(),
        Some(action) => (action + 1).to_string(),
    };
    let words: Vec<String> = own.map(word).collect();
    if words.is_empty() {
        "nothing to decide".to_owned()
    } else {
        words.join(" / ")
    }
}

/// The numbers of a tree, exactly.
struct Exact {
    /// By outcome and player.
    payoffs: Vec<Vec<BigRational>>,
    /// By chance set and action.
    chances: Vec<Vec<BigRational>>,
}

impl Exact {
    fn of(tree: &Tree) -> Option<Self> {
        let exact = |numbers: &[Number]| -> Option<Vec<BigRational>> { numbers.iter().map(Number::exact).collect() };
        let payoffs = tree.outcomes.iter().map(|outcome| exact(&outcome.payoffs));
        let chances = tree.chances.iter().map(|set| exact(&set.chances));
        Some(Self {
            payoffs: payoffs.collect::<Option<_>>()?,
            chances: chances.collect::<Option<_>>()?,
        })
    }

    /// Each player's expected payoff under these actions.
    fn expected(&self, tree: &Tree, taken: &[Option<usize>]) -> Vec<BigRational> {
        let mut sums = vec![BigRational::zero(); tree.players.len()];
        let mut ahead = vec![(0, BigRational::one())];
        while let Some((node, reach)) = ahead.pop() {
            if let Some(outcome) = tree.nodes[node].outcome {
                for (sum, payoff) in sums.iter_mut().zip(&self.payoffs[outcome]) {
                    *sum += payoff * &reach;
                }
            }
            match tree.nodes[node].kind {
                Kind::End => {}
                Kind::Decision(set) => {
                    let child = taken[set].and_then(|action| tree.children(node).nth(action));
                    ahead.extend(child.map(|child| (child, reach)));
                }
                Kind::Chance(set) => {
                    for (child, chance) in tree.children(node).zip(&self.chances[set]) {
                        if !chance.is_zero() {
                            ahead.push((child, &reach * chance));
                        }
                    }
                }
            }
        }
        sums
    }
}

/// A payoff: a fraction where that is short.
fn written(exact: &BigRational) -> Number {
    let fraction = Number::fraction(exact);
    match fraction.text().len() {
        0..=LONG_FRACTION => fraction,
        _ => Number::of(fraction.value()),
    }
}
