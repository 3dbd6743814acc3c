//! The states reached so far, each known by a number; their values for expressions, and in words for messages.

use rustc_hash::FxHashMap;

use super::naming::value_name;
use crate::expression::{Slot, Tape, Tree, evaluate::evaluate};
use crate::scenario::model::{Cell, Model, Role};

/// Numbers distinct states and remembers their values.
#[derive(Debug, Default)]
pub(crate) struct States {
    known: FxHashMap<Box<[i32]>, u32>,
    values: Vec<Box<[i32]>>,
}

impl States {
    /// The number of a state; a new one for a state that was not reached before.
    pub(crate) fn number(&mut self, state: &[i32]) -> u32 {
        if let Some(&number) = self.known.get(state) {
            return number;
        }
        let number = u32::try_from(self.values.len()).expect("fewer than 2^32 states");
        self.values.push(state.into());
        self.known.insert(state.into(), number);
        number
    }

    /// The values of a state.
    pub(crate) fn get(&self, number: u32) -> &[i32] {
        &self.values[number as usize]
    }

    /// All states as owned values.
    pub(crate) fn to_vec(&self) -> Vec<Vec<i32>> {
        self.iter().map(<[i32]>::to_vec).collect()
    }

    /// All states.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[i32]> + Clone {
        self.values.iter().map(|state| &state[..])
    }
}

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
pub(crate) fn value_counts<'s>(model: &Model, states: impl Iterator<Item = &'s [i32]> + Clone) -> Vec<(String, usize)> {
    let count = |cell: usize| {
        let mut values: Vec<i32> = states.clone().map(|state| state[cell]).collect();
        values.sort_unstable();
        values.dedup();
        values.len()
    };
    let cells = model.cells.iter().enumerate();
    cells.map(|(number, cell)| (name(cell), count(number))).collect()
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
    let parts: Vec<String> = cells
        .map(|(cell, &value)| format!("{} = {}", name(cell), value_name(model, cell, value)))
        .collect();
    parts.join(", ")
}
