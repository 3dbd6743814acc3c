//! How the result of each operation on a tape changes with its operands: partial derivatives, and the ties at which the
//! result has none.

use super::binary::Binary;
use super::tape::{Operation, Slot, Tape};
use super::unary::Unary;
use crate::numeric::lanes::Lanes;
use crate::numeric::math;

/// Two equal numbers (`None` for a constant) whose order a result rests on: it has a derivative only where both change
/// alike.
pub(crate) type Tie = (Slot, Option<Slot>);

/// How the result of an operation changes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Rate {
    /// As a parameter does.
    Parameter(usize),
    /// With its operands by these partial derivatives, if these ties hold on.
    Operands(Vec<(Slot, f64)>, Vec<Tie>),
}

/// The rates of a tape's results in one draw, period by period.
#[derive(Clone, Debug)]
pub(crate) struct Rates<'t> {
    tape: &'t Tape,
    /// For each truth value, the ties that may make it switch.
    switches: Vec<Vec<Tie>>,
}

impl<'t> Rates<'t> {
    /// Those of a tape.
    pub(crate) fn of(tape: &'t Tape) -> Self {
        Self {
            tape,
            switches: vec![Vec::new(); tape.len()],
        }
    }

    /// Shows the rate of each result, given the values of all of them; with `again`, of those only that vary by period.
    pub(crate) fn each(&mut self, values: &[Lanes<1>], again: bool, mut show: impl FnMut(Slot, Rate)) {
        for (number, &operation) in (0..).zip(&self.tape.operations) {
            let slot = Slot(number);
            if again && !self.tape.varies(slot) {
                continue;
            }
            let rate = match operation {
                Operation::Constant(_) | Operation::Period | Operation::Open(_) => continue,
                Operation::Parameter(parameter) => Rate::Parameter(parameter as usize),
                Operation::Unary(operation, a) => self.unary((operation, slot), a, values),
                Operation::Binary(operation, a, b) => self.binary((operation, slot), [a, b], values),
                Operation::If(condition, then, otherwise) => {
                    let taken = if values[condition.index()][0] == 0.0 {
                        otherwise
                    } else {
                        then
                    };
                    let mut ties = self.switching(&[taken]);
                    if then != otherwise {
                        ties.extend_from_slice(&self.switches[condition.index()]);
                    }
                    Rate::Operands(vec![(taken, 1.0)], ties)
                }
            };
            show(slot, rate);
        }
    }

    fn unary(&mut self, (operation, slot): (Unary, Slot), a: Slot, values: &[Lanes<1>]) -> Rate {
        let switching = self.switching(&[a]);
        if operation == Unary::Not {
            self.switches[slot.index()] = switching;
            return Rate::Operands(Vec::new(), Vec::new());
        }
        let (rate, tied) = unary(operation, values[a.index()][0], values[slot.index()][0]);
        let mut ties = switching;
        if tied {
            ties.push((a, None));
        }
        Rate::Operands(vec![(a, rate)], ties)
    }

    fn binary(&mut self, (operation, slot): (Binary, Slot), [a, b]: [Slot; 2], values: &[Lanes<1>]) -> Rate {
        let [left, right] = [a, b].map(|slot| values[slot.index()][0]);
        if operation.is_comparison() || matches!(operation, Binary::And | Binary::Or) {
            self.switches[slot.index()] = if !operation.is_comparison() {
                let settled = [(a, left), (b, right)].into_iter();
                let mut settled = settled.filter(|(slot, _)| self.switches[slot.index()].is_empty());
                if settled.any(|(_, value)| operation.is_settled_by(value)) {
                    Vec::new()
                } else {
                    self.switching(&[a, b])
                }
            } else if left == right {
                vec![(a, Some(b))]
            } else {
                Vec::new()
            };
            return Rate::Operands(Vec::new(), Vec::new());
        }
        let mut ties = self.switching(&[a, b]);
        let [by_a, by_b] = match operation {
            Binary::Minimum | Binary::Maximum => {
                if left == right && a != b {
                    ties.push((a, Some(b)));
                }
                let takes_a = (left < right) == (operation == Binary::Minimum);
                if takes_a { [1.0, 0.0] } else { [0.0, 1.0] }
            }
            Binary::Power => {
                let (rates, tied) = power([left, right], values[slot.index()][0]);
                let operands = [a, b].into_iter().zip(tied);
                ties.extend(operands.filter(|(_, tied)| *tied).map(|(slot, _)| (slot, None)));
                rates
            }
            Binary::Add => [1.0, 1.0],
            Binary::Subtract => [1.0, -1.0],
            Binary::Multiply => [right, left],
            Binary::Divide => [1.0 / right, -values[slot.index()][0] / right],
            Binary::Equal
            | Binary::NotEqual
            | Binary::Less
            | Binary::LessOrEqual
            | Binary::Greater
            | Binary::GreaterOrEqual
            | Binary::And
            | Binary::Or => [0.0, 0.0],
        };
        Rate::Operands(vec![(a, by_a), (b, by_b)], ties)
    }

    /// The ties that may make truth values among these operands switch.
    fn switching(&self, operands: &[Slot]) -> Vec<Tie> {
        let ties = operands.iter().flat_map(|operand| &self.switches[operand.index()]);
        ties.copied().collect()
    }
}

/// The derivative of an operation, and whether it has none at this operand.
fn unary(operation: Unary, a: f64, value: f64) -> (f64, bool) {
    match operation {
        Unary::Negate => (-1.0, false),
        Unary::Absolute => (if a < 0.0 { -1.0 } else { 1.0 }, a == 0.0),
        Unary::Exponential => (value, false),
        Unary::Logarithm => (1.0 / a, false),
        Unary::SquareRoot if a == 0.0 => (0.0, true),
        Unary::SquareRoot => (0.5 / value, false),
        Unary::Logistic => (value * math::logistic(-a), false),
        Unary::Floor | Unary::Ceiling => (0.0, value == a),
        Unary::Not => (0.0, false),
    }
}

/// The derivatives of a power by base and exponent, and by which of them it has none.
fn power([base, exponent]: [f64; 2], value: f64) -> ([f64; 2], [bool; 2]) {
    let by_base = |base: f64| exponent * math::pow(base, exponent - 1.0);
    if base > 0.0 {
        ([by_base(base), value * math::ln(base)], [false, false])
    } else if exponent == 0.0 {
        ([0.0, 0.0], [false, true])
    } else if base < 0.0 {
        ([by_base(base), 0.0], [false, true])
    } else if exponent >= 1.0 {
        ([by_base(base), 0.0], [false, false])
    } else {
        ([0.0, 0.0], [true, false])
    }
}

#[cfg(test)]
mod tests {
    use super::{Rate, Rates, Tie};
    use crate::expression::{Binary, Slot, Tape, Unary};

    const UNARY: [Unary; 6] = [
        Unary::Negate,
        Unary::Absolute,
        Unary::Exponential,
        Unary::Logarithm,
        Unary::SquareRoot,
        Unary::Logistic,
    ];
    const BINARY: [Binary; 7] = [
        Binary::Add,
        Binary::Subtract,
        Binary::Multiply,
        Binary::Divide,
        Binary::Power,
        Binary::Minimum,
        Binary::Maximum,
    ];

    /// The rate of the last operation of a tape at these parameters.
    fn last(tape: &Tape, at: &[f64]) -> (Vec<(Slot, f64)>, Vec<Tie>) {
        let at: Vec<[f64; 1]> = at.iter().map(|&value| [value]).collect();
        let mut found = (Vec::new(), Vec::new());
        Rates::of(tape).each(&tape.run(&at, 1), false, |_, rate| {
            if let Rate::Operands(rates, ties) = rate {
                found = (rates, ties);
            }
        });
        found
    }

    #[test]
    fn partial_derivatives_are_the_limits_of_differences() {
        let (a, b, width) = (0.7, 1.9, 1e-6);
        let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-8, "{found} is not {wanted}");
        for operation in UNARY {
            let mut tape = Tape::new();
            let x = tape.parameter(0);
            tape.unary(operation, x);
            let (rates, ties) = last(&tape, &[a]);
            near(
                rates[0].1,
                (operation.value(a + width) - operation.value(a - width)) / (2.0 * width),
            );
            assert!(ties.is_empty());
        }
        for operation in BINARY {
            let mut tape = Tape::new();
            let (x, y) = (tape.parameter(0), tape.parameter(1));
            tape.binary(operation, x, y);
            let (rates, ties) = last(&tape, &[a, b]);
            let of = |a: f64, b: f64| operation.value(a, b);
            near(rates[0].1, (of(a + width, b) - of(a - width, b)) / (2.0 * width));
            near(rates[1].1, (of(a, b + width) - of(a, b - width)) / (2.0 * width));
            assert!(ties.is_empty());
        }
    }

    #[test]
    fn ties_are_found_where_an_order_matters() {
        let mut tape = Tape::new();
        let (x, y) = (tape.parameter(0), tape.parameter(1));
        tape.binary(Binary::Maximum, x, y);
        assert_eq!(last(&tape, &[2.0, 2.0]).1, [(x, Some(y))]);
        assert!(last(&tape, &[2.0, 3.0]).1.is_empty());
        let holds = tape.binary(Binary::Less, x, y);
        let constant = tape.constant(0.0);
        let never = tape.binary(Binary::Less, x, constant);
        let both = tape.binary(Binary::And, holds, never);
        tape.choose(both, x, y);
        assert!(last(&tape, &[2.0, 2.0]).1.is_empty(), "the other condition settles it");
        let either = tape.binary(Binary::Or, holds, never);
        tape.choose(either, x, y);
        assert_eq!(last(&tape, &[2.0, 2.0]).1, [(x, Some(y))]);
        tape.unary(Unary::Absolute, x);
        assert_eq!(last(&tape, &[0.0, 2.0]).1, [(x, None)]);
    }
}
