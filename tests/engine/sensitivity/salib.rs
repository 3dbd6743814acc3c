//! The same estimates as SALib 1.6 on the same points, to 1e-9.
//!
//! `salib.json` holds points, evaluations of Ishigami's function and what SALib makes of them; `scripts/salib.py
//! --write` writes it.

use pactum::unstable::study::sensitivity::{Estimate, Rows, morris_effects, pawn_index, sobol_indices};
use serde::Deserialize;

use super::PLAIN;

#[derive(Deserialize)]
struct Reference {
    sobol: Sobol,
    sobol_first: Sobol,
    morris: Morris,
    pawn: Vec<Pawn>,
}

#[derive(Deserialize)]
struct Sobol {
    evaluations: Vec<f64>,
    first: Vec<f64>,
    total: Vec<f64>,
    #[serde(default)]
    second: Vec<f64>,
}

#[derive(Deserialize)]
struct Morris {
    points: Vec<Vec<f64>>,
    evaluations: Vec<f64>,
    mean: Vec<f64>,
    mean_size: Vec<f64>,
    deviation: Vec<f64>,
}

#[derive(Deserialize)]
struct Pawn {
    slices: usize,
    parameter: Vec<f64>,
    result: Vec<f64>,
    statistics: [f64; 5],
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("salib.json")).expect("the file holds all cases")
}

#[track_caller]
fn equal(ours: impl IntoIterator<Item = f64>, theirs: &[f64]) {
    let ours: Vec<f64> = ours.into_iter().collect();
    let close = ours.iter().zip(theirs).all(|(a, b)| (a - b).abs() < 1e-9);
    assert!(close && ours.len() == theirs.len(), "{ours:?} and {theirs:?}");
}

fn values(estimates: &[Estimate]) -> impl Iterator<Item = f64> {
    estimates.iter().map(|estimate| estimate.value)
}

fn rows(evaluations: &[f64], length: usize) -> Rows {
    Rows::complete(&evaluations.iter().copied().map(Some).collect::<Vec<_>>(), length)
}

#[test]
fn sobol_indices_are_equal() {
    let reference = reference();
    for (case, length, second_order) in [(reference.sobol, 8, true), (reference.sobol_first, 5, false)] {
        let ours = sobol_indices(&rows(&case.evaluations, length), 3, second_order, PLAIN).expect("it varies");
        equal(values(&ours.first), &case.first);
        equal(values(&ours.total), &case.total);
        equal(values(&ours.second), &case.second);
    }
}

#[test]
fn elementary_effects_are_equal() {
    let case = reference().morris;
    let points = |row: u64| case.points[row as usize * 4..row as usize * 4 + 4].to_vec();
    let ours = morris_effects(&rows(&case.evaluations, 4), points, PLAIN).expect("there are rows");
    equal(ours.iter().map(|effects| effects.mean), &case.mean);
    equal(ours.iter().map(|effects| effects.mean_size.value), &case.mean_size);
    equal(ours.iter().filter_map(|effects| effects.deviation), &case.deviation);
}

#[test]
fn pawn_indices_are_equal() {
    for case in reference().pawn {
        let ours = pawn_index(&case.parameter, &case.result, case.slices).expect("there are values");
        let statistics = [ours.minimum, ours.mean, ours.median, ours.maximum];
        equal(statistics.into_iter().chain(ours.variation), &case.statistics);
    }
}
