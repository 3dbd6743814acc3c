//! A small fixed block of draws worked on side by side, so that the compiler can vectorise.

/// How many draws are worked on side by side.
pub const LANES: usize = 8;

/// One number for each draw of a block.
pub type Lanes = [f64; LANES];

/// The same number in every lane.
#[inline]
pub fn splat(x: f64) -> Lanes {
    [x; LANES]
}

/// Applies `f` to every lane.
#[inline]
pub fn map(a: &Lanes, f: impl Fn(f64) -> f64) -> Lanes {
    let mut out = [0.0; LANES];
    for (o, &x) in out.iter_mut().zip(a) {
        *o = f(x);
    }
    out
}

/// Applies `f` to the pairs of equal lanes.
#[inline]
pub fn zip(a: &Lanes, b: &Lanes, f: impl Fn(f64, f64) -> f64) -> Lanes {
    let mut out = [0.0; LANES];
    for ((o, &x), &y) in out.iter_mut().zip(a).zip(b) {
        *o = f(x, y);
    }
    out
}

/// Replaces every lane `x` of `a` by `f(x, y)`, where `y` is the same lane of `b`.
#[inline]
pub fn update(a: &mut Lanes, b: &Lanes, f: impl Fn(f64, f64) -> f64) {
    for (x, &y) in a.iter_mut().zip(b) {
        *x = f(*x, y);
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
