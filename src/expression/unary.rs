//! Operations on one value: values, intervals, kinds and names.
//!
//! A new function of one number is a variant here and its line in every method.

use super::interval::Interval;
use super::kind::Kind;
use crate::numeric::math;

/// The largest error of an elementary function in units of the last place, with a margin.
pub(super) const ELEMENTARY_ERROR: usize = 4;
/// The same for the logistic function, which takes three operations.
const LOGISTIC_ERROR: usize = 12;

/// An operation on one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unary {
    /// −a
    Negate,
    /// not a
    Not,
    /// |a|
    Absolute,
    /// e^a
    Exponential,
    /// The natural logarithm.
    Logarithm,
    /// The square root.
    SquareRoot,
    /// 1 / (1 + e^−a)
    Logistic,
    /// The largest whole number not above a.
    Floor,
    /// The smallest whole number not below a.
    Ceiling,
}

/// The functions of one number by the names under which expressions call them.
pub(super) const FUNCTIONS: [(&str, Unary); 7] = [
    ("abs", Unary::Absolute),
    ("exp", Unary::Exponential),
    ("ln", Unary::Logarithm),
    ("sqrt", Unary::SquareRoot),
    ("logistic", Unary::Logistic),
    ("floor", Unary::Floor),
    ("ceil", Unary::Ceiling),
];

impl Unary {
    /// The operator or the name of the function.
    pub(super) fn written(self) -> &'static str {
        let function = FUNCTIONS.iter().find(|(_, function)| *function == self);
        match self {
            Unary::Not => "not",
            _ => function.map_or("-", |(name, _)| name),
        }
    }

    /// The result.
    #[inline]
    pub fn value(self, a: f64) -> f64 {
        match self {
            Unary::Negate => -a,
            Unary::Not => f64::from(a == 0.0),
            Unary::Absolute => a.abs(),
            Unary::Exponential => math::exp(a),
            Unary::Logarithm => math::ln(a),
            Unary::SquareRoot => math::sqrt(a),
            Unary::Logistic => math::logistic(a),
            Unary::Floor => a.floor(),
            Unary::Ceiling => a.ceil(),
        }
    }

    /// The kind of the result for an operand of this kind, which the operation accepts.
    pub(super) fn result_kind(self, operand: Kind) -> Kind {
        match self {
            Unary::Not => Kind::Truth,
            Unary::Floor | Unary::Ceiling => Kind::Integer,
            Unary::Negate | Unary::Absolute => operand,
            Unary::Exponential | Unary::Logarithm | Unary::SquareRoot | Unary::Logistic => Kind::Number,
        }
    }

    /// Why the operation has no result for this operand, if it has none.
    pub(super) fn domain_error(self, a: f64) -> Option<&'static str> {
        match self {
            Unary::Logarithm if a <= 0.0 => Some("`ln` needs a number above 0"),
            Unary::SquareRoot if a < 0.0 => Some("`sqrt` needs a number that is not below 0"),
            _ => None,
        }
    }

    /// Bounds on the result for an operand within bounds.
    pub fn interval(self, a: Interval) -> Interval {
        if a.undefined && self != Unary::Not {
            return Interval::ANYTHING;
        }
        let rising = |steps: usize| Interval::new(self.value(a.low), self.value(a.high)).widened(steps);
        match self {
            Unary::Negate => Interval::new(-a.high, -a.low),
            Unary::Not => {
                let zero_outside = a.low > 0.0 || a.high < 0.0;
                Interval::truth(zero_outside, a.is(0.0))
            }
            Unary::Absolute if a.low >= 0.0 => a,
            Unary::Absolute if a.high <= 0.0 => Interval::new(-a.high, -a.low),
            Unary::Absolute => Interval::new(0.0, a.size()),
            Unary::Exponential => rising(ELEMENTARY_ERROR).at_least_zero(),
            Unary::Logarithm if a.low < 0.0 => Interval::ANYTHING,
            Unary::Logarithm => rising(ELEMENTARY_ERROR),
            Unary::SquareRoot if a.low < 0.0 => Interval::ANYTHING,
            Unary::SquareRoot => rising(1).at_least_zero(),
            Unary::Logistic => {
                let wide = rising(LOGISTIC_ERROR);
                Interval::new(math::max(wide.low, 0.0), math::min(wide.high, 1.0))
            }
            Unary::Floor | Unary::Ceiling => rising(0),
        }
    }
}
