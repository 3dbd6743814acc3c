//! Exploring at the limits of what it accepts, and its messages on scenarios that break a rule.

use pactum::unstable::explore::{ExploreError, Explored, Limits, explore};
use pactum::unstable::game::Bound;
use pactum::unstable::play::{CommitmentTally, CompiledGame, Draw, Simulator, Tallies};
use pactum::unstable::scenario::{Model, read};
use pactum::unstable::source::Sources;
use pactum::unstable::study::soundness;

use crate::support::solved_game::SolvedGame;

/// How many games are played.
const GAMES: u64 = 100;

/// Reads a text; the messages of what is wrong with it.
fn model(text: &str) -> Result<Model, Vec<String>> {
    let mut sources = Sources::new();
    let messages = |found: pactum::unstable::source::Diagnostics| -> Vec<String> {
        let all = found.all().iter();
        all.map(|diagnostic| diagnostic.message.clone()).collect()
    };
    let document = read(text, "edge.toml", &mut sources).map_err(messages)?;
    let (model, _) = document.model("base", &[], &mut sources).map_err(messages)?;
    Ok(model)
}

fn explored(text: &str) -> Result<Explored, ExploreError> {
    let model = model(text).unwrap_or_else(|messages| panic!("{messages:?}"));
    explore(&model, &Limits::default())
}

/// What is said of a reachable state that breaks a rule.
fn violation(text: &str) -> String {
    match explored(text) {
        Err(ExploreError::Violations(mut all)) if all.len() == 1 => all.remove(0).message,
        other => panic!("no rule is broken: {other:?}"),
    }
}

/// What comes of commitments in games of a scenario without uncertain parameters, and what the terms pay on average.
fn played(text: &str) -> (Vec<CommitmentTally>, Vec<f64>) {
    let model = model(text).unwrap_or_else(|messages| panic!("{messages:?}"));
    let game = SolvedGame::nominal(&model);
    let (explored, bound) = (&game.explored, game.bound());
    let layout = CompiledGame::new(&explored.game, &explored.names, 1);
    let draw = Draw {
        bound: &bound,
        profile: &game.solution.profile,
        lane: 0,
        number: 0,
    };
    let mut tallies = Tallies::new(&explored.game);
    let played = Simulator::new(&layout).play(&draw, GAMES, &mut tallies, |_| ());
    let mean = |sum: f64| sum / GAMES as f64;
    let terms = played.terms.iter().map(|term| mean(term.sum)).collect();
    (tallies.commitments, terms)
}

/// A promise that comes true in the first stage of the next period, which leaves nothing open.
const ACCESSION: &str = r#"
title = "Delivered as a period begins"
periods = 4
[actors.us]
strategy = { fixed = { approve = 1 } }
[variables.clause]
values = ["none", "pending", "member"]
start = "none"
[[stages]]
name = "accession"
when = "clause == pending"
set = { clause = "member" }
[[stages]]
name = "vote"
when = "clause == none"
actor = "us"
[[stages.actions]]
name = "approve"
set = { clause = "pending" }
[[stages.actions]]
name = "reject"
[[outcomes]]
name = "in"
at_end = true
"#;

fn promise(name: &str, action: &str, rest: &str) -> String {
    format!(
        "[commitments.{name}]\nactor = \"us\"\nstage = \"vote\"\naction = \"{action}\"\nwhen = \"clause == none\"\n{rest}\n"
    )
}

#[test]
fn a_promise_may_come_true_before_anything_is_decided() {
    let entry = promise("entry", "approve", "credibility = 1\ndelivers = \"clause == member\"");
    let (commitments, _) = played(&(ACCESSION.to_owned() + &entry));
    assert_eq!((commitments[0].honoured_bound, commitments[0].undelivered), (GAMES, 0));
    // A condition that held before the vote only shows nothing.
    let never = promise("entry", "approve", "credibility = 1\ndelivers = \"clause == none\"");
    let (commitments, _) = played(&(ACCESSION.to_owned() + &never));
    assert_eq!(commitments[0].undelivered, GAMES);
}

/// Promises that nothing shows to have come true take no room among those that something does.
#[test]
fn many_promises_are_kept_apart() {
    let mut text = ACCESSION.to_owned();
    for number in 0..40 {
        text += &promise(&format!("idle{number}"), "reject", "credibility = 0");
    }
    text += &promise("other", "approve", "credibility = 0\ndelivers = \"clause == pending\"");
    text += &promise("entry", "approve", "credibility = 1\ndelivers = \"false\"");
    let (commitments, _) = played(&text);
    assert_eq!(commitments[40].undelivered, 0);
    assert_eq!(commitments[41].undelivered, GAMES);
    assert_eq!(commitments[3].reneged, GAMES);
}

#[test]
fn limits_on_promises_and_branches() {
    let with = |delivered: usize| {
        let promises = (0..delivered)
            .map(|n| promise(&format!("p{n}"), "reject", "credibility = 0\ndelivers = \"true\""))
            .collect::<String>();
        model(&(ACCESSION.to_owned() + &promises))
    };
    assert!(with(32).is_ok());
    let messages = with(33).expect_err("one too many");
    assert_eq!(messages, ["at most 32 commitments may say what they deliver"]);
    let branches = "{ probability = 0 },\n".repeat(32_767);
    let text = format!(
        "title = \"Many\"\nperiods = 1\n[actors.us]\n[[stages]]\nname = \"draw\"\nbranches = [\n{branches}{{ probability = 1 }},\n]\n[[outcomes]]\nname = \"over\"\nat_end = true\n"
    );
    let messages = model(&text).expect_err("one too many");
    assert_eq!(messages, ["there are more than 32767 branches"]);
}

/// Two promises of one actor at one stage: what matters is what binds.
#[test]
fn only_two_binding_promises_conflict() {
    let two = |entry: &str, other: &str| {
        ACCESSION.to_owned() + &promise("entry", "approve", entry) + &promise("other", "reject", other)
    };
    let message = violation(&two("credibility = 1", "credibility = 0.5"));
    assert_eq!(message, "`entry` and `other` bind `us` at once at stage `vote`");
    let occasions = violation(&two(
        "credibility = 0.5\ndrawn = \"per_occasion\"",
        "credibility = 0.5\ndrawn = \"per_occasion\"",
    ));
    assert_eq!(occasions, message);

    let (commitments, terms) = played(&two("credibility = 1", "credibility = 0\ncost = 3"));
    assert_eq!((commitments[0].honoured_bound, commitments[0].reneged), (GAMES, 0));
    assert_eq!((commitments[1].reneged, commitments[1].occasions), (GAMES, GAMES));
    assert!(terms.contains(&-3.0), "{terms:?}");

    let (commitments, terms) = played(&two("credibility = 0\ncost = 2", "credibility = 0\ncost = 3"));
    assert_eq!((commitments[0].honoured_free, commitments[1].reneged), (GAMES, GAMES));
    assert!(terms.contains(&-3.0) && !terms.contains(&-2.0), "{terms:?}");
}

/// An actor whose strategy is fixed, though one action is not available.
fn fixed(strategy: &str, parameters: &str) -> String {
    format!(
        r#"
title = "Fixed"
periods = 2
{parameters}
[actors.one]
strategy = {{ fixed = {{ {strategy} }} }}
[variables.level]
range = [0, 1]
start = 0
[[stages]]
name = "move"
actor = "one"
[[stages.actions]]
name = "left"
[[stages.actions]]
name = "right"
guard = "level == 1"
[[outcomes]]
name = "over"
at_end = true
"#
    )
}

#[test]
fn fixed_play_must_allow_some_available_action() {
    let message = violation(&fixed("left = 0, right = 1", ""));
    assert_eq!(
        message,
        "the strategy at stage `move` gives no chance to any available action"
    );
    let unsound = |text: &str, draw: Vec<f64>| {
        let explored = explored(text).unwrap_or_else(|error| panic!("{error:?}"));
        let bound = Bound::new(&explored.game, &[draw]);
        let found = soundness::check(&bound, &explored.names);
        let chances = found.first().map(|unsound| unsound.chances.clone());
        let first = chances.and_then(|chances| chances.first().copied());
        first.map(|(check, period)| {
            let message = soundness::wrong(&bound, (check, period), 0).expect("it was found wrong");
            let place = &explored.names.places[explored.game.checks[check].place];
            (period, format!("{place}: {message}"))
        })
    };
    let uncertain = fixed(
        "left = \"1 - p\", right = \"p\"",
        "[parameters.p]\ndistribution = { discrete = { values = [0.5, 1], weights = [0.9, 0.1] } }",
    );
    assert_eq!(unsound(&uncertain, vec![0.5]), None);
    let (_, message) = unsound(&uncertain, vec![1.0]).expect("nothing is left");
    assert_eq!(
        message,
        "the strategy at stage `move` among the actions available where level = 0: \
         the probabilities sum to 0, so that nothing is possible"
    );
    let by_period = fixed(
        "left = \"if(period == 2, 0, 1)\", right = \"if(period == 2, 1, 0)\"",
        "",
    );
    let (period, _) = unsound(&by_period, Vec::new()).expect("nothing is left in period 2");
    assert_eq!(period, 2);
}

#[test]
fn multiples_and_own_later_shares_are_looked_at_in_every_draw() {
    let text = r#"
title = "Nests"
periods = 1
[parameters.multiple]
value = 2
spread = { uniform = 2 }
[parameters.share]
value = 0.5
spread = { uniform = 1 }
[actors.one]
strategy = { logit = 1 }
own_later = "share"
[[stages]]
name = "move"
actor = "one"
actions = [ { name = "left" }, { name = "right" }, { name = "up" } ]
nests = [ { name = "sides", members = ["left", "right"], multiple = "multiple" } ]
[[outcomes]]
name = "over"
at_end = true
"#;
    let explored = explored(text).unwrap_or_else(|error| panic!("{error:?}"));
    let unsound = |multiple: f64, share: f64| {
        let bound = Bound::new(&explored.game, &[vec![multiple, share]]);
        let found = soundness::check(&bound, &explored.names).pop();
        found.map(|unsound| unsound.other.expect("it is no chance").2)
    };
    assert_eq!(unsound(1.0, 1.0), None);
    let message = "the multiple of a nest of `one` is 0.5, not a number from 1 to 1e100";
    assert_eq!(unsound(0.5, 0.0).as_deref(), Some(message));
    let message = "the share `own_later` of `one` is 1.5, which is not in [0, 1]";
    assert_eq!(unsound(1.5, 1.5).as_deref(), Some(message));
}

/// Two actors pick at once, and both set `first` and `second`.
fn clash(joint: &str) -> String {
    format!(
        r#"
title = "A clash"
periods = 1
[actors.one]
strategy = {{ fixed = {{ go = 1 }} }}
[actors.two]
strategy = {{ fixed = {{ go = 1 }} }}
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
set = {{ first = 1, second = 1 }}
[[stages.choices]]
actor = "two"
[[stages.choices.actions]]
name = "go"
set = {{ first = 2, second = 2 }}
[[stages.joint]]
picks = {{ one = "go", two = "go" }}
{joint}
[[outcomes]]
name = "over"
at_end = true
"#
    )
}

#[test]
fn joint_effects_must_resolve_every_conflict() {
    assert!(explored(&clash("set = { first = 3, second = 3 }")).is_ok());
    let of = |cell: &str| format!("two picks at stage `clash` assign the variable `{cell}`");
    assert_eq!(violation(&clash("set = { second = 3 }")), of("first"));
    assert_eq!(violation(&clash("set = { first = 3 }")), of("second"));
    let one_branch = "branches = [{ probability = 0.5, set = { first = 3, second = 3 } }, { otherwise = true }]";
    assert_eq!(violation(&clash(one_branch)), of("first"));
}

#[test]
fn ten_thousand_stages_without_choices_are_explored() {
    let mut text =
        "title = \"Long\"\nperiods = 2\n[actors.us]\n[variables.odd]\ntruth = true\nstart = false\n".to_owned();
    for stage in 0..10_001 {
        text += &format!("[[stages]]\nname = \"s{stage}\"\nset = {{ odd = \"not odd\" }}\n");
    }
    text += "[[outcomes]]\nname = \"over\"\nat_end = true\n";
    let explored = explored(&text).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!((explored.size.period_states, explored.size.nodes), (2, 0));
}

/// 2⁴⁰ starts: the limit is reported long before all are made.
#[test]
fn a_start_that_is_too_large_is_reported_early() {
    let mut text = "title = \"Wide\"\nperiods = 1\n[actors.us]\n".to_owned();
    for number in 0..40 {
        text += &format!("[variables.v{number}]\ntruth = true\nstart = {{ true = 0.5, false = 0.5 }}\n");
    }
    text += "[[outcomes]]\nname = \"over\"\nat_end = true\n";
    let model = model(&text).unwrap_or_else(|messages| panic!("{messages:?}"));
    match explore(&model, &Limits { states: 1_000 }) {
        Err(ExploreError::TooLarge(large)) => {
            assert_eq!(large.limit, 1_000);
            assert_eq!(large.value_counts[0].1, 2);
        }
        other => panic!("{other:?}"),
    }
}
