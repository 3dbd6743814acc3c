//! The mathematics gives the same bits on every machine and at every optimisation level.

use pactum::unstable::numeric::copula::Copula;
use pactum::unstable::numeric::dirichlet::dirichlet;
use pactum::unstable::numeric::distribution::Distribution;
use pactum::unstable::numeric::math::{exp, ln, ln_gamma, log1p, logistic, pow, sin};
use pactum::unstable::numeric::quantile::{Level, student_t};

/// A fingerprint of the bits of numbers.
fn fingerprint(numbers: impl Iterator<Item = f64>) -> String {
    let mut hasher = blake3::Hasher::new();
    for x in numbers {
        hasher.update(&x.to_bits().to_le_bytes());
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

/// Places spread evenly over (0, 1).
fn places() -> impl Iterator<Item = f64> {
    (0..500).map(|i| (f64::from(i) + 0.5) / 500.0)
}

#[test]
fn elementary_functions_keep_their_bits() {
    let functions: [fn(f64) -> f64; 7] = [exp, logistic, ln, log1p, ln_gamma, sin, |x| pow(x, 1.7)];
    let found = functions.map(|f| fingerprint(places().map(|u| f(u * 40.0))));
    assert_eq!(
        found,
        [
            "eb94a7747c5f2779",
            "46c95b3b0b6c85ef",
            "a6acdb16e258677d",
            "30e3dd9d98d0073f",
            "5a18bcc16bffff8b",
            "d3bf4df30d80182d",
            "b3454614bef0a2dc"
        ]
    );
}

#[test]
fn quantiles_keep_their_bits() {
    let distributions = [
        ("triangular", [15.0, 22.0, 30.0].as_slice()),
        ("pert", [15.0, 22.0, 30.0].as_slice()),
        ("normal", [5.0, 2.0].as_slice()),
        ("lognormal", [0.2, 0.7].as_slice()),
        ("beta", [2.0, 0.7].as_slice()),
        ("gamma", [0.6, 3.0].as_slice()),
        ("loguniform", [0.01, 100.0].as_slice()),
    ];
    let found = distributions.map(|(family, parameters)| {
        let distribution = Distribution::named(family, parameters).expect("a family");
        fingerprint(places().map(|u| distribution.quantile(u)))
    });
    assert_eq!(
        found,
        [
            "b9d89d363f414bca",
            "9dae6b7a00965d96",
            "603bbb76c369f5d2",
            "dd15f5b3dc21e6e0",
            "e29f7940c72faa6b",
            "aa181ce1dec60d28",
            "0efde929e22ff0b3"
        ]
    );
    assert_eq!(fingerprint(places().map(|u| student_t(u, 7.0))), "7633c3e9214c1175");
}

#[test]
fn joint_draws_keep_their_bits() {
    let ranks: Vec<Vec<f64>> = (0..5).map(|i| vec![0.3; i]).collect();
    let copula = Copula::new(&ranks).expect("it is positive definite");
    let correlated = places().flat_map(|u| {
        let point: Vec<f64> = (0..5).map(|i| (u + 0.37 * f64::from(i)).fract()).collect();
        copula.levels(&point).into_iter().map(|level| level.below)
    });
    assert_eq!(fingerprint(correlated), "bccd5cbe487fa137");
    let shares = places().flat_map(|u| {
        let point = [u, 1.0 - u, (3.0 * u).fract()].map(Level::of);
        dirichlet(&point, &[4.0, 0.3, 0.02])
    });
    assert_eq!(fingerprint(shares), "44ff30d33e3c006a");
    let fitted = Distribution::through("lognormal", (0.1, 3.0), (0.9, 12.0)).expect("a lognormal distribution");
    assert_eq!(fingerprint(places().map(|u| fitted.quantile(u))), "6438548796019af9");
}
