//! The value of an expression in one state, for guards, effects and conditions.

use super::binary::Binary;
use super::tree::Tree;

/// Why an expression has no value in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoValue(
    /// In words, for the end of a sentence.
    pub(crate) &'static str,
);

/// The value of a tree in a state (one value for each cell; `lows` holds the least value of each) and a period; `None`
/// where it depends on an uncertain parameter, or on the period and that is left open.
///
/// Only what the value depends on needs to have one: the part of an `if` that is taken, and what follows `and` and `or`
/// where the left side does not settle them.
///
/// # Errors
/// An operation has no finite result.
pub(crate) fn evaluate(
    tree: &Tree,
    state: &[i32],
    lows: &[i32],
    period: Option<usize>,
) -> Result<Option<f64>, NoValue> {
    let value = |tree| evaluate(tree, state, lows, period);
    match tree {
        Tree::Constant(value) => Ok(Some(*value)),
        Tree::Cell(cell) => Ok(Some(f64::from(state[*cell]))),
        Tree::Period => Ok(period.map(|period| period as f64)),
        Tree::Parameter(_) => Ok(None),
        Tree::Select(cell, cases) => {
            let case = usize::try_from(state[*cell] - lows[*cell]).expect("a value is in its range");
            value(&cases[case])
        }
        Tree::Unary(operation, operand) => {
            let Some(a) = value(operand)? else { return Ok(None) };
            match operation.domain_error(a) {
                Some(reason) => Err(NoValue(reason)),
                None => finite(operation.value(a)),
            }
        }
        Tree::Binary(operation, operands) => {
            let a = value(&operands[0])?;
            if a.is_some_and(|a| operation.is_settled_by(a)) {
                return Ok(a);
            }
            // Whether the right side counts is open, too.
            if a.is_none() && matches!(operation, Binary::And | Binary::Or) {
                return Ok(None);
            }
            match (a, value(&operands[1])?) {
                (_, Some(0.0)) if *operation == Binary::Divide => Err(NoValue("it divides by zero")),
                (Some(a), Some(b)) => finite(operation.value(a, b)),
                _ => Ok(None),
            }
        }
        Tree::If(parts) => match value(&parts[0])? {
            None => Ok(None),
            Some(0.0) => value(&parts[2]),
            Some(_) => value(&parts[1]),
        },
    }
}

fn finite(value: f64) -> Result<Option<f64>, NoValue> {
    if value.is_nan() {
        return Err(NoValue("a power of a negative number is no number"));
    }
    match value.is_finite() {
        true => Ok(Some(value)),
        false => Err(NoValue("the result is too large for a number")),
    }
}

#[cfg(test)]
mod tests {
    use super::{NoValue, evaluate};
    use crate::expression::{Binary, Tree, Unary};

    fn binary(operation: Binary, left: Tree, right: Tree) -> Tree {
        Tree::Binary(operation, Box::new([left, right]))
    }

    /// 1 / the value of the first cell.
    fn inverse() -> Tree {
        binary(Binary::Divide, Tree::Constant(1.0), Tree::Cell(0))
    }

    fn value(tree: &Tree, cell: i32) -> Result<Option<f64>, NoValue> {
        evaluate(tree, &[cell], &[0], None)
    }

    #[test]
    fn what_has_no_finite_result_is_an_error() {
        assert_eq!(value(&inverse(), 4), Ok(Some(0.25)));
        let by_zero = Err(NoValue("it divides by zero"));
        assert_eq!(value(&inverse(), 0), by_zero);
        assert_eq!(value(&binary(Binary::Divide, Tree::Cell(0), Tree::Cell(0)), 0), by_zero);
        assert_eq!(
            value(&binary(Binary::Divide, Tree::Parameter(0), Tree::Cell(0)), 0),
            by_zero
        );
        let of_cell = |operation| Tree::Unary(operation, Box::new(Tree::Cell(0)));
        assert!(value(&of_cell(Unary::Logarithm), 0).is_err());
        assert!(value(&of_cell(Unary::SquareRoot), -1).is_err());
        assert!(value(&of_cell(Unary::Exponential), 1_000).is_err());
        assert!(value(&binary(Binary::Power, Tree::Cell(0), Tree::Constant(0.5)), -2).is_err());
        assert!(value(&binary(Binary::Power, Tree::Cell(0), Tree::Constant(-1.0)), 0).is_err());
        let negated = Tree::Unary(
            Unary::Not,
            Box::new(binary(Binary::Less, inverse(), Tree::Constant(1.0))),
        );
        assert_eq!(value(&negated, 0), by_zero);
    }

    #[test]
    fn only_what_the_value_depends_on_needs_to_have_one() {
        let positive = || binary(Binary::Greater, Tree::Cell(0), Tree::Constant(0.0));
        let small = || binary(Binary::Less, inverse(), Tree::Constant(1.0));
        let none = || Tree::Unary(Unary::Not, Box::new(positive()));
        assert_eq!(value(&binary(Binary::And, positive(), small()), 0), Ok(Some(0.0)));
        assert_eq!(value(&binary(Binary::Or, none(), small()), 0), Ok(Some(1.0)));
        assert!(value(&binary(Binary::And, small(), positive()), 0).is_err());
        assert!(value(&binary(Binary::Or, positive(), small()), 0).is_err());
        let guarded = Tree::If(Box::new([positive(), inverse(), Tree::Constant(9.0)]));
        assert_eq!(value(&guarded, 0), Ok(Some(9.0)));
        assert_eq!(value(&guarded, 2), Ok(Some(0.5)));
    }

    #[test]
    fn what_is_open_leaves_open_whether_the_rest_counts() {
        let late = || binary(Binary::Greater, Tree::Period, Tree::Constant(3.0));
        let small = || binary(Binary::Less, inverse(), Tree::Constant(1.0));
        assert_eq!(value(&binary(Binary::And, late(), small()), 0), Ok(None));
        let guarded = Tree::If(Box::new([late(), inverse(), Tree::Constant(9.0)]));
        assert_eq!(value(&guarded, 0), Ok(None));
        assert_eq!(evaluate(&guarded, &[0], &[0], Some(2)), Ok(Some(9.0)));
        assert!(evaluate(&guarded, &[0], &[0], Some(4)).is_err());
        let cheap = binary(Binary::Less, Tree::Parameter(0), Tree::Constant(1.0));
        assert_eq!(value(&binary(Binary::And, small(), cheap), 2), Ok(None));
    }
}
