//! Each kind of rule violation once, with several histories that lead to it; the shortest must be reported.

use pactum::unstable::explore::{ExploreError, Limits, Violation, explore};
use pactum::unstable::source::Code;
use pactum::unstable::source::code::all;
use pactum::unstable::source::render;

use super::histories::agree;
use crate::comparison::engine::read;
use crate::support::scenario::Scenario;

/// A clock, a door that chance shuts, and a hawk or a dove: ways of different length lead to most states.
const START: &str = r#"
title = "Ways to go wrong"
periods = { count = 6, unit = "week" }
[actors.one]
types = { hawk = 0.5, dove = 0.5 }
strategy = { logit = 1 }
[variables.level]
range = [0, 4]
start = 0
[variables.door]
truth = true
start = true
[[outcomes]]
name = "high"
when = "level == 4"
[[stages]]
name = "weather"
when = "level < 3"
branches = [
  { name = "storm", probability = 0.25, set = { door = false } },
  { name = "calm", otherwise = true },
]
"#;

const CLIMB: &str = r#"
[[stages]]
name = "climb"
actor = "one"
opportunity = 0.5
[[stages.actions]]
name = "rest"
[[stages.actions]]
name = "step"
set = { level = "min(level + 1, 4)" }
[[stages.actions]]
name = "leap"
guard = "one.type == hawk and not door"
set = { level = "min(level + 2, 4)" }
"#;

const END: &str = "[[outcomes]]\nname = \"over\"\nat_end = true\n";

/// The scenario with some more sections, broken in one way.
fn broken(rule: Code, more: &str) -> (Violation, String) {
    broken_text(rule, &format!("{START}{more}"))
}

fn broken_text(rule: Code, text: &str) -> (Violation, String) {
    let model = read(text).expect("the file can be read");
    let lengths = agree(&model).expect("the histories are the shortest");
    assert!(lengths.contains_key(&rule), "{lengths:?}");
    let mut scenario = Scenario::read(text);
    let model = scenario.model("base", &[""; 0]);
    let Err(ExploreError::Violations(all)) = explore(&model, &Limits::default()) else {
        panic!("nothing was found");
    };
    let found = all.into_iter().find(|violation| violation.code == rule);
    let found = found.expect("the rule is found broken");
    let shown = render(&scenario.sources, &[found.diagnostic()], false);
    (found, shown)
}

/// Who decides after the climb, among these actions.
fn decides(actions: &str) -> String {
    format!("{CLIMB}[[stages]]\nname = \"then\"\nactor = \"one\"\n{actions}{END}")
}

fn history(violation: &Violation) -> String {
    let history = violation.history.as_ref().expect("there is a history");
    history.to_string()
}

#[test]
fn no_action_is_available() {
    let actions = "[[stages.actions]]\nname = \"wait\"\nguard = \"level < 2\"\n";
    let (violation, shown) = broken(Code::NoAction, &decides(actions));
    assert_eq!(
        history(&violation),
        "start: one is hawk\n\
         week 1: weather: chance takes storm; climb: one is asked; climb: one chooses leap"
    );
    assert!(shown.contains("test.toml:"), "{shown}");
    assert!(shown.contains("level = 2, door = false"), "{shown}");
}

#[test]
fn a_number_leaves_its_range() {
    let actions = "[[stages.actions]]\nname = \"down\"\nset = { level = \"if(door, 0, level - 1)\" }\n";
    let (violation, _) = broken(Code::LeavesRange, &decides(actions));
    assert!(violation.message.contains("it would become -1"));
    assert_eq!(
        history(&violation).lines().nth(1),
        Some("week 1: weather: chance takes storm; climb: one is not asked; then: one chooses down")
    );
}

#[test]
fn no_outcome_holds_at_the_horizon() {
    let more = format!("{CLIMB}[[outcomes]]\nname = \"low\"\nat_end = true\nwhen = \"level != 1\"\n");
    let (violation, _) = broken(Code::NoOutcome, &more);
    assert_eq!(
        history(&violation),
        "start: one is hawk\n\
         week 1: weather: chance takes storm; climb: one is asked; climb: one chooses step\n\
         week 2 to 6, each: weather: chance takes storm; climb: one is not asked"
    );
}

#[test]
fn a_bound_actor_cannot_act() {
    let text = decides("[[stages.actions]]\nname = \"wait\"\n[[stages.actions]]\nname = \"go\"\nguard = \"door\"\n");
    for drawn in ["per_game", "per_occasion"] {
        let promise = format!(
            "[commitments.vow]\nactor = \"one\"\nstage = \"then\"\naction = \"go\"\nwhen = \"level > 0\"\ncredibility = 0.5\ndrawn = \"{drawn}\"\n"
        );
        let (violation, _) = broken(Code::BoundToImpossible, &format!("{text}{promise}"));
        let shown = history(&violation);
        let (game, occasion) = (
            shown.contains("one is bound by vow"),
            shown.contains("then: vow binds one"),
        );
        assert_eq!(
            (game, occasion),
            (drawn == "per_game", drawn == "per_occasion"),
            "{shown}"
        );
    }
}

#[test]
fn two_commitments_at_once() {
    let text = decides("[[stages.actions]]\nname = \"wait\"\n[[stages.actions]]\nname = \"go\"\n");
    let promise = |name: &str, when: &str, drawn: &str| {
        format!(
            "[commitments.{name}]\nactor = \"one\"\nstage = \"then\"\naction = \"go\"\nwhen = \"{when}\"\ncredibility = 0.5\ndrawn = \"{drawn}\"\n"
        )
    };
    let more = format!(
        "{text}{}{}",
        promise("vow", "level > 1", "per_game"),
        promise("oath", "level < 3", "per_occasion")
    );
    let (violation, _) = broken(Code::TwoPromises, &more);
    assert!(violation.message.contains("`vow` and `oath`"));
}

#[test]
fn two_picks_assign_one_variable() {
    let more = format!(
        r#"{CLIMB}
[actors.two]
strategy = {{ logit = 1 }}
[[stages]]
name = "both"
[[stages.choices]]
actor = "one"
opportunity = 0.5
[[stages.choices.actions]]
name = "shut"
guard = "level > 0"
set = {{ door = false }}
[[stages.choices.actions]]
name = "stay"
[[stages.choices]]
actor = "two"
[[stages.choices.actions]]
name = "open"
set = {{ door = true }}
[[stages.choices.actions]]
name = "stay"
[[stages.joint]]
picks = {{ one = "shut", two = "open" }}
branches = [
  {{ name = "open", probability = 0.5, set = {{ door = true }} }},
  {{ name = "undecided", otherwise = true }},
]
{END}"#
    );
    let (violation, _) = broken(Code::PicksClash, &more);
    assert!(history(&violation).ends_with("both: chance takes undecided"));
}

/// A second actor that plays by rules or fixed chances, after the climb.
fn plays(strategy: &str) -> String {
    format!(
        "{CLIMB}[actors.two]\nstrategy = {strategy}\n[[stages]]\nname = \"then\"\nactor = \"two\"\n\
         [[stages.actions]]\nname = \"wait\"\n[[stages.actions]]\nname = \"go\"\nguard = \"door\"\n{END}"
    )
}

#[test]
fn no_rule_applies() {
    let rules = "{ rules = [ { when = \"level < 2\", play = \"wait\" } ] }";
    broken(Code::NoRule, &plays(rules));
}

#[test]
fn what_a_strategy_plays_is_not_available() {
    let rules = "{ rules = [ { when = \"level > 0\", play = \"go\" }, { play = \"wait\" } ] }";
    let (violation, _) = broken(Code::RulePlaysImpossible, &plays(rules));
    assert!(violation.message.contains("a rule of `two`"));
    let fixed = "{ fixed = { go = 1 } }";
    let (violation, _) = broken(Code::RulePlaysImpossible, &plays(fixed));
    assert!(violation.message.contains("gives no chance"));
}

/// Probabilities that are invalid in every draw.
#[test]
fn constant_probabilities_are_invalid() {
    for branches in [
        "{ probability = \"level / 2\" }, { otherwise = true }",
        "{ probability = \"0.5\" }, { probability = \"if(level < 3, 0.5, 0.25)\" }",
        "{ probability = 0.5, when = \"level < 2\" }, { probability = 0.5 }",
    ] {
        let more = format!("{CLIMB}[[stages]]\nname = \"luck\"\nbranches = [ {branches} ]\n{END}");
        broken(Code::BadChance, &more);
    }
    let more = CLIMB.replace("opportunity = 0.5", "opportunity = \"0.5 + level\"");
    broken(Code::BadChance, &format!("{more}{END}"));
}

/// Chances that are wrong at the nominal point: exploring cannot see it, the look at the point does.
#[test]
fn probabilities_are_invalid_at_the_nominal_point() {
    let drawn = "[parameters.risk]\nvalue = 0.4\nspread = { uniform = 0.1 }\n";
    for more in [
        "branches = [ { probability = \"risk * level\" }, { otherwise = true } ]",
        "branches = [ { probability = \"risk\" }, { probability = \"if(level < 2, 1 - risk, 0.5)\" } ]",
        "branches = [ { probability = \"risk * period\" }, { otherwise = true } ]",
        "branches = [ { probability = \"risk * period\", when = \"not door\" }, { otherwise = true } ]",
        "actor = \"one\"\nopportunity = \"risk * level\"\n[[stages.actions]]\nname = \"wait\"",
    ] {
        let text = format!("{START}{drawn}{CLIMB}[[stages]]\nname = \"luck\"\n{more}\n{END}");
        let model = read(&text).expect("the file can be read");
        let lengths = agree(&model).expect("the histories are the shortest");
        assert_eq!(lengths.len(), 1, "{more}: {lengths:?}");
        assert!(lengths.contains_key(&Code::BadChance), "{more}: {lengths:?}");
    }
    let mixed = format!(
        "{START}{drawn}{}",
        plays("{ fixed = { wait = \"risk * (1 + level)\", go = \"1 - risk * (1 + level)\" } }")
    );
    let model = read(&mixed).expect("the file can be read");
    let lengths = agree(&model).expect("the histories are the shortest");
    assert!(lengths.contains_key(&Code::BadChance), "{lengths:?}");
}

/// A place that wants too large a chance only in periods in which no play comes there is no mistake.
#[test]
fn probabilities_are_checked_only_where_they_are_used() {
    let text = format!(
        "{START}[parameters.risk]\nvalue = 0.4\nspread = {{ uniform = 0.1 }}\n{CLIMB}[[stages]]\nname = \"luck\"\n\
         when = \"level == 3\"\nbranches = [ {{ probability = \"risk * (3 - period)\" }}, {{ otherwise = true }} ]\n{END}"
    );
    // At the third period at the earliest, level 3 is come to by a step and a leap: week 2.
    let model = read(&text).expect("the file can be read");
    agree(&model).expect("both find the same");
}

/// States that an actor cannot tell apart offer the same actions, because guards read only what the actor sees: a file
/// that wants otherwise is refused where it says so.
#[test]
fn an_information_set_cannot_offer_different_actions() {
    let hidden = START.replace("truth = true\nstart = true", "truth = true\nstart = true\nseen_by = []");
    let text = format!("{hidden}{CLIMB}{END}");
    let error = read(&text).expect_err("the guard of `leap` reads what nobody sees");
    assert!(
        error.contains("a guard cannot read `door`, which `one` does not see"),
        "{error}"
    );
}

/// Each code of what `check` proves and warns of stands in the page about it.
#[test]
fn every_code_is_documented() {
    let page = include_str!("../../../docs/check.md");
    let codes: Vec<String> = all()
        .filter(|code| (800..1000).contains(&code.number()))
        .map(|code| code.name())
        .collect();
    assert!(codes.len() >= 26, "{codes:?}");
    for code in codes {
        assert!(page.contains(&code), "{code}");
    }
}
