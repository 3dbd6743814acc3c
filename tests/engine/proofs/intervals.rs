//! Interval arithmetic contains every value computed from numbers in the intervals, and sees what cancels in a sum.

use pactum::unstable::expression::cone::Cone;
use pactum::unstable::expression::interval::Interval;
use pactum::unstable::expression::polynomial::{Shares, bounds};
use pactum::unstable::expression::{Binary, Tape, Tree, Unary};

use crate::support::random_numbers::RandomNumbers;

const UNARY: [Unary; 9] = [
    Unary::Negate,
    Unary::Not,
    Unary::Absolute,
    Unary::Exponential,
    Unary::Logarithm,
    Unary::SquareRoot,
    Unary::Logistic,
    Unary::Floor,
    Unary::Ceiling,
];

const BINARY: [Binary; 15] = [
    Binary::Add,
    Binary::Subtract,
    Binary::Multiply,
    Binary::Divide,
    Binary::Power,
    Binary::Equal,
    Binary::NotEqual,
    Binary::Less,
    Binary::LessOrEqual,
    Binary::Greater,
    Binary::GreaterOrEqual,
    Binary::And,
    Binary::Or,
    Binary::Minimum,
    Binary::Maximum,
];

/// Random intervals, and numbers in them.
struct Intervals(RandomNumbers);

impl Intervals {
    fn share(&mut self) -> f64 {
        self.0.share()
    }

    /// Ends that are whole, fractional, large, small, equal or zero.
    fn interval(&mut self) -> Interval {
        let mut end = || {
            let x = 2.0 * self.share() - 1.0;
            match (self.share() * 6.0) as usize {
                0 => 0.0,
                1 => (x * 5.0).floor(),
                2 => x * 1e6,
                3 => x * 1e-6,
                _ => x * 3.0,
            }
        };
        let (a, b) = (end(), end());
        if self.share() < 0.15 {
            Interval::point(a)
        } else {
            Interval::new(if a < b { a } else { b }, if a < b { b } else { a })
        }
    }

    fn within(&mut self, interval: Interval) -> f64 {
        match (self.share() * 5.0) as usize {
            0 => interval.low,
            1 => interval.high,
            2 if interval.contains(0.0) => 0.0,
            3 if interval.contains(whole(interval)) => whole(interval),
            _ => {
                let x = interval.low + self.share() * (interval.high - interval.low);
                if interval.contains(x) { x } else { interval.low }
            }
        }
    }
}

fn whole(interval: Interval) -> f64 {
    (0.5 * (interval.low + interval.high)).floor()
}

#[test]
fn results_lie_within_their_intervals() {
    let mut random = Intervals(RandomNumbers::new(1));
    for _ in 0..40_000 {
        let (a, b) = (random.interval(), random.interval());
        let numbers: Vec<(f64, f64)> = (0..6).map(|_| (random.within(a), random.within(b))).collect();
        for operation in UNARY {
            let bounds = operation.interval(a);
            for &(x, _) in &numbers {
                let value = operation.value(x);
                assert!(
                    bounds.contains(value),
                    "{operation:?} of {x:?} in {a:?} gives {value:?}, not in {bounds:?}"
                );
            }
        }
        for operation in BINARY {
            let bounds = operation.interval(a, b);
            for &(x, y) in &numbers {
                let value = operation.value(x, y);
                assert!(
                    bounds.contains(value),
                    "{operation:?} of {x:?}, {y:?} in {a:?}, {b:?} gives {value:?}, not in {bounds:?}"
                );
            }
        }
    }
}

#[test]
fn bounds_of_constants_are_tight() {
    let close = |interval: Interval, low: f64, high: f64| {
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-12 * (1.0 + b.abs());
        assert!(
            !interval.undefined && near(interval.low, low) && near(interval.high, high),
            "{interval:?} is not [{low}, {high}]"
        );
    };
    let i = Interval::new;
    close(Binary::Multiply.interval(i(-1.0, 2.0), i(3.0, 4.0)), -4.0, 8.0);
    close(Binary::Divide.interval(i(1.0, 2.0), i(4.0, 5.0)), 0.2, 0.5);
    close(Binary::Power.interval(i(-2.0, 1.0), i(2.0, 2.0)), 0.0, 4.0);
    close(
        Binary::Power.interval(i(0.998, 0.999), i(29.0, 29.0)),
        0.943_595_144_246_042,
        0.971_402_369_632_719,
    );
    close(Unary::Logistic.interval(i(0.0, 1e9)), 0.5, 1.0);
    close(Unary::Absolute.interval(i(-3.0, 2.0)), 0.0, 3.0);
    assert!(Binary::Divide.interval(i(1.0, 2.0), i(0.0, 1.0)).undefined);
    assert!(Unary::Logarithm.interval(i(-1.0, 1.0)).undefined);
    close(Unary::Exponential.interval(i(0.0, 1.0)), 1.0, std::f64::consts::E);
    close(Binary::Less.interval(i(0.0, 1.0), i(2.0, 3.0)), 1.0, 1.0);
    close(Binary::Less.interval(i(0.0, 2.0), i(2.0, 3.0)), 0.0, 1.0);
}

/// The sum of what some formulas over two parameters come to, both between a tenth and nine tenths.
fn sum_of(formulas: &[fn(&mut Tape) -> pactum::unstable::expression::Slot]) -> Interval {
    let mut tape = Tape::new();
    let slots: Vec<_> = formulas.iter().map(|formula| formula(&mut tape)).collect();
    let cone = Cone::new(&tape, &slots);
    let between = Interval::new(0.1, 0.9);
    let values = cone.run(&[between, between], Interval::point(1.0));
    bounds(&cone, &values, &[]).sum
}

fn parameter(tape: &mut Tape, number: usize) -> pactum::unstable::expression::Slot {
    tape.bind(&Tree::Parameter(number), &[], &[])
}

fn less(tape: &mut Tape, number: usize) -> pactum::unstable::expression::Slot {
    let one = tape.constant(1.0);
    let p = parameter(tape, number);
    tape.binary(Binary::Subtract, one, p)
}

fn shared(tape: &mut Tape, number: usize) -> pactum::unstable::expression::Slot {
    let (p, q) = (parameter(tape, 0), parameter(tape, 1));
    let both = tape.binary(Binary::Add, p, q);
    let own = parameter(tape, number);
    tape.binary(Binary::Divide, own, both)
}

#[test]
fn cancelling_terms_are_recognised() {
    let exactly_one = |sum: Interval| {
        assert!(sum.within(1.0 - 1e-10, 1.0 + 1e-10), "{sum:?}");
    };
    exactly_one(sum_of(&[|t| parameter(t, 0), |t| less(t, 0)]));
    exactly_one(sum_of(&[
        |t| less(t, 0),
        |t| {
            let (p, q) = (parameter(t, 0), parameter(t, 1));
            t.binary(Binary::Multiply, p, q)
        },
        |t| {
            let (p, q) = (parameter(t, 0), less(t, 1));
            t.binary(Binary::Multiply, p, q)
        },
    ]));
    exactly_one(sum_of(&[|t| shared(t, 0), |t| shared(t, 1)]));
    let apart = sum_of(&[|t| parameter(t, 0), |t| less(t, 1)]);
    assert!(apart.low < 0.3 && apart.high > 1.7, "{apart:?}");
}

/// Parameters that are drawn together sum to what they sum to.
#[test]
fn shares_sum_to_their_total() {
    let mut tape = Tape::new();
    let slots = [parameter(&mut tape, 0), parameter(&mut tape, 1)];
    let cone = Cone::new(&tape, &slots);
    let between = Interval::new(0.0, 0.75);
    let values = cone.run(&[between, between], Interval::point(1.0));
    let together = Shares {
        members: vec![0, 1],
        total: 0.75,
    };
    let found = bounds(&cone, &values, std::slice::from_ref(&together)).sum;
    assert!(found.within(0.75 - 1e-10, 0.75 + 1e-10), "{found:?}");
    let apart = bounds(&cone, &values, &[]).sum;
    assert!(apart.high > 1.4, "{apart:?}");
    let more = Shares {
        members: vec![0, 1, 2],
        total: 0.75,
    };
    let part = bounds(&cone, &values, &[more]).sum;
    assert!(part.within(-1e-10, 0.75 + 1e-10), "{part:?}");
}
