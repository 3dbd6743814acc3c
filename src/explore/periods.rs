//! Exploration period by period, until the horizon or until a period repeats the one before it.

use super::error::TooLarge;
use super::explorer::Explorer;
use super::graph_builder::{GraphBuilder, Target};
use super::merge::merge_alike;
use super::period_structures::period_structures;
use super::rule_violation::{RuleViolation, ViolationKind};
use super::shortest_path::{Graph, Location};
use super::violation_log::Stop;

/// All periods, explored.
#[derive(Default)]
pub(crate) struct ExploredPeriods {
    /// The graph of each period (period t at t − 1).
    pub(crate) calendar: Vec<usize>,
    /// What follows the last period, where play goes on.
    pub(crate) tail: Option<ExploredTail>,
    pub(crate) builders: Vec<GraphBuilder>,
    /// The period states that can be reached at the horizon, ascending.
    pub(crate) horizon: Vec<u32>,
    pub(crate) nodes_by_period: Vec<usize>,
}

/// Play after the last period.
#[derive(Default)]
pub(crate) struct ExploredTail {
    /// The graph of each period, and as often that of the last one as it took to find all states beyond.
    pub(crate) calendar: Vec<usize>,
    /// The period states at which a period beyond the last may begin, ascending.
    pub(super) states: Vec<u32>,
    /// The nodes that a period beyond the last can pass, and those to which play leads where an actor believes to be.
    pub(super) reached: Reached,
    /// The nodes, by layer and number, at which an actor that gives regret back believes to be.
    pub(super) believed: Vec<(usize, usize)>,
}

/// The nodes that a period can pass, by layer and number.
pub(crate) type Reached = Vec<Vec<bool>>;

impl ExploredPeriods {
    /// What shortest paths run through.
    pub(crate) fn graph<'p>(&'p self, explorer: &Explorer<'_>, first: &'p [u32]) -> Graph<'p> {
        Graph {
            builders: &self.builders,
            calendar: self.tail.as_ref().map_or(&self.calendar, |tail| &tail.calendar),
            first,
            period_states: explorer.space.period_states.all.len(),
        }
    }
}

/// Explores all periods, and requires an outcome in every state that can be reached at the horizon. Where there are too
/// many states, what was explored until then comes with the error.
pub(crate) fn explore_periods(explorer: &mut Explorer<'_>, first: &[u32]) -> (ExploredPeriods, Result<(), TooLarge>) {
    let mut periods = ExploredPeriods {
        calendar: period_structures(explorer.space.model),
        horizon: first.to_vec(),
        ..ExploredPeriods::default()
    };
    // From this place of the calendar on, all periods have the same structure.
    let last = periods.calendar.last().copied();
    let changes = |number: &usize| last != Some(*number);
    let last_change = periods.calendar.iter().rposition(changes);
    let settled = last_change.map_or(0, |at| at + 1);
    for at in 0..periods.calendar.len() {
        let number = periods.calendar[at];
        if number == periods.builders.len() {
            let builder = GraphBuilder::new(number, &explorer.space.stages);
            periods.builders.push(builder);
        }
        if let Err(large) = explore_period(explorer, &mut periods.builders[number], at + 1, &periods.horizon) {
            return (periods, Err(large));
        }
        let (next, reached) = reach(&periods.builders[number], &periods.horizon, &[]);
        explorer.require_amounts(at + 1, &next);
        let nodes = reached.iter().flatten().filter(|reached| **reached).count();
        periods.nodes_by_period.push(nodes);
        periods.builders[number].note_met(at + 1, &reached);
        // From here on every period repeats this one, and reaches nothing new.
        let repeats = next == periods.horizon && at >= settled;
        periods.horizon = next;
        if repeats {
            periods.nodes_by_period.resize(periods.calendar.len(), nodes);
            periods.builders[number].note_met(periods.calendar.len(), &reached);
            break;
        }
    }
    require_outcomes(explorer, &periods.horizon);
    (periods, Ok(()))
}

/// Explores a period from the period states at which it may begin.
pub(super) fn explore_period(
    explorer: &mut Explorer<'_>,
    builder: &mut GraphBuilder,
    period: usize,
    current: &[u32],
) -> Result<(), TooLarge> {
    std::mem::swap(&mut explorer.graph, builder);
    explorer.graph.period = period;
    explorer.arrivals.clear();
    let explored = expand_all(explorer, current);
    merge_alike(&mut explorer.graph, &explorer.space.stages);
    std::mem::swap(&mut explorer.graph, builder);
    explored
}

fn expand_all(explorer: &mut Explorer<'_>, current: &[u32]) -> Result<(), TooLarge> {
    for &period_state in current {
        if explorer.graph.is_new(period_state) {
            explorer.location = Location::Entry(period_state);
            let entry = explorer.enter(period_state);
            let entry = explorer.recorded(entry)?;
            explorer.graph.set_entry(period_state, entry);
        }
    }
    for layer in 0..explorer.graph.layers.len() {
        while explorer.graph.layers[layer].expanded < explorer.graph.layers[layer].nodes.len() {
            let number = explorer.graph.layers[layer].expanded;
            explorer.graph.layers[layer].expanded += 1;
            explorer.expand(layer, number)?;
        }
    }
    Ok(())
}

/// Requires that an outcome holds in every state that can be reached at the horizon, and pays what has a value.
fn require_outcomes(explorer: &mut Explorer<'_>, period_states: &[u32]) {
    let model = explorer.space.model;
    let last = model.outcomes.last();
    let violation = RuleViolation {
        span: last.map_or(model.actors[0].span, |outcome| outcome.span),
        kind: ViolationKind::NoOutcome,
    };
    for &period_state in period_states {
        let state = explorer.space.period_states.all[period_state as usize];
        let settled = match explorer.space.outcome(state, model.periods, true) {
            Ok(Some(_)) if model.goes_on => Ok(()),
            Ok(Some(_)) => {
                let paid = explorer.payments.require_at_end(explorer.space.state(state));
                paid.map_err(|undefined| Stop::undefined(state, undefined))
            }
            Ok(None) => Err(Stop::Violation(violation, state)),
            Err(undefined) => Err(Stop::undefined(state, undefined)),
        };
        if let Err(Stop::Violation(violation, state)) = settled {
            let (log, location) = (&mut explorer.violations, Location::End(period_state));
            log.record(model.periods, location, violation, state);
        }
    }
}

/// The period states that a period can end at, ascending, and the nodes that it can pass, if it begins at the current
/// states or stands at some further nodes, given by layer and number.
pub(super) fn reach(builder: &GraphBuilder, current: &[u32], further: &[(usize, usize)]) -> (Vec<u32>, Reached) {
    let layers = builder.layers.iter();
    let mut reached: Reached = layers.map(|layer| vec![false; layer.nodes.len()]).collect();
    for &(layer, number) in further {
        reached[layer][number] = true;
    }
    let mut next = Vec::new();
    let mut visit = |target: Target, reached: &mut Reached| match target {
        Target::Node { layer, number } => reached[layer][number] = true,
        Target::PeriodState(period_state) => next.push(period_state),
        Target::Leaf(_) => {}
    };
    for &period_state in current {
        if let Some(entry) = builder.entry(period_state) {
            visit(entry.to, &mut reached);
        }
    }
    for (number, layer) in builder.layers.iter().enumerate() {
        for (node, explored) in layer.nodes.iter().enumerate() {
            if reached[number][node] {
                let edges = explored.edges.iter();
                edges.for_each(|edge| visit(edge.to, &mut reached));
            }
        }
    }
    next.sort_unstable();
    next.dedup();
    (next, reached)
}
