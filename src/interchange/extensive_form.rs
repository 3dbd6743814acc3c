//! A game in one draw, written out as a tree: every history is a path of its own.

use rustc_hash::FxHashMap;

use super::labels::{Empty, distinct};
use super::number::Number;
use super::probabilities::fractions;
use super::traversal::{Stop, Traversal};
use super::tree::{ChanceSet, InformationSet, Kind, Outcome, Tree, TreeNode};
use super::tree_labels::TreeLabels;
use crate::game::{Bound, Names, StartNext};

/// A game that was written out.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtensiveForm {
    /// The tree.
    pub tree: Tree,
    /// The period and the set of its graph that each information set of the tree is.
    pub sets: Vec<(usize, usize)>,
}

/// A tree that would be too large; the number of its nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TooManyNodes(pub f64);

/// Writes out a game in the first draw of a block, as a tree of at most so many nodes. Payoffs are valued at the start
/// and stand at the ends. Fixed and rule-based play is chance, and so is whatever the scenario leaves to it; what has
/// no chance in this draw is left out.
///
/// # Errors
/// The number of nodes, where it is larger.
pub fn extensive_form(bound: &Bound<'_>, names: &Names, most_nodes: usize) -> Result<ExtensiveForm, TooManyNodes> {
    let traversal = Traversal::new(bound);
    let size = Counting::new(&traversal).tree();
    if size > most_nodes as f64 {
        return Err(TooManyNodes(size));
    }
    Ok(Unrolling::new(&traversal, names).finish())
}

/// A point of the tree in the making.
#[derive(Clone, Copy, Debug)]
enum Spot {
    /// Something is drawn before the first period.
    Draw(usize),
    /// The game is under way, or over.
    Stop(Stop),
}

/// What may happen at a point, by the number of the option: with a chance, or as an actor decides.
enum Ways {
    Chance(Vec<(usize, f64)>),
    Decision(usize),
    Over(usize),
}

/// What may happen at a point of the traversal.
fn ways(traversal: &Traversal<'_>, spot: Spot) -> Ways {
    match spot {
        Spot::Draw(node) => {
            let options = &traversal.bound.game.start.nodes[node].options;
            possible(options.iter().map(|(chance, _)| traversal.bound.number(*chance, 0)[0]))
        }
        Spot::Stop(Stop::End { outcome }) => Ways::Over(outcome),
        Spot::Stop(Stop::Node { period, node }) => match traversal.given(period, node) {
            Some(chances) => possible(chances.into_iter()),
            None => Ways::Decision(traversal.graph(period).nodes[node].edges as usize),
        },
    }
}

fn possible(chances: impl Iterator<Item = f64>) -> Ways {
    Ways::Chance(chances.enumerate().filter(|(_, chance)| *chance > 0.0).collect())
}

/// The point to which an option leads.
fn next(traversal: &Traversal<'_>, spot: Spot, option: usize, paid: &mut [f64]) -> Spot {
    match spot {
        Spot::Draw(node) => match traversal.bound.game.start.nodes[node].options[option].1 {
            StartNext::Node(node) => Spot::Draw(node),
            StartNext::Ending(ending) => Spot::Stop(traversal.begin(ending, paid)),
        },
        Spot::Stop(Stop::Node { period, node }) => Spot::Stop(traversal.follow(period, node, option, paid)),
        Spot::Stop(Stop::End { .. }) => spot,
    }
}

/// Where the tree begins.
fn root(traversal: &Traversal<'_>, paid: &mut [f64]) -> Spot {
    if traversal.bound.game.start.nodes.is_empty() {
        Spot::Stop(traversal.begin(0, paid))
    } else {
        Spot::Draw(0)
    }
}

/// Counts the nodes of the tree without making it.
struct Counting<'c, 'b> {
    traversal: &'c Traversal<'b>,
    /// By period (index t − 1) and node: the nodes from there on, where some history leads there.
    known: Vec<Vec<Option<f64>>>,
    /// Room for payments that nobody asks for.
    paid: Vec<f64>,
}

impl<'c, 'b> Counting<'c, 'b> {
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
        // Courses lead to later nodes only.
        for period in 0..self.known.len() {
            for node in 0..self.known[period].len() {
                if self.known[period][node].is_some() {
                    for next in self.beyond(stop(period, node)) {
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

    fn mark(&mut self, spot: Spot) {
        match spot {
            Spot::Stop(Stop::Node { period, node }) => self.known[period - 1][node] = Some(0.0),
            Spot::Stop(Stop::End { .. }) => {}
            Spot::Draw(_) => {
                for next in self.beyond(spot) {
                    self.mark(next);
                }
            }
        }
    }

    /// The points right behind a point.
    fn beyond(&mut self, spot: Spot) -> Vec<Spot> {
        let options = match ways(self.traversal, spot) {
            Ways::Over(_) => Vec::new(),
            Ways::Decision(count) => (0..count).collect(),
            Ways::Chance(options) => options.into_iter().map(|(option, _)| option).collect(),
        };
        let next = |option| next(self.traversal, spot, option, &mut self.paid);
        options.into_iter().map(next).collect()
    }

    fn of(&mut self, spot: Spot) -> f64 {
        match spot {
            Spot::Stop(Stop::Node { period, node }) => self.known[period - 1][node].unwrap_or(0.0),
            Spot::Stop(Stop::End { .. }) => 1.0,
            Spot::Draw(_) => self.from(spot),
        }
    }

    fn from(&mut self, spot: Spot) -> f64 {
        let beyond = self.beyond(spot);
        let sum: f64 = beyond.iter().map(|&next| self.of(next)).sum();
        // What leaves nothing open needs no node.
        if beyond.len() == 1 { sum } else { 1.0 + sum }
    }
}

fn stop(period: usize, node: usize) -> Spot {
    Spot::Stop(Stop::Node {
        period: period + 1,
        node,
    })
}

/// What is still to be written, with what was paid on the way there.
struct Ahead {
    spot: Spot,
    paid: Vec<f64>,
}

struct Unrolling<'c, 'b> {
    traversal: &'c Traversal<'b>,
    labels: TreeLabels<'c, 'b>,
    tree: Tree,
    /// Information sets by period and set of the graph; chance by where it moves.
    sets: FxHashMap<(usize, usize), usize>,
    met: Vec<(usize, usize)>,
    chances: FxHashMap<(usize, usize), usize>,
    outcomes: FxHashMap<(usize, Vec<u64>), usize>,
    /// The last number of an information set, by player.
    last: Vec<i32>,
}

impl<'c, 'b> Unrolling<'c, 'b> {
    fn new(traversal: &'c Traversal<'b>, names: &'c Names) -> Self {
        Self {
            labels: TreeLabels::new(traversal, names),
            tree: Tree {
                players: names.actors.clone(),
                ..Tree::default()
            },
            sets: FxHashMap::default(),
            met: Vec::new(),
            chances: FxHashMap::default(),
            outcomes: FxHashMap::default(),
            last: vec![0; traversal.bound.game.actors],
            traversal,
        }
    }

    fn finish(mut self) -> ExtensiveForm {
        let mut paid = vec![0.0; self.traversal.bound.game.actors];
        let root = root(self.traversal, &mut paid);
        let mut ahead = vec![Ahead { spot: root, paid }];
        let mut open: Vec<(usize, usize)> = Vec::new();
        while let Some(point) = ahead.pop() {
            let point = self.settle(point);
            let beyond = self.node(&point);
            if !beyond.is_empty() {
                open.push((self.tree.nodes.len() - 1, beyond.len()));
                ahead.extend(beyond.into_iter().rev());
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
            sets: self.met,
        }
    }

    /// Goes on from a point to the first that leaves something open.
    fn settle(&self, mut point: Ahead) -> Ahead {
        loop {
            let only = match ways(self.traversal, point.spot) {
                Ways::Decision(1) => 0,
                Ways::Chance(options) if options.len() == 1 => options[0].0,
                _ => return point,
            };
            point.spot = next(self.traversal, point.spot, only, &mut point.paid);
        }
    }

    /// Adds the node of a point; gives the points right behind it.
    fn node(&mut self, point: &Ahead) -> Vec<Ahead> {
        let (kind, outcome, options) = match ways(self.traversal, point.spot) {
            Ways::Over(outcome) => (Kind::End, Some(self.outcome(outcome, &point.paid)), Vec::new()),
            Ways::Decision(count) => (Kind::Decision(self.set(point.spot)), None, (0..count).collect()),
            Ways::Chance(options) => {
                let set = self.chance(point.spot, &options);
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
        let beyond = |option| {
            let mut paid = point.paid.clone();
            let spot = next(self.traversal, point.spot, option, &mut paid);
            Ahead { spot, paid }
        };
        options.into_iter().map(beyond).collect()
    }

    /// The information set of a decision.
    fn set(&mut self, spot: Spot) -> usize {
        let Spot::Stop(Stop::Node { period, node }) = spot else {
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
        self.sets.insert((period, at), self.met.len());
        self.met.push((period, at));
        self.tree.sets.len() - 1
    }

    /// What chance does at a point.
    fn chance(&mut self, spot: Spot, options: &[(usize, f64)]) -> usize {
        let place = match spot {
            Spot::Draw(node) => (0, node),
            Spot::Stop(Stop::Node { period, node }) => (period, node),
            Spot::Stop(Stop::End { .. }) => unreachable!("nothing happens at an end"),
        };
        if let Some(&known) = self.chances.get(&place) {
            return known;
        }
        let (label, all) = match place {
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
        self.chances.insert(place, self.tree.chances.len() - 1);
        self.tree.chances.len() - 1
    }

    /// The outcome of a game that ends so; the same for all that are paid the same.
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

    /// Labels that are given twice get numbers.
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
