//! Chance over many periods: survival, hazards of mixtures, and the length of a noisy peace.

use super::classic::{Case, EXACT, SOLVED, power};

#[test]
fn a_mixture_of_two_hazards_looks_safer_with_time() {
    let solved = Case::new("two_hazards", "base").solve();
    solved.expect("survival", 0.505_234, SOLVED);
    solved.expect_running(1, 1.0, EXACT);
    solved.expect_running(21, 0.618_244, SOLVED);
    solved.expect_hazard(1, 0.035, EXACT);
    solved.expect_hazard(21, 0.014_156, SOLVED);
    solved.expect_played(20_000);
}

#[test]
fn surviving_teaches_that_the_truce_is_stable() {
    let solved = Case::new("two_hazards", "base").solve();
    let fragile = 0.4 * power(0.92, 20);
    let stable = 0.6 * power(0.995, 20);
    solved.expect_type_running("truce", "fragile", 21, fragile / (fragile + stable), EXACT);
    solved.expect_type_running("truce", "fragile", 21, 0.122_083, SOLVED);
}

#[test]
fn a_noisy_peace_lasts_one_over_the_false_alarms() {
    let solved = Case::new("noisy_enforcement", "base").solve();
    let lasting: f64 = (1..=220).map(|period| solved.measure("peace", period)).sum();
    assert!((lasting - 10.0).abs() < EXACT, "peace lasts {lasting} periods");
    solved.expect("peace_throughout", power(0.9, 220), EXACT);
    solved.expect_played(5_000);
}
