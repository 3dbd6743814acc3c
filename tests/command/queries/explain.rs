//! `pactum explain`: its options and its output.

use serde_json::Value;

use crate::folder::Folder;
use crate::shipped::{CLAUSE, call, scenario};
use crate::support::tolerance::meets;

fn explained(name: &str, more: &[&str]) -> String {
    let file = scenario(name);
    call(0, &[&["explain", &file], more].concat()).out
}

fn json(name: &str, more: &[&str]) -> Vec<Value> {
    let text = explained(name, &[&["--format", "json"], more].concat());
    let value: Value = serde_json::from_str(&text).expect("it is JSON");
    value.as_array().expect("a list").clone()
}

#[test]
fn without_options_it_explains_the_first_actor() {
    let all = json("nato_clause", &CLAUSE);
    let kinds: Vec<&Value> = all.iter().map(|one| &one["type"]).collect();
    assert_eq!(kinds, ["revisionist", "security_seeker", "status_quo"]);
    for one in &all {
        assert_eq!(one["stage"], "russia_moves");
        assert_eq!(one["period"], 1);
        assert_eq!(one["play"], "logit");
        assert_eq!(one["actions"].as_array().map(Vec::len), Some(4));
        assert_eq!(one["sentences"].as_array().map(Vec::len), Some(4));
    }
    // The likeliest of all periods, for each stage, type, and bound or free that the question fits.
    let votes = json("nato_clause", &[&CLAUSE[..], &["--at", "us_votes"]].concat());
    assert_eq!(votes.len(), 3);
    let every = json(
        "nato_clause",
        &[&CLAUSE[..], &["--at", "us_votes", "--period", "1", "--all"]].concat(),
    );
    assert_eq!(every.len(), 24);
    let bound: Vec<&Value> = every.iter().filter(|one| one["play"] == "bound").collect();
    assert_eq!(bound.len(), 12);
    let best = every.iter().filter_map(|one| one["reached"].as_f64());
    let best = best.fold(0.0, |a, b| if a > b { a } else { b });
    assert!(votes.iter().any(|one| one["reached"].as_f64() == Some(best)));
}

#[test]
fn the_summary_gives_reasons_for_and_against() {
    let text = explained("classics/screening", &[]);
    for part in [
        "Period 1, offer: Proposer",
        "Reached in 1.0000 of games; it takes the best action.",
        "believes  Responder  low_cost 0.4000, high_cost 0.6000",
        "ask_much (1.0000) is worth the most to Proposer: 0.7400.",
        "ask_little (0.0000) is worth 0.0400 less: for it share +0.1600; against it war −0.2000.",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let text = explained("classics/three_decisions", &[]);
    assert!(
        text.contains("logit with precision 0.1, so 6.93 more payoff doubles the odds"),
        "{text}"
    );
    let text = explained(
        "classics/noisy_enforcement",
        &["--when", "conduct == both_cooperate and trust == intact"],
    );
    assert!(
        text.contains("its play is given; by choosing for itself it could gain 0"),
        "{text}"
    );
}

#[test]
fn lines_fit_a_terminal() {
    for (name, variant) in [("nato_clause", "clause"), ("strike", "ballot")] {
        let text = explained(name, &["--variant", variant]);
        let wide = text.lines().find(|line| line.chars().count() > 100);
        assert_eq!(wide, None);
    }
}

#[test]
fn an_unreached_set_can_be_explained() {
    let sets = json("classics/screening", &["--at", "reply", "--seen", "demand=modest"]);
    assert_eq!(sets.len(), 2);
    for one in &sets {
        meets(one["reached"].as_f64().expect("a number"), 0.0, 0.0);
    }
    let text = explained("classics/screening", &["--at", "reply", "--seen", "demand=modest"]);
    assert!(
        text.contains("Never reached; it believes what follows from ever rarer mistakes"),
        "{text}"
    );
    // Asked for nothing in particular, the likelier demand is taken.
    let text = explained("classics/screening", &["--at", "reply"]);
    assert!(
        text.contains("demand=greedy") && !text.contains("demand=modest"),
        "{text}"
    );
}

#[test]
fn a_bound_actor_has_one_action() {
    let seen = ["--variant", "credible_threat", "--seen", "threat=bound"];
    let all = json("classics/entry_deterrence", &seen);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["play"], "bound");
    assert_eq!(all[0]["information_set"], "threat=bound market=contested");
    let text = explained("classics/entry_deterrence", &seen);
    assert!(
        text.contains("incumbent can do nothing but fight, worth −1.000."),
        "{text}"
    );
    let free = json(
        "classics/entry_deterrence",
        &["--variant", "credible_threat", "--at", "answer"],
    );
    assert_eq!(free.len(), 1);
    assert_eq!(free[0]["information_set"], "threat=free market=contested");
}

#[test]
fn a_draw_can_be_explained() {
    let draw = [&CLAUSE[..], &["--type", "revisionist"]].concat();
    let nominal = json("nato_clause", &draw);
    let third = json("nato_clause", &[&draw[..], &["--draw", "3", "--seed", "7"]].concat());
    assert_ne!(nominal[0]["precision"], third[0]["precision"]);
    let again = json("nato_clause", &[&draw[..], &["--draw", "3", "--seed", "7"]].concat());
    assert_eq!(third, again);
    let calm = json("nato_clause", &[&draw[..], &["--lambda", "0"]].concat());
    // Two nests of two.
    meets(
        calm[0]["actions"][0]["probability"].as_f64().expect("a number"),
        1.0 / 4.0,
        1e-12,
    );
}

/// A walker who stops, or goes on to choose between two ways, the better of which it takes to follow.
const STOP_OR_GO: &str = r#"
title = "Stop, or go left or right"
periods = 1

[actors.walker]
strategy = { logit = 0.5 }
own_later = "best"
payoffs = [
  { name = "rest", paid = "on_action", action = "first.stop", amount = 1 },
  { name = "left", paid = "on_action", action = "second.left", amount = 2 },
]

[variables.stopped]
truth = true
start = false

[[stages]]
name = "first"
actor = "walker"
actions = [{ name = "stop", set = { stopped = true } }, { name = "go" }]

[[stages]]
name = "second"
when = "not stopped"
actor = "walker"
actions = [{ name = "left" }, { name = "right" }]

[[outcomes]]
name = "stopped"
when = "stopped"

[[outcomes]]
name = "went"
at_end = true
"#;

#[test]
fn the_best_own_later_choices_can_be_attained() {
    let temp = Folder::with(&[("walk.toml", STOP_OR_GO)]);
    let said = temp.run(0, &["explain", "walk.toml", "--format", "json"]);
    let sets: Vec<Value> = serde_json::from_str(&said.out).expect("it is JSON");
    let actions = || sets.iter().flat_map(|set| set["actions"].as_array().expect("actions"));
    let go = actions().find(|action| action["action"] == "go").expect("it is there");
    // It acts on what the left way gives, which it can take, although it will sometimes err.
    assert!((go["acted_on"].as_f64().expect("a number") - 2.0).abs() < 1e-12, "{go}");
    assert!(go["expected_payoff"].as_f64().expect("a number") < 1.9, "{go}");
    assert!(actions().all(|action| action.get("attainable").is_none()), "{sets:?}");
}
