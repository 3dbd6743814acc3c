//! Games in extensive form made in code or read from Gambit's files, to be solved and played.

use std::path::Path;

use super::error::Error;
use super::scenario::Solution;
use crate::game::Bound;
use crate::interchange::{Imported, Node, ReadError, efg, import, parse, read, tree_of_nodes};
use crate::numeric::lanes::LANES;
use crate::play::{CompiledGame, Draw, Simulator, Tallies, exact};
use crate::source::Sources;
use crate::study::solver::{Solver, solved};
use crate::study::{Answer, SetFilter};

/// A finite game in extensive form, ready to be solved: every player responds to expected payoffs with one precision.
#[derive(Clone, Debug)]
pub struct GameTree {
    imported: Imported,
}

/// How a game tree was played.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes {
    /// Whether the solver reached its tolerance.
    pub solved: bool,
    /// Each outcome, its exact probability, and how many of the played games ended in it.
    pub outcomes: Vec<(String, f64, u64)>,
}

impl GameTree {
    /// A game made in code. Players are numbered in this order, in which [`Node::end`] pays them.
    ///
    /// # Errors
    /// The nodes contradict each other, or a player meets one information set twice on a path.
    pub fn new(title: &str, players: &[&str], root: &Node) -> Result<Self, Error> {
        let text = efg(&tree_of_nodes(title, players, root).map_err(Error::Tree)?);
        let mut sources = Sources::new();
        let source = sources.add(title, text.clone());
        let imported = parse(source, &text).and_then(import);
        let imported = imported.map_err(|found| Error::scenario(&sources, found.all()))?;
        Ok(Self { imported })
    }

    /// Reads an `.efg` or `.nfg` file.
    ///
    /// # Errors
    /// The file cannot be read, or is wrong.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let mut sources = Sources::new();
        match read(path.as_ref(), &mut sources) {
            Ok(imported) => Ok(Self { imported }),
            Err(ReadError::Invalid(found)) => Err(Error::scenario(&sources, found.all())),
            Err(other) => Err(Error::Read(other.to_string())),
        }
    }

    /// The game as the text of an `.efg` file, for Gambit.
    pub fn to_efg(&self) -> String {
        efg(&self.imported.tree)
    }

    /// The agent logit quantal response equilibrium at a precision λ ≥ 0 in the units of 1 / payoff (McKelvey &
    /// Palfrey 1998), on the principal branch.
    pub fn solve(&self, precision: f64) -> Solution {
        let bound = Bound::single(&self.imported.game, &[precision]);
        let answer = Answer::of(bound, &self.imported.names, 0);
        Solution::of(&answer, "game", &SetFilter::default())
    }

    /// Plays seeded games of that equilibrium, next to the exact probabilities of the outcomes.
    pub fn play(&self, precision: f64, games: u64, seed: u64) -> Outcomes {
        let Imported { game, names, .. } = &self.imported;
        let mut bound = Bound::<LANES>::new(game, &[vec![precision]]);
        let audited = Solver::new(game).solve(&mut bound, 0);
        let profile = &audited.solution.profile;
        let probabilities = exact(&bound, profile).outcomes;
        let compiled = CompiledGame::new(game, names, seed);
        let draw = Draw {
            bound: &bound,
            profile,
            lane: 0,
            number: 0,
        };
        let played = Simulator::new(&compiled).play(&draw, games, &mut Tallies::new(game), |_| ());
        let counted = names.outcomes.iter().zip(probabilities).zip(played.outcomes);
        let counted = counted.map(|((name, chance), count)| (name.clone(), chance[0], count));
        Outcomes {
            solved: solved(&audited, 0).fine,
            outcomes: counted.collect(),
        }
    }
}
