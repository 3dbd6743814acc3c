//! Play that goes on for ever after the watched periods, alone and with own later choices taken as best.

use super::classic::{Case, EXACT, SOLVED, Solved, logistic, power};

/// Each period ends the game with chance .1; otherwise peace is paid.
const HAZARD: &str = r#"
title = "One hazard"
periods = { count = PERIODS, then = "goes_on" }
[actors.country]
discount = 0.95
[[actors.country.payoffs]]
name = "peace"
paid = "lasting"
amount = 50
[[actors.country.payoffs]]
name = "war"
paid = "at_end"
amount = -20
when = "at_war"
[variables.at_war]
truth = true
start = false
[[stages]]
name = "incident"
branches = [{ probability = 0.1, set = { at_war = true } }, { otherwise = true }]
[[outcomes]]
name = "war"
when = "at_war"
[[outcomes]]
name = "peace"
at_end = true
"#;

/// Each period a lone actor ends the game, or goes on with what lasts.
const STOPPING: &str = r#"
title = "To stop or to go on"
periods = { count = PERIODS, then = "goes_on" }
[actors.one]
discount = DISCOUNT
strategy = { logit = PRECISION }
[[actors.one.payoffs]]
name = "going_on"
paid = "lasting"
amount = LASTING
[[actors.one.payoffs]]
name = "end"
paid = "at_end"
amount = ENDING
when = "stopped"
[variables.stopped]
truth = true
start = false
[[stages]]
name = "move"
actor = "one"
actions = [{ name = "go_on" }, { name = "stop", set = { stopped = true } }]
[[outcomes]]
name = "stopped"
when = "stopped"
[[outcomes]]
name = "going_on"
at_end = true
"#;

/// x or y, even and unseen: to invoke ends the game (0 at x, 10 at y), to waive leads to y.
const FROZEN: &str = r#"
title = "A belief that stays as it was"
periods = { count = PERIODS, then = "goes_on" }
[actors.one]
discount = 0.9
strategy = { logit = 0.1 }
[[actors.one.payoffs]]
name = "end"
paid = "at_end"
amount = "if(place == y, 10, 0)"
[variables.place]
values = ["x", "y"]
start = { x = 0.5, y = 0.5 }
seen_by = []
[variables.invoked]
truth = true
start = false
[[stages]]
name = "move"
actor = "one"
actions = [{ name = "invoke", set = { invoked = true } }, { name = "waive", set = { place = "y" } }]
[[outcomes]]
name = "invoked"
when = "invoked"
[[outcomes]]
name = "waiting"
at_end = true
"#;

fn watched(text: &str, periods: u32) -> String {
    text.replace("PERIODS", &periods.to_string())
}

/// A lone actor that goes on at 10 or quits at 0.
fn quitting(periods: u32, own_later: &str) -> Solved {
    let text = watched(STOPPING, periods)
        .replace("DISCOUNT", "0.9")
        .replace("PRECISION", "0.5");
    let text = text.replace("LASTING", "10").replace("ENDING", "0");
    Case::of(text).set("one.own_later", own_later).solve()
}

/// A lone actor that stays at 50 or stops at 40.
fn stopping(periods: u32, own_later: &str) -> Solved {
    let text = watched(STOPPING, periods)
        .replace("DISCOUNT", "0.98")
        .replace("PRECISION", "0.06");
    let text = text.replace("LASTING", "50").replace("ENDING", "40");
    Case::of(text).set("one.own_later", own_later).solve()
}

/// Where a function falls through 0, which is above it at `low` and below it at `high`.
fn root(mut low: f64, mut high: f64, function: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if function(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// Expects that an actor stops with this probability whenever it is asked.
fn expect_stopping(solved: &Solved, periods: u32, stop: f64, tolerance: f64) {
    for period in 1..=periods {
        let reached = power(1.0 - stop, period - 1);
        solved.expect_action(period as usize, "move", "stop", reached * stop, tolerance);
    }
    solved.expect("going_on", power(1.0 - stop, periods), tolerance);
}

#[test]
fn a_hazard_is_worth_the_same_however_long_it_is_watched() {
    let worth = (0.1 * -20.0 + 0.9 * 0.05 * 50.0) / (1.0 - 0.95 * 0.9);
    for periods in [1, 5, 40] {
        let solved = Case::of(watched(HAZARD, periods)).solve();
        solved.expect_payoff("country", worth, EXACT);
        solved.expect_payoff("country", 1.724_138, SOLVED);
        solved.expect("peace", power(0.9, periods), EXACT);
        solved.expect_played(20_000);
    }
}

#[test]
fn an_actor_goes_on_knowing_that_it_will_quit_by_error() {
    let going = root(0.0, 20.0, |going| 1.0 + 0.9 * logistic(0.5 * going) * going - going);
    assert!((going - 9.164_676).abs() < SOLVED, "{going}");
    for periods in [1, 40] {
        let solved = quitting(periods, "as_played");
        let goes = logistic(0.5 * going);
        expect_stopping(&solved, periods, 1.0 - goes, EXACT);
        solved.expect_payoff("one", goes * going, EXACT);
        solved.expect_played(20_000);
    }
    let solved = quitting(40, "as_played");
    solved.expect_action(1, "move", "stop", 0.010_127, SOLVED);
    solved.expect("going_on", 0.665_539, SOLVED);
}

#[test]
fn an_actor_goes_on_that_does_not_foresee_its_errors() {
    for periods in [1, 40] {
        let solved = quitting(periods, "best");
        let goes = logistic(0.5 * 10.0);
        expect_stopping(&solved, periods, 1.0 - goes, EXACT);
        // Its payoff is that of its real play.
        solved.expect_payoff("one", goes / (1.0 - 0.9 * goes), EXACT);
        solved.expect_played(20_000);
    }
    let solved = quitting(40, "best");
    solved.expect_action(1, "move", "stop", 0.006_693, SOLVED);
    solved.expect("going_on", 0.764_438, SOLVED);
}

#[test]
fn a_choice_does_not_depend_on_how_long_it_is_watched() {
    for periods in [1, 5, 20] {
        let as_played = stopping(periods, "as_played");
        expect_stopping(&as_played, periods, 0.494_049_894_0, EXACT);
        as_played.expect_played(20_000);
        let best = stopping(periods, "best");
        expect_stopping(&best, periods, logistic(0.06 * (40.0 - 50.0)), EXACT);
        expect_stopping(&best, periods, 0.354_343_693_8, EXACT);
        best.expect_played(20_000);
    }
}

#[test]
fn half_of_the_regret_is_given_back_beyond_the_horizon_too() {
    let stop = |stay: f64| logistic(0.06 * (40.0 - stay));
    let stay = root(0.0, 60.0, |stay| {
        let mean = stop(stay) * 40.0 + (1.0 - stop(stay)) * stay;
        let best = if stay > 40.0 { stay } else { 40.0 };
        0.02 * 50.0 + 0.98 * (mean + 0.5 * (best - mean)) - stay
    });
    for periods in [1, 20] {
        let solved = stopping(periods, "0.5");
        expect_stopping(&solved, periods, stop(stay), EXACT);
        solved.expect_played(20_000);
    }
}

#[test]
fn beliefs_stay_as_they_were_beyond_the_horizon() {
    let solved = Case::of(watched(FROZEN, 1)).solve();
    let (invokes, waiving) = (0.427_130_919_7, 7.935_666_396_4);
    solved.expect_action(1, "move", "invoke", invokes, EXACT);
    solved.expect_payoff("one", invokes * 5.0 + (1.0 - invokes) * waiving, EXACT);
    solved.expect_regret("one", invokes * (waiving - 5.0), EXACT);
    solved.expect_played(20_000);
}

#[test]
fn best_later_choices_on_a_wrong_belief_expect_more_than_can_be_had() {
    let invokes = |waiving: f64| logistic(0.1 * (5.0 - waiving));
    let waiving = root(5.0, 50.0, |waiving| 0.9 * (5.0 * invokes(waiving) + waiving) - waiving);
    assert!((waiving - 13.486_873_229_1).abs() < EXACT, "{waiving}");
    let solved = Case::of(watched(FROZEN, 1)).set("one.own_later", "best").solve();
    solved.expect_action(1, "move", "invoke", invokes(waiving), EXACT);
    solved.expect_action(1, "move", "invoke", 0.299_708_294_0, EXACT);
    // Its payoff is that of its real play, in which waiving leads to y.
    let invokes = invokes(waiving);
    let at_y = 10.0 * invokes / (1.0 - 0.9 * (1.0 - invokes));
    solved.expect_payoff("one", invokes * 5.0 + (1.0 - invokes) * 0.9 * at_y, EXACT);
    solved.expect_played(20_000);
}

#[test]
fn a_second_watched_period_teaches_where_the_actor_is() {
    let solved = Case::of(watched(FROZEN, 2)).set("one.own_later", "best").solve();
    let invokes = logistic(0.1 * (5.0 - 9.0));
    solved.expect_action(1, "move", "invoke", invokes, EXACT);
    solved.expect_action(
        2,
        "move",
        "invoke",
        (1.0 - invokes) * logistic(0.1 * (10.0 - 9.0)),
        EXACT,
    );
    solved.expect_played(20_000);
}
