//! The state space of a model: states, type profiles, what actors see, outcomes, and the states between periods.

use rustc_hash::FxHashMap;

use super::stage_moves::{Move, Position, StageMoves, stage_moves};
use super::states::{Undefined, Valuation, describe, possible_value};
use crate::game::Distinct;
use crate::scenario::Model;

/// The states reached so far, and what the model says of them.
pub(crate) struct StateSpace<'m> {
    pub(crate) model: &'m Model,
    /// The least value of each cell.
    pub(crate) lows: &'m [i32],
    pub(crate) stages: Vec<StageMoves<'m>>,
    pub(crate) states: Distinct<Vec<i32>>,
    /// The type profile that each combination of the private cells, which come first, belongs to.
    type_profiles: FxHashMap<Vec<i32>, u32>,
    /// The number of private cells.
    private_cells: usize,
    /// The states that are period states.
    pub(crate) period_states: Distinct<u32>,
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
            states: Distinct::default(),
            type_profiles,
            private_cells,
            period_states: Distinct::default(),
        }
    }

    /// The values of a state.
    pub(crate) fn state(&self, number: u32) -> &[i32] {
        &self.states.all[number as usize]
    }

    /// A state and a period, for evaluating expressions.
    pub(crate) fn at(&self, state: u32, period: usize) -> Valuation<'_> {
        Valuation {
            state: self.state(state),
            lows: self.lows,
            period,
        }
    }

    /// How many members the actor of a choice stands for in a state; `None` for an actor that is no member of a group.
    pub(crate) fn members(&self, state: u32, stage: usize, choice: usize) -> Option<u32> {
        let actor = self.stages[stage].choices()[choice].actor;
        let (group, kind) = self.model.kind_of(actor)?;
        let (of, _) = self.model.actors[actor].member?;
        let cell = self.model.actors[of].type_cell;
        let composition = cell.map_or(0, |cell| self.state(state)[cell]);
        let composition = usize::try_from(composition).expect("compositions are numbered from 0");
        Some(group.compositions[composition][kind])
    }

    /// The state of a position with the counts of its stage's actions behind it, which tallies read.
    pub(crate) fn with_counts(&self, position: &Position) -> Vec<i32> {
        let mut state = self.state(position.key.state).to_vec();
        state.resize(state.len() + self.model.own_types, 0);
        let stage = &self.stages[position.stage];
        let counts = self.model.counts.iter().map(|places| places[position.stage]);
        state.extend(counts.map(|place| place.map_or(0, |place| stage.counted(&position.key.progress, place))));
        state
    }

    /// The stage of a position, and its next move.
    pub(crate) fn next_move(&self, position: &Position) -> (&StageMoves<'m>, Move) {
        let stage = &self.stages[position.stage];
        (stage, stage.moves[position.next])
    }

    /// The first outcome that holds in a state: of those checked at the horizon, or of the others.
    pub(crate) fn outcome(&self, state: u32, period: usize, at_end: bool) -> Result<Option<usize>, Undefined> {
        let at = self.at(state, period);
        let outcomes = self.model.outcomes.iter().enumerate();
        for (number, outcome) in outcomes.filter(|(_, outcome)| outcome.at_end == at_end) {
            if at.holds(outcome.when.as_ref())? {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// The commitments whose promise is seen to have come true in a state, as bits.
    pub(crate) fn delivered(&self, state: u32, period: usize) -> Result<u32, Undefined> {
        let at = self.at(state, period);
        let commitments = self.model.commitments.iter();
        let conditions = commitments.filter_map(|commitment| commitment.delivers.as_ref());
        conditions.enumerate().try_fold(0, |bits, (number, delivers)| {
            let held = at.holds(Some(delivers))?;
            Ok(bits | u32::from(held) << number)
        })
    }

    /// Requires that measures have a value in a state.
    pub(crate) fn require_measures(&self, state: u32) -> Result<(), Undefined> {
        let state = self.state(state);
        let measures = self.model.measures.iter();
        let mut values = measures.map(|measure| possible_value(&measure.value, state, self.lows, measure.span));
        values.try_for_each(|value| value.map(drop))
    }

    /// The type profile of a state.
    pub(crate) fn type_profile(&self, state: u32) -> u32 {
        self.type_profiles[&self.state(state)[..self.private_cells]]
    }

    /// The values that an actor sees in a state.
    pub(crate) fn seen(&self, actor: usize, state: u32) -> Vec<i32> {
        let cells = self.model.cells.iter().zip(self.state(state));
        cells
            .filter(|(cell, _)| cell.seen[actor])
            .map(|(_, value)| *value)
            .collect()
    }

    /// A state in the scenario's own words.
    pub(crate) fn describe(&self, state: u32) -> String {
        describe(self.model, self.state(state))
    }
}
