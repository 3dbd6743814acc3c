//! The value of an expression in one state, for guards, effects and conditions.

use super::tree::Tree;

/// The value of a tree without uncertain parameters, in a state (one value for each cell) and a period.
///
/// # Panics
/// If the tree reads an uncertain parameter: the checked model excludes that wherever states are explored.
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
        Tree::Unary(operation, operand) => operation.value(evaluate(operand, state, lows, period)),
        Tree::Binary(operation, operands) => {
            let a = evaluate(&operands[0], state, lows, period);
            let b = evaluate(&operands[1], state, lows, period);
            operation.value(a, b)
        }
        Tree::If(parts) => match evaluate(&parts[0], state, lows, period) {
            0.0 => evaluate(&parts[2], state, lows, period),
            _ => evaluate(&parts[1], state, lows, period),
        },
    }
}
