//! Tests of all families together.

use super::{Discrete, Distribution, DistributionError, FAMILIES, Notation};

/// The distribution of a family with these parameters.
fn named(family: &str, parameters: &[f64]) -> Distribution {
    Distribution::named(family, parameters).expect("a family with this many parameters")
}

fn truncated(inner: Distribution, low: impl Into<Option<f64>>, high: impl Into<Option<f64>>) -> Distribution {
    inner.truncated(low.into(), high.into())
}

fn normal() -> Distribution {
    named("normal", &[0.0, 1.0])
}

fn discrete(values: &[f64], weights: &[f64]) -> Distribution {
    Distribution::Discrete(Discrete {
        values: values.to_vec(),
        weights: weights.to_vec(),
    })
}

fn continuous() -> Vec<Distribution> {
    let plain = vec![
        named("uniform", &[-1.0, 3.0]),
        named("triangular", &[15.0, 22.0, 30.0]),
        named("triangular", &[0.0, 0.0, 1.0]),
        named("triangular", &[0.0, 1.0, 1.0]),
        named("pert", &[15.0, 22.0, 30.0]),
        named("pert", &[0.0, 0.0, 2.0]),
        named("normal", &[5.0, 2.0]),
        named("lognormal", &[0.2, 0.7]),
        named("beta", &[2.0, 0.7]),
        named("gamma", &[0.6, 3.0]),
        named("loguniform", &[0.01, 100.0]),
    ];
    let halves = plain
        .iter()
        .map(|inner| truncated(inner.clone(), inner.quantile(0.3), inner.quantile(0.9)));
    let halves: Vec<_> = halves.collect();
    plain.into_iter().chain(halves).collect()
}

#[test]
fn cdf_undoes_quantile() {
    for distribution in continuous() {
        distribution.validate().unwrap();
        let (low, high) = distribution.support();
        for u in [1e-9, 0.01, 0.3, 0.5, 0.8, 0.99, 0.999_999] {
            let x = distribution.quantile(u);
            assert!(x >= low && x <= high, "{distribution} at {u}");
            assert!(
                (distribution.cdf(x) - u).abs() < 1e-12,
                "{distribution} at {u}: {}",
                distribution.cdf(x)
            );
            let above = distribution.level_of(x).above;
            assert!(
                (above - (1.0 - u)).abs() < 1e-12,
                "{distribution} at {u}: {above} above"
            );
        }
        assert_eq!(distribution.cdf(f64::NEG_INFINITY), 0.0);
        assert_eq!(distribution.cdf(f64::INFINITY), 1.0);
    }
}

#[test]
fn means_agree_with_quantiles() {
    for distribution in continuous() {
        let Some(mean) = distribution.mean() else {
            continue;
        };
        let parts = 20_000;
        let sum: f64 = (0..parts)
            .map(|i| distribution.quantile((f64::from(i) + 0.5) / f64::from(parts)))
            .sum();
        let off = (sum / f64::from(parts) - mean).abs();
        assert!(off < 2e-3 * mean.abs(), "{distribution}: {mean}, {off} off");
    }
}

#[test]
fn truncation_conditions_in_either_tail() {
    // Both mirrored, and as precise as in the other tail.
    let upper = truncated(normal(), 30.0, 31.0);
    let lower = truncated(normal(), -31.0, -30.0);
    for u in [0.001, 0.25, 0.5, 0.9] {
        let x = upper.quantile(u);
        assert!(x > 30.0 && x < 31.0);
        assert!((upper.cdf(x) - u).abs() < 1e-11, "{u}: {}", upper.cdf(x));
        assert!((x + lower.quantile(1.0 - u)).abs() < 1e-12);
    }
    // The median of a half normal is the upper quartile of the normal.
    assert!((truncated(normal(), 0.0, None).nominal() - 0.674_489_750_196_081_7).abs() < 1e-15);
}

#[test]
fn truncations_nest() {
    let twice = truncated(truncated(normal(), -1.0, None), None, 2.0);
    let once = truncated(normal(), -1.0, 2.0);
    for u in [0.01, 0.5, 0.99] {
        assert!((twice.quantile(u) - once.quantile(u)).abs() < 1e-14);
    }
    assert_eq!(twice.support(), (-1.0, 2.0));
    assert_eq!(twice.to_string(), "normal(0, 1) in [-1, ∞) in (−∞, 2]");
}

#[test]
fn a_discrete_one_goes_through_its_values_as_listed() {
    let distribution = discrete(&[3.0, 1.0, 2.0, 7.0], &[2.0, 0.0, 5.0, 3.0]);
    let picked: Vec<_> = [1e-9, 0.19, 0.21, 0.69, 0.71, 1.0 - 1e-9]
        .map(|u| distribution.quantile(u))
        .to_vec();
    assert_eq!(picked, [3.0, 3.0, 2.0, 2.0, 7.0, 7.0]);
    assert_eq!((distribution.nominal(), distribution.support()), (2.0, (2.0, 7.0)));
    assert_eq!(distribution.cdf(3.0), 0.7);
    assert_eq!(discrete(&[4.0, 5.0], &[1.0, 1.0]).nominal(), 4.0);

    let part = truncated(distribution, 2.5, None);
    assert_eq!(
        (part.quantile(0.39), part.quantile(0.41), part.nominal()),
        (3.0, 7.0, 7.0)
    );
    assert!((part.mean().unwrap() - 5.4).abs() < 1e-15);
}

#[test]
fn what_is_no_distribution_is_refused() {
    let message = |distribution: Distribution| distribution.validate().unwrap_err().to_string();
    let cases = [
        (named("uniform", &[2.0, 2.0]), "low (2) must be below high (2)"),
        (
            named("uniform", &[f64::NAN, 2.0]),
            "low must be a finite number, but is NaN",
        ),
        (
            named("uniform", &[-1e308, 1e308]),
            "the distance from low to high must be a finite number, but is inf",
        ),
        (
            named("pert", &[0.0, 3.0, 2.0]),
            "mode (3) must lie between low (0) and high (2)",
        ),
        (named("normal", &[0.0, 0.0]), "sd must be above 0, but is 0"),
        (named("gamma", &[-1.0, 1.0]), "shape must be above 0, but is -1"),
        (named("gamma", &[1e13, 1.0]), "shape must be at most 1e9, but is 1e13"),
        (named("beta", &[1.0, 2e9]), "beta must be at most 1e9, but is 2e9"),
        (named("loguniform", &[0.0, 1.0]), "low must be above 0, but is 0"),
        (discrete(&[1.0], &[]), "there are 1 values but 0 weights"),
        (discrete(&[], &[]), "at least one value is needed"),
        (
            discrete(&[1.0, 2.0], &[1.0, -1.0]),
            "weights must not be negative, but the weight of 2 is -1",
        ),
        (discrete(&[1.0], &[0.0]), "at least one weight must be above 0"),
        (truncated(normal(), 1.0, 1.0), "low (1) must be below high (1)"),
        (
            truncated(named("uniform", &[0.0, 1.0]), 2.0, None),
            "truncation leaves no probability: uniform(0, 1) has no more than 1e-290 within [2, ∞)",
        ),
    ];
    for (distribution, wanted) in cases {
        assert_eq!(message(distribution), wanted);
    }
    let error = truncated(discrete(&[1.0], &[1.0]), 2.0, 3.0).validate();
    assert!(matches!(error, Err(DistributionError::NothingLeft { .. })));
}

#[test]
fn display_is_short() {
    let triangular = named("triangular", &[15.0, 22.0, 30.0]);
    assert_eq!(triangular.to_string(), "triangular(15, 22, 30)");
    assert_eq!(truncated(normal(), 0.0, None).to_string(), "normal(0, 1) in [0, ∞)");
    assert_eq!(
        discrete(&[1.0, 2.5], &[0.2, 0.8]).to_string(),
        "discrete(1: 0.2, 2.5: 0.8)"
    );
}

#[test]
fn fitted_families_have_the_requested_quantiles() {
    let points = [((0.1, 3.0), (0.9, 12.0)), ((0.25, 1.0), (0.3, 100.0))];
    for (low, high) in points {
        for family in &FAMILIES {
            if !matches!(family.notation, Notation::TableOrQuantiles(_)) {
                continue;
            }
            let fitted = Distribution::through(family.name, low, high).unwrap();
            fitted.validate().unwrap();
            for (level, value) in [low, high] {
                let found = fitted.quantile(level);
                assert!((found - value).abs() < 1e-13 * high.1, "{fitted} at {level}");
            }
        }
    }
}

#[test]
fn families_are_found_by_name() {
    for family in &FAMILIES {
        let parameters = vec![1.0; family.parameters.len()];
        let found = named(family.name, &parameters);
        assert!(found.to_string().starts_with(&format!("{}(1", family.name)));
        assert_eq!(Distribution::named(family.name, &parameters[1..]), None);
    }
    assert_eq!(Distribution::named("cauchy", &[0.0, 1.0]), None);
}
