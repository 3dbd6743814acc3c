//! The states met so far, each known by a number.

use rustc_hash::FxHashMap;

use crate::scenario::model::{Cell, Model, Role};

/// Numbers distinct states and remembers their values.
#[derive(Debug, Default)]
pub(crate) struct States {
    known: FxHashMap<Box<[i32]>, u32>,
    values: Vec<Box<[i32]>>,
}

impl States {
    /// The number of a state; a new one if it was not met before.
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
        self.values.iter().map(|state| state.to_vec()).collect()
    }

    /// For each cell, the number of different values that it was met with.
    pub(crate) fn spread(&self, cells: usize) -> Vec<usize> {
        spread(self.values.iter().map(|state| &state[..]), cells)
    }
}

/// For each cell, the number of different values that it takes in states.
pub(crate) fn spread<'s>(states: impl Iterator<Item = &'s [i32]> + Clone, cells: usize) -> Vec<usize> {
    let of = |cell: usize| {
        let mut met: Vec<i32> = states.clone().map(|state| state[cell]).collect();
        met.sort_unstable();
        met.dedup();
        met.len()
    };
    (0..cells).map(of).collect()
}

/// Something for each cell, with the cell's name.
pub(crate) fn named<T>(model: &Model, of_cells: Vec<T>) -> Vec<(String, T)> {
    model.cells.iter().map(name).zip(of_cells).collect()
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
    let parts: Vec<String> = model
        .cells
        .iter()
        .zip(state)
        .map(|(cell, &value)| format!("{} = {}", name(cell), show(model, cell, value)))
        .collect();
    parts.join(", ")
}

fn show(model: &Model, cell: &Cell, value: i32) -> String {
    let values = super::naming::value_names(model, cell);
    usize::try_from(value - cell.low)
        .ok()
        .and_then(|place| values.get(place).cloned())
        .unwrap_or_else(|| value.to_string())
}
