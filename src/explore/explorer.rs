//! What the exploration of all periods shares: states, the tape, the graph under construction, and what was found.

use rustc_hash::FxHashMap;

use super::chances::Checks;
use super::coverage::Coverage;
use super::error::{ExploreError, TooLarge};
use super::graph_builder::GraphBuilder;
use super::payments::{PaymentSets, Payments};
use super::shortest_path::Location;
use super::start::{StartTree, build_start};
use super::state_space::StateSpace;
use super::states::{Valuation, value_counts};
use super::violation_log::{Stop, ViolationLog};
use crate::expression::Tape;
use crate::game::{Leaf, StartTo};
use crate::scenario::Model;
use crate::source::Span;

/// An exploration in progress.
pub(crate) struct Explorer<'m> {
    pub(crate) space: StateSpace<'m>,
    pub(crate) tape: Tape,
    pub(crate) checks: Checks,
    pub(crate) payments: Payments<'m>,
    pub(crate) payment_sets: PaymentSets,
    /// The leaves, each with the first state in which a game ends so.
    pub(crate) leaves: Vec<(Leaf, u32)>,
    leaf_numbers: FxHashMap<Leaf, u32>,
    /// The graph of the period that is being explored.
    pub(crate) graph: GraphBuilder,
    /// Where in it.
    pub(crate) location: Location,
    /// The number of nodes of all graphs.
    nodes: usize,
    /// The most nodes and period states that there may be.
    limit: usize,
    pub(crate) violations: ViolationLog,
    pub(crate) coverage: Coverage,
    /// Where the chances of watched checks are used; `None` where none is watched.
    pub(crate) chance_uses: Option<Vec<ChanceUse>>,
}

/// Where the chances of a watched check are used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChanceUse {
    /// The number of the check.
    pub(crate) check: usize,
    pub(crate) location: Location,
    /// The first period in which some play reaches the location.
    pub(crate) period: usize,
    pub(crate) state: u32,
    /// What in the file uses them.
    pub(crate) span: Span,
}

/// Where an ending of the start leads.
pub(crate) struct StartTarget {
    pub(crate) to: StartTo,
    /// The promises that are delivered already, as bits.
    pub(crate) delivers: u32,
    pub(crate) state: u32,
}

impl<'m> Explorer<'m> {
    /// An exploration that has only built the start of the game.
    pub(crate) fn new(
        model: &'m Model,
        lows: &'m [i32],
        mut checks: Checks,
        limit: usize,
    ) -> Result<(Self, StartTree), ExploreError> {
        let mut tape = Tape::new();
        let start = build_start(model, lows, &mut tape, &mut checks, limit)?;
        let payments = Payments::new(model, lows, &mut tape);
        let explorer = Self {
            space: StateSpace::new(model, lows, start.attributes.len(), start.type_profile_numbers()),
            tape,
            checks,
            payments,
            payment_sets: PaymentSets::new(),
            leaves: Vec::new(),
            leaf_numbers: FxHashMap::default(),
            graph: GraphBuilder::default(),
            location: Location::Entry(0),
            nodes: 0,
            limit,
            violations: ViolationLog::default(),
            coverage: Coverage::none(model),
            chance_uses: None,
        };
        Ok((explorer, start))
    }

    /// Where each ending of the start leads, and the period states at which period 1 may begin, ascending.
    pub(crate) fn start_targets(&mut self, start: &StartTree) -> Result<(Vec<StartTarget>, Vec<u32>), TooLarge> {
        let mut targets = Vec::new();
        let mut first = Vec::new();
        for state in &start.states {
            let state = self.space.states.number(state);
            let to = match self.space.outcome(state, 0, false) {
                Some(outcome) => StartTo::Leaf(self.leaf(state, outcome) as usize),
                None => {
                    let period_state = self.period_state(state)?;
                    first.push(period_state);
                    StartTo::PeriodState(period_state as usize)
                }
            };
            let delivers = self.space.delivered(state, 0);
            targets.push(StartTarget { to, delivers, state });
        }
        first.sort_unstable();
        first.dedup();
        Ok((targets, first))
    }

    /// A state in the period that is being explored, for evaluating expressions.
    pub(crate) fn at(&self, state: u32) -> Valuation<'_> {
        self.space.at(state, self.period())
    }

    /// The period that expressions read: beyond the last one it stands still.
    pub(crate) fn period(&self) -> usize {
        self.graph.period.min(self.space.model.periods)
    }

    /// The period state of a state between periods.
    pub(crate) fn period_state(&mut self, state: u32) -> Result<u32, TooLarge> {
        let number = self.space.period_state(state);
        self.within_limit()?;
        Ok(number)
    }

    /// Counts a node that was not reached before.
    pub(crate) fn count_node(&mut self) -> Result<(), TooLarge> {
        self.nodes += 1;
        self.within_limit()
    }

    fn within_limit(&self) -> Result<(), TooLarge> {
        if self.nodes + self.space.period_states.len() <= self.limit {
            return Ok(());
        }
        let counts = value_counts(self.space.model, self.space.states.iter());
        Err(TooLarge::new(self.limit, counts))
    }

    /// The number of the leaf of a game that ends in a state with an outcome.
    pub(crate) fn leaf(&mut self, state: u32, outcome: usize) -> u32 {
        let leaf = self.ending(state, outcome);
        let next = u32::try_from(self.leaves.len()).expect("fewer than 2^32 leaves");
        let number = *self.leaf_numbers.entry(leaf).or_insert(next);
        if number == next {
            self.leaves.push((leaf, state));
        }
        number
    }

    /// How a game ends in a state with an outcome, and what is paid then.
    pub(crate) fn ending(&mut self, state: u32, outcome: usize) -> Leaf {
        self.coverage.outcomes[outcome] = true;
        let payment_set = self.payments.at_end(&mut self.tape, self.space.states.get(state));
        Leaf {
            type_profile: self.space.type_profile(state) as usize,
            outcome,
            payment_set: self.payment_sets.number(payment_set),
        }
    }

    /// Records a rule violation, at which play is taken to lead nowhere; stops at too many states.
    pub(crate) fn recorded<T>(&mut self, result: Result<T, Stop>) -> Result<Option<T>, TooLarge> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(Stop::TooLarge(large)) => Err(large),
            Err(Stop::Violation(violation, state)) => {
                self.violations
                    .record(self.graph.period, self.location, violation, state);
                Ok(None)
            }
        }
    }

    /// Records that chances of watched checks are used here, if a watched check was required just now.
    pub(crate) fn record_chance_uses(&mut self, state: u32, span: Span) {
        if let Some(uses) = &mut self.chance_uses {
            let (location, period) = (self.location, self.graph.period);
            uses.extend(self.checks.required.drain(..).map(|check| ChanceUse {
                check,
                location,
                period,
                state,
                span,
            }));
        }
    }
}
