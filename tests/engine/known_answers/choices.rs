//! Decisions of one actor after another: answers computed by hand from the payoffs in the files.

use super::classic::{Case, EXACT, SOLVED, logistic, power};
use pactum::unstable::numeric::math::pow;

#[test]
fn a_clause_deters_from_one_third_on() {
    for (admission, violates) in [("0.2", 0.689_974), ("0.5", 0.268_941), ("0.75", 0.075_858)] {
        let case = Case::new("conditional_clause", "logit").set("admission_chance", admission);
        let solved = case.solve();
        let chance = 0.1 * (70.0 - 60.0 * admission.parse::<f64>().expect("a number") - 50.0);
        solved.expect("peace", 1.0 - logistic(chance), EXACT);
        solved.expect("peace", 1.0 - violates, SOLVED);
        solved.expect_played(20_000);
    }
}

#[test]
fn at_one_third_violating_is_as_good_as_complying() {
    let solved = Case::new("conditional_clause", "logit")
        .set("admission_chance", "0.3333333333333333")
        .solve();
    solved.expect("peace", 0.5, EXACT);
    let tied = Case::new("conditional_clause", "best_reply")
        .set("admission_chance", "0.3333333333333333")
        .solve();
    tied.expect("peace", 0.5, EXACT);
}

#[test]
fn without_errors_the_threshold_is_sharp() {
    let below = Case::new("conditional_clause", "best_reply")
        .set("admission_chance", "0.33")
        .solve();
    below.expect("violated_unpunished", 0.67, EXACT);
    let above = Case::new("conditional_clause", "best_reply")
        .set("admission_chance", "0.34")
        .solve();
    above.expect("peace", 1.0, EXACT);
}

#[test]
fn thirty_two_signatures_are_brittle() {
    let solved = Case::new("unanimity", "known_reliability").solve();
    solved.expect("admitted", 0.366_152, SOLVED);
    solved.expect("us_vetoes", 0.366_152, SOLVED);
    solved.expect("ally_blocks", 1.0 - power(0.99, 31), EXACT);
    solved.expect_played(20_000);
    let willing = Case::new("unanimity", "known_reliability")
        .set("us_agrees", "1")
        .solve();
    willing.expect("admitted", 0.732_303, SOLVED);
}

#[test]
fn a_shared_doubt_about_the_allies_is_kinder_than_separate_ones() {
    let case = Case::new("unanimity", "shared_doubt").set("us_agrees", "1");
    let points = 400;
    let admitted = |point: i32| {
        // Beta(99, 1) has the distribution function q^99.
        let reliability = pow((f64::from(point) + 0.5) / f64::from(points), 1.0 / 99.0);
        case.run(Some(vec![reliability])).outcome("admitted")
    };
    let mean = (0..points).map(admitted).sum::<f64>() / f64::from(points);
    assert!((mean - 99.0 / 130.0).abs() < 1e-4, "the mean is {mean}");
}

#[test]
fn the_risky_demand_pays_up_to_one_half() {
    let risky = Case::new("screening", "base").solve();
    risky.expect("war", 0.4, EXACT);
    risky.expect("greedy_deal", 0.6, EXACT);
    risky.expect_payoff("proposer", 0.74, EXACT);
    let modest = Case::new("screening", "base").set("responder.low_cost", "0.6").solve();
    modest.expect("modest_deal", 1.0, EXACT);
    modest.expect_payoff("proposer", 0.70, EXACT);
    let tied = Case::new("screening", "base").set("responder.low_cost", "0.5").solve();
    tied.expect_payoff("proposer", 0.70, EXACT);
}

#[test]
fn a_decliner_fights_while_it_can() {
    for (later, fights) in [("0.65", 1.0), ("0.66", 0.0)] {
        let solved = Case::new("rearmament_window", "best_reply")
            .set("later_chance", later)
            .solve();
        solved.expect("fights_now", fights, EXACT);
    }
    let solved = Case::new("rearmament_window", "logit").solve();
    solved.expect("fights_now", logistic(10.0 * (6.0 - 5.5)), EXACT);
    solved.expect_played(20_000);
    let even = Case::new("rearmament_window", "logit")
        .set("later_chance", "0.6555555555555556")
        .solve();
    even.expect("fights_now", 0.5, EXACT);
}

#[test]
fn fighting_early_and_late_are_worth_what_the_streams_say() {
    let fights = Case::new("rearmament_window", "best_reply").solve();
    fights.expect_payoff("decliner", 6.0, EXACT);
    let waits = Case::new("rearmament_window", "best_reply")
        .set("chance_now", "0.6")
        .solve();
    waits.expect_payoff("decliner", 5.5, EXACT);
}

#[test]
fn between_one_third_and_three_quarters_a_clause_deters_without_emboldening() {
    for (credibility, outcome) in [
        ("0.3", "violation"),
        ("0.34", "quiet"),
        ("0.74", "quiet"),
        ("0.76", "provocation"),
    ] {
        let case = Case::new("moral_hazard", "best_reply").set("credibility", credibility);
        case.solve().expect_surely(outcome);
    }
    let found_out = Case::new("moral_hazard", "best_reply")
        .set("credibility", "1")
        .set("found_out", "0.26");
    found_out.solve().expect("quiet", 1.0, EXACT);
}

#[test]
fn both_temptations_err_independently() {
    let solved = Case::new("moral_hazard", "logit").set("credibility", "0.8").solve();
    let provokes = logistic(0.1 * (0.8 * 60.0 - 0.2 * 20.0 - 40.0));
    let violates = logistic(0.1 * (0.2 * 70.0 + 0.8 * 10.0 - 50.0));
    solved.expect("quiet", (1.0 - provokes) * (1.0 - violates), EXACT);
    solved.expect("both", provokes * violates, EXACT);
    solved.expect_played(20_000);
}

#[test]
fn three_decisions_in_a_row() {
    let solved = Case::new("three_decisions", "base").solve();
    let comes_in = logistic(0.1 * (35.0 - 45.0));
    let resists = logistic(0.1 * (55.0 * comes_in + 30.0 * (1.0 - comes_in) - 10.0));
    let fighting = 10.0 * comes_in + 55.0 * (1.0 - comes_in);
    let violates = logistic(0.1 * (resists * fighting + (1.0 - resists) * 75.0 - 50.0));
    solved.expect("peace", 1.0 - violates, EXACT);
    solved.expect("fights_together", violates * resists * comes_in, EXACT);
    for (outcome, chance) in [
        ("peace", 0.623_112),
        ("gives_way", 0.024_356),
        ("fights_alone", 0.257_722),
        ("fights_together", 0.094_811),
    ] {
        solved.expect(outcome, chance, SOLVED);
    }
    solved.expect_played(20_000);
}

#[test]
fn an_empty_threat_does_not_deter_and_a_likely_one_does() {
    Case::new("entry_deterrence", "empty_threat")
        .solve()
        .expect_surely("shared_market");
    Case::new("entry_deterrence", "credible_threat")
        .solve()
        .expect_surely("no_entry");
    let weak = Case::new("entry_deterrence", "credible_threat")
        .set("threat.credibility", "0.4")
        .solve();
    weak.expect("price_war", 0.4, EXACT);
    weak.expect("shared_market", 0.6, EXACT);
    weak.expect_played(20_000);
}

#[test]
fn the_centipede_stops_at_once_or_walks_on_by_error() {
    Case::new("centipede", "best_reply")
        .solve()
        .expect_surely("first_takes");
    let solved = Case::new("centipede", "logit").solve();
    let takes = [
        0.236_192_965_530,
        0.376_298_744_171,
        0.761_576_823_558,
        0.960_834_277_203,
    ];
    let passes: Vec<f64> = takes.iter().map(|take| 1.0 - take).collect();
    solved.expect("passed_to_the_end", passes.iter().product(), EXACT);
    solved.expect("first_takes", takes[0] + passes[0] * passes[1] * takes[2], EXACT);
    solved.expect_played(20_000);
}

#[test]
fn voters_and_jurors_have_their_known_answers() {
    let helped = Case::new("volunteer", "base").solve();
    let nobody = power(1.0 - 0.0569981967990679, 31);
    helped.expect("helped", 1.0 - nobody, EXACT);
    let quota = Case::new("quota_vote", "two_thirds").solve();
    quota.expect("accepted", 0.4154458885324, EXACT);
    // One half of the accused are guilty.
    let unanimous = Case::new("jury", "unanimity").solve();
    unanimous.expect("innocent_convicted", 0.00692328579812 / 2.0, EXACT);
    unanimous.expect("guilty_acquitted", 0.654779317947574 / 2.0, EXACT);
    let majority = Case::new("jury", "majority").solve();
    let more = |right: f64| {
        let ways = [792.0, 495.0, 220.0, 66.0, 12.0, 1.0];
        let of = |(votes, ways): (u32, f64)| ways * power(right, votes) * power(1.0 - right, 12 - votes);
        (7..).zip(ways).map(of).sum::<f64>()
    };
    majority.expect("innocent_convicted", more(0.2) / 2.0, EXACT);
    majority.expect("guilty_acquitted", (1.0 - more(0.8)) / 2.0, EXACT);
}
