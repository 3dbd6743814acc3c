//! Quantile functions against values computed with sixty digits.
//!
//! The table was made with mpmath: each quantile solves for the given probability below it (or above it) in
//! arithmetic of sixty digits, and is then rounded once. scipy 1.17 gives the same to 1e-13 relative, but for the far
//! tails of triangular and truncated distributions, where it loses digits.

use pactum::unstable::numeric::distribution::{DirichletShare, Distribution, Empirical, Quantiles};
use pactum::unstable::numeric::quantile::Level;

const TABLE: &str = include_str!("quantiles.csv");

/// A distribution by the name of its family and its numbers in order.
fn distribution(family: &str, numbers: &[f64]) -> Distribution {
    let found = match (family, numbers) {
        ("truncnormal", &[mean, sd, low, high]) => {
            let normal = Distribution::named("normal", &[mean, sd]);
            normal.map(|normal| normal.truncated(Some(low), Some(high)))
        }
        _ => Distribution::named(family, numbers),
    };
    found.unwrap_or_else(|| panic!("no family {family} with {numbers:?}"))
}

#[test]
fn quantiles_agree_with_long_arithmetic_in_both_tails() {
    let mut checked = 0;
    for line in TABLE.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let number = |text: &str| text.parse::<f64>().expect("a number");
        let numbers: Vec<f64> = fields[1].split(' ').map(number).collect();
        let distribution = distribution(fields[0], &numbers);
        let (tail, wanted) = (number(fields[3]), number(fields[4]));
        let at = match fields[2] {
            "below" => Level::of(tail),
            _ => Level::from_above(tail),
        };
        let found = distribution.quantile_at(at);
        let off = (found - wanted).abs();
        assert!(
            off <= 1e-12 * wanted.abs(),
            "{line}: {found:e}, {:e} off",
            off / wanted.abs()
        );
        checked += 1;
    }
    assert!(checked > 300, "{checked}");
}

#[test]
fn a_share_of_a_dirichlet_by_itself_is_a_beta() {
    let share = Distribution::Share(DirichletShare {
        own: 4.0,
        others: 6.0,
        total: 0.5,
    });
    let beta = distribution("beta", &[4.0, 6.0]);
    for u in [1e-9, 0.1, 0.5, 0.99] {
        assert_eq!(share.quantile(u), 0.5 * beta.quantile(u));
        assert!((share.cdf(share.quantile(u)) - u).abs() < 1e-12);
    }
    assert_eq!(share.nominal(), 0.2);
    assert_eq!(share.mean(), Some(0.2));
    assert_eq!(share.support(), (0.0, 0.5));
    assert_eq!(share.to_string(), "0.5 × dirichlet(4 of 10)");
}

#[test]
fn quantiles_of_observed_values_are_among_them() {
    let observed = Distribution::Empirical(Empirical {
        values: vec![3.0, 3.0, 5.0, 8.0],
    });
    observed.validate().expect("four values");
    let picked = [0.1, 0.49, 0.51, 0.74, 0.76, 0.999].map(|u| observed.quantile(u));
    assert_eq!(picked, [3.0, 3.0, 5.0, 5.0, 8.0, 8.0]);
    assert_eq!(observed.nominal(), 4.0);
    assert_eq!(observed.mean(), Some(4.75));
    assert_eq!((observed.cdf(2.9), observed.cdf(3.0)), (0.0, 0.5));
    assert_eq!(observed.support(), (3.0, 8.0));
    let truncated = observed.truncated(Some(4.0), None);
    truncated.validate().expect("two values are left");
    assert_eq!(truncated.nominal(), 6.5);
    assert_eq!([0.4, 0.6].map(|u| truncated.quantile(u)), [5.0, 8.0]);
}

#[test]
fn quantiles_with_lines_between_can_be_truncated() {
    let table = Distribution::Quantiles(Quantiles {
        levels: vec![0.0, 0.1, 0.9, 1.0],
        values: vec![0.0, 3.0, 12.0, 20.0],
    });
    table.validate().expect("it rises");
    let truncated = table.clone().truncated(Some(3.0), Some(12.0));
    truncated.validate().expect("eighty per cent are left");
    for u in [1e-12, 0.25, 0.5, 0.999] {
        assert!((truncated.quantile(u) - (3.0 + 9.0 * u)).abs() < 1e-14 * 12.0);
    }
    assert_eq!(table.to_string(), "quantiles(0: 0, 0.1: 3, 0.9: 12, 1: 20)");
}
