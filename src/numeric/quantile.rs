//! Quantile functions: a number in (0, 1) becomes a value of a distribution, accurate in both tails.
//!
//! Each quantile function comes twice: for u in (0, 1), and for a [`Level`], which also holds 1 − u so that the upper
//! tail loses no digits. The relative error is below 1e-12 wherever the result is not itself a small difference of
//! large numbers; a value below the smallest normal number is given as about that. Inversion is Newton's method on the
//! logarithm of the smaller tail, kept within a bracket, with a fixed number of steps at most.

use super::level::Level;
use super::math::{erf, erfc, exp, ln, log1p};
use super::special::{beta_kernel, beta_tails, gamma_kernel, gamma_tails, ln_gamma_1p};
use std::f64::consts::FRAC_1_SQRT_2;

/// √(2π)
const SQRT_TAU: f64 = 2.506_628_274_631_000_7;
/// Newton's method has never needed half of these steps.
const MOST_STEPS: u32 = 100;
/// Newton's method ends when it moves a value by less than this share; the next step would be about its square.
const CLOSE: f64 = 1e-11;
/// From this many degrees of freedom on, Student's t differs from the normal by less than 1e-12.
const NORMAL_FROM: f64 = 1e13;

/// The probabilities of at most and of more than z for the standard normal distribution.
pub(super) fn normal_tails(z: f64) -> Level {
    let scaled = z * FRAC_1_SQRT_2;
    Level::new(0.5 * erfc(-scaled), 0.5 * erfc(scaled))
}

/// The quantile of the standard normal distribution, by algorithm AS 241 (M. J. Wichura, *Applied Statistics* 37, 1988)
/// and one step of Newton's method.
pub(super) fn standard_normal(at: Level) -> f64 {
    let q = at.beyond_median();
    if q.abs() <= 0.425 {
        let z = wichura_central(q);
        return z + (q - 0.5 * erf(z * FRAC_1_SQRT_2)) * SQRT_TAU * exp(0.5 * z * z);
    }
    let tail = if q < 0.0 { at.below } else { at.above };
    if tail <= 0.0 {
        return f64::INFINITY.copysign(q);
    }
    let mut z = wichura_tail((-ln(tail)).sqrt());
    let reached = 0.5 * erfc(z * FRAC_1_SQRT_2);
    // ln of the tail has the slope −φ(z)/tail, about −z: its step stays right where the densities are subnormal.
    let slope = exp(-0.5 * z * z) / (SQRT_TAU * reached);
    if reached > 1e-290 {
        z += (reached / tail - 1.0) / slope;
    }
    if q < 0.0 { -z } else { z }
}

/// The coefficients of two polynomials, the lowest first.
type Coefficients = [(f64, f64); 8];

/// AS 241 near the median, in a tail, and in a tail with a probability below 1.4e-11.
const CENTRE: Coefficients = [
    (3.387_132_872_796_366_5, 1.0),
    (133.141_667_891_784_38, 42.313_330_701_600_91),
    (1_971.590_950_306_551_3, 687.187_007_492_057_9),
    (13_731.693_765_509_46, 5_394.196_021_424_751),
    (45_921.953_931_549_87, 21_213.794_301_586_597),
    (67_265.770_927_008_7, 39_307.895_800_092_71),
    (33_430.575_583_588_13, 28_729.085_735_721_943),
    (2_509.080_928_730_122_7, 5_226.495_278_852_854),
];
const TAIL: Coefficients = [
    (1.423_437_110_749_683_5, 1.0),
    (4.630_337_846_156_546, 2.053_191_626_637_759),
    (5.769_497_221_460_691, 1.676_384_830_183_803_8),
    (3.647_848_324_763_204_5, 0.689_767_334_985_1),
    (1.270_458_252_452_368_4, 0.148_103_976_427_480_08),
    (0.241_780_725_177_450_6, 0.015_198_666_563_616_457),
    (0.022_723_844_989_269_184, 5.475_938_084_995_345e-4),
    (7.745_450_142_783_414e-4, 1.050_750_071_644_416_9e-9),
];
const FAR: Coefficients = [
    (6.657_904_643_501_103, 1.0),
    (5.463_784_911_164_114, 0.599_832_206_555_888),
    (1.784_826_539_917_291_3, 0.136_929_880_922_735_8),
    (0.296_560_571_828_504_87, 0.014_875_361_290_850_615),
    (0.026_532_189_526_576_124, 7.868_691_311_456_133e-4),
    (0.001_242_660_947_388_078_4, 1.846_318_317_510_054_8e-5),
    (2.711_555_568_743_487_6e-5, 1.421_511_758_316_446e-7),
    (2.010_334_399_292_288_1e-7, 2.044_263_103_389_939_8e-15),
];

fn polynomials(x: f64, coefficients: &Coefficients) -> (f64, f64) {
    let sums = coefficients.iter().rev();
    sums.fold((0.0, 0.0), |(p, q), (a, b)| (p * x + a, q * x + b))
}

/// AS 241 for |q| ≤ 0.425, where q = u − ½.
fn wichura_central(q: f64) -> f64 {
    let (above, below) = polynomials(0.180_625 - q * q, &CENTRE);
    q * above / below
}

/// AS 241 for a tail, where r = √(−ln tail); a positive number.
fn wichura_tail(r: f64) -> f64 {
    let (start, coefficients) = if r > 5.0 { (5.0, &FAR) } else { (1.6, &TAIL) };
    let (above, below) = polynomials(r - start, coefficients);
    above / below
}

/// The quantile x of the beta distribution, whose density is proportional to x^(a − 1) (1 − x)^(b − 1), and 1 − x to
/// its own precision.
pub(super) fn beta_pair(at: Level, a: f64, b: f64) -> (f64, f64) {
    let half = beta_tails(a, b, 0.5, 0.5);
    let lower_half = if at.below <= 0.5 {
        at.below <= half.below
    } else {
        at.above >= half.above
    };
    if lower_half {
        let x = beta_lower_half(at, a, b);
        (x, 1.0 - x)
    } else {
        let y = beta_lower_half(Level::new(at.above, at.below), b, a);
        (1.0 - y, y)
    }
}

/// The quantile of the beta distribution where it is at most about ½.
fn beta_lower_half(at: Level, a: f64, b: f64) -> f64 {
    let start = beta_start(at, a, b);
    invert(at, start, 0.51, |x| {
        let y = 1.0 - x;
        (beta_tails(a, b, x, y), beta_kernel(a, b, x, y) / y)
    })
}

/// Where to start looking for a quantile of the beta distribution (Press et al., *Numerical Recipes*, 3rd ed., §6.4).
fn beta_start(at: Level, a: f64, b: f64) -> f64 {
    if a < 1.0 || b < 1.0 {
        let front = exp(-a * log1p(b / a)) / a + exp(-b * log1p(a / b)) / b;
        return exp(ln(a * front * at.below) / a);
    }
    let z = -standard_normal(at);
    let (p, q) = (1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
    let h = 2.0 / (p + q);
    let l = (z * z - 3.0) / 6.0;
    let root = if l + h > 0.0 { (l + h).sqrt() } else { 0.0 };
    let w = z * root / h - (q - p) * (l + 5.0 / 6.0 - 2.0 / (3.0 * h));
    a / (a + b * exp(2.0 * w))
}

/// The quantile of the gamma distribution of this shape and of scale 1, whose density is proportional to
/// x^(shape − 1) e^(−x).
pub(super) fn standard_gamma(at: Level, shape: f64) -> f64 {
    invert(at, gamma_start(at, shape), f64::MAX, |x| {
        (gamma_tails(shape, x), gamma_kernel(shape, x))
    })
}

/// The logarithm of the quantile of the gamma distribution with scale 1, also where the quantile is too small to be a
/// number.
pub(super) fn gamma_logarithm(at: Level, shape: f64) -> f64 {
    // Far below 1 the probability of at most x is x^shape / Γ(1 + shape), with a relative error of about x.
    let leading = (ln(at.below) + ln_gamma_1p(shape)) / shape;
    if leading < -40.0 {
        leading
    } else {
        ln(standard_gamma(at, shape))
    }
}

/// Where to start looking for a quantile of the gamma distribution (Press et al., *Numerical Recipes*, 3rd ed.,
/// §6.2.1; Wilson and Hilferty, *PNAS* 17, 1931).
fn gamma_start(at: Level, a: f64) -> f64 {
    if a > 1.0 {
        let root = 1.0 - 1.0 / (9.0 * a) + standard_normal(at) / (3.0 * a.sqrt());
        if root > 0.25 {
            return a * root * root * root;
        }
        return exp((ln(at.below) + ln_gamma_1p(a)) / a);
    }
    let t = 1.0 - a * (0.253 + a * 0.12);
    if at.below < t {
        exp(ln(at.below / t) / a)
    } else {
        1.0 - ln(at.above / (1.0 - t))
    }
}

/// The quantile of Student's t distribution with `df` > 0 degrees of freedom, not necessarily whole.
pub fn student_t(u: f64, df: f64) -> f64 {
    let at = Level::of(u);
    if df >= NORMAL_FROM {
        return standard_normal(at);
    }
    let q = at.beyond_median();
    if q == 0.0 {
        return 0.0;
    }
    let outside = if q < 0.0 { at.below } else { at.above };
    // df / (df + t²) is a beta(df/2, 1/2) quantity.
    let two_sided = Level::new(2.0 * outside, 2.0 * q.abs());
    let (x, y) = beta_pair(two_sided, 0.5 * df, 0.5);
    let t = (df * (y / x)).sqrt();
    if q < 0.0 { -t } else { t }
}

/// Finds x in (0, ceiling) at a level of a distribution; `curve` gives the level of x, and x times the density there.
///
/// Newton's method on ln x and on the logarithm of the smaller tail, which for the families here is nearly straight
/// (and concave), so that it converges from far away. Where it would leave the bracket, the bracket is halved.
fn invert(at: Level, start: f64, ceiling: f64, curve: impl Fn(f64) -> (Level, f64)) -> f64 {
    let (mut low, mut high) = (f64::MIN_POSITIVE, ceiling);
    let confined = |x: f64, low: f64, high: f64| {
        let inside = x > low && x < high;
        if inside { x } else { low.sqrt() * high.sqrt() }
    };
    let mut x = confined(start, low, high);
    if start >= high && start.is_finite() {
        x = 0.99 * high;
    }
    for _ in 0..MOST_STEPS {
        let (reached, density) = curve(x);
        let (off, step) = newton_step(at, reached, density);
        if step.abs() < CLOSE || off.abs() < 3e-15 {
            return x + x * step;
        }
        if off < 0.0 {
            low = x;
        } else {
            high = x;
        }
        if high < 2.0 * f64::MIN_POSITIVE {
            return high;
        }
        x = confined(x * exp(step), low, high);
    }
    x
}

/// How far a reached level is too high on the scale of the smaller tail's logarithm, and the step of ln x to mend it.
fn newton_step(at: Level, reached: Level, density: f64) -> (f64, f64) {
    let (wanted, tail, sign) = if at.below <= 0.5 {
        (at.below, reached.below, 1.0)
    } else {
        (at.above, reached.above, -1.0)
    };
    let off = sign * ln(tail / wanted);
    (off, -off * tail / density)
}

#[cfg(test)]
mod tests {
    use super::{Level, beta_pair, ln, standard_gamma, standard_normal, student_t, wichura_central, wichura_tail};
    use crate::numeric::distribution::Distribution;
    use crate::numeric::special::{beta_tails, gamma_tails};
    use statrs::distribution::{Beta, ContinuousCDF, Gamma, LogNormal, Normal, StudentsT, Triangular};

    /// u and the quantile, computed with fifty digits; so are the tables below.
    const NORMAL: [(f64, f64); 16] = [
        (1e-300, -37.0470962993612),
        (1e-100, -21.273453560965326),
        (1e-20, -9.262340089798407),
        (1.1102230246251565e-16, -8.209536151601387),
        (1e-05, -4.264890793922825),
        (0.01, -2.326347874040841),
        (0.07, -1.4757910281791706),
        (0.075, -1.439531470938456),
        (0.2, -0.8416212335729142),
        (0.4999, -0.00025066283008800747),
        (0.50001, 2.506628274882086e-05),
        (0.7, 0.5244005127080407),
        (0.925, 1.4395314709384561),
        (0.93, 1.475791028179171),
        (0.999, 3.090232306167813),
        (0.9999999999999999, 8.209536151601387),
    ];
    /// alpha, beta, u and the quantile.
    const BETA: [(f64, f64, f64, f64); 15] = [
        (2.0, 3.0, 1e-300, 4.08248290463863e-151),
        (2.0, 3.0, 0.3, 0.27238394207510536),
        (2.0, 3.0, 0.9999999999999999, 0.999996972270482),
        (0.5, 0.5, 1.1102230246251565e-16, 3.041306664850247e-32),
        (0.05, 4.0, 0.5, 1.5760329771971286e-07),
        (0.05, 4.0, 0.01, 1.6525896109442843e-41),
        (40.0, 2.0, 0.001, 0.7960793847876717),
        (40.0, 2.0, 0.999, 0.9988795040143149),
        (1000.0, 3000.0, 1e-10, 0.2081802158374944),
        (1000.0, 3000.0, 0.75, 0.25459508399867287),
        (3000.0, 1000.0, 0.25, 0.7454049160013272),
        (0.2, 0.1, 0.3, 0.3686485493252837),
        (1.0, 1.0, 0.25, 0.25),
        (200.0, 0.5, 0.6, 0.9993118872647191),
        (5.0, 2.0, 0.5, 0.7355500167043401),
    ];
    /// shape, u and the quantile.
    const GAMMA: [(f64, f64, f64); 14] = [
        (2.0, 1e-300, 1.4142135623730952e-150),
        (2.0, 0.3, 1.0973492107034917),
        (2.0, 0.9999999999999999, 40.461567483087464),
        (0.5, 1.1102230246251565e-16, 9.680779783384862e-33),
        (0.05, 0.5, 5.573878440746248e-07),
        (0.05, 0.999999, 8.696862667893743),
        (0.05, 0.02, 6.128540904101278e-35),
        (40.0, 0.001, 23.25993796458378),
        (40.0, 0.999, 62.41961200788239),
        (1000.0, 1e-10, 811.7987627175607),
        (1000.0, 0.75, 1021.1436879071974),
        (1.0, 0.25, 0.2876820724517809),
        (1.5, 1e-12, 1.2089939713590179e-08),
        (7.0, 0.5, 6.6696370745497715),
    ];
    /// degrees of freedom, u and the quantile.
    const STUDENT: [(f64, f64, f64); 10] = [
        (1.0, 0.975, 12.706204736174694),
        (2.0, 0.975, 4.302652729749462),
        (3.0, 0.6, 0.27667066233268983),
        (9.0, 0.975, 2.262157162798205),
        (99.0, 0.975, 1.9842169515864172),
        (1999.0, 0.975, 1.9611514201705615),
        (99999.0, 0.975, 1.9599877077718444),
        (1.5, 1e-20, -11245005997832.137),
        (4.0, 0.500001, 2.666666666747299e-06),
        (7.3, 0.25, -0.7095730204569911),
    ];
    /// Places from tail to tail.
    const PLACES: [f64; 9] = [1e-12, 1e-5, 0.01, 0.2, 0.5, 0.7, 0.95, 0.999, 0.999_999];

    fn normal(u: f64) -> f64 {
        standard_normal(Level::of(u))
    }

    fn beta(u: f64, a: f64, b: f64) -> f64 {
        beta_pair(Level::of(u), a, b).0
    }

    fn gamma(u: f64, shape: f64) -> f64 {
        standard_gamma(Level::of(u), shape)
    }

    fn family(name: &str, parameters: &[f64]) -> Distribution {
        Distribution::named(name, parameters).expect("a family")
    }

    fn close(got: f64, wanted: f64, within: f64, what: &str) {
        let off = (got - wanted).abs() / wanted.abs();
        assert!(off <= within, "{what}: {got:?} for {wanted:?}, {off:e} off");
    }

    #[test]
    fn quantiles_agree_with_long_arithmetic() {
        for (u, wanted) in NORMAL {
            close(normal(u), wanted, 5e-16, &format!("normal at {u:e}"));
        }
        for (a, b, u, wanted) in BETA {
            close(beta(u, a, b), wanted, 1e-13, &format!("beta({a}, {b}) at {u:e}"));
        }
        for (a, u, wanted) in GAMMA {
            close(gamma(u, a), wanted, 1e-13, &format!("gamma({a}) at {u:e}"));
        }
        for (df, u, wanted) in STUDENT {
            close(student_t(u, df), wanted, 1e-13, &format!("t({df}) at {u:e}"));
        }
    }

    #[test]
    fn the_start_of_the_normal_is_already_good() {
        close(wichura_central(-0.3), -0.841_621_233_572_914_2, 1e-15, "centre");
        close(wichura_tail((-ln(0.01)).sqrt()), 2.326_347_874_040_841, 1e-15, "tail");
        close(
            wichura_tail((-ln(1e-100)).sqrt()),
            21.273_453_560_965_326,
            1e-15,
            "far tail",
        );
    }

    #[test]
    fn quantiles_agree_with_another_library() {
        for u in PLACES {
            let place = format!("at {u}");
            if u != 0.5 {
                close(
                    2.0 * normal(u),
                    Normal::new(0.0, 2.0).unwrap().inverse_cdf(u),
                    1e-9,
                    &place,
                );
            }
            close(
                family("lognormal", &[0.3, 0.8]).quantile(u),
                LogNormal::new(0.3, 0.8).unwrap().inverse_cdf(u),
                1e-9,
                &place,
            );
            close(
                family("triangular", &[1.0, 2.0, 5.0]).quantile(u),
                Triangular::new(1.0, 5.0, 2.0).unwrap().inverse_cdf(u),
                1e-12,
                &place,
            );
            close(Beta::new(2.5, 4.0).unwrap().cdf(beta(u, 2.5, 4.0)), u, 1e-9, &place);
            close(Gamma::new(2.5, 0.5).unwrap().cdf(2.0 * gamma(u, 2.5)), u, 1e-9, &place);
            close(
                StudentsT::new(0.0, 1.0, 5.0).unwrap().cdf(student_t(u, 5.0)),
                u,
                1e-9,
                &place,
            );
        }
    }

    #[test]
    fn distribution_functions_undo_quantiles() {
        let shapes = [0.02, 0.3, 1.0, 1.7, 9.0, 400.0, 50_000.0];
        for u in PLACES {
            for a in shapes {
                let x = gamma(u, a);
                if x > 1e-300 {
                    close(
                        gamma_tails(a, x).below,
                        u,
                        1e-13 * (1.0 + a.sqrt()),
                        &format!("gamma({a})"),
                    );
                }
                for b in shapes {
                    let (x, y) = beta_pair(Level::of(u), a, b);
                    if x > 1e-300 && y > 1e-300 {
                        let within = 1e-13 * (1.0 + a.sqrt() + b.sqrt());
                        close(
                            beta_tails(a, b, x, y).below,
                            u,
                            within,
                            &format!("beta({a}, {b}) at {u}"),
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn quantiles_rise() {
        let places: Vec<f64> = (1..2_000).map(|i| f64::from(i) / 2_000.0).collect();
        let families = [
            family("uniform", &[-1.0, 3.0]),
            family("triangular", &[-1.0, 0.0, 3.0]),
            family("normal", &[0.0, 1.0]),
            family("lognormal", &[0.0, 1.0]),
            family("loguniform", &[0.1, 7.0]),
            family("beta", &[0.4, 3.0]),
            family("pert", &[-1.0, 0.0, 3.0]),
            family("gamma", &[0.7, 3.0]),
        ];
        for family in families {
            assert!(
                places.windows(2).all(|w| family.quantile(w[0]) < family.quantile(w[1])),
                "{family}"
            );
        }
        assert!(places.windows(2).all(|w| student_t(w[0], 3.0) < student_t(w[1], 3.0)));
    }

    #[test]
    fn values_below_the_smallest_number_are_about_that() {
        for x in [gamma(1e-12, 0.02), beta(1e-12, 0.02, 3.0)] {
            assert!((f64::MIN_POSITIVE..2.0 * f64::MIN_POSITIVE).contains(&x), "{x:e}");
        }
    }

    #[test]
    fn simple_families_are_exact() {
        assert_eq!(family("uniform", &[0.0, 4.0]).quantile(0.25), 1.0);
        close(
            family("triangular", &[0.0, 2.0, 2.0]).quantile(0.25),
            1.0,
            3e-16,
            "triangular",
        );
        close(
            family("triangular", &[0.0, 1.0, 2.0]).quantile(1e-20),
            2e-20_f64.sqrt(),
            1e-15,
            "triangular",
        );
        close(
            family("loguniform", &[1.0, 100.0]).quantile(0.5),
            10.0,
            1e-15,
            "loguniform",
        );
        close(family("pert", &[0.0, 2.0, 4.0]).quantile(0.5), 2.0, 1e-15, "pert");
        close(
            family("uniform", &[-1.0, 0.0]).quantile_at(Level::from_above(1e-30)),
            -1e-30,
            1e-15,
            "upper tail",
        );
        close(
            standard_normal(Level::from_above(1e-300)),
            37.047_096_299_361_2,
            1e-15,
            "upper tail",
        );
    }
}
