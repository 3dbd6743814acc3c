//! Formulas that have no value in some state that play reaches: each is an error that names its place, the state and a
//! shortest history.

use pactum::unstable::explore::{ExploreError, Limits, explore};
use pactum::unstable::source::{Code, render};

use crate::support::scenario::Scenario;

/// Somebody counts down from 1, or does not, and then more follows.
const START: &str = r#"
title = "Counting down"
periods = 3
[actors.one]
strategy = { logit = 1 }
[variables.left]
range = [0, 1]
start = 1
[variables.kept]
range = [0, 9]
start = 0
[[stages]]
name = "count"
actor = "one"
actions = [{ name = "down", set = { left = 0 } }, { name = "wait" }]
"#;

const END: &str = "[[outcomes]]\nname = \"over\"\nat_end = true\n";

/// The errors of a scenario with these sections, each with its history and as it is shown.
fn errors(more: &str) -> Vec<(Code, String, String)> {
    let mut scenario = Scenario::read(&format!("{START}{more}{END}"));
    let model = scenario.model("base", &[""; 0]);
    match explore(&model, &Limits::default()) {
        Ok(_) => Vec::new(),
        Err(ExploreError::Violations(all)) => {
            let shown = |found: &pactum::unstable::explore::Violation| {
                let history = found.history.as_ref().map_or_else(String::new, ToString::to_string);
                (
                    found.code,
                    history,
                    render(&scenario.sources, &[found.diagnostic()], false),
                )
            };
            all.iter().map(shown).collect()
        }
        Err(other) => panic!("{other:?}"),
    }
}

fn stage(more: &str) -> String {
    format!("[[stages]]\nname = \"then\"\n{more}\n")
}

fn payoff(paid: &str, more: &str) -> String {
    format!("[[actors.one.payoffs]]\nname = \"gain\"\npaid = \"{paid}\"\n{more}\n")
}

const DECISION: &str = "actor = \"one\"\n[[stages.actions]]\nname = \"a\"\n";

#[test]
fn every_place_of_a_formula_is_named() {
    let play = "[actors.two]\nstrategy = { rules = [{ when = \"1 / left > 2\", play = \"a\" }, { play = \"a\" }] }\n";
    let promise = |when: &str, more: &str| {
        format!(
            "{}[commitments.vow]\nactor = \"one\"\nstage = \"then\"\naction = \"a\"\nwhen = \"{when}\"\ncredibility = {more}\n",
            stage(DECISION)
        )
    };
    let places = [
        (
            "the condition of a stage",
            stage(&format!("when = \"1 / left > 2\"\n{DECISION}")),
        ),
        (
            "a guard",
            stage(&format!(
                "{DECISION}[[stages.actions]]\nname = \"b\"\nguard = \"1 / left > 2\""
            )),
        ),
        (
            "an effect",
            stage(&format!("{DECISION}set = {{ kept = \"floor(1 / left)\" }}")),
        ),
        (
            "a condition of a branch",
            stage("branches = [{ probability = 0.5, when = \"1 / left > 2\" }, { otherwise = true }]"),
        ),
        (
            "a probability",
            stage("branches = [{ probability = \"if(1 / left > 2, 0.5, 0.1)\" }, { otherwise = true }]"),
        ),
        (
            "an opportunity",
            stage(&format!(
                "actor = \"one\"\nopportunity = \"if(1 / left > 2, 0.5, 0.1)\"\n{}",
                &DECISION[14..]
            )),
        ),
        ("a rule", format!("{play}{}", stage(&DECISION.replace("one", "two")))),
        (
            "a mixture",
            format!(
                "{}{}",
                play.replace(
                    "{ rules = [{ when = \"1 / left > 2\", play = \"a\" }, { play = \"a\" }] }",
                    "{ fixed = { a = \"if(1 / left > 2, 1, 1)\" } }"
                ),
                stage(&DECISION.replace("one", "two"))
            ),
        ),
        (
            "a precision",
            format!(
                "{}{}",
                play.replace(
                    "{ rules = [{ when = \"1 / left > 2\", play = \"a\" }, { play = \"a\" }] }",
                    "{ logit = \"if(1 / left > 2, 1, 2)\" }"
                ),
                stage(&DECISION.replace("one", "two"))
            ),
        ),
        ("a commitment", promise("1 / left > 2", "0.5")),
        (
            "a credibility",
            promise("true", "\"if(1 / left > 2, 0.5, 0.1)\"\ndrawn = \"per_occasion\""),
        ),
        ("a delivery", promise("true", "0.5\ndelivers = \"1 / left > 2\"")),
        (
            "an outcome",
            "[[outcomes]]\nname = \"early\"\nwhen = \"1 / left > 2\"\n".to_owned(),
        ),
        (
            "an outcome at the end",
            "[[outcomes]]\nname = \"late\"\nat_end = true\nwhen = \"1 / left > 2\"\n".to_owned(),
        ),
        ("a payoff at the end", payoff("at_end", "amount = \"1 / left\"")),
        (
            "a payoff each period",
            payoff("each_period", "amount = \"if(1 / left > 2, 1, 0)\""),
        ),
        ("a lasting payoff", payoff("lasting", "amount = \"1 / left\"")),
        (
            "a condition of a payoff",
            payoff("at_end", "amount = 1\nwhen = \"1 / left > 2\""),
        ),
        ("a measure", "[measures.share]\nvalue = \"1 / left\"\n".to_owned()),
    ];
    for (what, more) in places {
        let found = errors(&more);
        let [(code, history, shown)] = &found[..] else {
            panic!("{what}: {found:?}");
        };
        assert_eq!(*code, Code::Undefined, "{what}: {shown}");
        assert!(shown.contains("it divides by zero"), "{what}: {shown}");
        assert!(shown.contains("left = 0"), "{what}: {shown}");
        assert!(history.contains("count: one chooses down"), "{what}: {history}");
    }
}

#[test]
fn an_action_pays_from_the_state_before_it() {
    let more = format!(
        "{}{}",
        stage(DECISION),
        payoff("on_action", "action = \"then.a\"\namount = \"1 / left\"")
    );
    let found = errors(&more);
    assert!(matches!(&found[..], [(Code::Undefined, ..)]), "{found:?}");
    let fine = payoff(
        "on_action",
        "action = \"count.down\"\namount = \"1 / left\"\nwhen = \"left > 0\"",
    );
    assert_eq!(errors(&fine), []);
}

#[test]
fn the_start_may_have_no_value_either() {
    let found = errors("[[outcomes]]\nname = \"early\"\nwhen = \"1 / kept > 2\"\n");
    let [(Code::Undefined, history, shown)] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!(history, "");
    assert!(shown.contains("it happens at the start: left = 1, kept = 0"), "{shown}");
}

#[test]
fn other_numbers_that_do_not_exist_are_named() {
    for (formula, reason) in [
        ("ln(left) > 0", "`ln` needs a number above 0"),
        ("sqrt(left - 1) > 0", "`sqrt` needs a number that is not below 0"),
        ("(left - 0.5) ^ 0.5 > 0", "a power of a negative number is no number"),
        ("exp(1000 * (1 - left)) > 2", "the result is too large for a number"),
        ("left / left > 2", "it divides by zero"),
    ] {
        let found = errors(&stage(&format!("when = \"{formula}\"\n{DECISION}")));
        let [(Code::Undefined, _, shown)] = &found[..] else {
            panic!("{formula}: {found:?}");
        };
        assert!(shown.contains(reason), "{formula}: {shown}");
        assert!(shown.contains(&format!("when = \"{formula}\"")), "{shown}");
    }
}

#[test]
fn what_is_guarded_is_fine() {
    for condition in [
        "left > 0 and 1 / left < 2",
        "left == 0 or 1 / left < 2",
        "if(left > 0, 1 / left, 2) < 2",
        "not (left > 0 and 1 / left < 2)",
    ] {
        let place = stage(&format!("when = \"{condition}\"\n{DECISION}"));
        assert_eq!(errors(&place), [], "{condition}");
    }
    assert_eq!(errors(&payoff("at_end", "amount = \"if(left > 0, 1 / left, 0)\"")), []);
    assert_eq!(
        errors(&payoff("at_end", "amount = \"1 / left\"\nwhen = \"left > 0\"")),
        []
    );
    let later = "amount = \"if(period < 2 or left > 0, 1, 1 / left)\"";
    assert_eq!(errors(&payoff("each_period", later)), []);
}

#[test]
fn what_is_never_paid_needs_no_value() {
    // At the start `kept` is 0, and no period ends there.
    let more = format!(
        "{}{}[measures.share]\nvalue = \"1 / kept\"\n",
        stage("set = { kept = 1 }"),
        payoff("lasting", "amount = \"1 / kept\"")
    );
    assert_eq!(errors(&more), []);
    // Where play goes on, nothing ends at the last period.
    let open = START
        .replace("periods = 3", "periods = { count = 3, then = \"goes_on\" }")
        .replace("strategy", "discount = 0.9\nstrategy");
    let text = format!("{open}{}{END}", payoff("at_end", "amount = \"1 / left\""));
    let model = Scenario::read(&text).model("base", &[""; 0]);
    assert_eq!(explore(&model, &Limits::default()).err(), None);
}

#[test]
fn beyond_the_last_period_too() {
    let open = START
        .replace("periods = 3", "periods = { count = 1, then = \"goes_on\" }")
        .replace("strategy", "discount = 0.9\nstrategy")
        .replace("range = [0, 1]\nstart = 1", "range = [0, 3]\nstart = 3")
        .replace("left = 0", "left = \"max(left - 1, 0)\"");
    let text = format!("{open}{}{END}", payoff("each_period", "amount = \"1 / left\""));
    let model = Scenario::read(&text).model("base", &[""; 0]);
    let Err(ExploreError::Violations(all)) = explore(&model, &Limits::default()) else {
        panic!("nothing was found");
    };
    let found = all.iter().find(|found| found.code == Code::Undefined);
    let history = found.and_then(|found| found.history.as_ref()).expect("a history");
    assert_eq!(
        history.to_string(),
        "start: nothing is drawn\nperiod 1 to 3, each: count: one chooses down"
    );
}
