//! From the checked model to the game: reachable states, layers, information sets, and what is wrong with them.

mod assemble;
mod calendar;
mod chances;
mod draft;
mod expand;
mod joint;
mod naming;
mod payments;
mod rows;
mod stages;
mod start;
mod states;
mod violation;
mod walk;

use rustc_hash::FxHashMap;

use crate::expression::Tape;
use crate::game::{Game, Names, StartTo};
use crate::scenario::Model;
use draft::{FrameDraft, Origin, Target};
use payments::{Bundles, Payments};
use start::Opening;
use states::States;
pub use violation::{ExploreError, TooLarge, Violation};
use walk::Walker;

/// The default of [`Limits::states`].
pub const MAX_STATES: usize = 1_000_000;

/// How far exploring may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most nodes and states between periods, over all frames.
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
}

/// How large a game is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// Distinct states between periods.
    pub boundaries: usize,
    /// Nodes of all frames.
    pub nodes: usize,
    /// Edges of all frames.
    pub edges: usize,
    /// Information sets of all frames.
    pub sets: usize,
    /// Distinct structures of a period.
    pub frames: usize,
    /// Combinations of private characteristics.
    pub classes: usize,
    /// The nodes that can be reached in each period.
    pub nodes_by_period: Vec<usize>,
    /// For each cell, by name, how many different values it takes.
    pub spread: Vec<(String, usize)>,
}

/// Explores a model: every state that some play can reach, once.
///
/// # Errors
/// A state that breaks a rule of the language, or more states than the limit.
pub fn explore(model: &Model, limits: &Limits) -> Result<Explored, ExploreError> {
    let lows: Vec<i32> = model.cells.iter().map(|cell| cell.low).collect();
    let mut tape = Tape::new();
    let mut checks = chances::Checks::default();
    let opening = start::open(model, &lows, &mut tape, &mut checks, limits.states)?;
    let payments = Payments::new(model, &lows, &mut tape);
    let mut walker = Walker {
        model,
        lows: &lows,
        steps: stages::layout(model),
        tape,
        checks,
        states: States::default(),
        bundles: Bundles::new(),
        payments,
        traits: opening.traits.len(),
        classes: classes(&opening),
        boundaries: FxHashMap::default(),
        boundary_states: Vec::new(),
        leaves: FxHashMap::default(),
        leaf_list: Vec::new(),
        limit: limits.states,
        nodes: 0,
    };
    let (starts, first) = walker.starts(&opening)?;
    let periods = walk_periods(&mut walker, first)?;
    assemble::assemble(walker, opening, starts, periods)
}

fn classes(opening: &Opening) -> FxHashMap<Vec<i32>, u32> {
    let traits = opening.traits.len();
    opening
        .start
        .endings
        .iter()
        .zip(&opening.states)
        .map(|(ending, state)| {
            let class = u32::try_from(ending.class).expect("fewer than 2^32 classes");
            (state[..traits].to_vec(), class)
        })
        .collect()
}

/// Where a start leads, with the delivered promises, and its state's number.
pub(crate) struct Begun {
    to: StartTo,
    delivers: u32,
    state: u32,
}

impl Walker<'_> {
    /// Where each ending of the opening leads, and the boundaries at which period 1 may begin.
    fn starts(&mut self, opening: &Opening) -> Result<(Vec<Begun>, Vec<u32>), ExploreError> {
        let mut begun = Vec::new();
        let mut first = Vec::new();
        for state in &opening.states {
            let state = self.states.number(state);
            let to = match self.outcome(state, 0, false) {
                Some(outcome) => StartTo::Leaf(self.leaf(state, outcome)? as usize),
                None => {
                    let boundary = self.boundary_of(state)?;
                    first.push(boundary);
                    StartTo::Boundary(boundary as usize)
                }
            };
            let delivers = self.delivered(state, 0);
            begun.push(Begun {
                to,
                delivers,
                state,
            });
        }
        first.sort_unstable();
        first.dedup();
        Ok((begun, first))
    }
}

/// What the walk through all periods found.
pub(crate) struct Periods {
    calendar: Vec<usize>,
    drafts: Vec<FrameDraft>,
    /// The boundaries that can be reached at the horizon, ascending.
    horizon: Vec<u32>,
    nodes_by_period: Vec<usize>,
}

fn walk_periods(walker: &mut Walker<'_>, first: Vec<u32>) -> Result<Periods, ExploreError> {
    let calendar = calendar::calendar(walker.model);
    // From this period on, as places in the calendar, all have the same structure.
    let settled = calendar
        .iter()
        .rposition(|number| calendar.last() != Some(number));
    let settled = settled.map_or(0, |last| last + 1);
    let mut drafts: Vec<FrameDraft> = Vec::new();
    let mut nodes_by_period: Vec<usize> = Vec::new();
    let mut current = first;
    for (at, &number) in calendar.iter().enumerate() {
        if number == drafts.len() {
            drafts.push(FrameDraft::new(number, at + 1, walker));
        }
        let draft = &mut drafts[number];
        draft.period = at + 1;
        let (next, nodes) = walk_period(walker, draft, &current)?;
        nodes_by_period.push(nodes);
        // From here on every period of this structure is like this one: nothing new can be met.
        let repeats = next == current && at >= settled;
        current = next;
        if repeats {
            nodes_by_period.resize(calendar.len(), nodes);
            break;
        }
    }
    Ok(Periods {
        calendar,
        drafts,
        horizon: current,
        nodes_by_period,
    })
}

/// Explores a period from the boundaries at which it may begin; the boundaries at which it may end, ascending, and
/// the number of nodes on the way.
fn walk_period(
    walker: &mut Walker<'_>,
    draft: &mut FrameDraft,
    current: &[u32],
) -> Result<(Vec<u32>, usize), ExploreError> {
    for &boundary in current {
        if draft.entry_of(boundary).is_none() {
            let state = walker.boundary_states[boundary as usize];
            let entry = walker.enter(draft, state, &Origin::Boundary(boundary))?;
            draft.set_entry(boundary, entry);
        }
    }
    for layer in 0..draft.layers.len() {
        while draft.layers[layer].expanded < draft.layers[layer].nodes.len() {
            let number = draft.layers[layer].expanded;
            draft.layers[layer].expanded += 1;
            walker.expand(draft, layer, number)?;
        }
    }
    Ok(reach(draft, current))
}

/// The boundaries that a period can end at, ascending, and the number of nodes that it can pass.
fn reach(draft: &FrameDraft, current: &[u32]) -> (Vec<u32>, usize) {
    let mut met: Vec<Vec<bool>> = draft
        .layers
        .iter()
        .map(|layer| vec![false; layer.nodes.len()])
        .collect();
    let mut next = Vec::new();
    let mut nodes = 0;
    let mut visit = |target: Target, met: &mut Vec<Vec<bool>>| match target {
        Target::Node { layer, number } => met[layer][number] = true,
        Target::Boundary(boundary) => next.push(boundary),
        Target::Leaf(_) => {}
    };
    for &boundary in current {
        if let Some(entry) = draft.entry_of(boundary) {
            visit(entry.to, &mut met);
        }
    }
    for layer in 0..draft.layers.len() {
        for number in 0..met[layer].len() {
            if met[layer][number] {
                nodes += 1;
                for edge in &draft.layers[layer].nodes[number].edges {
                    visit(edge.to, &mut met);
                }
            }
        }
    }
    next.sort_unstable();
    next.dedup();
    (next, nodes)
}
