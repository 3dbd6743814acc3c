//! Compiled expressions: all numbers of a game as one list of distinct operations, evaluated for a block of draws.

use rustc_hash::FxHashMap;

use super::binary::Binary;
use super::tree::Tree;
use super::unary::Unary;
use crate::numeric::lanes::Lanes;
use crate::numeric::math::unsigned_zero;

/// A place on the [`Tape`]: the number of an operation, hence of its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot(pub u32);

impl Slot {
    /// The slot as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One operation on earlier results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Operation {
    /// A constant, by its bits.
    Constant(u64),
    /// A parameter with a distribution.
    Parameter(u32),
    /// The current period.
    Period,
    /// A number that is filled in once the game is solved; 0 until then. Each has its own number.
    Open(u32),
    Unary(Unary, Slot),
    Binary(Binary, Slot, Slot),
    If(Slot, Slot, Slot),
}

/// Operations in an order in which each needs only earlier ones; equal operations stand once.
#[derive(Clone, Debug, Default)]
pub struct Tape {
    pub(super) operations: Vec<Operation>,
    by_period: Vec<bool>,
    known: FxHashMap<Operation, Slot>,
    open: u32,
}

impl Tape {
    /// An empty tape.
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of slots.
    pub fn len(&self) -> usize {
        self.operations.len()
    }

    /// Whether nothing was put on the tape.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// Whether any slot changes from period to period.
    pub fn varies_by_period(&self) -> bool {
        self.by_period.contains(&true)
    }

    /// Whether a slot changes from period to period.
    pub fn varies(&self, slot: Slot) -> bool {
        self.by_period[slot.index()]
    }

    /// The slot of a constant.
    pub fn constant(&mut self, value: f64) -> Slot {
        // −0 and 0 are one number: results never show the difference.
        self.put(Operation::Constant(unsigned_zero(value).to_bits()))
    }

    /// The value of a slot that is the same in every draw and period.
    pub fn constant_value(&self, slot: Slot) -> Option<f64> {
        match self.operations[slot.index()] {
            Operation::Constant(bits) => Some(f64::from_bits(bits)),
            _ => None,
        }
    }

    /// The slot of a parameter with a distribution, by its number.
    pub fn parameter(&mut self, number: usize) -> Slot {
        let number = u32::try_from(number).expect("fewer than 2^32 parameters");
        self.put(Operation::Parameter(number))
    }

    /// A new slot for a number that is filled in once the game is solved.
    pub fn open(&mut self) -> Slot {
        self.open += 1;
        self.put(Operation::Open(self.open))
    }

    /// The slot of an operation on one slot, folded where its operand is constant.
    pub fn unary(&mut self, operation: Unary, a: Slot) -> Slot {
        match self.constant_value(a) {
            Some(a) => self.constant(operation.value(a)),
            None => self.put(Operation::Unary(operation, a)),
        }
    }

    /// The slot of an operation on two slots, folded where both are constant.
    pub fn binary(&mut self, operation: Binary, a: Slot, b: Slot) -> Slot {
        match (self.constant_value(a), self.constant_value(b)) {
            (Some(a), Some(b)) => self.constant(operation.value(a, b)),
            _ => self.put(Operation::Binary(operation, a, b)),
        }
    }

    /// The slot of a choice between two slots, folded where the condition is constant.
    pub fn choose(&mut self, condition: Slot, then: Slot, otherwise: Slot) -> Slot {
        match self.constant_value(condition) {
            Some(holds) => {
                if holds == 0.0 {
                    otherwise
                } else {
                    then
                }
            }
            None => self.put(Operation::If(condition, then, otherwise)),
        }
    }

    /// The slot of a tree in a state: cells are known, so only parameters and the period stay open.
    /// `lows` holds the least value of each cell.
    pub fn bind(&mut self, tree: &Tree, state: &[i32], lows: &[i32]) -> Slot {
        match tree {
            Tree::Constant(value) => self.constant(*value),
            Tree::Cell(cell) => self.constant(f64::from(state[*cell])),
            Tree::Period => self.put(Operation::Period),
            Tree::Parameter(parameter) => self.parameter(*parameter),
            Tree::Select(cell, cases) => {
                let case = usize::try_from(state[*cell] - lows[*cell]).expect("a value is in its range");
                self.bind(&cases[case], state, lows)
            }
            Tree::Unary(operation, operand) => {
                let operand = self.bind(operand, state, lows);
                self.unary(*operation, operand)
            }
            Tree::Binary(operation, operands) => {
                let a = self.bind(&operands[0], state, lows);
                let b = self.bind(&operands[1], state, lows);
                self.binary(*operation, a, b)
            }
            Tree::If(parts) => {
                let condition = self.bind(&parts[0], state, lows);
                if let Some(holds) = self.constant_value(condition) {
                    let taken = if holds == 0.0 { 2 } else { 1 };
                    return self.bind(&parts[taken], state, lows);
                }
                let then = self.bind(&parts[1], state, lows);
                let otherwise = self.bind(&parts[2], state, lows);
                self.choose(condition, then, otherwise)
            }
        }
    }

    fn put(&mut self, operation: Operation) -> Slot {
        if let Some(&slot) = self.known.get(&operation) {
            return slot;
        }
        let varies = |slot: Slot| self.by_period[slot.index()];
        let by_period = match operation {
            Operation::Constant(_) | Operation::Parameter(_) | Operation::Open(_) => false,
            Operation::Period => true,
            Operation::Unary(_, a) => varies(a),
            Operation::Binary(_, a, b) => varies(a) || varies(b),
            Operation::If(a, b, c) => varies(a) || varies(b) || varies(c),
        };
        let slot = Slot(u32::try_from(self.operations.len()).expect("fewer than 2^32 slots"));
        self.operations.push(operation);
        self.by_period.push(by_period);
        self.known.insert(operation, slot);
        slot
    }

    /// The value of every slot for a block of draws in one period (from 1; 0 before the first). `parameters` holds
    /// one entry for each parameter with a distribution.
    pub fn run<const W: usize>(&self, parameters: &[Lanes<W>], period: usize) -> Vec<Lanes<W>> {
        let mut values = Vec::with_capacity(self.operations.len());
        for &operation in &self.operations {
            let value = self.step(operation, &values, parameters, period);
            values.push(value);
        }
        values
    }

    /// The same as [`run`](Self::run), given the values of another period: only what varies is computed anew.
    pub fn rerun<const W: usize>(
        &self,
        mut values: Vec<Lanes<W>>,
        parameters: &[Lanes<W>],
        period: usize,
    ) -> Vec<Lanes<W>> {
        for (slot, &operation) in self.operations.iter().enumerate() {
            if self.by_period[slot] {
                values[slot] = self.step(operation, &values, parameters, period);
            }
        }
        values
    }

    fn step<const W: usize>(
        &self,
        operation: Operation,
        values: &[Lanes<W>],
        parameters: &[Lanes<W>],
        period: usize,
    ) -> Lanes<W> {
        match operation {
            Operation::Constant(bits) => [f64::from_bits(bits); W],
            Operation::Parameter(parameter) => parameters[parameter as usize],
            Operation::Period => [period as f64; W],
            Operation::Open(_) => [0.0; W],
            Operation::Unary(operation, a) => values[a.index()].map(|a| operation.value(a)),
            Operation::Binary(operation, a, b) => {
                let (a, b) = (&values[a.index()], &values[b.index()]);
                std::array::from_fn(|lane| operation.value(a[lane], b[lane]))
            }
            Operation::If(condition, then, otherwise) => {
                let (condition, then, otherwise) = (
                    &values[condition.index()],
                    &values[then.index()],
                    &values[otherwise.index()],
                );
                std::array::from_fn(|lane| {
                    if condition[lane] == 0.0 {
                        otherwise[lane]
                    } else {
                        then[lane]
                    }
                })
            }
        }
    }
}
