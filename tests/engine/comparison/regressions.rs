//! Scenarios on which the engine and the interpreter once disagreed, made as small as possible.

use super::compare::compare;
use super::engine::{answer, read};

fn agrees(text: &str) {
    if let Err(verdict) = compare(text) {
        panic!("{verdict:?}");
    }
}

/// A type whose prior is the constant 0 does not occur, even where the others' priors are uncertain.
#[test]
fn a_prior_of_zero_beside_uncertain_ones_is_impossible() {
    agrees(
        r#"
title = "An impossible type"
periods = 1
[parameters.likely]
value = 0.3
spread = { uniform = 0.2 }
[actors.one]
types = { never = 0, rarely = "likely", mostly = "1 - likely" }
strategy = { logit = 1 }
[variables.level]
range = [0, 1]
start = 0
[[stages]]
name = "move"
actor = "one"
[[stages.actions]]
name = "stay"
[[stages.actions]]
name = "go"
set = { level = "if(one.type == never, 2, 1)" }
[[outcomes]]
name = "over"
at_end = true
"#,
    );
}

/// The same for a branch of chance without `otherwise`.
#[test]
fn a_branch_of_zero_beside_uncertain_ones_is_impossible() {
    agrees(
        r#"
title = "An impossible branch"
periods = 1
[parameters.likely]
value = 0.3
spread = { uniform = 0.2 }
[actors.one]
[variables.level]
range = [0, 1]
start = 0
[[stages]]
name = "chance"
branches = [
  { probability = 0, set = { level = "level + 2" } },
  { probability = "likely", set = { level = 1 } },
  { probability = "1 - likely" },
]
[[outcomes]]
name = "over"
at_end = true
"#,
    );
}

/// Where play is given, sets that are never reached have beliefs and regrets like all others.
#[test]
fn fixed_play_has_beliefs_at_unreached_sets() {
    agrees(
        r#"
title = "Never asked to act"
periods = 1
[actors.one]
strategy = { fixed = { stay = 1, go = 0 } }
[actors.two]
strategy = { fixed = { left = 1, right = 0 } }
[[actors.two.payoffs]]
name = "guess"
paid = "on_action"
action = "right"
amount = 1
[variables.moved]
truth = true
start = false
[variables.secret]
truth = true
start = { true = 0.25, false = 0.75 }
seen_by = []
[[stages]]
name = "move"
actor = "one"
[[stages.actions]]
name = "stay"
[[stages.actions]]
name = "go"
set = { moved = true }
[[stages]]
name = "guess"
actor = "two"
when = "moved"
[[stages.actions]]
name = "left"
[[stages.actions]]
name = "right"
[[outcomes]]
name = "over"
at_end = true
"#,
    );
}

/// An observer sees what it held for impossible: that its prior is wrong, or that a hand trembled, takes one tremble
/// either way.
#[test]
fn observers_of_an_impossible_event_weigh_all_trembles() {
    agrees(
        r#"
title = "An observer that is sure"
periods = 2
[actors.hider]
types = { meek = 0.5, bold = 0.5 }
strategy = { rules = [
  { when = "hider.type == bold", play = "move" },
  { play = "stay" },
] }
[actors.observer]
believed = { hider = { meek = 1, bold = 0 } }
[variables.moved]
truth = true
start = false
[[stages]]
name = "act"
actor = "hider"
[[stages.actions]]
name = "stay"
[[stages.actions]]
name = "move"
set = { moved = true }
[[outcomes]]
name = "over"
at_end = true
"#,
    );
}

/// Two promises of one actor may fall due at one stage: each is judged on its own, also where the other binds.
#[test]
fn two_promises_count_separately() {
    agrees(
        r#"
title = "Two promises"
periods = 3
[actors.one]
types = { firm = 0.5, weak = 0.5 }
strategy = { logit = 1 }
[[actors.one.payoffs]]
name = "ease"
paid = "on_action"
action = "rest"
amount = 1
[actors.two]
strategy = { logit = 2 }
[[actors.two.payoffs]]
name = "guess"
paid = "each_period"
amount = "if(work == guess, 1, 0)"
[variables.work]
range = [0, 2]
start = 0
[variables.guess]
range = [0, 2]
start = 0
[commitments.labour]
actor = "one"
stage = "move"
action = "work"
when = "work < 2"
credibility = "if(one.type == firm, 0.7, 0.2)"
cost = 0.5
[commitments.leisure]
actor = "one"
stage = "move"
action = "rest"
when = "work > 0 and not labour.bound"
credibility = 0.3
cost = 2
drawn = "per_occasion"
[commitments.never]
actor = "one"
stage = "move"
action = "rest"
when = "work == 0"
credibility = 0
cost = 0.25
[[stages]]
name = "guess"
actor = "two"
[[stages.actions]]
name = "low"
set = { guess = 0 }
[[stages.actions]]
name = "high"
set = { guess = 2 }
[[stages]]
name = "move"
actor = "one"
[[stages.actions]]
name = "work"
set = { work = "min(2, work + 1)" }
[[stages.actions]]
name = "rest"
set = { work = 0 }
[[outcomes]]
name = "over"
at_end = true
"#,
    );
}

/// Two picks assign two variables, and what they do together settles only the second: the first clash stands.
#[test]
fn a_resolved_conflict_hides_no_other() {
    let text = r#"
title = "Two clashes"
periods = 1
[actors.one]
strategy = { fixed = { go = 1 } }
[actors.two]
strategy = { fixed = { go = 1 } }
[variables.first]
range = [0, 3]
start = 0
[variables.second]
range = [0, 3]
start = 0
[[stages]]
name = "clash"
[[stages.choices]]
actor = "one"
[[stages.choices.actions]]
name = "go"
set = { first = 1, second = 1 }
[[stages.choices]]
actor = "two"
[[stages.choices.actions]]
name = "go"
set = { first = 2, second = 2 }
[[stages.joint]]
picks = { one = "go", two = "go" }
set = { second = 3 }
[[outcomes]]
name = "over"
at_end = true
"#;
    let model = read(text).expect("each entry is sound");
    let error = answer(&model, &[Vec::new()]).err();
    assert!(
        error.is_some_and(|error| error.contains("`first`")),
        "the clash goes unnoticed"
    );
}

/// A best replier's types that only another's prior allows are never met in truth. Trembles say what is believed at their
/// sets, and not that all nodes are equally likely: some of them stand in the first period only.
#[test]
fn best_repliers_have_beliefs_at_sets_of_impossible_types() {
    agrees(
        r#"
title = "A type that never comes"
periods = 2
[[stages]]
name = "dawn"
actor = "south"
[[stages.actions]]
name = "wait"
[[stages]]
name = "noon"
actor = "west"
[[stages.actions]]
name = "wait"
[[stages.actions]]
name = "push"
set = { ash = "low" }
[[stages]]
name = "dusk"
actor = "south"
[[stages.actions]]
name = "push"
[variables.ash]
values = ["low", "high"]
start = "high"
[commitments.pledge]
actor = "west"
stage = "noon"
action = "push"
when = 'west.type == mild'
credibility = 1
[[outcomes]]
name = "rest"
at_end = true
[actors.north]
believed = { west = { mild = 0.5, low = 0.3, harsh = 0.2 } }
[actors.south]
types = ["mild", "low", "harsh"]
strategy = { logit = 0.1 }
[[actors.south.payoffs]]
name = "term_0"
paid = "on_action"
action = "dusk.push"
amount = 1
[actors.west]
types = ["mild", "low", "harsh"]
strategy = "best_response"
[[actors.west.payoffs]]
name = "term_0"
paid = "on_action"
action = "noon.push"
amount = 'if(west.type == low, 0, 3)'
[[joint_types]]
actors = ["south", "west"]
table = [
  { types = ["low", "harsh"], chance = "1" },
  { types = ["mild", "mild"], chance = "0", given = { south = "1", west = "0.25" } },
  { types = ["harsh", "mild"], chance = "0", given = { south = "1", west = "0.75" } },
  { types = ["mild", "low"], chance = "0", given = { south = "0", west = "1" } },
]
"#,
    );
}

/// A best responder whose type does not matter leaves a set unreached: by uniform trembles the prior is believed there,
/// and not what logit play on the way believes.
#[test]
fn best_responders_leave_beliefs_of_uniform_trembles() {
    agrees(
        r#"
title = "A signal that nobody sends"
periods = 1
[actors.one]
types = { calm = 0.3, keen = 0.7 }
strategy = "best_response"
[[actors.one.payoffs]]
name = "price"
paid = "on_action"
action = "call.loud"
amount = "if(one.type == calm, -9, -1)"
[actors.two]
strategy = { logit = 1 }
[[actors.two.payoffs]]
name = "bet"
paid = "on_action"
action = "answer.bet"
amount = "if(one.type == calm, 3, -1)"
[variables.said]
values = ["nothing", "something"]
start = "nothing"
[[stages]]
name = "call"
actor = "one"
actions = [{ name = "quiet" }, { name = "loud", set = { said = "something" } }]
[[stages]]
name = "answer"
actor = "two"
actions = [{ name = "bet" }, { name = "pass" }]
[[outcomes]]
name = "over"
at_end = true
"#,
    );
}

/// A branch that is the only possible one where it is taken happens as much as one that is drawn: along a choice, at the
/// start of a period, and after another one.
#[test]
fn certain_branches_are_events() {
    agrees(
        r#"
title = "Named but not drawn"
periods = 3
[actors.one]
types = { mild = 0.4, harsh = 0.6 }
strategy = { logit = 1 }
[[actors.one.payoffs]]
name = "gain"
paid = "on_action"
action = "move.go"
amount = 'if(one.type == mild, 1, -1)'
[actors.two]
[variables.level]
range = [0, 1]
start = 0
[[stages]]
name = "morning"
branches = [
  { probability = 0.5, when = "level == 1", name = "storm", set = { level = 0 } },
  { otherwise = true, name = "calm" },
]
[[stages]]
name = "move"
actor = "one"
[[stages.actions]]
name = "stay"
[[stages.actions]]
name = "go"
branches = [ { probability = 1, name = "go", set = { level = 1 } } ]
[[stages]]
name = "evening"
branches = [
  { probability = 0.25, when = "level == 0", name = "storm" },
  { otherwise = true, name = "calm" },
]
[[outcomes]]
name = "over"
at_end = true
"#,
    );
}

/// A hand that trembles goes down the tree of nests: of what is never taken, `yield` is twice as likely as `push`.
pub(crate) const TREMBLES_IN_NESTS: &str = r#"
title = "Trembles in nests"
periods = 1
[actors.one]
strategy = { fixed = { wait = 1, push = 0, yield = 0 } }
[actors.other]
strategy = { logit = 1 }
[[actors.other.payoffs]]
name = "guess"
paid = "at_end"
amount = "if(guessed == pushed, 1, 0) - if(guessed == yielded, 2, 0)"
[variables.pushed]
truth = true
start = false
seen_by = []
[variables.yielded]
truth = true
start = false
seen_by = []
[variables.moved]
truth = true
start = false
[variables.guessed]
truth = true
start = false
[[stages]]
name = "move"
actor = "one"
actions = [
  { name = "wait" },
  { name = "push", set = { pushed = true, moved = true } },
  { name = "yield", set = { yielded = true, moved = true } },
]
nests = [ { name = "inner", members = ["wait", "push"] } ]
[[stages]]
name = "guess"
actor = "other"
when = "moved"
actions = [ { name = "guess", set = { guessed = true } }, { name = "leave" } ]
[[outcomes]]
name = "over"
at_end = true
"#;

#[test]
fn trembles_go_down_the_tree_of_nests() {
    agrees(TREMBLES_IN_NESTS);
}
