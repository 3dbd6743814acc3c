//! The value of an expression, by walking its tree; independent of the engine's evaluation.

use pactum::unstable::expression::{Binary, Tree, Unary};
use pactum::unstable::scenario::Model;
use pactum::unstable::scenario::model::Structural;

/// A scenario with a value for every uncertain parameter.
#[derive(Clone, Copy)]
pub(crate) struct World<'m> {
    pub(crate) model: &'m Model,
    pub(crate) parameters: &'m [f64],
}

impl World<'_> {
    /// What an expression is worth in a state and a period.
    pub(crate) fn value(&self, tree: &Tree, state: &[i32], period: usize) -> f64 {
        let of = |tree: &Tree| self.value(tree, state, period);
        match tree {
            Tree::Constant(value) => *value,
            Tree::Cell(cell) => f64::from(state[*cell]),
            Tree::Period => period as f64,
            Tree::Parameter(parameter) => self.parameters[*parameter],
            Tree::Select(cell, cases) => of(&cases[self.place(*cell, state)]),
            Tree::Unary(operation, a) => unary(*operation, of(a)),
            Tree::Binary(operation, operands) => binary(*operation, of(&operands[0]), of(&operands[1])),
            Tree::If(parts) => of(&parts[if of(&parts[0]) == 0.0 { 2 } else { 1 }]),
        }
    }

    /// Whether a condition holds; one that is left out always does.
    pub(crate) fn holds(&self, condition: Option<&Structural>, state: &[i32], period: usize) -> bool {
        condition.is_none_or(|condition| self.value(&condition.tree, state, period) != 0.0)
    }

    /// The value of an expression that is the same in every draw and period, given the state.
    pub(crate) fn constant(&self, tree: &Tree, state: &[i32]) -> Option<f64> {
        let of = |tree: &Tree| self.constant(tree, state);
        match tree {
            Tree::Constant(value) => Some(*value),
            Tree::Cell(cell) => Some(f64::from(state[*cell])),
            Tree::Period | Tree::Parameter(_) => None,
            Tree::Select(cell, cases) => of(&cases[self.place(*cell, state)]),
            Tree::Unary(operation, a) => Some(unary(*operation, of(a)?)),
            Tree::Binary(operation, operands) => Some(binary(*operation, of(&operands[0])?, of(&operands[1])?)),
            Tree::If(parts) => of(&parts[if of(&parts[0])? == 0.0 { 2 } else { 1 }]),
        }
    }

    /// The index of a cell's value in its domain.
    pub(crate) fn place(&self, cell: usize, state: &[i32]) -> usize {
        usize::try_from(state[cell] - self.model.cells[cell].low).expect("a value is in its range")
    }
}

fn unary(operation: Unary, a: f64) -> f64 {
    match operation {
        Unary::Negate => -a,
        Unary::Not => truth(a == 0.0),
        Unary::Absolute => a.abs(),
        Unary::Exponential => libm::exp(a),
        Unary::Logarithm => libm::log(a),
        Unary::SquareRoot => a.sqrt(),
        Unary::Logistic => 1.0 / (1.0 + libm::exp(-a)),
        Unary::Floor => a.floor(),
        Unary::Ceiling => a.ceil(),
    }
}

fn binary(operation: Binary, a: f64, b: f64) -> f64 {
    match operation {
        Binary::Add => a + b,
        Binary::Subtract => a - b,
        Binary::Multiply => a * b,
        Binary::Divide => a / b,
        Binary::Power => libm::pow(a, b),
        Binary::Equal => truth(a == b),
        Binary::NotEqual => truth(a != b),
        Binary::Less => truth(a < b),
        Binary::LessOrEqual => truth(a <= b),
        Binary::Greater => truth(a > b),
        Binary::GreaterOrEqual => truth(a >= b),
        Binary::And => truth(a != 0.0 && b != 0.0),
        Binary::Or => truth(a != 0.0 || b != 0.0),
        Binary::Minimum => {
            if a < b {
                a
            } else {
                b
            }
        }
        Binary::Maximum => {
            if a > b {
                a
            } else {
                b
            }
        }
    }
}

fn truth(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}
