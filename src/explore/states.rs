//! The values of states for expressions, and in words for messages.

use rustc_hash::FxHashSet;

use super::naming::value_name;
use crate::expression::evaluate::{NoValue, evaluate};
use crate::expression::{Slot, Tape, Tree};
use crate::scenario::model::{Cell, Model, Role, Structural};
use crate::source::Span;

/// A state and a period, at which structural expressions have a value.
#[derive(Clone, Copy)]
pub(crate) struct Valuation<'a> {
    pub(crate) state: &'a [i32],
    pub(crate) lows: &'a [i32],
    pub(crate) period: usize,
}

/// A formula that has no value in a state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Undefined {
    pub(crate) span: Span,
    pub(crate) reason: NoValue,
}

impl Valuation<'_> {
    /// Whether a condition holds; an absent one always does.
    pub(crate) fn holds(self, when: Option<&Structural>) -> Result<bool, Undefined> {
        when.map_or(Ok(true), |when| Ok(self.value(when)? != 0.0))
    }

    /// The value of a formula that reads no uncertain parameter.
    pub(crate) fn value(self, formula: &Structural) -> Result<f64, Undefined> {
        let Structural { tree, span } = formula;
        let value = evaluate(tree, self.state, self.lows, Some(self.period));
        let value = value.map_err(|reason| Undefined { span: *span, reason })?;
        Ok(value.expect("structure reads no uncertain parameter"))
    }

    /// The slot of a tree whose place in the file is `span`.
    pub(crate) fn bind(self, tape: &mut Tape, tree: &Tree, span: Span) -> Result<Slot, Undefined> {
        possible_value(tree, self.state, self.lows, span)?;
        Ok(tape.bind(tree, self.state, self.lows))
    }
}

/// The value of a tree in a state in every draw and period, if it is the same in all.
pub(crate) fn possible_value(tree: &Tree, state: &[i32], lows: &[i32], span: Span) -> Result<Option<f64>, Undefined> {
    evaluate(tree, state, lows, None).map_err(|reason| Undefined { span, reason })
}

/// Each cell by name, with the number of different values that it takes in states.
pub(crate) fn value_counts(model: &Model, states: &[Vec<i32>]) -> Vec<(String, usize)> {
    let count = |(number, cell)| {
        let values: FxHashSet<i32> = states.iter().map(|state| state[number]).collect();
        (name(model, number, cell), values.len())
    };
    model.cells.iter().enumerate().map(count).collect()
}

/// A cell as expressions name it; a composition, which none reads, by what it is.
fn name(model: &Model, number: usize, cell: &Cell) -> String {
    match cell.role {
        Role::Variable => cell.name.clone(),
        Role::Type { actor } if model.actors[actor].group.is_some() => match model.actors[actor].type_cell {
            Some(composition) if composition == number => format!("{}.composition", cell.name),
            _ => cell.name.clone(),
        },
        Role::Type { .. } => format!("{}.type", cell.name),
        Role::Bound { .. } => format!("{}.bound", cell.name),
    }
}

/// A state in the scenario's own words: `clause = pending, balance = 1, russia.type = revisionist`.
pub(crate) fn describe(model: &Model, state: &[i32]) -> String {
    let cells = model.cells.iter().zip(state).enumerate();
    let part = |(number, (cell, &value)): (usize, (&Cell, &i32))| {
        format!("{} = {}", name(model, number, cell), value_name(model, cell, value))
    };
    cells.map(part).collect::<Vec<_>>().join(", ")
}
