//! Constant folding, with errors for operations that have no result.

use super::binary::Binary;
use super::interval::Interval;
use super::kind::Kind;
use super::tree::Tree;
use super::unary::Unary;
use crate::numeric::decimal::shortest;
use crate::numeric::precision::MAX_EXACT_INTEGER;

/// Up to here every whole number is represented exactly and no other is rounded to it.
const LARGEST_WHOLE: f64 = MAX_EXACT_INTEGER - 1.0;

/// The value of an operation on constants, if its operands determine it.
type Folded = Result<Option<f64>, Fault>;

/// Why an operation on constants has no value.
pub(super) struct Fault {
    pub(super) message: String,
    /// The operand that causes it, or `None` for the operation as a whole.
    pub(super) operand: Option<usize>,
    pub(super) remark: String,
}

impl Fault {
    fn whole(message: impl Into<String>, remark: String) -> Self {
        Self {
            message: message.into(),
            operand: None,
            remark,
        }
    }

    fn operand(message: impl Into<String>, operand: usize, value: f64) -> Self {
        Self {
            message: message.into(),
            operand: Some(operand),
            remark: format!("this is {}", shortest(value)),
        }
    }
}

/// Checks that a constant of this kind is exact.
pub(super) fn constant(value: f64, kind: Kind) -> Result<f64, Fault> {
    if kind == Kind::Integer && !(-LARGEST_WHOLE..=LARGEST_WHOLE).contains(&value) {
        let remark = format!("{} lies beyond 2^53 - 1", shortest(value));
        let message = "a whole number this large cannot be held exactly";
        return Err(Fault::whole(message, remark));
    }
    Ok(value)
}

/// Checks that whole numbers within bounds are exact; bounds that are not known pass.
pub(super) fn exact(bounds: Interval) -> Result<(), Fault> {
    let size = bounds.size();
    if bounds.undefined || size <= LARGEST_WHOLE || !size.is_finite() {
        return Ok(());
    }
    let (low, high) = (shortest(bounds.low), shortest(bounds.high));
    let remark = format!("it may lie anywhere from {low} to {high}, beyond 2^53 - 1");
    Err(Fault::whole(
        "a whole number may become too large to be held exactly",
        remark,
    ))
}

/// The result of an operation on a constant operand; `None` if the operand is not constant.
pub(super) fn unary(operation: Unary, operand: &Tree, kind: Kind) -> Folded {
    let Some(a) = finite(operand) else {
        return Ok(None);
    };
    if let Some(message) = operation.domain_error(a) {
        return Err(Fault::operand(message, 0, a));
    }
    let value = operation.value(a);
    if !value.is_finite() {
        return Err(Fault::operand("the result is too large for a number", 0, a));
    }
    constant(value, kind).map(Some)
}

/// The result of an operation on constant operands; `None` if they do not determine it.
pub(super) fn binary(operation: Binary, left: &Tree, right: &Tree, kind: Kind) -> Folded {
    if operation == Binary::Divide && *right == Tree::Constant(0.0) {
        return Err(Fault::operand("division by zero", 1, 0.0));
    }
    let Some(a) = finite(left) else {
        return Ok(None);
    };
    if operation.is_settled_by(a) {
        return Ok(Some(a));
    }
    let Some(b) = finite(right) else {
        return Ok(None);
    };
    let value = operation.value(a, b);
    if !value.is_finite() {
        let remark = format!("{} {} {}", shortest(a), operation.sign(), shortest(b));
        let message = format!("`{}` has no finite result here", operation.sign());
        return Err(Fault::whole(message, remark));
    }
    constant(value, kind).map(Some)
}

/// The value of a constant; one that is not finite has had its fault reported already.
fn finite(tree: &Tree) -> Option<f64> {
    match tree {
        Tree::Constant(value) if value.is_finite() => Some(*value),
        _ => None,
    }
}
