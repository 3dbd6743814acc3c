//! From the checked model to the game: reachable states, layers, information sets, proofs, and rule violations.

mod arrival;
mod assemble;
mod certain_branches;
mod chance_witness;
mod chances;
mod coverage;
mod decision;
mod decision_kinds;
mod error;
mod expand;
mod explorer;
mod graph_builder;
mod history;
mod joint_types;
mod members;
mod merge;
mod naming;
mod numbering;
mod payable_terms;
mod payments;
mod period_structures;
mod periods;
mod prove;
mod rule_violation;
mod shortest_path;
mod stage_moves;
mod stage_walk;
mod start;
mod state_space;
mod states;
mod strategies;
mod tail;
mod unused;
mod violation_log;

use rustc_hash::FxHashSet;

use crate::game::{Game, Names};
use crate::scenario::Model;
use crate::source::Span;
pub(crate) use chance_witness::{ChanceWitness, chance_witness};
use chances::Checks;
pub(crate) use coverage::Coverage;
pub use error::{ExploreError, Violation};
use explorer::Explorer;
use periods::explore_periods;
pub use prove::{ProofResult, prove};
use tail::explore_tail;
pub use unused::unused;

/// The default of [`Limits::states`].
pub(crate) const MAX_STATES: usize = 1_000_000;

/// How far exploring may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most nodes and states between periods, over all graphs.
    pub states: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { states: MAX_STATES }
    }
}

/// A game, its names and its size.
#[derive(Clone, Debug)]
pub struct Explored {
    /// The game.
    pub game: Game,
    /// The names beside it.
    pub names: Names,
    /// How large it is.
    pub size: Size,
    /// Which of the scenario's declarations some play reaches.
    pub coverage: Coverage,
    /// Where the file gives the chances of the game's first checks, which are those of the start.
    pub start_spans: Vec<Span>,
}

/// How large a game is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// Distinct states between periods.
    pub period_states: usize,
    /// Nodes of all graphs.
    pub nodes: usize,
    /// Edges of all graphs.
    pub edges: usize,
    /// Information sets of all graphs.
    pub sets: usize,
    /// Distinct structures of a period.
    pub graphs: usize,
    /// Combinations of private attributes.
    pub type_profiles: usize,
    /// The nodes that can be reached in each period.
    pub nodes_by_period: Vec<usize>,
    /// For each cell, by name, how many different values it takes.
    pub value_counts: Vec<(String, usize)>,
}

impl Explored {
    /// For each cell, the factor by which it multiplies the number of period states: their number, divided by the
    /// number of period states that differ in other cells.
    pub fn factors(&self) -> Vec<f64> {
        let all = self.names.period_states.len() as f64;
        let factor = |cell: usize| {
            let rest = |number: &u32| {
                let mut values = self.names.states[*number as usize].clone();
                values.remove(cell);
                values
            };
            let distinct: FxHashSet<Vec<i32>> = self.names.period_states.iter().map(rest).collect();
            all / distinct.len().max(1) as f64
        };
        (0..self.names.cells.len()).map(factor).collect()
    }
}

/// Explores a model: every state that some play can reach, once.
///
/// # Errors
/// A state that violates a rule of the language, or more states than the limit.
pub fn explore(model: &Model, limits: &Limits) -> Result<Explored, ExploreError> {
    let lows = model.lows();
    let (mut explorer, start) = Explorer::new(model, &lows, Checks::default(), limits.states)?;
    let (targets, first) = explorer.start_targets(&start)?;
    let (mut periods, complete) = explore_periods(&mut explorer, &first);
    let complete = complete.and_then(|()| explore_tail(&mut explorer, &mut periods));
    // A model that violates rules and is too large as well is reported for its violations.
    if !explorer.violations.is_empty() {
        let graph = periods.graph(&explorer, &first);
        let violations = explorer.violations.violations(&explorer.space, graph);
        return Err(ExploreError::Violations(violations));
    }
    complete.map_err(ExploreError::TooLarge)?;
    Ok(assemble::assemble(explorer, start, targets, periods))
}
