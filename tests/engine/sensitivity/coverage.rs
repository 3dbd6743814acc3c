//! How often bootstrap intervals hold the exact index.

use pactum::unstable::numeric::stream::StreamKey;
use pactum::unstable::study::sensitivity::{Estimate, Resampling, SobolDesign, saltelli_row, sobol_indices};

use super::{Function, evaluated, ishigami, sobol_g};

const SEEDS: u64 = 200;
const ROWS: u64 = 512;

/// A function with its number of parameters and its first and total indices.
type Case = (usize, Function, [&'static [f64]; 2]);

const CASES: [Case; 2] = [
    (
        3,
        ishigami,
        [&[0.313905, 0.442411, 0.0], &[0.557589, 0.442411, 0.243684]],
    ),
    (
        4,
        sobol_g,
        [
            &[0.716042, 0.179010, 0.023671, 0.007160],
            &[0.787031, 0.242164, 0.034312, 0.010459],
        ],
    ),
];

/// The share of seeds whose interval holds each index, first then total.
fn coverage(case: Case, row: impl Fn(u64, u64) -> Vec<Vec<f64>>) -> Vec<f64> {
    let (parameters, function, [first, total]) = case;
    let mut held = vec![0_u32; 2 * parameters];
    for seed in 0..SEEDS {
        let rows = evaluated(ROWS, |number| row(seed, number), function);
        let resampling = Resampling { seed, resamples: 100 };
        let indices = sobol_indices(&rows, parameters, false, resampling).expect("the function varies");
        let estimates = indices.first.iter().chain(&indices.total);
        for ((held, estimate), exact) in held.iter_mut().zip(estimates).zip(first.iter().chain(total)) {
            *held += u32::from(holds(estimate, *exact));
        }
    }
    held.into_iter().map(|held| f64::from(held) / SEEDS as f64).collect()
}

fn holds(estimate: &Estimate, exact: f64) -> bool {
    estimate
        .interval
        .is_some_and(|interval| interval.low <= exact && exact <= interval.high)
}

#[test]
fn intervals_over_independent_points_hold_the_index() {
    for case in CASES {
        let independent = |seed, number| {
            let mut base = vec![0.0; 2 * case.0];
            StreamKey::of(seed, &["base"]).stream(number, 0).fill(0, &mut base);
            let (a, b) = base.split_at(case.0);
            saltelli_row(a, b, false)
        };
        let shares = coverage(case, independent);
        assert!(shares.iter().all(|share| (0.90..=0.98).contains(share)), "{shares:?}");
    }
}

#[test]
fn intervals_over_sobol_points_hold_the_index() {
    for case in CASES {
        let designs: Vec<SobolDesign> = (0..SEEDS).map(|seed| SobolDesign::new(case.0, false, seed)).collect();
        let shares = coverage(case, |seed, number| designs[seed as usize].row(number));
        assert!(shares.iter().all(|share| *share >= 0.90), "{shares:?}");
    }
}
