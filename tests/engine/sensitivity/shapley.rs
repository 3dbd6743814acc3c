//! Shapley effects of linear functions of correlated normal quantities, which have a closed form.

use std::f64::consts::PI;

use pactum::unstable::numeric::copula::Copula;
use pactum::unstable::numeric::math::sin;
use pactum::unstable::scenario::model::Correlated;
use pactum::unstable::study::sensitivity::{ShapleyDesign, shapley_effects};
use statrs::distribution::{ContinuousCDF, Normal};

use super::{PLAIN, evaluated, ishigami};

/// The rank correlation of two quantities, and the correlation of their normal scores.
const RANK: f64 = 0.6;
const WEIGHTS: [f64; 4] = [1.0, 2.0, -1.5, 0.5];

/// The third and the second quantity, in this order, are correlated.
fn correlated() -> Correlated {
    Correlated {
        members: vec![2, 1],
        copula: Copula::new(&[vec![], vec![RANK]]).expect("the matrix is positive definite"),
    }
}

fn linear(point: &[f64]) -> f64 {
    let levels = correlated().copula.levels(&[point[2], point[1]]);
    let levels = [point[0], levels[1].below, levels[0].below, point[3]];
    let scores = levels.map(|level| Normal::standard().inverse_cdf(level));
    WEIGHTS.iter().zip(scores).map(|(weight, score)| weight * score).sum()
}

#[test]
fn effects_of_a_linear_function() {
    let design = ShapleyDesign::new(4, vec![correlated()], 1);
    let rows = evaluated(1 << 12, |row| design.row(row), linear);
    let effects = shapley_effects(&rows, &design, PLAIN).expect("it varies");
    let rho = 2.0 * sin(PI * RANK / 6.0);
    let [a, b, c, d] = WEIGHTS;
    let variance = a * a + b * b + c * c + d * d + 2.0 * rho * b * c;
    let of_pair = |own: f64, other: f64| {
        own * own * (1.0 - rho * rho / 2.0) + rho * own * other + other * other * rho * rho / 2.0
    };
    let exact = [a * a, of_pair(b, c), of_pair(c, b), d * d];
    for (effect, exact) in effects.iter().zip(exact) {
        let far = (effect.value - exact / variance).abs();
        assert!(far < 0.01, "{} is {far} away from {}", effect.value, exact / variance);
    }
    let sum: f64 = effects.iter().map(|effect| effect.value).sum();
    assert!((sum - 1.0).abs() < 1e-12);
}

#[test]
fn effects_of_ishigami_divide_what_it_owes_to_pairs() {
    let design = ShapleyDesign::new(3, Vec::new(), 3);
    let rows = evaluated(1 << 13, |row| design.row(row), ishigami);
    let effects = shapley_effects(&rows, &design, PLAIN).expect("it varies");
    for (effect, exact) in effects.iter().zip([0.435747, 0.442411, 0.121842]) {
        assert!((effect.value - exact).abs() < 0.01, "{} and {exact}", effect.value);
    }
}
