//! What the exploration of all periods shares: states, the tape, the graph under construction, and what was found.

use rustc_hash::FxHashMap;

use super::arrival::Arrival;
use super::chances::Checks;
use super::coverage::Coverage;
use super::error::{ExploreError, TooLarge};
use super::graph_builder::GraphBuilder;
use super::payments::Payments;
use super::shortest_path::Location;
use super::stage_moves::NodeKey;
use super::start::{StartTree, build_start};
use super::state_space::StateSpace;
use super::states::{Undefined, Valuation, value_counts};
use super::violation_log::{Stop, ViolationLog, described};
use crate::expression::Tape;
use crate::game::{Distinct, Leaf, PaymentSet, StartTo, index};
use crate::scenario::Model;
use crate::source::Span;

/// An exploration in progress.
pub(crate) struct Explorer<'m> {
    pub(crate) space: StateSpace<'m>,
    pub(crate) tape: Tape,
    pub(crate) checks: Checks,
    pub(crate) payments: Payments<'m>,
    /// Number 0 is the empty one.
    pub(crate) payment_sets: Distinct<PaymentSet>,
    pub(crate) leaves: Distinct<Leaf>,
    /// For each leaf, the first state in which a game ends so.
    pub(crate) leaf_states: Vec<u32>,
    /// The graph of the period that is being explored.
    pub(crate) graph: GraphBuilder,
    /// Where in it.
    pub(crate) location: Location,
    /// Where ways lead in which further members of groups choose, from positions in the graph.
    pub(crate) arrivals: FxHashMap<(usize, NodeKey), Arrival>,
    /// The number of nodes of all graphs.
    nodes: usize,
    /// By period state, whether it was asked what a period pays that ends there.
    ended: Vec<bool>,
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
        let type_profiles = start.type_profile_numbers();
        let explorer = Self {
            space: StateSpace::new(model, lows, start.attributes.len(), type_profiles),
            tape,
            checks,
            payments,
            payment_sets: Distinct::starting_with(PaymentSet::default()),
            leaves: Distinct::default(),
            leaf_states: Vec::new(),
            graph: GraphBuilder::default(),
            location: Location::Entry(0),
            arrivals: FxHashMap::default(),
            nodes: 0,
            ended: Vec::new(),
            limit,
            violations: ViolationLog::default(),
            coverage: Coverage::none(model),
            chance_uses: None,
        };
        Ok((explorer, start))
    }

    /// Where each ending of the start leads, and the period states at which period 1 may begin, ascending.
    ///
    /// # Errors
    /// There are too many states, or a rule is violated at the start.
    pub(crate) fn start_targets(&mut self, start: &StartTree) -> Result<(Vec<StartTarget>, Vec<u32>), ExploreError> {
        let (mut targets, mut first) = (Vec::new(), Vec::new());
        for state in &start.states {
            let state = self.space.states.number(state.clone());
            let target = self.start_target(state);
            let target = target.map_err(|stop| match stop {
                Stop::TooLarge(large) => ExploreError::TooLarge(large),
                Stop::Violation(violation, state) => {
                    ExploreError::Violations(vec![described(&violation, &self.space, state, None)])
                }
            })?;
            if let StartTo::PeriodState(period_state) = target.to {
                first.push(index(period_state));
            }
            targets.push(target);
        }
        first.sort_unstable();
        first.dedup();
        Ok((targets, first))
    }

    fn start_target(&mut self, state: u32) -> Result<StartTarget, Stop> {
        let undefined = |undefined| Stop::undefined(state, undefined);
        let to = match self.space.outcome(state, 0, false).map_err(undefined)? {
            Some(outcome) => StartTo::Leaf(self.leaf(state, outcome)? as usize),
            None => StartTo::PeriodState(self.period_state(state)? as usize),
        };
        let delivers = self.space.delivered(state, 0).map_err(undefined)?;
        Ok(StartTarget { to, delivers, state })
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
        let number = self.space.period_states.number(state);
        self.within_limit().map(|()| number)
    }

    /// Counts a node that was not reached before.
    pub(crate) fn count_node(&mut self) -> Result<(), TooLarge> {
        self.nodes += 1;
        self.within_limit()
    }

    fn within_limit(&self) -> Result<(), TooLarge> {
        if self.nodes + self.space.period_states.all.len() <= self.limit {
            return Ok(());
        }
        let counts = value_counts(self.space.model, &self.space.states.all);
        Err(TooLarge::new(self.limit, counts))
    }

    /// The number of the leaf of a game that ends in a state with an outcome.
    pub(crate) fn leaf(&mut self, state: u32, outcome: usize) -> Result<u32, Stop> {
        let payment_set = self.paid_at_end(state);
        let payment_set = payment_set.map_err(|undefined| Stop::undefined(state, undefined))?;
        let leaf = self.ending(state, outcome, payment_set);
        let number = self.leaves.number(leaf);
        if number as usize == self.leaf_states.len() {
            self.leaf_states.push(state);
        }
        Ok(number)
    }

    /// The number of what is paid when a game ends in a state.
    pub(crate) fn paid_at_end(&mut self, state: u32) -> Result<u32, Undefined> {
        let (payments, values) = (&self.payments, self.space.state(state));
        let payment_set = payments.at_end(&mut self.tape, values)?;
        Ok(self.payment_sets.number(payment_set))
    }

    /// How a game ends in a state with an outcome.
    pub(crate) fn ending(&mut self, state: u32, outcome: usize, payment_set: u32) -> Leaf {
        self.coverage.outcomes[outcome] = true;
        Leaf {
            type_profile: self.space.type_profile(state) as usize,
            outcome,
            payment_set,
        }
    }

    /// Records a rule violation, at which play is taken to lead nowhere; stops at too many states.
    pub(crate) fn recorded<T>(&mut self, result: Result<T, Stop>) -> Result<Option<T>, TooLarge> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(Stop::TooLarge(large)) => Err(large),
            Err(Stop::Violation(violation, state)) => {
                let (period, location) = (self.graph.period, self.location);
                self.violations.record(period, location, violation, state);
                Ok(None)
            }
        }
    }

    /// Requires that what is paid and measured has a value as a period ends at these period states, which are seldom new.
    pub(crate) fn require_amounts(&mut self, period: usize, period_states: &[u32]) {
        self.ended.resize(self.space.period_states.all.len(), false);
        for &period_state in period_states {
            if !std::mem::replace(&mut self.ended[period_state as usize], true) {
                let state = self.space.period_states.all[period_state as usize];
                let paid = self.payments.require_each_period(self.space.state(state));
                let measured = paid.and_then(|()| self.space.require_measures(state));
                let required = measured.map_err(|undefined| Stop::undefined(state, undefined));
                if let Err(Stop::Violation(violation, state)) = required {
                    let location = Location::End(period_state);
                    self.violations.record(period, location, violation, state);
                }
            }
        }
    }

    /// Records that chances of watched checks are used here, if a watched check was required just now.
    pub(crate) fn record_chance_uses(&mut self, state: u32, span: Span) {
        if let Some(uses) = &mut self.chance_uses {
            let (location, period) = (self.location, self.graph.period);
            let chance_use = |check| ChanceUse {
                check,
                location,
                period,
                state,
                span,
            };
            uses.extend(self.checks.required.drain(..).map(chance_use));
        }
    }
}
