//! Ties: results that have no derivative by some parameters, as two sides of a point change differently.

use pactum::unstable::numeric::math::logistic;
use pactum::{DerivativeRow, TieKind};

use super::parameter_derivatives::{derivative, rows, tie};

/// One actor who stops or goes on to choose between two actions, the best of which it takes to follow.
const STOP_OR_GO: &str = r#"
title = "Stop, or go left or right"
periods = 1

[actors.walker]
strategy = { logit = "0.5" }
own_later = "best"
payoffs = [
  { name = "rest", paid = "on_action", action = "first.stop", amount = "stop" },
  { name = "left", paid = "on_action", action = "second.left", amount = "left" },
  { name = "right", paid = "on_action", action = "second.right", amount = "right" },
]

[parameters]
stop = { value = 1 }
left = { value = 2 }
right = { value = 2 }

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
fn equally_good_later_actions_are_a_tie_unless_they_change_alike() {
    let slope = |rows: &[DerivativeRow]| {
        let stops = rows
            .iter()
            .find(|row| row.name == "stopped")
            .expect("it is there")
            .value;
        0.5 * stops * (1.0 - stops)
    };
    let different = rows(STOP_OR_GO, "base");
    assert_eq!(tie(&different, "stopped", "left"), Some(TieKind::BestAction));
    assert_eq!(tie(&different, "stopped", "right"), Some(TieKind::BestAction));
    let found = derivative(&different, "stopped", "stop");
    assert!((found - slope(&different)).abs() < 1e-12);
    let alike = rows(&STOP_OR_GO.replace("amount = \"right\"", "amount = \"left\""), "base");
    let found = derivative(&alike, "stopped", "left");
    assert!((found + slope(&alike)).abs() < 1e-12);
}

#[test]
fn ties_are_the_same_in_any_unit() {
    let millions = STOP_OR_GO
        .replace("value = 1 ", "value = 1000000 ")
        .replace("value = 2 ", "value = 2000000 ");
    let payoffs = millions.replace("\"0.5\"", "\"0.0000005\"");
    let parameters = ["stop", "left", "right"].iter().fold(millions, |text, name| {
        text.replace(
            &format!("amount = \"{name}\""),
            &format!("amount = \"{name} / 1000000\""),
        )
    });
    for text in [payoffs, parameters] {
        let rows = rows(&text, "base");
        assert_eq!(tie(&rows, "stopped", "left"), Some(TieKind::BestAction));
        assert_eq!(tie(&rows, "stopped", "right"), Some(TieKind::BestAction));
        assert_eq!(tie(&rows, "stopped", "stop"), None);
    }
}

/// A guard who is sure that the stranger is no thief, and sees what thieves do.
const GUARD: &str = r#"
title = "A thief whom nobody expects"
periods = 1

[actors.stranger]
types = { honest = "0.5", thief = "0.5" }
strategy = { rules = [{ when = "stranger.type == honest", play = "pass" }, { play = "climb" }] }

[actors.guard]
believed = { stranger = { honest = "1 - suspicion", thief = "suspicion" } }
strategy = { logit = "0.5" }
payoffs = [
  { name = "catch", paid = "on_action", action = "answers.shoot", amount = "if(stranger.type == thief, catch, -3)" },
]

[parameters]
suspicion = { distribution = { discrete = { values = [0, 0.25], weights = [0.5, 0.5] } }, nominal = 0 }
catch = { value = 1 }

[variables.shot]
truth = true
start = false

[variables.climbed]
truth = true
start = false

[[stages]]
name = "moves"
actor = "stranger"
actions = [{ name = "pass" }, { name = "climb", set = { climbed = true } }]

[[stages]]
name = "answers"
when = "climbed"
actor = "guard"
actions = [{ name = "wait" }, { name = "shoot", set = { shot = true } }]

[[outcomes]]
name = "shot"
when = "shot"

[[outcomes]]
name = "quiet"
at_end = true
"#;

#[test]
fn beliefs_that_only_trembles_give_jump_with_the_chance_that_replaces_them() {
    let rows = rows(GUARD, "base");
    assert_eq!(tie(&rows, "shot", "suspicion"), Some(TieKind::Belief));
    assert!(derivative(&rows, "shot", "catch") > 0.0);
    // The same where there are no thieves, and the guard knows it.
    let lines = GUARD.lines().filter(|line| !line.starts_with("believed ="));
    let unheard_of = lines.map(|line| {
        line.replace(
            "honest = \"0.5\", thief = \"0.5\"",
            "honest = \"1 - suspicion\", thief = \"suspicion\"",
        )
    });
    let rows = self::rows(&unheard_of.collect::<Vec<_>>().join("\n"), "base");
    assert_eq!(tie(&rows, "shot", "suspicion"), Some(TieKind::Belief));
    assert_eq!(derivative(&rows, "shot", "catch"), 0.0);
    // A payoff that is always 0 does not jump.
    assert_eq!(derivative(&rows, "stranger", "suspicion"), 0.0);
}

/// Nobody is a thief or a spy, but a minister thinks so, and posts a guard who knows better.
const MINISTER: &str = r#"
title = "Two strangers whom nobody suspects"
periods = 1

[actors.stranger]
types = { honest = "1 - suspicion", thief = "suspicion" }
strategy = { rules = [{ when = "stranger.type == honest", play = "pass" }, { play = "climb" }] }

[actors.partner]
types = { honest = "1 - 2 * suspicion", thief = "suspicion", spy = "suspicion" }
strategy = { rules = [{ when = "partner.type == honest", play = "pass" }, { play = "climb" }] }

[actors.guard]
strategy = { logit = "0.5" }
payoffs = [
  { name = "catch", paid = "on_action", action = "answers.shoot", amount = "if(stranger.type == thief, catch, -3)" },
]

[actors.minister]
believed.stranger = { honest = "0.5", thief = "0.5" }
believed.partner = { honest = "0.5", thief = "0.25", spy = "0.25" }
strategy = { logit = 1 }
payoffs = [{ name = "safety", paid = "at_end", amount = 4, when = "shot" }]

[parameters]
suspicion = { distribution = { discrete = { values = [0, 0.25], weights = [0.5, 0.5] } }, nominal = 0 }
catch = { value = 1 }
seen = { value = 0.5 }

[variables.shot]
truth = true
start = false

[variables.climbed]
truth = true
start = false

[variables.noticed]
truth = true
start = false

[variables.posted]
truth = true
start = false

[[stages]]
name = "prepares"
actor = "minister"
actions = [{ name = "sleep" }, { name = "post", set = { posted = true } }]

[[stages]]
name = "moves"
actor = "stranger"
actions = [{ name = "pass" }, { name = "climb", set = { climbed = true } }]

[[stages]]
name = "follows"
actor = "partner"
actions = [{ name = "pass" }, { name = "climb", set = { climbed = true } }]

[[stages]]
name = "watch"
when = "climbed"
branches = [
  { probability = "if(stranger.type == thief, seen, 0.5)", set = { noticed = true } },
  { otherwise = true },
]

[[stages]]
name = "answers"
when = "posted and noticed"
actor = "guard"
actions = [{ name = "wait" }, { name = "shoot", set = { shot = true } }]

[[outcomes]]
name = "shot"
when = "shot"

[[outcomes]]
name = "posted"
at_end = true
when = "posted"

[[outcomes]]
name = "quiet"
at_end = true
"#;

#[test]
fn trembles_are_spread_evenly_over_the_options_of_each_chance() {
    // At the point and beside it in one of the numbers: how likely the minister posts a guard.
    let posts = |seen: f64, catch: f64| {
        // The guard notices somebody: a stranger who is a thief after all, one of two types; a partner who is no honest
        // one, two of three; or an honest one who climbs by mistake.
        let thief = 0.5 * seen;
        let belief = thief / (thief + 0.5 * (0.5 + 2.0 / 3.0 + 0.5));
        let shot = logistic(0.5 * (belief * catch - 3.0 * (1.0 - belief)));
        // The minister expects a thief half of the time, and otherwise a partner who climbs half of the time.
        logistic(4.0 * (0.5 * seen + 0.25 * 0.5) * shot)
    };
    let rows = rows(MINISTER, "base");
    let row = rows.iter().find(|row| row.name == "posted").expect("it is there");
    assert!((row.value - posts(0.5, 1.0)).abs() < 1e-12, "{}", row.value);
    let width = 1e-5;
    let by_seen = (posts(0.5 + width, 1.0) - posts(0.5 - width, 1.0)) / (2.0 * width);
    let by_catch = (posts(0.5, 1.0 + width) - posts(0.5, 1.0 - width)) / (2.0 * width);
    for (parameter, wanted) in [("seen", by_seen), ("catch", by_catch)] {
        let found = derivative(&rows, "posted", parameter);
        assert!((found - wanted).abs() < 1e-8, "{parameter}: {found} is not {wanted}");
    }
    assert_eq!(tie(&rows, "posted", "suspicion"), Some(TieKind::Belief));
}
