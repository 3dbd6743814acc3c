//! Warnings of parts that can never matter: each kind at its place, and none if some variant uses the part.

use std::fs;

use pactum::unstable::explore::{Explored, Limits, explore, unused};
use pactum::unstable::scenario::Model;

use crate::support::file_list::files_below;
use crate::support::files::project;
use crate::support::scenario::Scenario;

/// The warnings about a text, each as `Code at the text underlined`.
fn warnings(text: &str) -> Vec<String> {
    let mut scenario = Scenario::read(text);
    let models: Vec<Model> = scenario.models().into_iter().map(|(_, model)| model).collect();
    let explored: Vec<Explored> = models
        .iter()
        .map(|model| explore(model, &Limits::default()).expect("it is sound"))
        .collect();
    let variants: Vec<(&Model, &Explored)> = models.iter().zip(&explored).collect();
    let found = unused(scenario.document.ast(), &variants);
    let shown = found.iter().map(|finding| {
        let (span, _) = finding.labels[0];
        let code = finding.code;
        let line = scenario.sources.slice(span).lines().next().unwrap_or_default();
        format!("{code:?} at {}", line.trim_matches('"'))
    });
    shown.collect()
}

const SOUND: &str = r#"
title = "Everything matters"
periods = 4
[actors.one]
types = { hawk = 0.5, dove = 0.5 }
strategy = { logit = "keen" }
own_later = "calmly"
[[actors.one.payoffs]]
name = "gain"
paid = "on_action"
action = "take"
amount = "gain"
[actors.two]
strategy = { logit = 1 }
[variables.taken]
range = [0, 1]
start = 0
[variables.mood]
values = ["calm", "tense"]
start = "calm"
[parameters.keen]
value = 1
[parameters.calmly]
value = 0.5
[parameters.rivalry]
value = 2
[parameters.gain]
by = "one"
values = { hawk = 2, dove = 1 }
[definitions.alert]
value = "mood == tense"
[[stages]]
name = "grab"
actor = "one"
nests = [ { name = "both", members = ["wait", "take"], multiple = "rivalry" } ]
[[stages.actions]]
name = "wait"
[[stages.actions]]
name = "take"
guard = "not alert"
set = { taken = "min(taken + 1, 1)" }
branches = [ { name = "noticed", probability = 0.5, set = { mood = "tense" } }, { name = "unnoticed", otherwise = true } ]
[[stages]]
name = "answer"
when = "alert"
actor = "two"
[[stages.actions]]
name = "leave"
[[stages.actions]]
name = "strike"
set = { mood = "calm" }
[[outcomes]]
name = "loot"
at_end = true
when = "taken == 1"
[[outcomes]]
name = "peace"
at_end = true
[commitments.vow]
actor = "two"
stage = "answer"
action = "strike"
when = "alert"
credibility = 0.5
cost = 1
"#;

/// The warnings about the sound scenario with one thing changed and some text added.
fn changed(from: &str, to: &str, more: &str) -> Vec<String> {
    assert!(SOUND.contains(from), "{from}");
    warnings(&format!("{}{more}", SOUND.replacen(from, to, 1)))
}

fn added(more: &str) -> Vec<String> {
    changed("title", "title", more)
}

#[test]
fn a_scenario_without_unused_parts_has_no_warnings() {
    assert_eq!(warnings(SOUND), [""; 0]);
}

#[test]
fn each_warning_points_at_the_unused_part() {
    let cases = [
        (
            added("[variables.idle]\nvalues = [\"a\", \"b\"]\nstart = \"a\"\nseen_by = []\n"),
            vec!["VariableNeverChanges at idle", "VariableNeverRead at idle"],
        ),
        (
            changed(
                "set = { taken = \"min(taken + 1, 1)\" }",
                "set = { taken = \"min(taken + 1, 1)\", count = \"min(count + 1, 3)\" }",
                "[variables.count]\nrange = [0, 3]\nstart = 0\nseen_by = []\n",
            ),
            vec!["VariableNeverRead at count"],
        ),
        (
            changed("\"calm\", \"tense\"]", "\"calm\", \"tense\", \"mad\"]", ""),
            vec!["ValueNeverTaken at mad"],
        ),
        (
            changed("range = [0, 1]", "range = [-1, 1]", ""),
            vec!["ValueNeverTaken at -1, 1"],
        ),
        (
            changed("hawk = 0.5, dove = 0.5", "hawk = 0, dove = 1", ""),
            vec!["TypeNeverDrawn at hawk"],
        ),
        (
            added("[parameters.spare]\nvalue = 1\n[definitions.through]\nvalue = \"spare\"\n"),
            vec!["ParameterNeverUsed at spare", "DefinitionNeverUsed at through"],
        ),
        (
            changed("when = \"alert\"\nactor", "when = \"period > 4\"\nactor", ""),
            vec!["StageNeverRuns at answer", "CommitmentNeverTriggered at vow"],
        ),
        (
            changed(
                "name = \"leave\"",
                "name = \"leave\"\n[[stages.actions]]\nname = \"beg\"\nguard = \"mood == calm\"",
                "",
            ),
            vec!["ActionNeverAvailable at beg"],
        ),
        (
            changed(
                "probability = 0.5, set",
                "probability = 0.5, when = \"period > 4\", set",
                "",
            )
            .into_iter()
            .filter(|warning| warning.starts_with("Branch"))
            .collect(),
            vec![
                "BranchNeverPossible at { name = \"noticed\", probability = 0.5, when = \"period > 4\", set = { mood = \"tense\" } }",
            ],
        ),
        (
            changed(
                "actor = \"two\"\n[[stages.actions]]",
                "actor = \"two\"\nopportunity = 0\n[[stages.actions]]",
                "",
            ),
            vec!["NeverAsked at leave", "CommitmentNeverTriggered at vow"],
        ),
        (
            added(
                "[[stages]]\nname = \"both\"\n[[stages.choices]]\nactor = \"two\"\n[[stages.choices.actions]]\nname = \"nod\"\n[[stages.joint]]\npicks = { two = \"nod\" }\n[[stages.joint]]\npicks = {}\n",
            ),
            vec!["JointNeverApplies at [[stages.joint]]"],
        ),
        (
            changed("when = \"taken == 1\"", "when = \"taken == 1 and taken == 0\"", ""),
            vec!["OutcomeNeverReached at loot"],
        ),
        (
            changed("amount = \"gain\"", "amount = \"gain\"\nwhen = \"period > 4\"", ""),
            vec!["TermNeverPaid at gain"],
        ),
        (
            changed("amount = \"gain\"", "amount = \"gain * if(period > 4, 1, 0)\"", ""),
            vec!["TermNeverPaid at gain"],
        ),
        (
            changed(
                "when = \"alert\"\ncredibility",
                "when = \"alert and period > 4\"\ncredibility",
                "",
            ),
            vec!["CommitmentNeverTriggered at vow"],
        ),
    ];
    for (number, (found, expected)) in cases.into_iter().enumerate() {
        let mut found: Vec<String> = found;
        let mut expected: Vec<&str> = expected;
        found.sort();
        expected.sort_unstable();
        assert_eq!(found, expected, "case {number}");
    }
}

/// What one variant never meets but another does is no finding.
#[test]
fn a_part_used_in_one_variant_is_not_unused() {
    let calm = changed(
        "guard = \"not alert\"",
        "guard = \"not alert and open == 1\"",
        "[parameters.open]\nvalue = 1\n[variants.closed]\nset = { open = 0 }\n[variants.open]\n",
    );
    assert_eq!(calm, [""; 0]);
    let closed = changed(
        "guard = \"not alert\"",
        "guard = \"not alert and open == 1\"",
        "[parameters.open]\nvalue = 0\n",
    );
    assert!(
        closed.contains(&"ActionNeverAvailable at take".to_owned()),
        "{closed:?}"
    );
}

/// A variable that nothing reads may still tell an actor what another knows.
#[test]
fn a_variable_that_informs_an_actor_is_used() {
    let signal = |seen_by: &str| {
        changed(
            "name = \"wait\"",
            "name = \"wait\"\nset = { sign = \"one.type == hawk\" }",
            &format!("[variables.sign]\ntruth = true\nstart = false\nseen_by = [{seen_by}]\n"),
        )
    };
    assert_eq!(signal("\"two\""), [""; 0]);
    assert_eq!(signal(""), ["VariableNeverRead at sign"]);
}

#[test]
fn shipped_scenarios_have_no_unused_parts() {
    let mut paths = files_below("scenarios/classics", "toml");
    paths.extend(["scenarios/nato_clause.toml", "scenarios/strike.toml"].map(project));
    for path in paths {
        let text = fs::read_to_string(&path).expect("it can be read");
        assert_eq!(warnings(&text), [""; 0], "{}", path.display());
    }
}
