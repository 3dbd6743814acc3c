//! A game in normal form as its file gives it, and the tree in which players choose without seeing each other's choice.

use super::labels::{Empty, distinct};
use super::number::Number;
use super::tree::{InformationSet, Kind, Outcome, Tree, TreeNode};

/// Outcomes of larger tables, and of tables with longer labels, are called by the numbers of the strategies.
const MOST_NAMED: usize = 10_000;
const LONG_NAME: usize = 200;

/// A game in normal form. Labels of players, of one player's strategies and of outcomes differ from each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The title of the game.
    pub title: String,
    /// A comment, which may have several lines.
    pub comment: String,
    /// The players.
    pub players: Vec<String>,
    /// The strategies of each player.
    pub strategies: Vec<Vec<String>>,
    /// The payoffs of each strategy combination, the first player's strategy changing fastest.
    pub cells: Cells,
}

/// The payoffs of the strategy combinations.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// One payoff for each player.
    Payoffs(Vec<Number>),
    /// One of a list of outcomes, or nothing for anybody.
    Outcomes {
        /// The list.
        outcomes: Vec<Outcome>,
        /// Which of them, by combination.
        chosen: Vec<Option<usize>>,
    },
}

impl Table {
    /// The number of combinations of strategies.
    pub fn combinations(&self) -> usize {
        self.strategies.iter().map(Vec::len).product()
    }

    /// The number of nodes of the tree; `None` if it overflows.
    pub fn tree_nodes(&self) -> Option<usize> {
        let mut players = self.strategies.iter().rev();
        players.try_fold(1_usize, |beyond, strategies| {
            beyond.checked_mul(strategies.len())?.checked_add(1)
        })
    }

    /// The same game as a tree: the players choose one after the other, in one information set each.
    pub fn to_tree(&self) -> Tree {
        let (outcomes, chosen) = self.outcomes();
        let set = |(player, actions): (usize, &Vec<String>)| InformationSet {
            player,
            number: 1,
            label: String::new(),
            actions: actions.clone(),
        };
        let mut tree = Tree {
            title: self.title.clone(),
            comment: self.comment.clone(),
            players: self.players.clone(),
            sets: self.strategies.iter().enumerate().map(set).collect(),
            chances: Vec::new(),
            outcomes,
            nodes: Vec::new(),
        };
        // The player whose choice comes next, the combination if it takes its first strategy and so do those after it,
        // and how far apart its strategies stand in the table.
        let mut ahead = vec![(0, 0, 1)];
        while let Some((player, cell, stride)) = ahead.pop() {
            let (kind, outcome) = match self.strategies.get(player) {
                None => (Kind::End, chosen[cell]),
                Some(strategies) => {
                    let next = stride * strategies.len();
                    let taken = (0..strategies.len()).rev();
                    ahead.extend(taken.map(|taken| (player + 1, cell + taken * stride, next)));
                    (Kind::Decision(player), None)
                }
            };
            tree.nodes.push(TreeNode::new(String::new(), kind, outcome));
        }
        tree.close();
        tree
    }

    /// The outcomes, and which of them follows on each combination.
    fn outcomes(&self) -> (Vec<Outcome>, Vec<Option<usize>>) {
        match &self.cells {
            Cells::Outcomes { outcomes, chosen } => (outcomes.clone(), chosen.clone()),
            Cells::Payoffs(payoffs) => {
                let count = self.combinations();
                let longest = |strategies: &Vec<String>| strategies.iter().map(String::len).max();
                let longest: usize = self.strategies.iter().filter_map(longest).sum();
                let named = count <= MOST_NAMED && longest <= LONG_NAME;
                let outcome = |cell| self.outcome(cell, named, payoffs);
                let mut outcomes: Vec<Outcome> = (0..count).map(outcome).collect();
                let labels = outcomes.iter_mut().map(|outcome| &mut outcome.label);
                distinct(&mut labels.collect::<Vec<_>>(), Empty::Named);
                (outcomes, (0..count).map(Some).collect())
            }
        }
    }

    /// The outcome of a combination, called after its strategies.
    fn outcome(&self, cell: usize, named: bool, payoffs: &[Number]) -> Outcome {
        let mut rest = cell;
        let mut words = Vec::new();
        for strategies in &self.strategies {
            let taken = rest % strategies.len();
            rest /= strategies.len();
            words.push(if named {
                strategies[taken].clone()
            } else {
                (taken + 1).to_string()
            });
        }
        let first = cell * self.players.len();
        Outcome {
            number: i32::try_from(cell + 1).expect("tables are smaller than that"),
            label: words.join(", "),
            payoffs: payoffs[first..first + self.players.len()].to_vec(),
        }
    }
}
