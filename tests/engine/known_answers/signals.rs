//! Learning from noisy tests: beliefs by Bayes' rule, seen in the choices of a judge.

use super::classic::{Case, EXACT, SOLVED, logistic};

/// The probabilities of blaming after no, one and two positive tests of this many, from beliefs by Bayes' rule.
fn belief(positives: i32, negatives: i32) -> f64 {
    let mut guilty = 0.7;
    let mut innocent = 0.3;
    for _ in 0..positives {
        guilty *= 0.8;
        innocent *= 0.3;
    }
    for _ in 0..negatives {
        guilty *= 0.2;
        innocent *= 0.7;
    }
    guilty / (guilty + innocent)
}

#[test]
fn the_beliefs_are_the_ones_that_are_known() {
    for (positives, negatives, known) in [(1, 0, 0.861_538), (2, 0, 0.943_158), (0, 1, 0.4)] {
        assert!((belief(positives, negatives) - known).abs() < 1e-6);
    }
}

#[test]
fn a_judge_blames_as_its_belief_says() {
    let solved = Case::new("attribution", "base").solve();
    let blames = |positives: i32, tests: i32| logistic(10.0 * (belief(positives, tests - positives) - 0.5));
    // After the first test: the share of positives is .7 · .8 + .3 · .3 = .65.
    solved.expect_action(1, "verdict", "blame", 0.65 * blames(1, 1) + 0.35 * blames(0, 1), EXACT);
    let guilty = 0.64 * blames(2, 2) + 0.32 * blames(1, 2) + 0.04 * blames(0, 2);
    let innocent = 0.09 * blames(2, 2) + 0.42 * blames(1, 2) + 0.49 * blames(0, 2);
    solved.expect("rightly_blamed", 0.7 * guilty, EXACT);
    solved.expect("wrongly_blamed", 0.3 * innocent, EXACT);
    solved.expect_played(20_000);
}

#[test]
fn the_standard_of_proof_lies_between_one_positive_test_and_two() {
    // With the standard between the two beliefs, a judge that never errs blames after two positives only.
    let solved = Case::new("attribution", "base")
        .set("standard_of_proof", "0.9")
        .set("precision", "10000")
        .solve();
    solved.expect("rightly_blamed", 0.7 * 0.64, SOLVED);
    solved.expect("wrongly_blamed", 0.3 * 0.09, SOLVED);
}
