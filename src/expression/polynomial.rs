//! Sums of chances as polynomials, in which what cancels does cancel: p + (1 − p) is 1 whatever p is, which intervals
//! alone cannot see.

use std::collections::BTreeMap;

use super::binary::Binary;
use super::cone::Cone;
use super::interval::Interval;
use super::tape::{Operation, Slot};
use super::unary::Unary;

/// A polynomial of more parts is not worked out.
const MOST_PARTS: usize = 64;

/// Rounding errors of one operation, relative to its result, with a margin.
const ROUNDING: f64 = 2.0 * f64::EPSILON;

/// How far apart two ratios of factors may be that are equal but for rounding.
const SAME_RATIO: f64 = 1e-12;

/// Parts of a polynomial: the atoms that are multiplied (ascending, with repetition), and the factor. An atom is a result,
/// known by its place, or the inverse of one, known by its place and the number of all operations.
type Parts = BTreeMap<Vec<usize>, f64>;

/// A result as a polynomial of others.
#[derive(Clone, Debug)]
struct Polynomial {
    parts: Parts,
    /// What the sizes of all parts that ever went into it come to.
    size: f64,
    /// How far the computed number may be from it through rounding.
    error: f64,
}

/// Parameters that are drawn together, so that they sum to a total.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// The numbers of the parameters.
    pub members: Vec<usize>,
    /// What they sum to.
    pub total: f64,
}

/// Between which numbers results lie.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds {
    /// Each wanted slot.
    pub each: Vec<Interval>,
    /// Their sum.
    pub sum: Interval,
}

/// Between which numbers a cone's wanted slots and their sum lie, given the intervals of all its operations.
pub fn bounds(cone: &Cone, values: &[Interval], shares: &[Shares]) -> Bounds {
    let (operations, wanted) = cone.parts();
    let mut worker = Worker {
        values,
        shares,
        share_at: operations.iter().map(|of| share(of, shares)).collect(),
        all: Vec::with_capacity(operations.len()),
    };
    for (place, &operation) in operations.iter().enumerate() {
        let built = worker.build(operation);
        let built = built.unwrap_or_else(|| Polynomial::atom(place, values[place].size()));
        worker.all.push(built);
    }
    let total = wanted.iter().try_fold(Polynomial::constant(0.0), |total, &place| {
        total.plus(&worker.all[place], 1.0)
    });
    let range = |of: &Polynomial| worker.range(&worker.cancelled(of.clone()));
    Bounds {
        each: wanted.iter().map(|&place| range(&worker.all[place])).collect(),
        sum: total.as_ref().map_or(Interval::ANYTHING, range),
    }
}

impl Polynomial {
    fn constant(value: f64) -> Self {
        Self {
            parts: Parts::from([(Vec::new(), value)]),
            size: value.abs(),
            error: 0.0,
        }
    }

    /// A result that cannot be taken apart.
    fn atom(number: usize, size: f64) -> Self {
        Self {
            parts: Parts::from([(vec![number], 1.0)]),
            size,
            error: 0.0,
        }
    }

    /// A polynomial as an operation makes it, if it is not too large.
    fn of(mut parts: Parts, size: f64, error: f64) -> Option<Self> {
        parts.retain(|_, part| *part != 0.0);
        (parts.len() <= MOST_PARTS).then_some(Self {
            parts,
            size,
            error: error + size * ROUNDING,
        })
    }

    fn plus(&self, other: &Self, factor: f64) -> Option<Self> {
        let mut parts = self.parts.clone();
        for (atoms, part) in &other.parts {
            *parts.entry(atoms.clone()).or_insert(0.0) += factor * part;
        }
        Self::of(parts, self.size + other.size, self.error + other.error)
    }

    fn times(&self, other: &Self) -> Option<Self> {
        if self.parts.len() * other.parts.len() > MOST_PARTS {
            return None;
        }
        let mut parts = Parts::new();
        for (atoms, part) in &self.parts {
            for (others, factor) in &other.parts {
                let mut product = [atoms.as_slice(), others].concat();
                product.sort_unstable();
                *parts.entry(product).or_insert(0.0) += part * factor;
            }
        }
        let error = self.error * other.size + other.error * self.size + self.error * other.error;
        Self::of(parts, self.size * other.size, error)
    }
}

/// A share among those that are drawn together: the number of the group, and of the member.
type Share = (usize, usize);

struct Worker<'v> {
    values: &'v [Interval],
    shares: &'v [Shares],
    /// For each operation, which share it is, if it is one.
    share_at: Vec<Option<Share>>,
    /// The polynomials of the operations so far.
    all: Vec<Polynomial>,
}

/// Which share an operation is.
fn share(operation: &Operation, shares: &[Shares]) -> Option<Share> {
    let Operation::Parameter(parameter) = operation else {
        return None;
    };
    shares.iter().enumerate().find_map(|(group, shares)| {
        let members = &mut shares.members.iter();
        let member = members.position(|&member| member == *parameter as usize)?;
        Some((group, member))
    })
}

impl Worker<'_> {
    /// What an atom may be: a result, or the inverse of one.
    fn value(&self, atom: usize) -> Interval {
        match atom.checked_sub(self.values.len()) {
            Some(inverse) => self.inverse(inverse),
            None => self.values[atom],
        }
    }

    /// The polynomial of an operation on earlier ones; none where it is no polynomial, or too large a one.
    fn build(&self, operation: Operation) -> Option<Polynomial> {
        let of = |slot: Slot| &self.all[slot.index()];
        match operation {
            Operation::Constant(bits) => Some(Polynomial::constant(f64::from_bits(bits))),
            Operation::Unary(Unary::Negate, a) => Polynomial::constant(-1.0).times(of(a)),
            Operation::Binary(Binary::Add, a, b) => of(a).plus(of(b), 1.0),
            Operation::Binary(Binary::Subtract, a, b) => of(a).plus(of(b), -1.0),
            Operation::Binary(Binary::Multiply, a, b) => of(a).times(of(b)),
            Operation::Binary(Binary::Divide, a, b) => {
                let inverse = self.inverse(b.index());
                let atom = Polynomial::atom(self.values.len() + b.index(), inverse.size());
                of(a).times(&atom)
            }
            _ => None,
        }
    }

    fn inverse(&self, place: usize) -> Interval {
        Binary::Divide.interval(Interval::point(1.0), self.values[place])
    }

    /// The same with (a + b) / (a + b) written as 1, wherever what is divided by can be found above it.
    fn cancelled(&self, total: Polynomial) -> Polynomial {
        let mut total = total;
        for place in 0..self.all.len() {
            let inverse = self.values.len() + place;
            let divided: Parts = total
                .parts
                .iter()
                .filter(|(atoms, _)| atoms.contains(&inverse))
                .map(|(atoms, part)| (without(atoms, inverse), *part))
                .collect();
            if let Some(ratio) = ratio(&divided, &self.all[place].parts) {
                total.parts.retain(|atoms, _| !atoms.contains(&inverse));
                *total.parts.entry(Vec::new()).or_insert(0.0) += ratio;
                // What is divided by is itself rounded.
                total.error += total.size * (SAME_RATIO + ROUNDING)
                    + self.all[place].error * self.inverse(place).size() * ratio.abs();
            }
        }
        total
    }

    /// Between which numbers a polynomial lies, rounding of the computed number included.
    fn range(&self, polynomial: &Polynomial) -> Interval {
        let error = polynomial.error + polynomial.size * ROUNDING * MOST_PARTS as f64;
        let mut total = Interval::new(-error, error);
        for (atoms, factor) in self.by_shares(polynomial) {
            let product = atoms
                .iter()
                .map(|&atom| self.value(atom))
                .fold(factor, |a, b| Binary::Multiply.interval(a, b));
            total = Binary::Add.interval(total, product);
        }
        total
    }

    /// The parts of a polynomial, those taken together that differ in one share of a group only: a mixture of their
    /// factors then lies between the least and the greatest of them.
    fn by_shares(&self, polynomial: &Polynomial) -> Vec<(Vec<usize>, Interval)> {
        let mut plain = Vec::new();
        let mut mixed: BTreeMap<(usize, Vec<usize>), Vec<f64>> = BTreeMap::new();
        for (atoms, &part) in &polynomial.parts {
            let share_of = |&atom: &usize| self.share_at.get(atom).copied().flatten();
            let found = atoms.iter().find_map(|atom| share_of(atom).map(|share| (*atom, share)));
            match found {
                None => plain.push((atoms.clone(), Interval::point(part))),
                Some((atom, (group, member))) => {
                    let none = vec![0.0; self.shares[group].members.len()];
                    let key = (group, without(atoms, atom));
                    mixed.entry(key).or_insert(none)[member] += part;
                }
            }
        }
        let mixture = |((group, rest), factors): ((usize, Vec<usize>), Vec<f64>)| {
            let start = Interval::new(f64::INFINITY, f64::NEG_INFINITY);
            let hull = factors
                .iter()
                .fold(start, |hull, &factor| hull.hull(Interval::point(factor)));
            // Shares sum to their total within rounding.
            let slack = hull.size() * SAME_RATIO;
            let hull = Interval::new(hull.low - slack, hull.high + slack);
            let total = Interval::point(self.shares[group].total);
            (rest, Binary::Multiply.interval(hull, total))
        };
        plain.extend(mixed.into_iter().map(mixture));
        plain
    }
}

/// The atoms with one of them left out once.
fn without(atoms: &[usize], atom: usize) -> Vec<usize> {
    let mut rest = atoms.to_vec();
    if let Some(at) = rest.iter().position(|&other| other == atom) {
        rest.remove(at);
    }
    rest
}

/// By which factor the parts of one polynomial are those of another.
fn ratio(above: &Parts, below: &Parts) -> Option<f64> {
    if above.is_empty() || above.len() != below.len() {
        return None;
    }
    let ratios: Option<Vec<f64>> = above
        .iter()
        .zip(below)
        .map(|((a, x), (b, y))| (a == b).then_some(x / y))
        .collect();
    let ratios = ratios?;
    let first = ratios[0];
    let same = ratios
        .iter()
        .all(|ratio| (ratio - first).abs() <= SAME_RATIO * first.abs());
    same.then_some(first)
}
