//! `pactum solve`: its options and its output.

use serde_json::Value;

use crate::folder::Folder;
use crate::shipped::{CLAUSE, call, scenario};
use crate::support::csv_table::Csv;
use crate::support::tolerance::meets;

const HEADER: &str = "period,stage,actor,type,information_set,action,probability,expected_payoff,regret";

fn table(name: &str, more: &[&str]) -> Csv {
    let file = scenario(name);
    Csv::of(&call(0, &[&["solve", &file, "--format", "csv"], more].concat()).out)
}

fn json(name: &str, more: &[&str]) -> Value {
    let file = scenario(name);
    let said = call(0, &[&["solve", &file, "--format", "json"], more].concat());
    serde_json::from_str(&said.out).expect("it is JSON")
}

#[test]
fn the_table_has_the_columns_that_scripts_rely_on() {
    let file = scenario("classics/screening");
    let said = call(0, &["solve", &file, "--format", "csv"]);
    assert!(said.out.starts_with(&format!("{HEADER}\n")), "{}", said.out);
    assert!(said.err.contains("converged by trace, residual"), "{}", said.err);
    assert_eq!(call(0, &["solve", &file, "--format", "csv", "-q"]).err, "");
    let said = call(0, &["solve", &file, "--format", "csv", "--beliefs"]);
    let header = format!("{HEADER},about,value,belief\n");
    assert!(said.out.starts_with(&header), "{}", said.out);
    let rows = Csv::of(&said.out);
    let belief = rows.one(&[("about", "responder"), ("value", "low_cost")]);
    meets(belief.number("belief"), 0.4, 1e-12);
    assert_eq!(belief.text("action"), "");
    assert_eq!(rows.only(&[("about", "")]).len(), 10);
}

#[test]
fn strategies_and_regret_are_those_of_the_textbook() {
    for (chance, violates) in [("0.2", 0.689_974), ("0.75", 0.075_858)] {
        let set = format!("admission_chance={chance}");
        let found = table("classics/conditional_clause", &["--set", &set]);
        let violate = found.one(&[("action", "violate")]);
        meets(violate.number("probability"), violates, 1e-6);
        let comply = found.one(&[("action", "comply")]);
        let gap = (violate.number("expected_payoff") - 50.0).abs();
        let worse = if violates > 0.5 { 1.0 - violates } else { violates };
        meets(comply.number("regret"), gap * worse, 1e-4);
        assert_eq!(comply.text("regret"), violate.text("regret"));
    }
    let found = table("classics/screening", &[]);
    for (kind, reply) in [("low_cost", "refuse"), ("high_cost", "accept")] {
        let row = found.one(&[
            ("type", kind),
            ("information_set", "demand=greedy answer=awaited"),
            ("action", reply),
        ]);
        meets(row.number("probability"), 1.0, 0.0);
        meets(row.number("regret"), 0.0, 0.0);
    }
}

#[test]
fn one_precision_for_all_is_that_precision_set() {
    let by_key = table("classics/inspection", &["--set", "precision=2"]);
    let by_flag = table("classics/inspection", &["--lambda", "2"]);
    assert_eq!(by_key.rows, by_flag.rows);
    let never = table(
        "classics/conditional_clause",
        &["--variant", "best_reply", "--lambda", "0"],
    );
    for row in never.only(&[]) {
        meets(row.number("probability"), 0.5, 0.0);
    }
    // Rules stay rules.
    let ruled = table("classics/noisy_enforcement", &["--lambda", "0", "--period", "1"]);
    assert!(ruled.only(&[("probability", "1")]).len() >= 2);
    let file = scenario("classics/inspection");
    for wrong in ["-1", "inf", "nan", "much"] {
        let lambda = format!("--lambda={wrong}");
        call(2, &["solve", &file, &lambda]);
    }
}

#[test]
fn expected_payoffs_of_actors_are_printed() {
    let solved = json("classics/three_decisions", &[]);
    assert_eq!(solved["status"], "converged");
    let actor = |solved: &Value, at: usize, key: &str| solved["actors"][at][key].as_f64();
    let payoff = 0.623_112 * 50.0 + 0.024_356 * 75.0 + 0.257_722 * 55.0 + 0.094_811 * 10.0;
    meets(actor(&solved, 0, "expected_payoff").expect("a number"), payoff, 1e-4);
    let gain = 50.0 - payoff;
    meets(actor(&solved, 0, "whole_strategy_gain").expect("a number"), gain, 1e-4);
    meets(actor(&solved, 0, "regret").expect("a number"), gain, 1e-4);
    // An actor with its own prior expects a payoff that differs from the true one.
    let solved = json("classics/joint_resolve", &[]);
    let pessimist = &solved["actors"][3];
    assert_eq!(pessimist["actor"], "pessimist");
    assert_ne!(pessimist["expected_payoff"], pessimist["own_expected_payoff"]);
    assert_eq!(solved["actors"][0]["own_expected_payoff"], Value::Null);
    // Who never decides has nothing to regret.
    assert_eq!(solved["actors"][1]["regret"], Value::Null);
    assert_eq!(solved["actors"][1]["whole_strategy_gain"], Value::Null);
}

#[test]
fn a_draw_is_the_one_that_a_run_uses() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("r").display().to_string();
    let file = scenario("strike");
    let run = [
        "run", &file, "--draws", "4", "--games", "1", "--seed", "5", "--out", &folder, "-q",
    ];
    call(0, &run);
    let draws = std::fs::read_to_string(place.path().join("r/draws.csv")).expect("written");
    let draws = Csv::of(&draws);
    let row = draws.one(&[("variant", "no_ballot"), ("draw", "3")]);
    let solved = json("strike", &["--variant", "no_ballot", "--draw", "3", "--seed", "5"]);
    let firm = solved["actors"][0]["expected_payoff"].as_f64().expect("a number");
    meets(firm, row.number("payoff_firm"), 1e-12);
    let nominal = json("strike", &["--variant", "no_ballot"]);
    assert_ne!(nominal["actors"], solved["actors"]);
    let same = json("strike", &["--variant", "no_ballot", "--nominal"]);
    assert_eq!(nominal, same);
    call(2, &["solve", &file, "--nominal", "--draw", "1"]);
}

#[test]
fn a_draw_without_a_solution_is_shown_and_fails() {
    let file = scenario("classics/matching_pennies");
    let said = call(5, &["solve", &file, "--variant", "best_reply"]);
    assert!(said.out.contains("no pure equilibrium"), "{}", said.out);
    assert!(said.err.contains("not solved"), "{}", said.err);
    call(5, &["explain", &file, "--variant", "best_reply"]);
    // With a precision there is one.
    call(0, &["solve", &file, "--variant", "best_reply", "--lambda", "50"]);
}

/// Two who want to meet, at either of two places.
const MEETING: &str = r#"
title = "Two who want to meet"
periods = 1

[actors.ann]
strategy = { logit = 8 }
payoffs = [{ name = "meeting", paid = "at_end", amount = 1, when = "ann_at == bob_at" }]

[actors.bob]
strategy = { logit = 8 }
payoffs = [{ name = "meeting", paid = "at_end", amount = 1, when = "ann_at == bob_at" }]

[variables.ann_at]
range = [0, 1]
start = 0

[variables.bob_at]
range = [0, 1]
start = 0

[[stages]]
name = "both"
[[stages.choices]]
actor = "ann"
actions = [{ name = "park", set = { ann_at = 0 } }, { name = "pub", set = { ann_at = 1 } }]
[[stages.choices]]
actor = "bob"
actions = [{ name = "park", set = { bob_at = 0 } }, { name = "pub", set = { bob_at = 1 } }]

[[outcomes]]
name = "over"
at_end = true
"#;

#[test]
fn another_branch_that_crosses_is_told_from_one_that_turns_round() {
    let temp = Folder::with(&[("meeting.toml", MEETING)]);
    let said = temp.run(0, &["solve", "meeting.toml", "--format", "json"]);
    let solved: Value = serde_json::from_str(&said.out).expect("it is JSON");
    // Even chance answers itself; from precision 2 on, a quarter of all, it is not alone.
    let crossed = solved["bifurcation"].as_f64().expect("a branch crosses");
    meets(crossed, 0.25, 0.01);
    assert_eq!(solved["fold"], Value::Null);
    let said = temp.run(0, &["solve", "meeting.toml"]);
    let text = said.out.replace('\n', " ");
    assert!(
        text.contains("crossed by another at 0.25") && !text.contains("turns round"),
        "{text}"
    );
}

#[test]
fn information_sets_can_be_chosen() {
    let chosen = |more: &[&str]| table("nato_clause", &[&CLAUSE, more].concat());
    let all = chosen(&[]);
    let when = "clause == in_force and balance >= 1 and not gray";
    let there = ["--at", "russia_moves", "--type", "revisionist", "--period", "9"];
    let some = chosen(&[&there[..], &["--when", when]].concat());
    assert_eq!(some.rows.len(), 8);
    for row in &some.rows {
        assert!(all.rows.contains(row), "{row:?}");
    }
    let name = &some.only(&[])[0].text("information_set").to_owned();
    let by_name = chosen(&[&there[..], &["--seen", name]].concat());
    assert_eq!(by_name.rows, some.rows[..4]);
    let seen = "balance=1 clause=in_force";
    let by_part = chosen(&["--stage", "russia_moves", "--period", "9", "--seen", seen]);
    assert_eq!(by_part.rows.len(), 24);
    // Every information set has its own name.
    let mut names: Vec<String> = all.rows.iter().map(|row| row[..6].join(",")).collect();
    names.sort();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn invalid_selections_are_refused_with_a_hint() {
    let file = scenario("nato_clause");
    for (arguments, hint) in [
        (["--at", "votes"], "did you mean `us_votes`?"),
        (["--actor", "rusia"], "did you mean `russia`?"),
        (["--type", "revisonist"], "did you mean `revisionist`?"),
        (["--period", "41"], "they run from 1 to 40"),
        (["--period", "0"], "they run from 1 to 40"),
        (["--at", "accession"], "no information set fits --at 'accession'"),
        (["--when", "balanc == 1"], "did you mean `balance`?"),
        (
            ["--when", "1 / balance > 0"],
            "the condition has no value where it is asked: it divides by zero",
        ),
        (["--when", "balance"], "a truth (true or false) is wanted here"),
        (["--when", "(balance == 1"], "--when:1:1"),
        (
            ["--when", "russia == revisionist"],
            "the type of the actor is `russia.type`",
        ),
        (["--when", "credibility > 0"], "a condition here reads what actors see"),
        (
            ["--when", "gray and provoked"],
            "where the actor sees all that it reads",
        ),
        (["--seen", "balance=7"], "no information set fits --seen 'balance=7'"),
    ] {
        for command in ["solve", "explain"] {
            let said = call(2, &[command, &file, "--variant", "clause", arguments[0], arguments[1]]);
            assert!(said.err.contains(hint), "{arguments:?}: {}", said.err);
            assert_eq!(said.out, "");
        }
    }
    let said = call(0, &["solve", &file]);
    assert!(said.err.contains("--variant chooses `clause`"), "{}", said.err);
    call(2, &["solve", &file, "--variant", "claus"]);
    call(3, &["solve", &file, "--set", "credibilty=1"]);
}

#[test]
fn where_nobody_decides_there_is_nothing_to_explain() {
    let file = scenario("classics/unanimity");
    assert_eq!(call(0, &["solve", &file, "--format", "csv"]).out, format!("{HEADER}\n"));
    let said = call(2, &["explain", &file]);
    assert!(said.err.contains("no actor decides anything"), "{}", said.err);
}

#[test]
fn text_shows_the_likeliest_information_sets() {
    let file = scenario("nato_clause");
    let said = call(0, &["solve", &file, "--variant", "clause"]);
    let whole = said.out.lines().collect::<Vec<_>>();
    assert!(whole.iter().all(|line| line.chars().count() <= 100), "{}", said.out);
    assert!(whole.len() < 90, "{}", said.out);
    assert!(said.out.contains("balance=0 crisis=attack"), "{}", said.out);
    assert!(said.out.contains("16 of 11,638 information sets;"), "{}", said.out);
}
