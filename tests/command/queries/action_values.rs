//! Action values in games with known answers, split by payoff term and by what follows.

use pactum::unstable::numeric::math::exp;

use crate::shipped::{CLAUSE, call, scenario};
use crate::support::csv_table::Csv;
use crate::support::tolerance::meets;

/// What follows from a formula is met up to rounding.
const EXACT: f64 = 1e-9;

fn explained(name: &str, more: &[&str]) -> Csv {
    let file = scenario(name);
    let all = [&["explain", &file, "--format", "csv", "--all"], more].concat();
    Csv::of(&call(0, &all).out)
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

#[test]
fn violating_is_worth_what_admission_leaves_of_it() {
    for chance in [0.2, 1.0 / 3.0, 0.5, 0.75] {
        let set = format!("admission_chance={chance}");
        let table = explained("classics/conditional_clause", &["--set", &set]);
        let row = |action, name| table.one(&[("action", action), ("name", name)]);
        let worth = 70.0 - 60.0 * chance;
        let violate = row("violate", "situation");
        meets(violate.number("expected_payoff"), worth, EXACT);
        meets(violate.number("value"), worth, EXACT);
        let gap = worth - 50.0;
        meets(violate.number("probability"), logistic(0.1 * gap), EXACT);
        meets(violate.number("difference"), if gap < 0.0 { gap } else { 0.0 }, EXACT);
        meets(row("violate", "violated_and_admitted").number("value"), chance, EXACT);
        meets(
            row("violate", "violated_unpunished").number("value"),
            1.0 - chance,
            EXACT,
        );
        meets(row("comply", "peace").number("value"), 1.0, EXACT);
    }
}

#[test]
fn the_greedy_demand_is_worth_a_bet_on_the_cost_of_war() {
    let table = explained("classics/screening", &["--at", "offer"]);
    let row = |action, name| table.one(&[("action", action), ("name", name)]);
    meets(row("ask_much", "share").number("value"), 0.9 * 0.6, EXACT);
    meets(row("ask_much", "share").number("expected_payoff"), 0.74, EXACT);
    meets(row("ask_little", "share").number("expected_payoff"), 0.70, EXACT);
    meets(row("ask_little", "share").number("difference"), -0.04, EXACT);
    meets(row("ask_much", "greedy_deal").number("value"), 0.6, EXACT);
    let belief = table.one(&[("kind", "belief"), ("name", "responder=low_cost")]);
    meets(belief.number("value"), 0.4, EXACT);
    // A payoff term and an outcome of one name differ in their kind.
    let kinds = table.only(&[("action", "ask_much"), ("name", "war")]);
    assert_eq!(kinds.len(), 2);
}

#[test]
fn each_of_three_deciders_weighs_what_the_later_ones_do() {
    let table = explained("classics/three_decisions", &[]);
    let comes_in = logistic(0.1 * (35.0 - 45.0));
    let resist = 30.0 + 25.0 * comes_in;
    let resists = logistic(0.1 * (resist - 10.0));
    let violate = 75.0 * (1.0 - resists) + resists * (55.0 - 45.0 * comes_in);
    let worth = |action: &str| table.only(&[("action", action), ("kind", "term")])[0].number("expected_payoff");
    meets(worth("come_in"), 35.0, EXACT);
    meets(worth("resist"), resist, EXACT);
    meets(worth("violate"), violate, EXACT);
    let after = |action: &str, outcome: &str| table.one(&[("action", action), ("name", outcome)]).number("value");
    meets(after("violate", "gives_way"), 1.0 - resists, EXACT);
    meets(after("violate", "fights_together"), resists * comes_in, EXACT);
    meets(after("resist", "fights_alone"), 1.0 - comes_in, EXACT);
    let reached = table.only(&[("action", "come_in")])[0].number("reached");
    let violates = logistic(0.1 * (violate - 50.0));
    meets(reached, violates * resists, EXACT);
    meets(reached * comes_in, 0.094_811, 1e-6);
}

#[test]
fn the_inspector_weighs_effort_against_what_goes_unseen() {
    for (precision, violates, inspects) in [("0.5", 0.290_836, 0.556_530), ("5", 0.159_498, 0.266_479)] {
        let set = format!("precision={precision}");
        let table = explained("classics/inspection", &["--set", &set]);
        let row = |action, name| table.one(&[("action", action), ("name", name)]);
        meets(row("inspect", "effort").number("value"), -1.0, EXACT);
        let unseen = row("stay_away", "missed_violation");
        meets(unseen.number("value"), -5.0 * violates, 1e-5);
        meets(unseen.number("probability"), 1.0 - inspects, 1e-6);
        let punished = row("violate", "punishment").number("value");
        meets(punished, -4.0 * inspects, 1e-5);
        meets(row("violate", "gain").number("value"), 1.0 - inspects, 1e-5);
    }
}

#[test]
fn a_perpetual_stream_is_worth_what_it_lasts() {
    let table = explained(
        "classics/rearmament_window",
        &["--variant", "best_reply", "--period", "1"],
    );
    let worth = |action: &str| table.only(&[("action", action)])[0].number("expected_payoff");
    meets(worth("fight"), 6.0, EXACT);
    meets(worth("accept"), 1.0 + 0.9 * 0.5 * 10.0, EXACT);
}

#[test]
fn parts_add_up_to_the_whole_in_the_main_scenario() {
    let table = explained("nato_clause", &[&CLAUSE[..], &["--period", "7"]].concat());
    let mut sums: Vec<(String, f64, f64, f64)> = Vec::new();
    let rows = table.only(&[]).into_iter();
    let parts = rows.filter(|row| !["acted_on", "nest"].contains(&row.text("kind")));
    for row in parts {
        let key = ["stage", "type", "information_set", "action", "kind"]
            .map(|column| row.text(column))
            .join("|");
        let about = row.text("name").split('=').next().unwrap_or_default();
        let key = match row.text("kind") {
            "belief" => format!("{key}|{about}"),
            _ => key,
        };
        let payoff = match row.text("kind") {
            "term" => row.number("expected_payoff"),
            _ => 1.0,
        };
        match sums.iter_mut().find(|(known, ..)| *known == key) {
            Some((_, sum, ..)) => *sum += row.number("value"),
            None => sums.push((key, row.number("value"), payoff, row.number("reached"))),
        }
    }
    assert!(sums.len() > 500, "{}", sums.len());
    for (key, sum, wanted, _) in &sums {
        assert!(
            (sum - wanted).abs() < EXACT * (1.0 + wanted.abs()),
            "{key}: {sum} is not {wanted}"
        );
    }
    assert!(sums.iter().any(|(key, ..)| key.ends_with("|state")));
}
