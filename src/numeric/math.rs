//! Elementary and special functions that give the same bits on every machine.

/// The logarithm of 2, rounded down to 21 bits, so that its product with an integer below 2^32 is exact.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
/// What `LN2_HIGH` lacks of the logarithm of 2.
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// 1.5 · 2^52: adding it rounds a small number to an integer, which then stands in the lowest bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// The bits of 1, of the square root of 1/2, of the mantissa, and of 2^52.
const ONE: u64 = 0x3ff0_0000_0000_0000;
const ROOT_OF_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
const MANTISSA: u64 = 0x000f_ffff_ffff_ffff;
const POWER_52: u64 = 0x4330_0000_0000_0000;
/// Above this, e^x exceeds the largest number.
const EXP_HIGHEST: f64 = 710.0;
/// Below this, e^x is less than half of the smallest number.
const EXP_LOWEST: f64 = -746.0;
/// Up to this size of x the mantissa of [`exp_scaled`] is accurate to the last bits.
const EXP_SCALED_EXACT: f64 = 2_147_483_648.0;

/// e^x, off by less than one unit in the last place; 0 and infinity beyond the range of numbers, NaN for NaN.
///
/// It has no branches, so that a loop over an array is vectorised. The reduction is Cody and Waite's (*Software Manual
/// for the Elementary Functions*, 1980, ch. 6).
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let x = if x > EXP_HIGHEST { EXP_HIGHEST } else { x };
    let x = if x < EXP_LOWEST { EXP_LOWEST } else { x };
    let (above_one, k) = exp_reduced(x);
    let (low, high) = half_powers(k);
    (1.0 + above_one) * low * high
}

/// e^x and e^x − 1, each off by less than two units in the last place; without branches, like [`exp`].
#[inline(always)]
pub(crate) fn exp_and_expm1(x: f64) -> (f64, f64) {
    let x = if x > EXP_HIGHEST { EXP_HIGHEST } else { x };
    let x = if x < EXP_LOWEST { EXP_LOWEST } else { x };
    let (above_one, k) = exp_reduced(x);
    let (low, high) = half_powers(k);
    let power = (1.0 + above_one) * low * high;
    // 2^k · (1 + a) − 1, with what is exact taken together first.
    (power, (above_one * low + (low - 1.0 / high)) * high)
}

/// (m, k) with e^x = m · 2^k and m in [0.5, 2), for every finite x.
///
/// Up to |x| = 2^31 the mantissa is accurate to the last bits; beyond, the error is that of changing x by half a unit in
/// its last place. An x of NaN gives a mantissa of NaN.
pub(crate) fn exp_scaled(x: f64) -> (f64, i64) {
    if x.abs() <= EXP_SCALED_EXACT || x.is_nan() {
        let (above_one, k) = exp_reduced(x);
        (1.0 + above_one, k as i64)
    } else {
        // Halved first, as the largest numbers would overflow.
        let mut power = (0.5 * x) * std::f64::consts::LOG2_E;
        if power.abs() < 1e300 {
            power *= 2.0;
        }
        let whole = power.floor();
        let mantissa = exp((power - whole) * std::f64::consts::LN_2) * 0.5;
        (mantissa, (whole as i64).saturating_add(1))
    }
}

/// (e^r − 1, k) with x = k · ln 2 + r and |r| ≤ ln 2 / 2, for |x| ≤ 2^31.
#[inline(always)]
fn exp_reduced(x: f64) -> (f64, f64) {
    let k = (x * std::f64::consts::LOG2_E + ROUNDER) - ROUNDER;
    let high = x - k * LN2_HIGH;
    let low = k * LN2_LOW;
    let r = high - low;
    let lost = (high - r) - low;
    (r + (lost + r * r * exp_tail(r)), k)
}

/// (e^r − 1 − r) / r² for |r| ≤ 0.3467, interpolated at Chebyshev points; relative error of e^r 4e-19.
#[inline(always)]
fn exp_tail(r: f64) -> f64 {
    let r2 = r * r;
    let r4 = r2 * r2;
    let a = 0.5 + r * 0.166_666_666_666_666_7;
    let b = 0.041_666_666_666_666_67 + r * 0.008_333_333_333_326_129;
    let c = 0.001_388_888_888_888_374_4 + r * 0.000_198_412_698_748_448_94;
    let d = 2.480_158_732_556_507_3e-5 + r * 2.755_725_536_942_771_4e-6;
    let e = 2.755_727_362_113_095e-7 + r * 2.510_522_981_321_569e-8;
    let f = 2.091_469_611_472_244_3e-9;
    (a + r2 * b) + r4 * ((c + r2 * d) + r4 * (e + r2 * f))
}

/// Two powers of 2 whose product is 2^k, as k may lie beyond the exponents of a single number on either side.
#[inline(always)]
fn half_powers(k: f64) -> (f64, f64) {
    let half = (0.5 * k + ROUNDER) - ROUNDER;
    (power_of_two(half), power_of_two(k - half))
}

/// 2^k for an integer k in [−1022, 1023], by writing the bits.
#[inline(always)]
fn power_of_two(k: f64) -> f64 {
    f64::from_bits((k + ROUNDER).to_bits().wrapping_add(1023) << 52)
}

/// 1 / (1 + e^−x), with full relative accuracy in the lower tail too.
#[inline]
pub fn logistic(x: f64) -> f64 {
    let e = exp(-x.abs());
    let numerator = if x < 0.0 { e } else { 1.0 };
    numerator / (1.0 + e)
}

/// The natural logarithm: −infinity at 0, NaN below.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// ln(1 + x), off by less than two units in the last place; −infinity at −1, NaN below.
///
/// It has no branches, so that a loop over an array is vectorised.
#[inline(always)]
pub fn log1p(x: f64) -> f64 {
    let u = 1.0 + x;
    // What rounding took from 1 + x.
    let lost = if x > 1.0 { 1.0 - (u - x) } else { x - (u - 1.0) };
    // u = 2^k · (1 + f) with 1 + f between the square roots of 1/2 and 2.
    let bits = u.to_bits().wrapping_add(ONE - ROOT_OF_HALF);
    let k = f64::from_bits((bits >> 52) | POWER_52) - (f64::from_bits(POWER_52) + 1023.0);
    let f = f64::from_bits((bits & MANTISSA) + ROOT_OF_HALF) - 1.0;
    // ln(1 + f) = 2 · artanh(s), whose series is 2s + s · tail(s²); 2s = f − f²/2 + s · f²/2.
    let s = f / (2.0 + f);
    let square = 0.5 * f * f;
    let small = s * (square + artanh_tail(s * s)) + (k * LN2_LOW + lost / u);
    let result = k * LN2_HIGH - ((square - small) - f);
    let result = if x == f64::INFINITY { x } else { result };
    let result = if u > 0.0 { result } else { f64::NAN };
    if u == 0.0 { f64::NEG_INFINITY } else { result }
}

/// 2 · (z/3 + z²/5 + z³/7 + …) for z ≤ 0.0295, where the terms left out are below 1e-18.
#[inline(always)]
fn artanh_tail(z: f64) -> f64 {
    let z2 = z * z;
    let z4 = z2 * z2;
    let a = 2.0 / 3.0 + z * (2.0 / 5.0);
    let b = 2.0 / 7.0 + z * (2.0 / 9.0);
    let c = 2.0 / 11.0 + z * (2.0 / 13.0);
    let d = 2.0 / 15.0 + z * (2.0 / 17.0);
    let e = 2.0 / 19.0 + z * (2.0 / 21.0);
    z * ((a + z2 * b) + z4 * ((c + z2 * d) + z4 * e))
}

/// e^x − 1, accurate near 0.
pub(crate) fn expm1(x: f64) -> f64 {
    exp_and_expm1(x).1
}

/// x to the power y; NaN for a negative x and a fractional y.
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// The sine of x radians.
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// The square root; NaN below 0.
#[inline]
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}

/// The larger of two numbers; NaN if either is NaN.
///
/// Of two equal ones, 0 and −0 among them, it is the second.
#[inline]
pub fn max(a: f64, b: f64) -> f64 {
    if a > b || a.is_nan() { a } else { b }
}

/// The smaller of two numbers; NaN if either is NaN.
///
/// Of two equal ones, 0 and −0 among them, it is the second.
#[inline]
pub fn min(a: f64, b: f64) -> f64 {
    if a < b || a.is_nan() { a } else { b }
}

/// The same number, with −0 written 0.
#[inline]
pub(crate) fn unsigned_zero(x: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x }
}

/// The logarithm of the gamma function for x > 0.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// The error function.
pub(crate) fn erf(x: f64) -> f64 {
    libm::erf(x)
}

/// 1 − erf(x), with full relative accuracy for large x.
pub(crate) fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

#[cfg(test)]
mod tests {
    use super::{exp, exp_and_expm1, exp_scaled, expm1, log1p, logistic, max, min, unsigned_zero};

    /// How many representable numbers lie between two positive ones.
    fn steps_apart(a: f64, b: f64) -> u64 {
        a.to_bits().abs_diff(b.to_bits())
    }

    #[test]
    fn exp_agrees_with_the_library_to_one_unit() {
        let mut differing = 0;
        let total = 400_000;
        for i in 0..total {
            let x = -745.5 + 1455.3 * (f64::from(i) + 0.37) / f64::from(total);
            let apart = steps_apart(exp(x), libm::exp(x));
            assert!(apart <= 1, "exp({x:?}) is {apart} units off");
            differing += u32::from(apart > 0);
        }
        assert!(differing < total / 8, "{differing} of {total} differ");
    }

    #[test]
    fn exp_near_zero_agrees_with_the_library() {
        for i in -200_000..200_000 {
            let x = f64::from(i) * 5e-6;
            assert!(steps_apart(exp(x), libm::exp(x)) <= 1, "exp({x:?})");
        }
    }

    #[test]
    fn expm1_and_log1p_agree_with_the_library_to_two_units() {
        for i in -400_000..400_000 {
            let even = f64::from(i) * 1e-4;
            for x in [even, even * 1e-6, even * 1e-13, even * 17.0] {
                assert!(steps_apart(expm1(x).abs(), libm::expm1(x).abs()) <= 2, "expm1({x:?})");
                assert_eq!(exp_and_expm1(x).0, exp(x));
                let above = exp(x) - 1.0;
                assert!(
                    steps_apart(log1p(above).abs(), libm::log1p(above).abs()) <= 2,
                    "log1p({above:?}): {:?} for {:?}",
                    log1p(above),
                    libm::log1p(above)
                );
            }
        }
    }

    #[test]
    fn expm1_and_log1p_are_right_at_the_ends() {
        for (x, power) in [
            (0.0, 0.0),
            (-1e300, -1.0),
            (-745.0, -1.0),
            (800.0, f64::INFINITY),
            (5e-324, 5e-324),
        ] {
            assert_eq!(expm1(x), power);
        }
        let infinite = f64::INFINITY;
        for (x, logarithm) in [(0.0, 0.0), (-1.0, -infinite), (infinite, infinite), (5e-324, 5e-324)] {
            assert_eq!(log1p(x), logarithm);
        }
        for x in [-1.5, f64::NEG_INFINITY, f64::NAN] {
            assert!(log1p(x).is_nan());
        }
        assert!(expm1(f64::NAN).is_nan());
        assert!(steps_apart(log1p(1e300), libm::log1p(1e300)) <= 1);
    }

    #[test]
    fn exp_in_lanes_has_the_same_bits() {
        for i in -4_000..4_000 {
            let x = f64::from(i) * 0.187_3;
            let lanes = [x, 0.5 * x, -x, x + 1.0, f64::NAN, 1e300, -1e300, 0.0];
            let mut out = [0.0; 8];
            for (o, &x) in out.iter_mut().zip(&lanes) {
                *o = exp(x);
            }
            for (o, x) in out.into_iter().zip(lanes) {
                assert!(o.to_bits() == exp(x).to_bits() || x.is_nan() && o.is_nan());
            }
        }
    }

    #[test]
    fn exp_is_right_at_the_ends() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-0.0), 1.0);
        assert_eq!(exp(f64::NEG_INFINITY), 0.0);
        assert_eq!(exp(f64::INFINITY), f64::INFINITY);
        assert_eq!(exp(710.0), f64::INFINITY);
        assert_eq!(exp(1e300), f64::INFINITY);
        assert_eq!(exp(-1e300), 0.0);
        assert_eq!(exp(-745.2), 0.0);
        assert_eq!(exp(-745.1), f64::from_bits(1));
        assert!(exp(709.78).is_finite());
        assert!(exp(f64::NAN).is_nan());
        for x in [-740.0, -720.5, -708.6, -708.3, 709.7] {
            assert!(steps_apart(exp(x), libm::exp(x)) <= 1, "exp({x:?})");
        }
    }

    #[test]
    fn scaled_exp_has_a_mantissa_and_an_exponent() {
        for x in [0.0, 1.0, -1.0, 500.25, -700.0, 0.34657, 709.0] {
            let (m, k) = exp_scaled(x);
            assert!((0.5..2.0).contains(&m));
            assert!(steps_apart(libm::scalbn(m, k as i32), libm::exp(x)) <= 1, "exp({x:?})");
        }
        // −1e6 / ln 2 = −1442695.0408889634…
        let (m, k) = exp_scaled(-1e6);
        assert_eq!(k, -1_442_695);
        assert!((m - 0.9720557990864643).abs() < 1e-15, "{m:?}");
        for x in [1e12, -1e12, 1e18, -1e300, f64::MAX] {
            let (m, k) = exp_scaled(x);
            assert!((0.5..2.0).contains(&m), "{m:?}");
            assert!((k > 0) == (x > 0.0));
        }
        assert!(exp_scaled(1e12 + 1.0).0 != exp_scaled(1e12).0);
    }

    #[test]
    fn logistic_keeps_both_tails() {
        assert_eq!(logistic(0.0), 0.5);
        assert_eq!(logistic(40.0), 1.0);
        assert!((logistic(-700.0) / libm::exp(-700.0) - 1.0).abs() < 1e-15);
        assert_eq!(logistic(f64::NEG_INFINITY), 0.0);
        assert_eq!(logistic(f64::INFINITY), 1.0);
        assert!(logistic(f64::NAN).is_nan());
    }

    #[test]
    fn larger_and_smaller_pass_nan_on() {
        assert_eq!((max(1.0, 2.0), max(2.0, 1.0)), (2.0, 2.0));
        assert_eq!((min(1.0, 2.0), min(2.0, 1.0)), (1.0, 1.0));
        for (a, b) in [(f64::NAN, 1.0), (1.0, f64::NAN), (f64::NAN, f64::NAN)] {
            assert!(max(a, b).is_nan() && min(a, b).is_nan());
        }
        assert!(unsigned_zero(-0.0).is_sign_positive());
        assert_eq!(unsigned_zero(-1.5), -1.5);
    }
}
