//! From the checked model to the game: reachable states, layers, information sets, and what is wrong with them.

mod assemble;
mod certain_branches;
mod chance_witness;
mod chances;
mod coverage;
mod decision_kinds;
mod error;
mod expand;
mod graph_builder;
mod history;
mod joint_types;
mod naming;
mod payable_terms;
mod payments;
mod period_structures;
mod prove;
mod rule_violation;
mod shortest_path;
mod stage_moves;
mod start;
mod states;
mod unused;
mod violation_log;
mod walk;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::expression::Tape;
use crate::game::{Game, Names, StartTo};
use crate::scenario::Model;
use crate::source::Span;
pub(crate) use chance_witness::{ChanceWitness, chance_witness};
use chances::Checks;
pub(crate) use coverage::Coverage;
pub(crate) use error::TooLarge;
pub use error::{ExploreError, Violation};
use graph_builder::{GraphBuilder, Target};
use payments::{PaymentSets, Payments};
pub use prove::{ProofResult, prove};
use shortest_path::{Graph, Location};
use start::StartTree;
use states::States;
pub use unused::unused;
use violation_log::ViolationLog;
use walk::Walker;

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
    /// What was met of all that the scenario declares.
    pub coverage: Coverage,
    /// What needs the chances of the game's first checks, which are those of the start.
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
    /// Combinations of private characteristics.
    pub type_profiles: usize,
    /// The nodes that can be reached in each period.
    pub nodes_by_period: Vec<usize>,
    /// For each cell, by name, how many different values it takes.
    pub spread: Vec<(String, usize)>,
}

impl Explored {
    /// For each cell, by which factor it multiplies the states between periods: their number over that of those which
    /// could be told apart without it.
    pub fn factors(&self) -> Vec<f64> {
        let state = |number: &u32| &self.names.states[*number as usize];
        let without = |cell: usize| {
            let rest = |number: &u32| {
                let mut values = state(number).clone();
                values.remove(cell);
                values
            };
            let distinct: FxHashSet<Vec<i32>> = self.names.period_states.iter().map(rest).collect();
            distinct.len()
        };
        let all = self.names.period_states.len() as f64;
        (0..self.names.cells.len())
            .map(|cell| all / without(cell).max(1) as f64)
            .collect()
    }
}

/// Explores a model: every state that some play can reach, once.
///
/// # Errors
/// A state that breaks a rule of the language, or more states than the limit.
pub fn explore(model: &Model, limits: &Limits) -> Result<Explored, ExploreError> {
    let lows: Vec<i32> = model.cells.iter().map(|cell| cell.low).collect();
    let fresh = (Tape::new(), Checks::default());
    let (mut walker, opening) = opened(model, &lows, fresh, limits)?;
    let (starts, first) = walker.starts(&opening).map_err(ExploreError::TooLarge)?;
    let periods = walk_periods(&mut walker, &first);
    // A game that is both wrong and too large is wrong first of all.
    let periods = match periods {
        Ok(periods) => periods,
        Err(stopped) if !walker.findings.is_empty() => stopped.1,
        Err(stopped) => return Err(ExploreError::TooLarge(stopped.0)),
    };
    if !walker.findings.is_empty() {
        let violations = walker.violations(periods.graph(&walker, &first));
        return Err(ExploreError::Violations(violations));
    }
    Ok(assemble::assemble(walker, opening, starts, periods))
}

/// A walker that stands at the start of a game, on this tape and with these checks.
fn opened<'m>(
    model: &'m Model,
    lows: &'m [i32],
    (mut tape, mut checks): (Tape, Checks),
    limits: &Limits,
) -> Result<(Walker<'m>, StartTree), ExploreError> {
    let opening = start::open(model, lows, &mut tape, &mut checks, limits.states)?;
    let payments = Payments::new(model, lows, &mut tape);
    let walker = Walker {
        model,
        lows,
        steps: stage_moves::layout(model),
        tape,
        checks,
        states: States::default(),
        payment_sets: PaymentSets::new(),
        payments,
        attributes: opening.attributes.len(),
        type_profiles: type_profiles(&opening),
        period_state_numbers: FxHashMap::default(),
        period_states: Vec::new(),
        leaves: FxHashMap::default(),
        leaf_list: Vec::new(),
        limit: limits.states,
        nodes: 0,
        location: Location::Entry(0),
        findings: ViolationLog::default(),
        coverage: Coverage::nothing(model),
        watched: None,
    };
    Ok((walker, opening))
}

fn type_profiles(opening: &StartTree) -> FxHashMap<Vec<i32>, u32> {
    let attributes = opening.attributes.len();
    opening
        .start
        .endings
        .iter()
        .zip(&opening.states)
        .map(|(ending, state)| {
            let type_profile = u32::try_from(ending.type_profile).expect("fewer than 2^32 type profiles");
            (state[..attributes].to_vec(), type_profile)
        })
        .collect()
}

/// Where a start leads, with the delivered promises, and its state's number.
pub(crate) struct StartTarget {
    to: StartTo,
    delivers: u32,
    state: u32,
}

impl Walker<'_> {
    /// Where each ending of the opening leads, and the period states at which period 1 may begin.
    fn starts(&mut self, opening: &StartTree) -> Result<(Vec<StartTarget>, Vec<u32>), TooLarge> {
        let mut begun = Vec::new();
        let mut first = Vec::new();
        for state in &opening.states {
            let state = self.states.number(state);
            let to = match self.outcome(state, 0, false) {
                Some(outcome) => StartTo::Leaf(self.leaf(state, outcome) as usize),
                None => {
                    let period_state = self.period_state_of(state)?;
                    first.push(period_state);
                    StartTo::PeriodState(period_state as usize)
                }
            };
            let delivers = self.delivered(state, 0);
            begun.push(StartTarget { to, delivers, state });
        }
        first.sort_unstable();
        first.dedup();
        Ok((begun, first))
    }
}

/// What the walk through all periods found.
#[derive(Default)]
pub(crate) struct ExploredPeriods {
    calendar: Vec<usize>,
    drafts: Vec<GraphBuilder>,
    /// The period states that can be reached at the horizon, ascending.
    horizon: Vec<u32>,
    nodes_by_period: Vec<usize>,
}

impl ExploredPeriods {
    /// Where shortest ways are looked for.
    fn graph<'p>(&'p self, walker: &Walker<'_>, first: &'p [u32]) -> Graph<'p> {
        Graph {
            drafts: &self.drafts,
            calendar: &self.calendar,
            first,
            period_states: walker.period_states.len(),
        }
    }
}

/// Walks through all periods, and looks at every state at the horizon; where there are too many states, what was found
/// until then comes with the error.
fn walk_periods(walker: &mut Walker<'_>, first: &[u32]) -> Result<ExploredPeriods, Box<(TooLarge, ExploredPeriods)>> {
    let mut periods = ExploredPeriods {
        calendar: period_structures::period_structures(walker.model),
        horizon: first.to_vec(),
        ..ExploredPeriods::default()
    };
    // From this period on, as places in the calendar, all have the same structure.
    let last = periods.calendar.last().copied();
    let changes = |number: &usize| last != Some(*number);
    let settled = periods.calendar.iter().rposition(changes);
    let settled = settled.map_or(0, |last| last + 1);
    for at in 0..periods.calendar.len() {
        let number = periods.calendar[at];
        if number == periods.drafts.len() {
            periods.drafts.push(GraphBuilder::new(number, at + 1, walker));
        }
        let draft = &mut periods.drafts[number];
        draft.period = at + 1;
        let (next, nodes) = match walk_period(walker, draft, &periods.horizon) {
            Ok(walked) => walked,
            Err(large) => return Err(Box::new((large, periods))),
        };
        periods.nodes_by_period.push(nodes);
        // From here on every period of this structure is like this one: nothing new can be met.
        let repeats = next == periods.horizon && at >= settled;
        periods.horizon = next;
        if repeats {
            periods.nodes_by_period.resize(periods.calendar.len(), nodes);
            break;
        }
    }
    walker.horizon(&periods.horizon);
    Ok(periods)
}

/// Explores a period from the period states at which it may begin; the period states at which it may end, ascending,
/// and the number of nodes on the way.
fn walk_period(
    walker: &mut Walker<'_>,
    draft: &mut GraphBuilder,
    current: &[u32],
) -> Result<(Vec<u32>, usize), TooLarge> {
    for &period_state in current {
        if draft.is_new(period_state) {
            let state = walker.period_states[period_state as usize];
            walker.location = Location::Entry(period_state);
            let entry = walker.enter(draft, period_state, state);
            let entry = walker.or_note(draft, entry)?;
            draft.set_entry(period_state, entry);
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

impl Walker<'_> {
    /// Looks for an outcome in every state that can be reached at the horizon.
    fn horizon(&mut self, period_states: &[u32]) {
        let period = self.model.periods;
        for &period_state in period_states {
            let state = self.period_states[period_state as usize];
            if self.outcome(state, period, true).is_none() {
                let broken = (rule_violation::RuleViolation::NoOutcome, state);
                self.findings
                    .note(self.model, period, Location::End(period_state), broken);
            }
        }
    }
}

/// The period states that a period can end at, ascending, and the number of nodes that it can pass.
fn reach(draft: &GraphBuilder, current: &[u32]) -> (Vec<u32>, usize) {
    let mut met: Vec<Vec<bool>> = draft
        .layers
        .iter()
        .map(|layer| vec![false; layer.nodes.len()])
        .collect();
    let mut next = Vec::new();
    let mut nodes = 0;
    let mut visit = |target: Target, met: &mut Vec<Vec<bool>>| match target {
        Target::Node { layer, number } => met[layer][number] = true,
        Target::PeriodState(period_state) => next.push(period_state),
        Target::Leaf(_) => {}
    };
    for &period_state in current {
        if let Some(entry) = draft.entry_of(period_state) {
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
