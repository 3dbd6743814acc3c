//! Bounds on sums of probabilities by symbolic polynomials: p + (1 − p) is 1 for every p, which interval arithmetic
//! alone cannot show.

use std::collections::BTreeMap;

use super::binary::Binary;
use super::cone::Cone;
use super::interval::Interval;
use super::tape::{Operation, Slot};
use super::unary::Unary;

/// The most terms of a polynomial; larger ones are treated as atoms.
const MOST_TERMS: usize = 64;

/// Rounding errors of one operation, relative to its result, with a margin.
const ROUNDING: f64 = 2.0 * f64::EPSILON;

/// The relative difference up to which two ratios of coefficients count as equal.
const SAME_RATIO: f64 = 1e-12;

/// The terms of a polynomial: the atoms of each monomial (ascending, with repetition), and its coefficient. An atom is
/// the result of an operation, by its index, or the inverse of one, by its index plus the number of operations.
type Terms = BTreeMap<Vec<usize>, f64>;

/// The result of an operation as a polynomial in others.
#[derive(Clone, Debug)]
struct Polynomial {
    terms: Terms,
    /// The sum of the absolute values of all terms that entered it.
    size: f64,
    /// A bound on the rounding error of the computed number.
    error: f64,
}

/// Parameters with a fixed sum, drawn from a Dirichlet distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// The numbers of the parameters.
    pub members: Vec<usize>,
    /// Their sum.
    pub total: f64,
}

/// Bounds on results.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds {
    /// Each wanted slot.
    pub each: Vec<Interval>,
    /// Their sum.
    pub sum: Interval,
}

/// Bounds on a cone's wanted slots and on their sum, given the intervals of all its operations.
pub fn bounds(cone: &Cone, values: &[Interval], shares: &[Shares]) -> Bounds {
    let (operations, wanted) = cone.parts();
    let mut bounder = Bounder {
        values,
        shares,
        share_at: operations.iter().map(|of| share(of, shares)).collect(),
        all: Vec::with_capacity(operations.len()),
    };
    for (place, &operation) in operations.iter().enumerate() {
        let built = bounder.build(operation);
        let built = built.unwrap_or_else(|| Polynomial::atom(place, values[place].size()));
        bounder.all.push(built);
    }
    let wanted = wanted.iter().map(|&place| &bounder.all[place]);
    let plus = |total: Polynomial, part: &Polynomial| total.plus(part, 1.0);
    let total = wanted.clone().try_fold(Polynomial::constant(0.0), plus);
    let range = |of: &Polynomial| bounder.range(&bounder.cancelled(of.clone()));
    Bounds {
        each: wanted.map(range).collect(),
        sum: total.as_ref().map_or(Interval::ANYTHING, range),
    }
}

impl Polynomial {
    fn constant(value: f64) -> Self {
        Self::single(Vec::new(), value, value.abs())
    }

    /// A result that is not a polynomial of others.
    fn atom(number: usize, size: f64) -> Self {
        Self::single(vec![number], 1.0, size)
    }

    fn single(atoms: Vec<usize>, part: f64, size: f64) -> Self {
        Self {
            terms: Terms::from([(atoms, part)]),
            size,
            error: 0.0,
        }
    }

    /// The polynomial with these terms, if there are not too many.
    fn of(mut terms: Terms, size: f64, error: f64) -> Option<Self> {
        terms.retain(|_, part| *part != 0.0);
        (terms.len() <= MOST_TERMS).then_some(Self {
            terms,
            size,
            error: error + size * ROUNDING,
        })
    }

    fn plus(&self, other: &Self, factor: f64) -> Option<Self> {
        let mut terms = self.terms.clone();
        for (atoms, part) in &other.terms {
            *terms.entry(atoms.clone()).or_insert(0.0) += factor * part;
        }
        Self::of(terms, self.size + other.size, self.error + other.error)
    }

    fn times(&self, other: &Self) -> Option<Self> {
        if self.terms.len() * other.terms.len() > MOST_TERMS {
            return None;
        }
        let mut terms = Terms::new();
        for (atoms, part) in &self.terms {
            for (others, factor) in &other.terms {
                let mut product = [atoms.as_slice(), others].concat();
                product.sort_unstable();
                *terms.entry(product).or_insert(0.0) += part * factor;
            }
        }
        let error = self.error * other.size + other.error * self.size + self.error * other.error;
        Self::of(terms, self.size * other.size, error)
    }
}

/// A Dirichlet share: the index of its group, and its index within.
type Share = (usize, usize);

struct Bounder<'v> {
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

impl Bounder<'_> {
    /// The interval of an atom.
    fn value(&self, atom: usize) -> Interval {
        match atom.checked_sub(self.values.len()) {
            Some(inverse) => self.inverse(inverse),
            None => self.values[atom],
        }
    }

    /// The polynomial of an operation on earlier ones; `None` if it is not a polynomial, or too large.
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

    /// The polynomial with (a + b) / (a + b) replaced by 1 wherever a denominator divides its numerator.
    fn cancelled(&self, total: Polynomial) -> Polynomial {
        let mut total = total;
        for place in 0..self.all.len() {
            let inverse = self.values.len() + place;
            let divided = total.terms.iter().filter(|(atoms, _)| atoms.contains(&inverse));
            let divided = divided.map(|(atoms, part)| (without(atoms, inverse), *part));
            let divided: Terms = divided.collect();
            if let Some(ratio) = ratio(&divided, &self.all[place].terms) {
                total.terms.retain(|atoms, _| !atoms.contains(&inverse));
                *total.terms.entry(Vec::new()).or_insert(0.0) += ratio;
                // What is divided by is itself rounded.
                total.error += total.size * (SAME_RATIO + ROUNDING)
                    + self.all[place].error * self.inverse(place).size() * ratio.abs();
            }
        }
        total
    }

    /// Bounds on a polynomial, including rounding errors of the computed number.
    fn range(&self, polynomial: &Polynomial) -> Interval {
        let error = polynomial.error + polynomial.size * ROUNDING * MOST_TERMS as f64;
        let mut total = Interval::new(-error, error);
        for (atoms, factor) in self.by_shares(polynomial) {
            let values = atoms.into_iter().map(|atom| self.value(atom));
            let product = values.fold(factor, |a, b| Binary::Multiply.interval(a, b));
            total = Binary::Add.interval(total, product);
        }
        total
    }

    /// The terms of a polynomial, with those combined that differ in one share of a group only: the weighted mean of their
    /// coefficients lies between the least and the greatest of them.
    fn by_shares(&self, polynomial: &Polynomial) -> Vec<(Vec<usize>, Interval)> {
        let mut plain = Vec::new();
        let mut mixed: BTreeMap<(usize, Vec<usize>), Vec<f64>> = BTreeMap::new();
        for (atoms, &part) in &polynomial.terms {
            let share_of = |&atom: &usize| self.share_at.get(atom).copied().flatten();
            let mut found = atoms.iter().filter_map(|atom| Some((*atom, share_of(atom)?)));
            let Some((atom, (group, member))) = found.next() else {
                plain.push((atoms.clone(), Interval::point(part)));
                continue;
            };
            let none = vec![0.0; self.shares[group].members.len()];
            let key = (group, without(atoms, atom));
            mixed.entry(key).or_insert(none)[member] += part;
        }
        let mixture = |((group, rest), factors): ((usize, Vec<usize>), Vec<f64>)| {
            let start = Interval::new(f64::INFINITY, f64::NEG_INFINITY);
            let factors = factors.into_iter().map(Interval::point);
            let hull = factors.fold(start, Interval::hull);
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

/// The ratio of one polynomial to another, if it is constant.
fn ratio(above: &Terms, below: &Terms) -> Option<f64> {
    if above.is_empty() || above.len() != below.len() {
        return None;
    }
    let ratios = above.iter().zip(below);
    let ratios = ratios.map(|((a, x), (b, y))| (a == b).then_some(x / y));
    let ratios: Vec<f64> = ratios.collect::<Option<_>>()?;
    let (first, mut others) = (ratios[0], ratios.iter());
    let same = others.all(|ratio| (ratio - first).abs() <= SAME_RATIO * first.abs());
    same.then_some(first)
}
