//! The operations on which some slots of a tape depend, evaluated in interval arithmetic.

use super::interval::Interval;
use super::tape::{Operation, Slot, Tape};

/// The operations of a tape on which some slots depend.
#[derive(Clone, Debug)]
pub struct Cone {
    /// Operations on indices into this list.
    operations: Vec<Operation>,
    /// The indices of the slots.
    wanted: Vec<usize>,
}

impl Cone {
    /// The cone of these slots.
    pub fn new(tape: &Tape, slots: &[Slot]) -> Self {
        let mut needed: Vec<Slot> = Vec::new();
        let mut open = slots.to_vec();
        while let Some(slot) = open.pop() {
            if let Err(at) = needed.binary_search(&slot) {
                needed.insert(at, slot);
                open.extend(operands(tape.operations[slot.index()]));
            }
        }
        // A slot depends on earlier ones only, so that ascending order is an order of evaluation.
        let index = |slot: Slot| needed.binary_search(&slot).expect("it is needed");
        let local = |slot: Slot| Slot(u32::try_from(index(slot)).expect("fewer than 2^32 slots"));
        let operations = needed.iter().map(|slot| match tape.operations[slot.index()] {
            Operation::Unary(operation, a) => Operation::Unary(operation, local(a)),
            Operation::Binary(operation, a, b) => Operation::Binary(operation, local(a), local(b)),
            Operation::If(a, b, c) => Operation::If(local(a), local(b), local(c)),
            leaf => leaf,
        });
        Self {
            operations: operations.collect(),
            wanted: slots.iter().map(|&slot| index(slot)).collect(),
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

    /// The parameters that it reads, in ascending order.
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
                Operation::Open(_) => Interval::ANYTHING,
                Operation::Unary(operation, a) => operation.interval(values[a.index()]),
                Operation::Binary(operation, a, b) => operation.interval(values[a.index()], values[b.index()]),
                Operation::If(condition, then, otherwise) => {
                    let (then, otherwise) = (values[then.index()], values[otherwise.index()]);
                    match values[condition.index()] {
                        holds if holds.excludes_zero() => then,
                        fails if fails.is(0.0) => otherwise,
                        _ => then.hull(otherwise),
                    }
                }
            };
            values.push(value);
        }
        values
    }

    /// The intervals of the wanted slots, from those of all operations.
    pub fn wanted<'v>(&'v self, values: &'v [Interval]) -> impl Iterator<Item = Interval> + Clone {
        self.wanted.iter().map(|&at| values[at])
    }

    /// The operations, and the indices of the wanted slots.
    pub(super) fn parts(&self) -> (&[Operation], &[usize]) {
        (&self.operations, &self.wanted)
    }
}

fn operands(operation: Operation) -> Vec<Slot> {
    match operation {
        Operation::Constant(_) | Operation::Parameter(_) | Operation::Period | Operation::Open(_) => Vec::new(),
        Operation::Unary(_, a) => vec![a],
        Operation::Binary(_, a, b) => vec![a, b],
        Operation::If(a, b, c) => vec![a, b, c],
    }
}
