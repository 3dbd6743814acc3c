//! Textbook games, solved by the interpreter alone and by the engine.

use pactum::unstable::scenario::Model;

use super::engine::{answer, draws, read};
use crate::interpreter::account::Account;
use crate::interpreter::responses::{confirm_fixed_point, respond_repeatedly};

fn solved(text: &str) -> (Model, Account) {
    let model = read(text).expect("the scenario is sound");
    let account = respond_repeatedly(&model, &draws(&model, &[])[0], 10, 10_000).expect("it is small");
    (model, account)
}

fn chance(solved: &(Model, Account), outcome: &str) -> f64 {
    let number = solved
        .0
        .outcomes
        .iter()
        .position(|o| o.name == outcome)
        .expect("there is such an outcome");
    solved.1.outcome(number)
}

#[track_caller]
fn near(found: f64, known: f64) {
    assert!((found - known).abs() < 6e-7, "{found} is not {known}");
}

/// One actor, and chance: complying pays 50, violating 70 or, if the victim is admitted, 10.
fn clause(admission: f64, strategy: &str) -> String {
    format!(
        r#"
title = "Conditional clause"
periods = 1
[actors.russia]
strategy = {strategy}
[[actors.russia.payoffs]]
name = "result"
paid = "at_end"
amount = 'if(deed == kept, 50, if(deed == admitted, 10, 70))'
[variables.deed]
values = ["kept", "admitted", "left_out"]
start = "kept"
[[stages]]
name = "deed"
actor = "russia"
[[stages.actions]]
name = "comply"
[[stages.actions]]
name = "violate"
branches = [
  {{ probability = {admission}, set = {{ deed = "admitted" }} }},
  {{ otherwise = true, set = {{ deed = "left_out" }} }},
]
[[outcomes]]
name = "violated"
at_end = true
when = 'deed != kept'
[[outcomes]]
name = "complied"
at_end = true
"#
    )
}

#[test]
fn k1_conditional_clause() {
    let logit = "{ logit = 0.1 }";
    for (admission, known) in [(0.2, 0.689_974), (1.0 / 3.0, 0.5), (0.5, 0.268_941), (0.75, 0.075_858)] {
        near(chance(&solved(&clause(admission, logit)), "violated"), known);
    }
    near(chance(&solved(&clause(0.33, "\"best_response\"")), "violated"), 1.0);
    near(chance(&solved(&clause(0.34, "\"best_response\"")), "violated"), 0.0);
}

#[test]
fn k4_rearmament_window() {
    let text = |later: f64| {
        format!(
            r#"
title = "Rearmament window"
periods = 2
[actors.declining]
discount = 0.9
strategy = "best_response"
[[actors.declining.payoffs]]
name = "fighting"
paid = "at_end"
amount = 6
when = "fought"
[[actors.declining.payoffs]]
name = "peace"
paid = "lasting"
amount = 'if(period == 1, 10, 10 * ({later} - 0.1))'
[variables.fought]
truth = true
start = false
[[stages]]
name = "window"
when = "period == 1"
actor = "declining"
[[stages.actions]]
name = "accept"
[[stages.actions]]
name = "fight"
set = {{ fought = true }}
[[outcomes]]
name = "war"
when = "fought"
[[outcomes]]
name = "peace"
at_end = true
"#
        )
    };
    let found = solved(&text(0.60));
    let set = found.1.sets.values().next().expect("there is one decision");
    near(set.values()[0], 5.5);
    near(set.values()[1], 6.0);
    near(chance(&found, "war"), 1.0);
    near(chance(&solved(&text(0.655)), "war"), 1.0);
    near(chance(&solved(&text(0.656)), "war"), 0.0);
}

#[test]
fn k6_moral_hazard_window() {
    let text = |protected: f64| {
        format!(
            r#"
title = "Moral hazard window"
periods = 1
[actors.ukraine]
strategy = "best_response"
[[actors.ukraine.payoffs]]
name = "restraint"
paid = "on_action"
action = "restrain"
amount = 40
[[actors.ukraine.payoffs]]
name = "protected"
paid = "on_action"
action = "act.provoke"
branch = "protected"
amount = 60
[[actors.ukraine.payoffs]]
name = "alone"
paid = "on_action"
action = "act.provoke"
branch = "alone"
amount = -20
[variables.provoked]
truth = true
start = false
[[stages]]
name = "act"
actor = "ukraine"
[[stages.actions]]
name = "restrain"
[[stages.actions]]
name = "provoke"
set = {{ provoked = true }}
branches = [ {{ name = "protected", probability = {protected} }}, {{ name = "alone", otherwise = true }} ]
[[outcomes]]
name = "provoked"
at_end = true
when = "provoked"
[[outcomes]]
name = "restrained"
at_end = true
"#
        )
    };
    near(chance(&solved(&text(0.74)), "provoked"), 0.0);
    near(chance(&solved(&text(0.76)), "provoked"), 1.0);
}

#[test]
fn k7_three_decisions_in_a_row() {
    let actor = |name: &str, complied: i32, weak: i32, out: i32, inside: i32| {
        format!(
            r#"
[actors.{name}]
strategy = {{ logit = 0.1 }}
[[actors.{name}.payoffs]]
name = "result"
paid = "at_end"
amount = 'if(end == complied, {complied}, if(end == weak, {weak}, if(end == out, {out}, {inside})))'
"#
        )
    };
    let stage = |name: &str, actor: &str, when: &str, stay: (&str, &str), go: (&str, &str)| {
        format!(
            r#"
[[stages]]
name = "{name}"
actor = "{actor}"
when = 'end == {when}'
[[stages.actions]]
name = "{}"
set = {{ end = "{}" }}
[[stages.actions]]
name = "{}"
set = {{ end = "{}" }}
"#,
            stay.0, stay.1, go.0, go.1
        )
    };
    let mut text = String::from(
        r#"
title = "Three decisions"
periods = 1
[variables.end]
values = ["complied", "violated", "weak", "resisted", "out", "inside"]
start = "complied"
"#,
    );
    text += &actor("russia", 50, 75, 55, 10);
    text += &actor("ukraine", 60, 10, 30, 55);
    text += &actor("guarantor", 60, 40, 45, 35);
    text += &stage(
        "one",
        "russia",
        "complied",
        ("comply", "complied"),
        ("violate", "violated"),
    );
    text += &stage("two", "ukraine", "violated", ("yield", "weak"), ("resist", "resisted"));
    text += &stage(
        "three",
        "guarantor",
        "resisted",
        ("stay_out", "out"),
        ("go_in", "inside"),
    );
    for end in ["complied", "weak", "out", "inside"] {
        text += &format!("[[outcomes]]\nname = \"{end}\"\nat_end = true\nwhen = 'end == {end}'\n");
    }
    let found = solved(&text);
    near(chance(&found, "complied"), 0.623_112);
    near(chance(&found, "weak"), 0.024_356);
    near(chance(&found, "out"), 0.257_722);
    near(chance(&found, "inside"), 0.094_811);
}

#[test]
fn k8_two_hazards() {
    let text = r#"
title = "Two hazards"
periods = 40
[actors.aggressor]
types = { risky = 0.4, calm = 0.6 }
[actors.observer]
[variables.war]
truth = true
start = false
[[stages]]
name = "fate"
branches = [
  { probability = "if(aggressor.type == risky, 0.08, 0.005)", set = { war = true } },
  { otherwise = true },
]
[[outcomes]]
name = "war"
when = "war"
[[outcomes]]
name = "peace"
at_end = true
"#;
    let found = solved(text);
    near(chance(&found, "peace"), 0.505_234);
    let ends = |period: usize| found.1.endings.get(&(period, 0)).copied().unwrap_or(0.0);
    let survives = |until: usize| 1.0 - (0..=until).map(ends).sum::<f64>();
    near(survives(20), 0.618_244);
    near(ends(1), 0.035);
    near(ends(21) / survives(20), 0.014_156);
    let ((_, _, seen), states) = found
        .1
        .starts
        .range((21, 1, Vec::new())..)
        .next()
        .expect("the observer watches");
    assert_eq!(seen, &[0], "the observer sees the variable only");
    let mass = |risky: bool| -> f64 {
        states
            .iter()
            .filter(|(state, _)| (state[0] == 0) == risky)
            .map(|(_, standing)| standing.own.chance())
            .sum()
    };
    near(mass(true) / (mass(true) + mass(false)), 0.122_083);
}

#[test]
fn k5_inspection() {
    let known = [
        (0.5, 0.290_836, 0.556_530),
        (1.0, 0.190_982, 0.488_729),
        (2.0, 0.148_698, 0.374_485),
        (5.0, 0.159_498, 0.266_479),
    ];
    for (precision, violate, inspect) in known {
        let text = format!(
            r#"
title = "Inspection"
periods = 1
[actors.russia]
strategy = {{ logit = {precision} }}
[[actors.russia.payoffs]]
name = "gain"
paid = "at_end"
amount = 'if(not violated, 0, if(inspected, -4, 1))'
[actors.inspector]
strategy = {{ logit = {precision} }}
[[actors.inspector.payoffs]]
name = "cost"
paid = "at_end"
amount = 'if(inspected, -1, if(violated, -5, 0))'
[variables.violated]
truth = true
start = false
[variables.inspected]
truth = true
start = false
[[stages]]
name = "clash"
[[stages.choices]]
actor = "russia"
[[stages.choices.actions]]
name = "comply"
[[stages.choices.actions]]
name = "violate"
set = {{ violated = true }}
[[stages.choices]]
actor = "inspector"
[[stages.choices.actions]]
name = "look_away"
[[stages.choices.actions]]
name = "inspect"
set = {{ inspected = true }}
[[outcomes]]
name = "caught"
at_end = true
when = "violated and inspected"
[[outcomes]]
name = "over"
at_end = true
"#
        );
        let model = read(&text).expect("the scenario is sound");
        let draws = draws(&model, &[]);
        let answer = answer(&model, &draws).expect("it can be explored");
        let profile = answer.profile(&model, 0);
        let plays: Vec<f64> = profile.values().map(|chances| chances[1]).collect();
        near(plays[0], violate);
        near(plays[1], inspect);
        near(answer.exact.outcomes[0][0], violate * inspect);
        let residual = confirm_fixed_point(&model, &draws[0], &profile, 100).expect("it is small");
        assert!(residual <= 1.1e-10, "{residual}");
    }
}
