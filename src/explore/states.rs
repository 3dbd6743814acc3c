//! The values of states for expressions, and in words for messages.

use rustc_hash::FxHashSet;

use super::naming::value_name;
use crate::expression::{Slot, Tape, Tree, evaluate::evaluate};
use crate::scenario::model::{Cell, Model, Role};

/// A state and a period, at which structural expressions have a value.
#[derive(Clone, Copy)]
pub(crate) struct Valuation<'a> {
    pub(crate) state: &'a [i32],
    pub(crate) lows: &'a [i32],
    pub(crate) period: usize,
}

impl Valuation<'_> {
    /// Whether a condition holds; an absent one always does.
    pub(crate) fn holds(self, when: Option<&Tree>) -> bool {
        when.is_none_or(|when| self.value(when) != 0.0)
    }

    /// The value of a tree that reads no uncertain parameter.
    pub(crate) fn value(self, tree: &Tree) -> f64 {
        evaluate(tree, self.state, self.lows, self.period)
    }

    /// The slot of a tree.
    pub(crate) fn bind(self, tape: &mut Tape, tree: &Tree) -> Slot {
        tape.bind(tree, self.state, self.lows)
    }
}

/// Each cell by name, with the number of different values that it takes in states.
pub(crate) fn value_counts(model: &Model, states: &[Vec<i32>]) -> Vec<(String, usize)> {
    let count = |(number, cell)| {
        let values: FxHashSet<i32> = states.iter().map(|state| state[number]).collect();
        (name(cell), values.len())
    };
    model.cells.iter().enumerate().map(count).collect()
}

/// A cell as expressions name it.
fn name(cell: &Cell) -> String {
    match cell.role {
        Role::Variable => cell.name.clone(),
        Role::Type { .. } => format!("{}.type", cell.name),
        Role::Bound { .. } => format!("{}.bound", cell.name),
    }
}

/// A state in the scenario's own words: `clause = pending, balance = 1, russia.type = revisionist`.
pub(crate) fn describe(model: &Model, state: &[i32]) -> String {
    let cells = model.cells.iter().zip(state);
    let part = |(cell, &value)| format!("{} = {}", name(cell), value_name(model, cell, value));
    cells.map(part).collect::<Vec<_>>().join(", ")
}
