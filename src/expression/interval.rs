//! Interval arithmetic: between which numbers a result lies, whatever the uncertain parameters are.
//!
//! Bounds are rounded outwards, by stepping to the next numbers, so that they hold both for the exact result and for
//! the one that the program computes in floating point.

use super::evaluate;
use super::tape::Operation;
use super::tree::{Binary, Unary};
use super::{Slot, Tape};
use crate::numeric::math;

/// How many numbers lie between what an elementary function gives and what it should give, at most and with a margin.
const ELEMENTARY: usize = 4;
/// The same for the logistic function, which takes three steps.
const LOGISTIC: usize = 12;

/// All numbers from a lower to an upper bound. An operation whose result may be no number has the whole line and is
/// marked so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
    /// Whether the result may also be no number at all.
    pub undefined: bool,
}

impl Interval {
    /// Everything that is a number, and what is none.
    pub const ANYTHING: Self = Self {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
        undefined: true,
    };

    /// From a lower to an upper bound.
    pub fn new(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            undefined: false,
        }
    }

    /// One number.
    pub fn point(value: f64) -> Self {
        if value.is_nan() {
            Self::ANYTHING
        } else {
            Self::new(value, value)
        }
    }

    /// Whether a number lies within.
    pub fn contains(&self, value: f64) -> bool {
        if value.is_nan() {
            self.undefined
        } else {
            self.low <= value && value <= self.high
        }
    }

    /// Whether it is surely a number between these.
    pub fn within(&self, low: f64, high: f64) -> bool {
        !self.undefined && low <= self.low && self.high <= high
    }

    /// The largest absolute value.
    pub fn size(&self) -> f64 {
        math::max(self.low.abs(), self.high.abs())
    }

    fn is(&self, value: f64) -> bool {
        !self.undefined && self.low == value && self.high == value
    }

    /// Everything that is in either, and what is between them.
    pub(super) fn hull(self, other: Self) -> Self {
        Self {
            low: math::min(self.low, other.low),
            high: math::max(self.high, other.high),
            undefined: self.undefined || other.undefined,
        }
    }

    /// Truth between bounds: certain, or either.
    fn truth(never: bool, always: bool) -> Self {
        match (never, always) {
            (true, _) => Self::new(0.0, 0.0),
            (_, true) => Self::new(1.0, 1.0),
            _ => Self::new(0.0, 1.0),
        }
    }

    /// The bounds moved outwards by so many numbers.
    fn widened(self, steps: usize) -> Self {
        let (mut low, mut high) = (self.low, self.high);
        for _ in 0..steps {
            (low, high) = (low.next_down(), high.next_up());
        }
        Self { low, high, ..self }
    }

    /// The hull of what an operation gives at some points, a step wider; anything where it may give no number.
    fn of(values: &[f64], undefined: bool) -> Self {
        if undefined || values.iter().any(|value| value.is_nan()) {
            return Self::ANYTHING;
        }
        let start = Self::new(f64::INFINITY, f64::NEG_INFINITY);
        let hull = values.iter().fold(start, |hull, &value| hull.hull(Self::point(value)));
        hull.widened(1)
    }
}

/// The result of an operation on one interval.
pub fn unary(operation: Unary, a: Interval) -> Interval {
    if a.undefined && operation != Unary::Not {
        return Interval::ANYTHING;
    }
    let rising = |steps: usize| {
        let of = |x| evaluate::unary(operation, x);
        Interval::new(of(a.low), of(a.high)).widened(steps)
    };
    match operation {
        Unary::Negate => Interval::new(-a.high, -a.low),
        Unary::Not => {
            let zero_outside = a.low > 0.0 || a.high < 0.0;
            Interval::truth(zero_outside, a.is(0.0))
        }
        Unary::Absolute if a.low >= 0.0 => a,
        Unary::Absolute if a.high <= 0.0 => Interval::new(-a.high, -a.low),
        Unary::Absolute => Interval::new(0.0, a.size()),
        Unary::Exponential => at_least_zero(rising(ELEMENTARY)),
        Unary::Logarithm if a.low < 0.0 => Interval::ANYTHING,
        Unary::Logarithm => rising(ELEMENTARY),
        Unary::SquareRoot if a.low < 0.0 => Interval::ANYTHING,
        Unary::SquareRoot => at_least_zero(rising(1)),
        Unary::Logistic => {
            let wide = rising(LOGISTIC);
            Interval::new(math::max(wide.low, 0.0), math::min(wide.high, 1.0))
        }
        Unary::Floor | Unary::Ceiling => rising(0),
    }
}

fn at_least_zero(wide: Interval) -> Interval {
    Interval::new(math::max(wide.low, 0.0), wide.high)
}

/// The result of an operation on two intervals.
pub fn binary(operation: Binary, a: Interval, b: Interval) -> Interval {
    let undefined = a.undefined || b.undefined;
    let of = |x, y| evaluate::binary(operation, x, y);
    match operation {
        Binary::Add => Interval::of(&[of(a.low, b.low), of(a.high, b.high)], undefined),
        Binary::Subtract => Interval::of(&[of(a.low, b.high), of(a.high, b.low)], undefined),
        Binary::Multiply => product(a, b, undefined),
        Binary::Divide if b.low <= 0.0 && b.high >= 0.0 => Interval::ANYTHING,
        Binary::Divide => {
            let corners = [
                of(a.low, b.low),
                of(a.low, b.high),
                of(a.high, b.low),
                of(a.high, b.high),
            ];
            Interval::of(&corners, undefined)
        }
        Binary::Power if undefined => Interval::ANYTHING,
        Binary::Power => power(a, b),
        Binary::Minimum | Binary::Maximum if undefined => Interval::ANYTHING,
        Binary::Minimum | Binary::Maximum => Interval::new(of(a.low, b.low), of(a.high, b.high)),
        Binary::And => {
            let (never, always) = (a.is(0.0) || b.is(0.0), nonzero(a) && nonzero(b));
            Interval::truth(never, always)
        }
        Binary::Or => {
            let (never, always) = (a.is(0.0) && b.is(0.0), nonzero(a) || nonzero(b));
            Interval::truth(never, always)
        }
        // What is no number compares as false, except that it differs from everything.
        _ if undefined => Interval::new(0.0, 1.0),
        Binary::Less => Interval::truth(a.low >= b.high, a.high < b.low),
        Binary::LessOrEqual => Interval::truth(a.low > b.high, a.high <= b.low),
        Binary::Greater => Interval::truth(a.high <= b.low, a.low > b.high),
        Binary::GreaterOrEqual => Interval::truth(a.high < b.low, a.low >= b.high),
        Binary::Equal | Binary::NotEqual => {
            let apart = a.high < b.low || b.high < a.low;
            let same = a.low == a.high && b.is(a.low);
            if operation == Binary::Equal {
                Interval::truth(apart, same)
            } else {
                Interval::truth(same, apart)
            }
        }
    }
}

/// Whether it is surely not 0; what is no number is not.
fn nonzero(a: Interval) -> bool {
    a.low > 0.0 || a.high < 0.0
}

fn product(a: Interval, b: Interval, undefined: bool) -> Interval {
    // Nothing times anything finite is nothing, to the last bit: a branch that is switched off stays so.
    let finite = |x: Interval| !x.undefined && x.size() < f64::INFINITY;
    if a.is(0.0) && finite(b) || b.is(0.0) && finite(a) {
        return Interval::new(0.0, 0.0);
    }
    let corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
    let wide = Interval::of(&corners, undefined);
    let signs_agree = a.low >= 0.0 && b.low >= 0.0 || a.high <= 0.0 && b.high <= 0.0;
    if signs_agree && !wide.undefined {
        at_least_zero(wide)
    } else {
        wide
    }
}

/// A power. For bases above 0 it is monotone in each operand, so that its bounds are at corners; a whole constant
/// exponent takes every base.
fn power(a: Interval, b: Interval) -> Interval {
    if a.low > 0.0 || a.low >= 0.0 && b.low >= 0.0 {
        let corners = [
            math::pow(a.low, b.low),
            math::pow(a.low, b.high),
            math::pow(a.high, b.low),
            math::pow(a.high, b.high),
        ];
        // 0 to the power 0 is 1: a jump that corners show only where 0 is one of the exponents.
        let jumps = a.low == 0.0 && b.low == 0.0;
        let wide = Interval::of(&corners, false).widened(ELEMENTARY);
        let wide = if jumps {
            wide.hull(Interval::new(0.0, 1.0))
        } else {
            wide
        };
        return if wide.undefined { wide } else { at_least_zero(wide) };
    }
    let exponent = b.low;
    let whole = b.low == b.high && exponent.fract() == 0.0 && (0.0..1e15).contains(&exponent);
    if !whole {
        return Interval::ANYTHING;
    }
    let ends = Interval::of(&[math::pow(a.low, exponent), math::pow(a.high, exponent)], false);
    let ends = ends.widened(ELEMENTARY);
    let even = exponent % 2.0 == 0.0;
    if even && a.low <= 0.0 && a.high >= 0.0 {
        at_least_zero(ends.hull(Interval::new(0.0, 0.0)))
    } else {
        ends
    }
}

/// The part of a tape that some slots need, on its own.
#[derive(Clone, Debug)]
pub struct Cone {
    /// Operations on places in this list.
    operations: Vec<Operation>,
    /// The places of the slots.
    wanted: Vec<usize>,
}

impl Cone {
    /// What these slots need.
    pub fn new(tape: &Tape, slots: &[Slot]) -> Self {
        let mut needed: Vec<Slot> = Vec::new();
        let mut open = slots.to_vec();
        while let Some(slot) = open.pop() {
            if let Err(at) = needed.binary_search(&slot) {
                needed.insert(at, slot);
                open.extend(operands(tape.operations[slot.index()]));
            }
        }
        // A slot needs earlier ones only, so that ascending order is an order of computing.
        let place = |slot: Slot| needed.binary_search(&slot).expect("it is needed");
        let local = |slot: Slot| Slot(u32::try_from(place(slot)).expect("fewer than 2^32 slots"));
        let operations = needed.iter().map(|slot| match tape.operations[slot.index()] {
            Operation::Unary(operation, a) => Operation::Unary(operation, local(a)),
            Operation::Binary(operation, a, b) => Operation::Binary(operation, local(a), local(b)),
            Operation::If(a, b, c) => Operation::If(local(a), local(b), local(c)),
            leaf => leaf,
        });
        Self {
            operations: operations.collect(),
            wanted: slots.iter().map(|&slot| place(slot)).collect(),
        }
    }

    /// The number of operations.
    pub fn len(&self) -> usize {
        self.operations.len()
    }

    /// Whether there is nothing to compute.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// The parameters that it reads, ascending.
    pub fn parameters(&self) -> Vec<usize> {
        let read = |operation: &Operation| match operation {
            Operation::Parameter(number) => Some(*number as usize),
            _ => None,
        };
        let mut all: Vec<usize> = self.operations.iter().filter_map(read).collect();
        all.sort_unstable();
        all
    }

    /// Whether it reads the period.
    pub fn reads_period(&self) -> bool {
        self.operations.contains(&Operation::Period)
    }

    /// The interval of every operation, for parameters and a period within intervals.
    pub fn run(&self, parameters: &[Interval], period: Interval) -> Vec<Interval> {
        let mut values: Vec<Interval> = Vec::with_capacity(self.operations.len());
        for operation in &self.operations {
            let value = match *operation {
                Operation::Constant(bits) => Interval::point(f64::from_bits(bits)),
                Operation::Parameter(number) => parameters[number as usize],
                Operation::Period => period,
                Operation::Unary(operation, a) => unary(operation, values[a.index()]),
                Operation::Binary(operation, a, b) => binary(operation, values[a.index()], values[b.index()]),
                Operation::If(condition, then, otherwise) => {
                    let (then, otherwise) = (values[then.index()], values[otherwise.index()]);
                    match values[condition.index()] {
                        holds if nonzero(holds) => then,
                        fails if fails.is(0.0) => otherwise,
                        _ => then.hull(otherwise),
                    }
                }
            };
            values.push(value);
        }
        values
    }

    /// The intervals of the wanted slots, of those of all operations.
    pub fn wanted<'v>(&'v self, values: &'v [Interval]) -> impl Iterator<Item = Interval> + Clone {
        self.wanted.iter().map(|&place| values[place])
    }

    /// The operations, and the places of the wanted slots among them.
    pub(super) fn parts(&self) -> (&[Operation], &[usize]) {
        (&self.operations, &self.wanted)
    }
}

fn operands(operation: Operation) -> Vec<Slot> {
    match operation {
        Operation::Constant(_) | Operation::Parameter(_) | Operation::Period => Vec::new(),
        Operation::Unary(_, a) => vec![a],
        Operation::Binary(_, a, b) => vec![a, b],
        Operation::If(a, b, c) => vec![a, b, c],
    }
}
