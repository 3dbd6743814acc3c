//! The incomplete beta and gamma functions, accurate relative to their own size in both tails.
//!
//! The factor in front of each is taken in Loader's saddle-point form (C. Loader, *Fast and Accurate Computation of
//! Binomial Probabilities*, 2000), in which nothing large cancels; the rest is a series or a continued fraction
//! evaluated by the modified method of Lentz (Press et al., *Numerical Recipes*, 3rd ed., §§5.2, 6.2, 6.4).

use super::level::Level;
use super::math::{exp, expm1, ln, ln_gamma, log1p};
use std::f64::consts::TAU;

/// A term below this share of the sum ends a series or a fraction.
const NEGLIGIBLE: f64 = 1.1e-16;
/// No series or fraction goes on for longer; the longest need about the square root of the largest parameter.
const MOST_TERMS: u32 = 1_000_000;
/// Stands in for a zero denominator in the method of Lentz.
const TINY: f64 = 1e-300;
/// ζ(k)/k for k = 2, 3, …: the logarithm of the gamma function near 1.
const ZETA_OVER_K: [f64; 14] = [
    0.822_467_033_424_113_2,
    0.400_685_634_386_531_4,
    0.270_580_808_427_784_54,
    0.207_385_551_028_673_98,
    0.169_557_176_997_408_2,
    0.144_049_896_768_846_1,
    0.125_509_669_524_743_04,
    0.111_334_265_869_564_69,
    0.100_099_457_512_781_8,
    0.090_954_017_145_829_04,
    0.083_353_840_546_109,
    0.076_932_516_411_352_2,
    0.071_432_946_295_361_33,
    0.066_668_705_882_420_46,
];
const EULER_GAMMA: f64 = 0.577_215_664_901_532_9;

/// The probabilities I_x(a, b) of at most and 1 − I_x(a, b) of more than x for beta(a, b); a, b > 0 and x in [0, 1].
/// The argument y = 1 − x is separate so that x near 1 keeps its digits.
///
/// The relative error is about 1e-14 for a, b ≥ 0.01, plus the effect of a change of x by a unit in its last place;
/// below 1e-50 it grows to 1e-13.
pub(super) fn beta_tails(a: f64, b: f64, x: f64, y: f64) -> Level {
    if x.is_nan() || a.is_nan() || b.is_nan() {
        return Level::of(f64::NAN);
    }
    if x <= 0.0 || y <= 0.0 {
        return Level::of(if x <= 0.0 { 0.0 } else { 1.0 });
    }
    let above_mean = distance_above_mean(a, b, x, y);
    if above_mean <= 0.0 {
        Level::of(beta_kernel(a, b, x, y) / beta_fraction(a, b, x, -above_mean))
    } else {
        Level::from_above(beta_kernel(b, a, y, x) / beta_fraction(b, a, y, above_mean))
    }
}

/// x · d/dx I_x(a, b) · (1 − x) = x^a y^b / B(a, b), for x + y = 1.
pub(super) fn beta_kernel(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let d = distance_above_mean(a, b, x, y);
    let exponent = stirling_error(n) - stirling_error(a) - stirling_error(b);
    let exponent = exponent - deviance(a, n * x, d) - deviance(b, n * y, -d);
    exp(exponent) * (a * (b / n) / TAU).sqrt()
}

/// (a + b) x − a, from the smaller of x and y, which is the more precise.
fn distance_above_mean(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= y { (a + b) * x - a } else { b - (a + b) * y }
}

/// The continued fraction of Didonato and Morris (*ACM TOMS* 18, 1992, eq. 9) for x^a y^b / (B(a, b) I_x(a, b)), where
/// `below` = a − (a + b) x is not negative.
fn beta_fraction(a: f64, b: f64, x: f64, below: f64) -> f64 {
    let mut value = a * (below + 1.0) / (a + 1.0);
    let (mut c, mut d) = (value, 0.0);
    for m in 1..MOST_TERMS {
        let m = f64::from(m);
        let two = a + 2.0 * m;
        let step = m * (b - m) * x;
        let ratio = (a + m - 1.0) / (two - 1.0);
        let alpha = ratio * ((a + b + m - 1.0) / (two - 1.0)) * step * x;
        let beta = m + step / (two - 1.0) + (a + m) / (two + 1.0) * (below + 1.0 + m * (2.0 - x));
        let change = lentz(alpha, beta, &mut c, &mut d);
        value *= change;
        if (change - 1.0).abs() <= 2.0 * NEGLIGIBLE {
            break;
        }
    }
    value
}

/// One step of the modified method of Lentz: the factor by which the next level changes a continued fraction.
fn lentz(alpha: f64, beta: f64, c: &mut f64, d: &mut f64) -> f64 {
    let nonzero = |x: f64| if x == 0.0 { TINY } else { x };
    *d = 1.0 / nonzero(beta + alpha * *d);
    *c = nonzero(beta + alpha / *c);
    *c * *d
}

/// The probabilities P(a, x) of at most and Q(a, x) of more than x for the gamma distribution of shape a > 0 and scale 1.
///
/// The relative error is about 1e-14, plus the effect of a change of x by a unit in its last place; below 1e-50 it grows
/// to 1e-13.
pub(super) fn gamma_tails(a: f64, x: f64) -> Level {
    if x.is_nan() || a.is_nan() {
        return Level::of(f64::NAN);
    }
    if x <= 0.0 || x == f64::INFINITY {
        return Level::of(if x <= 0.0 { 0.0 } else { 1.0 });
    }
    if a < 1.0 && x < 1.0 {
        gamma_tails_small(a, x)
    } else if x < a + 1.0 {
        Level::of(gamma_kernel(a, x) / a * gamma_series(a, x))
    } else {
        Level::from_above(gamma_kernel(a, x) / gamma_fraction(a, x))
    }
}

/// x · d/dx P(a, x) = x^a e^−x / Γ(a).
pub(super) fn gamma_kernel(a: f64, x: f64) -> f64 {
    exp(-stirling_error(a) - deviance(a, x, x - a)) * (a / TAU).sqrt()
}

/// Σ x^n / ((a + 1) … (a + n)).
fn gamma_series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for n in 1..MOST_TERMS {
        term *= x / (a + f64::from(n));
        sum += term;
        if term <= sum * NEGLIGIBLE {
            break;
        }
    }
    sum
}

/// x^a e^−x / (Γ(a) Q(a, x)) for x ≥ a + 1.
fn gamma_fraction(a: f64, x: f64) -> f64 {
    let mut value = x + 1.0 - a;
    let (mut c, mut d) = (value, 0.0);
    for n in 1..MOST_TERMS {
        let n = f64::from(n);
        let change = lentz(n * (a - n), x + 1.0 - a + 2.0 * n, &mut c, &mut d);
        value *= change;
        if (change - 1.0).abs() <= 2.0 * NEGLIGIBLE {
            break;
        }
    }
    value
}

/// Both tails for a < 1 and x < 1, each as a sum of terms of one sign.
fn gamma_tails_small(a: f64, x: f64) -> Level {
    // The logarithm of x^a / Γ(a + 1), and a Σ (−x)^k / ((a + k) k!)
    let exponent = a * ln(x) - ln_gamma_1p(a);
    let (mut power, mut sum) = (1.0, 0.0);
    for k in 1..MOST_TERMS {
        let k = f64::from(k);
        power *= -x / k;
        let term = a * power / (a + k);
        sum += term;
        if term.abs() <= sum.abs() * NEGLIGIBLE {
            break;
        }
    }
    let front = exp(exponent);
    Level::new(front * (1.0 + sum), -expm1(exponent) - front * sum)
}

/// ln Γ(1 + a) for a ≥ 0, accurate relative to its own size near 0.
pub(super) fn ln_gamma_1p(a: f64) -> f64 {
    if a > 0.05 {
        return ln_gamma(1.0 + a);
    }
    let tail = ZETA_OVER_K.iter().rev().fold(0.0, |sum, z| z - a * sum);
    a * (a * tail - EULER_GAMMA)
}

/// ln Γ(a + 1) − ln(√(2πa) (a/e)^a), what Stirling's formula lacks; for a > 0.
fn stirling_error(a: f64) -> f64 {
    let (mut a, mut sum) = (a, 0.0);
    while a < 10.0 {
        sum += stirling_step(a);
        a += 1.0;
    }
    let r = 1.0 / (a * a);
    let tail = r * (1.0 / 1188.0 - r * (691.0 / 360_360.0 - r / 156.0));
    sum + (1.0 / 12.0 - r * (1.0 / 360.0 - r * (1.0 / 1260.0 - r * (1.0 / 1680.0 - tail)))) / a
}

/// (a + ½) ln(1 + 1/a) − 1, by which [`stirling_error`] falls from a to a + 1.
fn stirling_step(a: f64) -> f64 {
    if a < 1.0 {
        return (a + 0.5) * log1p_of_inverse(a) - 1.0;
    }
    let r2 = 1.0 / ((2.0 * a + 1.0) * (2.0 * a + 1.0));
    odd_series(r2) * r2
}

/// ln(1 + 1/a), also where 1/a is infinite.
fn log1p_of_inverse(a: f64) -> f64 {
    if a < 1e-20 { -ln(a) } else { log1p(1.0 / a) }
}

/// 1/3 + s/5 + s²/7 + …, for 0 ≤ s ≤ 1/9.
fn odd_series(s: f64) -> f64 {
    let (mut power, mut sum) = (1.0, 1.0 / 3.0);
    for k in 1..20 {
        power *= s;
        let term = power / f64::from(2 * k + 3);
        sum += term;
        if term <= sum * NEGLIGIBLE {
            break;
        }
    }
    sum
}

/// a ln(a/m) + m − a ≥ 0 for m = a + d, where d is given apart to keep its precision.
fn deviance(a: f64, m: f64, d: f64) -> f64 {
    if d.abs() >= 0.4 * a {
        return d - a * ln(m / a);
    }
    let u = d / a;
    let r = u / (2.0 + u);
    // u − ln(1 + u) = r u − 2 r³ (1/3 + r²/5 + …), as u = 2r / (1 − r) and ln(1 + u) = 2 artanh r.
    a * r * (u - 2.0 * r * r * odd_series(r * r))
}

#[cfg(test)]
mod tests {
    use super::{beta_tails, gamma_tails, ln_gamma_1p};

    fn relative(got: f64, wanted: f64) -> f64 {
        if wanted == 0.0 { got } else { (got / wanted - 1.0).abs() }
    }

    /// The error allowed in a tail of this probability.
    fn allowed(p: f64) -> f64 {
        1e-14 + 3e-16 * if p > 0.0 { libm::log(p).abs() } else { 0.0 }
    }

    /// a, b, x and both tails, computed with sixty digits.
    const BETA: [(f64, f64, f64, f64, f64); 14] = [
        (2.0, 3.0, 0.3, 0.3483, 0.6517000000000001),
        (0.5, 0.5, 0.001, 0.020135041633377492, 0.9798649583666225),
        (0.01, 5.0, 0.25, 0.998633235406712, 0.0013667645932879703),
        (50.0, 70.0, 0.1, 8.767312153676495e-20, 1.0),
        (50.0, 70.0, 0.9, 1.0, 4.74387748621237e-39),
        (1000.0, 1000.0, 0.4, 8.231611354869308e-20, 1.0),
        (1000.0, 1000.0, 0.52, 0.9632205167213604, 0.03677948327863957),
        (100000.0, 200000.0, 0.33, 5.24278181847812e-05, 0.9999475721818152),
        (3.0, 1000000.0, 1e-06, 0.08030167298125863, 0.9196983270187413),
        (1000000.0, 2.0, 0.999999, 0.7357585144527116, 0.26424148554728843),
        (0.3, 0.2, 1e-200, 4.301918229007689e-61, 1.0),
        (200.0, 3.0, 0.03, 5.0751103907103e-301, 1.0),
        (7.0, 0.5, 0.99999, 0.9907264356543782, 0.009273564345621713),
        (2.5, 1.5, 0.5, 0.2877934092108062, 0.7122065907891938),
    ];

    /// a, x and both tails, computed with sixty digits.
    const GAMMA: [(f64, f64, f64, f64); 15] = [
        (2.0, 0.3, 0.03693631311376677, 0.9630636868862332),
        (0.5, 0.001, 0.03567059172967989, 0.9643294082703201),
        (0.01, 0.25, 0.9895515817730051, 0.010448418226994891),
        (0.01, 1.5, 0.9989864569775047, 0.0010135430224953094),
        (0.001, 1e-10, 0.9778006565986258, 0.022199343401374194),
        (50.0, 10.0, 1.8547268838697993e-19, 1.0),
        (50.0, 120.0, 0.9999999999998399, 1.600822679334483e-13),
        (1000.0, 1010.0, 0.6276789447369947, 0.3723210552630053),
        (1000000.0, 999000.0, 0.15865521357430365, 0.8413447864256963),
        (1000000.0, 1002000.0, 0.9771959041012301, 0.022804095898769864),
        (3.0, 100.0, 1.0, 1.8976107553682285e-40),
        (0.3, 1e-200, 1.1142425085473075e-60, 1.0),
        (700.0, 1.5, 0.0, 1.0),
        (0.99, 0.99, 0.6327636182557719, 0.36723638174422807),
        (1e-05, 0.5, 0.9999944022347146, 5.59776528542266e-06),
    ];

    #[test]
    fn beta_tails_agree_with_long_arithmetic() {
        for (a, b, x, p, q) in BETA {
            let got = beta_tails(a, b, x, 1.0 - x);
            let near = beta_tails(a, b, x * (1.0 + f64::EPSILON), 1.0 - x);
            let worst = (
                allowed(p) + relative(near.below, got.below),
                allowed(q) + relative(near.above, got.above),
            );
            let off = (relative(got.below, p), relative(got.above, q));
            assert!(off.0 < worst.0 && off.1 < worst.1, "beta({a}, {b}) at {x}: {off:?}");
        }
    }

    #[test]
    fn gamma_tails_agree_with_long_arithmetic() {
        for (a, x, p, q) in GAMMA {
            let got = gamma_tails(a, x);
            let near = gamma_tails(a, x * (1.0 + f64::EPSILON));
            let worst = (
                allowed(p) + relative(near.below, got.below),
                allowed(q) + relative(near.above, got.above),
            );
            let off = (relative(got.below, p), relative(got.above, q));
            assert!(off.0 < worst.0 && off.1 < worst.1, "gamma({a}) at {x}: {off:?}");
        }
    }

    #[test]
    fn nothing_of_a_gamma_distribution_is_below_0_nor_above_infinity() {
        for a in [0.01, 0.99, 1.0, 50.0] {
            for (x, below, above) in [(-1.0, 0.0, 1.0), (0.0, 0.0, 1.0), (f64::INFINITY, 1.0, 0.0)] {
                let got = gamma_tails(a, x);
                assert_eq!((got.below, got.above), (below, above), "gamma({a}) at {x}");
            }
            assert!(gamma_tails(a, f64::NAN).below.is_nan());
        }
    }

    #[test]
    fn the_logarithm_of_gamma_near_1_is_smooth() {
        assert!(relative(ln_gamma_1p(0.05), libm::lgamma(1.05)) < 1e-14);
        assert_eq!(ln_gamma_1p(1e-300), -1e-300 * super::EULER_GAMMA);
    }
}
