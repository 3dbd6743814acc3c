//! The state space of a model: states, type profiles, what actors see, outcomes, and the states between periods.

use rustc_hash::FxHashMap;

use super::stage_moves::{Move, Position, StageMoves, stage_moves};
use super::states::{States, Valuation, describe};
use crate::scenario::Model;

/// The states reached so far, and what the model says of them.
pub(crate) struct StateSpace<'m> {
    pub(crate) model: &'m Model,
    /// The least value of each cell.
    pub(crate) lows: &'m [i32],
    pub(crate) stages: Vec<StageMoves<'m>>,
    pub(crate) states: States,
    /// The type profile that each combination of the private cells, which come first, belongs to.
    type_profiles: FxHashMap<Vec<i32>, u32>,
    /// The number of private cells.
    private_cells: usize,
    /// The state of each period state.
    pub(crate) period_states: Vec<u32>,
    period_state_numbers: FxHashMap<u32, u32>,
}

impl<'m> StateSpace<'m> {
    /// No states yet; `type_profiles` numbers the possible values of the first `private_cells` cells.
    pub(crate) fn new(
        model: &'m Model,
        lows: &'m [i32],
        private_cells: usize,
        type_profiles: FxHashMap<Vec<i32>, u32>,
    ) -> Self {
        Self {
            model,
            lows,
            stages: stage_moves(model),
            states: States::default(),
            type_profiles,
            private_cells,
            period_states: Vec::new(),
            period_state_numbers: FxHashMap::default(),
        }
    }

    /// A state and a period, for evaluating expressions.
    pub(crate) fn at(&self, state: u32, period: usize) -> Valuation<'_> {
        Valuation {
            state: self.states.get(state),
            lows: self.lows,
            period,
        }
    }

    /// The stage of a position, and its next move.
    pub(crate) fn next_move(&self, position: &Position) -> (&StageMoves<'m>, Move) {
        let stage = &self.stages[position.stage];
        (stage, stage.moves[position.next])
    }

    /// The period state of a state between periods; a new one for a state that was none before.
    pub(crate) fn period_state(&mut self, state: u32) -> u32 {
        let next = u32::try_from(self.period_states.len()).expect("fewer than 2^32 period states");
        let number = *self.period_state_numbers.entry(state).or_insert(next);
        if number == next {
            self.period_states.push(state);
        }
        number
    }

    /// The first outcome that holds in a state: of those checked at the horizon, or of the others.
    pub(crate) fn outcome(&self, state: u32, period: usize, at_end: bool) -> Option<usize> {
        let at = self.at(state, period);
        let mut outcomes = self.model.outcomes.iter();
        outcomes.position(|outcome| outcome.at_end == at_end && at.holds(outcome.when.as_ref()))
    }

    /// The commitments whose promise is seen to have come true in a state, as bits.
    pub(crate) fn delivered(&self, state: u32, period: usize) -> u32 {
        let at = self.at(state, period);
        let conditions = self.model.commitments.iter().filter_map(|c| c.delivers.as_ref());
        conditions
            .enumerate()
            .filter(|(_, delivers)| at.holds(Some(delivers)))
            .fold(0, |bits, (number, _)| bits | 1 << number)
    }

    /// The type profile of a state.
    pub(crate) fn type_profile(&self, state: u32) -> u32 {
        self.type_profiles[&self.states.get(state)[..self.private_cells]]
    }

    /// The values that an actor sees in a state.
    pub(crate) fn seen(&self, actor: usize, state: u32) -> Vec<i32> {
        let cells = self.model.cells.iter().zip(self.states.get(state));
        cells
            .filter(|(cell, _)| cell.seen[actor])
            .map(|(_, value)| *value)
            .collect()
    }

    /// A state in the scenario's own words.
    pub(crate) fn describe(&self, state: u32) -> String {
        describe(self.model, self.states.get(state))
    }
}
