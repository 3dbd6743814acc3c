//! Dependent uncertainties: joint types, Dirichlet shares, rank correlation.

use pactum::unstable::numeric::summary::{mean, standard_deviation};
use pactum::unstable::study::draws::Draws;

use crate::support::scenario::Scenario;

use super::classic::{Case, EXACT, SOLVED, Solved, logistic};

const DRAWS: u64 = 1_000;

/// The chance of something in each of the first draws.
fn over_draws(file: &'static str, chance: impl Fn(&Solved) -> f64) -> Vec<f64> {
    let mut scenario = Scenario::load(format!("scenarios/classics/{file}.toml"));
    let draws = Draws::new(&scenario.model("base", &[""; 0]), 0, false);
    (0..DRAWS)
        .map(|draw| chance(&Case::new(file, "base").run(Some(draws.at(draw)))))
        .collect()
}

#[test]
fn lenders_know_an_ally_by_its_rival() {
    let solved = Case::new("joint_resolve", "base").solve();
    let lends = |firm: f64| logistic(2.0 * (2.0 * firm - 1.0));
    let pessimist = 0.7 * 0.25 + 0.1 * (2.0 / 3.0);
    solved.expect_action(1, "banking", "lend", 0.5, EXACT);
    solved.expect_action(1, "doubting", "lend", lends(pessimist), EXACT);
    solved.expect_action(1, "doubting", "lend", 0.262_438, SOLVED);
    solved.expect("backed_when_challenged", 0.4 * lends(0.25), EXACT);
    solved.expect("backed_when_challenged", 0.4 * 0.268_941, SOLVED);
    solved.expect("backed", 0.6 * lends(2.0 / 3.0), EXACT);
    solved.expect("backed", 0.6 * 0.660_757, SOLVED);
    solved.expect_played(20_000);
}

#[test]
fn shares_have_the_mean_and_the_spread_that_are_known() {
    let solved = Case::new("unsure_shares", "base").solve();
    solved.expect("caught", 0.25, EXACT);
    solved.expect("stolen", 0.15, EXACT);
    let set = Case::new("unsure_shares", "base").set("visitors.thief", "0.5");
    set.solve().expect("caught", 0.5 * 0.625, EXACT);
    let prior = Case::new("unsure_shares", "base").set("visitor.thief", "1");
    prior.solve().expect("nothing", 0.0, EXACT);
    let thefts = over_draws("unsure_shares", |solved| 1.0 - solved.outcome("nothing"));
    let (mean, spread) = (mean(&thefts), standard_deviation(&thefts));
    let sd = 0.147_710;
    let error = sd / (DRAWS as f64).sqrt();
    assert!((mean.expect("some draws") - 0.4).abs() < 4.0 * error);
    assert!((spread.expect("some draws") - sd).abs() < 4.0 * error);
}

#[test]
fn correlated_rivers_flood_together_as_often_as_is_known() {
    // 1/4 + asin(2 sin(0.6 π / 6)) / 2π
    let known = 0.356_035;
    let floods = over_draws("floods_together", |solved| solved.outcome("ruin"));
    let share = mean(&floods).expect("some draws");
    let error = (known * (1.0 - known) / DRAWS as f64).sqrt();
    assert!((share - known).abs() < 4.0 * error, "{share}");
    let north = over_draws("floods_together", |solved| {
        solved.outcome("ruin") + 0.5 * solved.outcome("paid_for")
    });
    assert!((mean(&north).expect("some draws") - 0.5).abs() < 0.06);
}
