//! Ties: results that have no derivative by some parameters, as two sides of a point change differently.

use pactum::unstable::numeric::math::exp;
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

#[test]
fn trembles_are_spread_evenly_over_the_options_of_each_chance() {
    let partner = r#"[actors.partner]
types = { honest = "0.5", thief = "0.25", spy = "0.25" }
strategy = { rules = [{ when = "partner.type == honest", play = "pass" }, { play = "climb" }] }

[actors.guard]
believed.partner = { honest = "1 - 2 * suspicion", thief = "suspicion", spy = "suspicion" }
believed.stranger = { honest = "1 - suspicion", thief = "suspicion" }
"#;
    let follows = r#"[[stages]]
name = "follows"
actor = "partner"
actions = [{ name = "pass" }, { name = "climb", set = { climbed = true } }]

[[stages]]
name = "answers"
"#;
    let own = "[actors.guard]\nbelieved = { stranger = { honest = \"1 - suspicion\", thief = \"suspicion\" } }\n";
    let two = GUARD.replace(own, partner);
    let rows = rows(&two.replace("[[stages]]\nname = \"answers\"\n", follows), "base");
    // Somebody climbed: a stranger who is a thief or an honest one by mistake, one way in two each; a partner who is not
    // honest, two in three, or an honest one by mistake.
    let thief = 0.5 / (0.5 + 0.5 + 2.0 / 3.0 + 0.5);
    let shot = 1.0 / (1.0 + exp(-0.5 * (thief - 3.0 * (1.0 - thief))));
    let row = rows.iter().find(|row| row.name == "shot").expect("it is there");
    // In truth, one of the two climbs three times in four.
    assert!((row.value - 0.75 * shot).abs() < 1e-12, "{}", row.value);
    let found = derivative(&rows, "shot", "catch");
    assert!(
        (found - 0.75 * shot * (1.0 - shot) * 0.5 * thief).abs() < 1e-12,
        "{found}"
    );
}
