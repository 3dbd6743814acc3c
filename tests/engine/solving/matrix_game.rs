//! Two-player matrix games, from payoffs to the solved game.

use pactum::unstable::explore::{Explored, Limits, explore};
use pactum::unstable::game::Bound;
use pactum::unstable::strategy::{BranchMethod, Options, Reachable, Solution, solve};

use crate::support::scenario::Scenario;
use crate::support::solved_game::nominal;

/// The game of the first variant of a text, and the nominal values of its parameters.
pub(crate) fn game(text: &str) -> (Explored, Vec<f64>) {
    let (_, model) = Scenario::read(text).models().swap_remove(0);
    let explored = explore(&model, &Limits::default()).expect("sound");
    let nominal = nominal(&model);
    (explored, nominal)
}

/// Solves the draws of a game.
pub(crate) fn solved(explored: &Explored, draws: &[Vec<f64>], method: BranchMethod) -> Solution {
    let bound = Bound::new(&explored.game, draws);
    let options = Options {
        method,
        ..Options::default()
    };
    solve(&bound, &Reachable::of(&explored.game), &options)
}

/// Marsaglia's xorshift. The seeds of these tests were chosen with it: some of their games have folds.
pub(crate) struct Xorshift(u64);

impl Xorshift {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// An integer from 0 to below a limit.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % limit
    }
}

/// Two actors who choose once, at the same time: row and column number their actions.
#[derive(Clone, Debug)]
pub(crate) struct Matrices {
    pub(crate) row: Vec<Vec<f64>>,
    pub(crate) column: Vec<Vec<f64>>,
}

impl Matrices {
    /// Payoffs between −5 and 5.
    pub(crate) fn random(size: usize, random: &mut Xorshift) -> Self {
        let mut table = || -> Vec<Vec<f64>> {
            let mut line = || (0..size).map(|_| random.below(11) as f64 - 5.0).collect();
            (0..size).map(|_| line()).collect()
        };
        Self {
            row: table(),
            column: table(),
        }
    }

    /// The same where meeting at the same action is worth up to so much more.
    pub(crate) fn meeting(mut self, most: u64, random: &mut Xorshift) -> Self {
        for at in 0..self.row.len() {
            self.row[at][at] += random.below(most + 1) as f64;
            self.column[at][at] += random.below(most + 1) as f64;
        }
        self
    }

    /// The game as a scenario; its precision is a parameter with a distribution.
    pub(crate) fn text(&self) -> String {
        let (rows, columns) = (self.row.len(), self.row[0].len());
        let amount = |table: &[Vec<f64>]| {
            let mut amount = "0".to_owned();
            for (i, line) in table.iter().enumerate() {
                for (j, payoff) in line.iter().enumerate() {
                    amount = format!("if(row_took == {i} and column_took == {j}, {payoff}, {amount})");
                }
            }
            amount
        };
        let actor = |name: &str, table: &[Vec<f64>]| {
            format!(
                "[actors.{name}]\nstrategy = {{ logit = \"precision\" }}\n[[actors.{name}.payoffs]]\nname = \"{name}_gets\"\npaid = \"at_end\"\namount = \"{}\"\n",
                amount(table)
            )
        };
        let choice = |name: &str, actions: usize| {
            let mut text = format!("[[stages.choices]]\nactor = \"{name}\"\n");
            for action in 0..actions {
                text += &format!(
                    "[[stages.choices.actions]]\nname = \"take_{action}\"\nset = {{ {name}_took = {action} }}\n"
                );
            }
            text
        };
        format!(
            "title = \"Matrices\"\nperiods = 1\n{}{}[variables.row_took]\nrange = [0, {}]\nstart = 0\n[variables.column_took]\nrange = [0, {}]\nstart = 0\n[parameters.precision]\nvalue = 1\ndistribution = {{ loguniform = [0.01, 100] }}\n[[stages]]\nname = \"both\"\n{}{}[[outcomes]]\nname = \"over\"\nat_end = true\n",
            actor("row", &self.row),
            actor("column", &self.column),
            rows - 1,
            columns - 1,
            choice("row", rows),
            choice("column", columns),
        )
    }
}
