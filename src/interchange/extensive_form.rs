//! The extensive form of a game in one draw: a tree in which every history is a path of its own.

use rustc_hash::FxHashMap;

use super::labels::{Empty, distinct};
use super::number::Number;
use super::probabilities::fractions;
use super::traversal::{Stop, Traversal};
use super::tree::{ChanceSet, InformationSet, Kind, Outcome, Tree, TreeNode};
use super::tree_labels::TreeLabels;
use crate::game::{Bound, Names, StartNext};

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
    let size = NodeCount::new(&traversal).tree();
    if size > node_limit as f64 {
        return Err(TooManyNodes(size));
    }
    Ok(TreeBuilder::new(&traversal, names).finish())
}

/// A position in the game: a future node of the tree.
#[derive(Clone, Copy, Debug)]
enum Position {
    /// A draw before the first period.
    Draw(usize),
    /// A node of a period, or an end.
    Stop(Stop),
}

/// The options at a position.
enum Options {
    /// The possible options of chance, each with its probability.
    Chance(Vec<(usize, f64)>),
    /// The number of actions of the actor who decides.
    Decision(usize),
    /// The game is over, with this outcome.
    End(usize),
}

/// The options at a position.
fn options_at(traversal: &Traversal<'_>, position: Position) -> Options {
    match position {
        Position::Draw(node) => {
            let options = &traversal.bound.game.start.nodes[node].options;
            possible(options.iter().map(|(chance, _)| traversal.bound.number(*chance, 0)[0]))
        }
        Position::Stop(Stop::End { outcome }) => Options::End(outcome),
        Position::Stop(Stop::Node { period, node }) => match traversal.fixed_chances(period, node) {
            Some(chances) => possible(chances.into_iter()),
            None => Options::Decision(traversal.graph(period).nodes[node].edges as usize),
        },
    }
}

fn possible(chances: impl Iterator<Item = f64>) -> Options {
    Options::Chance(chances.enumerate().filter(|(_, chance)| *chance > 0.0).collect())
}

/// The position to which an option leads; adds what is paid on the edge to `paid`.
fn next(traversal: &Traversal<'_>, position: Position, option: usize, paid: &mut [f64]) -> Position {
    match position {
        Position::Draw(node) => match traversal.bound.game.start.nodes[node].options[option].1 {
            StartNext::Node(node) => Position::Draw(node),
            StartNext::Ending(ending) => Position::Stop(traversal.start(ending, paid)),
        },
        Position::Stop(Stop::Node { period, node }) => Position::Stop(traversal.follow(period, node, option, paid)),
        Position::Stop(Stop::End { .. }) => position,
    }
}

/// The position at which the tree begins.
fn root(traversal: &Traversal<'_>, paid: &mut [f64]) -> Position {
    if traversal.bound.game.start.nodes.is_empty() {
        Position::Stop(traversal.start(0, paid))
    } else {
        Position::Draw(0)
    }
}

/// Counts the nodes of the tree without making it.
struct NodeCount<'c, 'b> {
    traversal: &'c Traversal<'b>,
    /// By period (index t − 1) and node, the number of nodes of the subtree; `None` where no history leads.
    known: Vec<Vec<Option<f64>>>,
    /// A buffer for payments, which do not matter here.
    paid: Vec<f64>,
}

impl<'c, 'b> NodeCount<'c, 'b> {
    fn new(traversal: &'c Traversal<'b>) -> Self {
        let periods = 1..=traversal.bound.game.periods;
        Self {
            traversal,
            known: periods
                .map(|period| vec![None; traversal.graph(period).nodes.len()])
                .collect(),
            paid: vec![0.0; traversal.bound.game.actors],
        }
    }

    /// The nodes of the whole tree.
    fn tree(mut self) -> f64 {
        let root = root(self.traversal, &mut self.paid);
        self.mark(root);
        // Edges lead to later nodes only.
        for period in 0..self.known.len() {
            for node in 0..self.known[period].len() {
                if self.known[period][node].is_some() {
                    for next in self.successors(stop(period, node)) {
                        self.mark(next);
                    }
                }
            }
        }
        for period in (0..self.known.len()).rev() {
            for node in (0..self.known[period].len()).rev() {
                if self.known[period][node].is_some() {
                    self.known[period][node] = Some(self.from(stop(period, node)));
                }
            }
        }
        self.of(root)
    }

    fn mark(&mut self, position: Position) {
        match position {
            Position::Stop(Stop::Node { period, node }) => self.known[period - 1][node] = Some(0.0),
            Position::Stop(Stop::End { .. }) => {}
            Position::Draw(_) => {
                for next in self.successors(position) {
                    self.mark(next);
                }
            }
        }
    }

    /// The positions to which the options lead.
    fn successors(&mut self, position: Position) -> Vec<Position> {
        let options = match options_at(self.traversal, position) {
            Options::End(_) => Vec::new(),
            Options::Decision(count) => (0..count).collect(),
            Options::Chance(options) => options.into_iter().map(|(option, _)| option).collect(),
        };
        let next = |option| next(self.traversal, position, option, &mut self.paid);
        options.into_iter().map(next).collect()
    }

    fn of(&mut self, position: Position) -> f64 {
        match position {
            Position::Stop(Stop::Node { period, node }) => self.known[period - 1][node].unwrap_or(0.0),
            Position::Stop(Stop::End { .. }) => 1.0,
            Position::Draw(_) => self.from(position),
        }
    }

    fn from(&mut self, position: Position) -> f64 {
        let successors = self.successors(position);
        let sum: f64 = successors.iter().map(|&next| self.of(next)).sum();
        // A position with a single option needs no node.
        if successors.len() == 1 { sum } else { 1.0 + sum }
    }
}

fn stop(period: usize, node: usize) -> Position {
    Position::Stop(Stop::Node {
        period: period + 1,
        node,
    })
}

/// A position that is not in the tree yet, and the payments of the path to it.
struct Pending {
    position: Position,
    paid: Vec<f64>,
}

struct TreeBuilder<'c, 'b> {
    traversal: &'c Traversal<'b>,
    labels: TreeLabels<'c, 'b>,
    tree: Tree,
    /// Information sets by period and index in its graph; chance sets by period and node.
    sets: FxHashMap<(usize, usize), usize>,
    numbered: Vec<(usize, usize)>,
    chances: FxHashMap<(usize, usize), usize>,
    outcomes: FxHashMap<(usize, Vec<u64>), usize>,
    /// The highest number of an information set, by player.
    last: Vec<i32>,
}

impl<'c, 'b> TreeBuilder<'c, 'b> {
    fn new(traversal: &'c Traversal<'b>, names: &'c Names) -> Self {
        Self {
            labels: TreeLabels::new(traversal, names),
            tree: Tree {
                players: names.actors.clone(),
                ..Tree::default()
            },
            sets: FxHashMap::default(),
            numbered: Vec::new(),
            chances: FxHashMap::default(),
            outcomes: FxHashMap::default(),
            last: vec![0; traversal.bound.game.actors],
            traversal,
        }
    }

    fn finish(mut self) -> ExtensiveForm {
        let mut paid = vec![0.0; self.traversal.bound.game.actors];
        let root = root(self.traversal, &mut paid);
        let mut pending = vec![Pending { position: root, paid }];
        let mut open: Vec<(usize, usize)> = Vec::new();
        while let Some(point) = pending.pop() {
            let point = self.skip_forced(point);
            let successors = self.node(&point);
            if !successors.is_empty() {
                open.push((self.tree.nodes.len() - 1, successors.len()));
                pending.extend(successors.into_iter().rev());
                continue;
            }
            let end = self.tree.nodes.len();
            while let Some((node, missing)) = open.last_mut() {
                *missing -= 1;
                if *missing > 0 {
                    break;
                }
                self.tree.nodes[*node].end = end;
                open.pop();
            }
        }
        self.make_unique();
        ExtensiveForm {
            tree: self.tree,
            sets: self.numbered,
        }
    }

    /// Follows positions with a single option to the first that has several, or to an end.
    fn skip_forced(&self, mut point: Pending) -> Pending {
        loop {
            let only = match options_at(self.traversal, point.position) {
                Options::Decision(1) => 0,
                Options::Chance(options) if options.len() == 1 => options[0].0,
                _ => return point,
            };
            point.position = next(self.traversal, point.position, only, &mut point.paid);
        }
    }

    /// Adds the node of a position; returns the positions that follow it.
    fn node(&mut self, point: &Pending) -> Vec<Pending> {
        let (kind, outcome, options) = match options_at(self.traversal, point.position) {
            Options::End(outcome) => (Kind::End, Some(self.outcome(outcome, &point.paid)), Vec::new()),
            Options::Decision(count) => (Kind::Decision(self.set(point.position)), None, (0..count).collect()),
            Options::Chance(options) => {
                let set = self.chance(point.position, &options);
                (
                    Kind::Chance(set),
                    None,
                    options.into_iter().map(|(option, _)| option).collect(),
                )
            }
        };
        self.tree.nodes.push(TreeNode {
            label: String::new(),
            kind,
            outcome,
            end: self.tree.nodes.len() + 1,
        });
        let successors = |option| {
            let mut paid = point.paid.clone();
            let position = next(self.traversal, point.position, option, &mut paid);
            Pending { position, paid }
        };
        options.into_iter().map(successors).collect()
    }

    /// The information set of a decision.
    fn set(&mut self, position: Position) -> usize {
        let Position::Stop(Stop::Node { period, node }) = position else {
            unreachable!("actors decide at nodes");
        };
        let (at, set) = self.traversal.set(period, node).expect("an actor decides there");
        if let Some(&known) = self.sets.get(&(period, at)) {
            return known;
        }
        let number = &mut self.last[set.actor];
        *number += 1;
        self.tree.sets.push(InformationSet {
            player: set.actor,
            number: *number,
            label: self.labels.set(period, node),
            actions: self.labels.options(period, node),
        });
        self.sets.insert((period, at), self.numbered.len());
        self.numbered.push((period, at));
        self.tree.sets.len() - 1
    }

    /// The chance set of a position.
    fn chance(&mut self, position: Position, options: &[(usize, f64)]) -> usize {
        let key = match position {
            Position::Draw(node) => (0, node),
            Position::Stop(Stop::Node { period, node }) => (period, node),
            Position::Stop(Stop::End { .. }) => unreachable!("there is no chance move at an end"),
        };
        if let Some(&known) = self.chances.get(&key) {
            return known;
        }
        let (label, all) = match key {
            (0, draw) => (self.labels.draw(draw), self.labels.values(draw)),
            (period, node) => (self.labels.chance(period, node), self.labels.options(period, node)),
        };
        let chances: Vec<f64> = options.iter().map(|(_, chance)| *chance).collect();
        self.tree.chances.push(ChanceSet {
            number: i32::try_from(self.tree.chances.len() + 1).expect("the size was checked"),
            label,
            actions: options.iter().map(|(option, _)| all[*option].clone()).collect(),
            chances: fractions(&chances),
        });
        self.chances.insert(key, self.tree.chances.len() - 1);
        self.tree.chances.len() - 1
    }

    /// The outcome of an end: ends with equal payments share one.
    fn outcome(&mut self, outcome: usize, paid: &[f64]) -> usize {
        let payoffs: Vec<Number> = paid.iter().map(|&paid| Number::of(paid)).collect();
        let key = (outcome, payoffs.iter().map(|payoff| payoff.value().to_bits()).collect());
        if let Some(&known) = self.outcomes.get(&key) {
            return known;
        }
        self.tree.outcomes.push(Outcome {
            number: i32::try_from(self.tree.outcomes.len() + 1).expect("the size was checked"),
            label: self.labels.outcome(outcome),
            payoffs,
        });
        self.outcomes.insert(key, self.tree.outcomes.len() - 1);
        self.tree.outcomes.len() - 1
    }

    /// Numbers labels that occur more than once.
    fn make_unique(&mut self) {
        let tree = &mut self.tree;
        let differ = |mut labels: Vec<&mut String>| {
            distinct(&mut labels, Empty::Named);
        };
        differ(tree.outcomes.iter_mut().map(|outcome| &mut outcome.label).collect());
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
