//! A small fixed block of draws worked on side by side, so that the compiler can vectorise.

use super::math::sqrt;

/// How many draws are worked on side by side.
pub const LANES: usize = 8;

/// One number for each draw of a block: of a full one unless another width is named.
pub type Lanes<const W: usize = LANES> = [f64; W];

/// Does work with the widest vectors that the machine has. Of the work, what is inlined is compiled for each kind of
/// machine; every kind rounds each number alike, so that results have the same bits.
#[inline(always)]
pub(crate) fn vectorised<T>(work: impl FnOnce() -> T) -> T {
    pulp::Arch::new().dispatch(work)
}

/// The same number in every lane.
#[inline(always)]
pub fn splat(x: f64) -> Lanes {
    [x; LANES]
}

/// Applies `f` to every lane.
#[inline(always)]
pub(crate) fn map<const W: usize>(a: &Lanes<W>, f: impl Fn(f64) -> f64) -> Lanes<W> {
    let mut out = [0.0; W];
    for lane in 0..W {
        out[lane] = f(a[lane]);
    }
    out
}

/// Applies `f` to the pairs of equal lanes.
#[inline(always)]
pub(crate) fn zip<const W: usize>(a: &Lanes<W>, b: &Lanes<W>, f: impl Fn(f64, f64) -> f64) -> Lanes<W> {
    let mut out = [0.0; W];
    for lane in 0..W {
        out[lane] = f(a[lane], b[lane]);
    }
    out
}

/// Replaces every lane `x` of `a` by `f(x, y)`, where `y` is the same lane of `b`.
#[inline(always)]
pub(crate) fn update<const W: usize>(a: &mut Lanes<W>, b: &Lanes<W>, f: impl Fn(f64, f64) -> f64) {
    for lane in 0..W {
        a[lane] = f(a[lane], b[lane]);
    }
}

/// Adds a number to another in every lane.
#[inline(always)]
pub(crate) fn add<const W: usize>(sum: &mut Lanes<W>, addend: &Lanes<W>) {
    update(sum, addend, |sum, addend| sum + addend);
}

/// The product of two numbers in every lane.
#[inline(always)]
pub(crate) fn product<const W: usize>(a: &Lanes<W>, b: &Lanes<W>) -> Lanes<W> {
    zip(a, b, |a, b| a * b)
}

/// Whether a number is zero in all lanes.
#[inline(always)]
pub(crate) fn is_zero<const W: usize>(a: &Lanes<W>) -> bool {
    a.iter().all(|&a| a == 0.0)
}

/// One number divided by another in every lane, 0 where the other is not positive.
#[inline(always)]
pub(crate) fn ratio<const W: usize>(part: &Lanes<W>, whole: &Lanes<W>) -> Lanes<W> {
    let ratio = |part, whole| if whole > 0.0 { part / whole } else { 0.0 };
    zip(part, whole, ratio)
}

/// The scalar product of two vectors in every lane.
#[inline(always)]
pub(crate) fn dot<const W: usize>(a: &[Lanes<W>], b: &[Lanes<W>]) -> Lanes<W> {
    let mut sum = [0.0; W];
    for (a, b) in a.iter().zip(b) {
        add(&mut sum, &product(a, b));
    }
    sum
}

/// The Euclidean length of a vector in every lane.
#[inline(always)]
pub(crate) fn norm<const W: usize>(vector: &[Lanes<W>]) -> Lanes<W> {
    map(&dot(vector, vector), sqrt)
}

/// Takes a multiple of another vector away.
#[inline(always)]
pub(crate) fn subtract<const W: usize>(vector: &mut [Lanes<W>], factor: &Lanes<W>, other: &[Lanes<W>]) {
    for (entry, other) in vector.iter_mut().zip(other) {
        update(entry, &product(factor, other), |entry, part| entry - part);
    }
}

/// Copies one lane of numbers to a lane of others.
pub(crate) fn copy_lane<const V: usize, const W: usize>(
    (to, to_lane): (&mut [Lanes<W>], usize),
    (from, from_lane): (&[Lanes<V>], usize),
) {
    for (to, from) in to.iter_mut().zip(from) {
        to[to_lane] = from[from_lane];
    }
}

#[cfg(test)]
mod tests {
    use super::{map, splat, update, zip};

    #[test]
    fn every_lane_is_treated_alike() {
        let a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
        assert_eq!(map(&a, |x| 2.0 * x), zip(&a, &a, |x, y| x + y));
        let mut b = splat(1.0);
        update(&mut b, &a, |x, y| x * y);
        assert_eq!(b, a);
    }
}
