//! Operations on two values: values, intervals and signs.

use super::interval::Interval;
use super::unary::ELEMENTARY_ERROR;
use crate::numeric::math;

/// An operation on two values. Comparisons and logic give 1 or 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Minimum,
    Maximum,
}

impl Binary {
    /// The operator, or the name of the function.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Binary::Add => "+",
            Binary::Subtract => "-",
            Binary::Multiply => "*",
            Binary::Divide => "/",
            Binary::Power => "^",
            Binary::Equal => "==",
            Binary::NotEqual => "!=",
            Binary::Less => "<",
            Binary::LessOrEqual => "<=",
            Binary::Greater => ">",
            Binary::GreaterOrEqual => ">=",
            Binary::And => "and",
            Binary::Or => "or",
            Binary::Minimum => "min",
            Binary::Maximum => "max",
        }
    }

    /// Whether the operation is a comparison.
    pub(super) fn is_comparison(self) -> bool {
        matches!(
            self,
            Binary::Equal
                | Binary::NotEqual
                | Binary::Less
                | Binary::LessOrEqual
                | Binary::Greater
                | Binary::GreaterOrEqual
        )
    }

    /// Whether the left operand alone determines the result, as it may for `and` and `or`.
    pub(super) fn is_settled_by(self, left: f64) -> bool {
        match self {
            Binary::And => left == 0.0,
            Binary::Or => left != 0.0,
            _ => false,
        }
    }

    /// The result.
    #[inline]
    pub fn value(self, a: f64, b: f64) -> f64 {
        match self {
            Binary::Add => a + b,
            Binary::Subtract => a - b,
            Binary::Multiply => a * b,
            Binary::Divide => a / b,
            Binary::Power => math::pow(a, b),
            Binary::Equal => f64::from(a == b),
            Binary::NotEqual => f64::from(a != b),
            Binary::Less => f64::from(a < b),
            Binary::LessOrEqual => f64::from(a <= b),
            Binary::Greater => f64::from(a > b),
            Binary::GreaterOrEqual => f64::from(a >= b),
            Binary::And => f64::from(a != 0.0 && b != 0.0),
            Binary::Or => f64::from(a != 0.0 || b != 0.0),
            Binary::Minimum => math::min(a, b),
            Binary::Maximum => math::max(a, b),
        }
    }

    /// The results at the corners of the operands' bounds.
    fn corners(self, a: Interval, b: Interval) -> [f64; 4] {
        let [(p, q), (r, s)] = [a.low, a.high].map(|a| (self.value(a, b.low), self.value(a, b.high)));
        [p, q, r, s]
    }

    /// Bounds on the result for operands within bounds.
    pub fn interval(self, a: Interval, b: Interval) -> Interval {
        let undefined = a.undefined || b.undefined;
        let of = |x, y| self.value(x, y);
        match self {
            Binary::Add => Interval::of(&[of(a.low, b.low), of(a.high, b.high)], undefined),
            Binary::Subtract => Interval::of(&[of(a.low, b.high), of(a.high, b.low)], undefined),
            Binary::Multiply => product(a, b, undefined),
            Binary::Divide if b.low <= 0.0 && b.high >= 0.0 => Interval::ANYTHING,
            Binary::Divide => Interval::of(&self.corners(a, b), undefined),
            Binary::Power if undefined => Interval::ANYTHING,
            Binary::Power => power(a, b),
            Binary::Minimum | Binary::Maximum if undefined => Interval::ANYTHING,
            Binary::Minimum | Binary::Maximum => Interval::new(of(a.low, b.low), of(a.high, b.high)),
            Binary::And => {
                let never = a.is(0.0) || b.is(0.0);
                Interval::truth(never, a.excludes_zero() && b.excludes_zero())
            }
            Binary::Or => {
                let never = a.is(0.0) && b.is(0.0);
                Interval::truth(never, a.excludes_zero() || b.excludes_zero())
            }
            // Comparisons with NaN are false, except that it differs from everything.
            _ if undefined => Interval::new(0.0, 1.0),
            Binary::Less => Interval::truth(a.low >= b.high, a.high < b.low),
            Binary::LessOrEqual => Interval::truth(a.low > b.high, a.high <= b.low),
            Binary::Greater => Interval::truth(a.high <= b.low, a.low > b.high),
            Binary::GreaterOrEqual => Interval::truth(a.high < b.low, a.low >= b.high),
            Binary::Equal | Binary::NotEqual => {
                let apart = a.high < b.low || b.high < a.low;
                let same = a.low == a.high && b.is(a.low);
                if self == Binary::Equal {
                    Interval::truth(apart, same)
                } else {
                    Interval::truth(same, apart)
                }
            }
        }
    }
}

fn product(a: Interval, b: Interval, undefined: bool) -> Interval {
    // 0 times a finite number is exactly 0: a branch that is switched off stays impossible.
    let finite = |x: Interval| !x.undefined && x.size() < f64::INFINITY;
    if a.is(0.0) && finite(b) || b.is(0.0) && finite(a) {
        return Interval::new(0.0, 0.0);
    }
    let wide = Interval::of(&Binary::Multiply.corners(a, b), undefined);
    let agree = a.low >= 0.0 && b.low >= 0.0 || a.high <= 0.0 && b.high <= 0.0;
    if agree { wide.at_least_zero() } else { wide }
}

/// A power. For bases above 0 it is monotone in each operand, so that its bounds are at corners; a whole constant
/// exponent takes every base.
fn power(a: Interval, b: Interval) -> Interval {
    if a.low > 0.0 || a.low >= 0.0 && b.low >= 0.0 {
        let mut wide = Interval::of(&Binary::Power.corners(a, b), false).widened(ELEMENTARY_ERROR);
        // 0 to the power 0 is 1: a jump that corners show only where 0 is one of the exponents.
        if a.low == 0.0 && b.low == 0.0 {
            wide = wide.hull(Interval::new(0.0, 1.0));
        }
        return wide.at_least_zero();
    }
    let exponent = b.low;
    let whole = b.low == b.high && exponent.fract() == 0.0 && (0.0..1e15).contains(&exponent);
    if !whole {
        return Interval::ANYTHING;
    }
    let ends = [math::pow(a.low, exponent), math::pow(a.high, exponent)];
    let ends = Interval::of(&ends, false).widened(ELEMENTARY_ERROR);
    let even = exponent % 2.0 == 0.0;
    if even && a.low <= 0.0 && a.high >= 0.0 {
        ends.hull(Interval::new(0.0, 0.0)).at_least_zero()
    } else {
        ends
    }
}
