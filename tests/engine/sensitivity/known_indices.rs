//! Indices of functions for which they are known.

use pactum::unstable::numeric::latin_hypercube::latin_hypercube;
use pactum::unstable::numeric::sobol_points::SobolPoints;
use pactum::unstable::study::sensitivity::{
    Estimate, MorrisDesign, Resampling, Rows, SobolDesign, morris_effects, pawn_index, sobol_indices,
};

use super::{Function, PLAIN, evaluated, ishigami, sobol_g};

#[track_caller]
fn close(estimates: &[Estimate], exact: &[f64], tolerance: f64) {
    for (estimate, exact) in estimates.iter().zip(exact) {
        let far = (estimate.value - exact).abs();
        assert!(far < tolerance, "{} is {far} away from {exact}", estimate.value);
    }
}

#[test]
fn sobol_indices_of_known_functions() {
    let cases: [(usize, Function, [&[f64]; 2]); 2] = [
        (
            3,
            ishigami,
            [&[0.313905, 0.442411, 0.0], &[0.557589, 0.442411, 0.243684]],
        ),
        (
            10,
            sobol_g,
            [
                &[0.716042, 0.179010, 0.023671, 0.007160],
                &[0.787031, 0.242164, 0.034312, 0.010459],
            ],
        ),
    ];
    for (parameters, function, [first, total]) in cases {
        let design = SobolDesign::new(parameters, false, 1);
        let rows = evaluated(1 << 14, |row| design.row(row), function);
        let indices = sobol_indices(&rows, parameters, false, PLAIN).expect("the function varies");
        close(&indices.first, first, 0.003);
        close(&indices.total, total, 0.003);
    }
}

#[test]
fn pairs_of_ishigami() {
    let design = SobolDesign::new(3, true, 2);
    let rows = evaluated(1 << 12, |row| design.row(row), ishigami);
    let indices = sobol_indices(&rows, 3, true, PLAIN).expect("the function varies");
    close(&indices.second, &[0.0, 0.243684, 0.0], 0.01);
}

#[test]
fn elementary_effects_of_ishigami() {
    let design = MorrisDesign::new(vec![0.0; 3], 4, 1);
    let rows = evaluated(20_000, |row| design.row(row), ishigami);
    let effects = morris_effects(&rows, |row| design.row(row), PLAIN).expect("there are rows");
    for (effects, exact) in effects.iter().zip([7.704, 7.875, 6.249]) {
        assert!((effects.mean_size.value / exact - 1.0).abs() < 0.03);
    }
}

#[test]
fn intervals_surround_estimates_and_removed_rows_do_not_count() {
    let design = SobolDesign::new(3, false, 1);
    let length = design.row(0).len();
    let mut evaluations = Vec::new();
    for row in 0..256 {
        evaluations.extend(design.row(row).iter().map(|point| Some(ishigami(point))));
    }
    let resampling = Resampling {
        seed: 5,
        resamples: 100,
    };
    let whole = sobol_indices(&Rows::complete(&evaluations, length), 3, false, resampling).expect("it varies");
    for (estimate, exact) in whole.total.iter().zip([0.557589, 0.442411, 0.243684]) {
        let interval = estimate.interval.expect("there are resamples");
        assert!(interval.low < exact && exact < interval.high);
    }
    evaluations[7 * length + 2] = None;
    let rows = Rows::complete(&evaluations, length);
    evaluations.drain(7 * length..8 * length);
    assert_eq!(rows.removed, 1);
    let without = Rows::complete(&evaluations, length);
    let indices = |rows: &Rows| sobol_indices(rows, 3, false, resampling);
    assert_eq!(indices(&rows), indices(&without));
    assert!(indices(&rows) != Some(whole));
}

#[test]
fn a_result_that_does_not_vary_has_no_indices() {
    let constant: Function = |_| 0.3;
    let design = SobolDesign::new(2, true, 1);
    let rows = evaluated(16, |row| design.row(row), constant);
    assert_eq!(sobol_indices(&rows, 2, true, PLAIN), None);
    assert_eq!(pawn_index(&[], &[], 10), None);
}

#[test]
fn pawn_tells_what_matters_from_what_does_not() {
    let points = [latin_hypercube(2000, 3, 4), {
        let sobol = SobolPoints::new(3, 4);
        (0..2000).map(|number| sobol.point(number)).collect()
    }];
    for points in points {
        let results: Vec<f64> = points.iter().map(|point| point[0] + 0.1 * point[1]).collect();
        let medians = [0, 1, 2].map(|at| {
            let values: Vec<f64> = points.iter().map(|point| point[at]).collect();
            pawn_index(&values, &results, 10).expect("there are values").median
        });
        assert!(medians[0] > 0.5 && medians[1] < 0.2 && medians[2] < 0.1, "{medians:?}");
    }
}
