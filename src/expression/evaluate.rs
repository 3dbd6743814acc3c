//! The value of an expression in one state: what exploring asks of guards, effects and conditions.

use super::tree::{Binary, Tree, Unary};
use crate::numeric::math;

/// The value of a tree without uncertain parameters, in a state (one value for each cell) and a period.
///
/// # Panics
/// If the tree reads an uncertain parameter: the checked model rules that out wherever states are explored.
pub fn evaluate(tree: &Tree, state: &[i32], lows: &[i32], period: usize) -> f64 {
    match tree {
        Tree::Constant(value) => *value,
        Tree::Cell(cell) => f64::from(state[*cell]),
        Tree::Period => period as f64,
        Tree::Parameter(_) => unreachable!("structure reads no uncertain parameter"),
        Tree::Select(cell, cases) => {
            let case = usize::try_from(state[*cell] - lows[*cell]).expect("a value is in its range");
            evaluate(&cases[case], state, lows, period)
        }
        Tree::Unary(operation, operand) => unary(*operation, evaluate(operand, state, lows, period)),
        Tree::Binary(operation, operands) => {
            let a = evaluate(&operands[0], state, lows, period);
            let b = evaluate(&operands[1], state, lows, period);
            binary(*operation, a, b)
        }
        Tree::If(parts) => {
            let taken = if evaluate(&parts[0], state, lows, period) != 0.0 {
                1
            } else {
                2
            };
            evaluate(&parts[taken], state, lows, period)
        }
    }
}

/// The result of an operation on one value.
#[inline]
pub fn unary(operation: Unary, a: f64) -> f64 {
    match operation {
        Unary::Negate => -a,
        Unary::Not => truth(a == 0.0),
        Unary::Absolute => a.abs(),
        Unary::Exponential => math::exp(a),
        Unary::Logarithm => math::ln(a),
        Unary::SquareRoot => math::sqrt(a),
        Unary::Logistic => math::logistic(a),
        Unary::Floor => a.floor(),
        Unary::Ceiling => a.ceil(),
    }
}

/// The result of an operation on two values.
#[inline]
pub fn binary(operation: Binary, a: f64, b: f64) -> f64 {
    match operation {
        Binary::Add => a + b,
        Binary::Subtract => a - b,
        Binary::Multiply => a * b,
        Binary::Divide => a / b,
        Binary::Power => math::pow(a, b),
        Binary::Equal => truth(a == b),
        Binary::NotEqual => truth(a != b),
        Binary::Less => truth(a < b),
        Binary::LessOrEqual => truth(a <= b),
        Binary::Greater => truth(a > b),
        Binary::GreaterOrEqual => truth(a >= b),
        Binary::And => truth(a != 0.0 && b != 0.0),
        Binary::Or => truth(a != 0.0 || b != 0.0),
        Binary::Minimum => math::min(a, b),
        Binary::Maximum => math::max(a, b),
    }
}

#[inline]
fn truth(holds: bool) -> f64 {
    if holds { 1.0 } else { 0.0 }
}
