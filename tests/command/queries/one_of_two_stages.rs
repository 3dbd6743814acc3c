//! Questions about one stage of several: how likely its actions are, and where two of them are equally good.

use super::peace::logistic;
use crate::folder::Folder;
use crate::support::csv_table::Csv;
use crate::support::tolerance::meets;

/// In each of two periods a walker chooses a speed, which does not matter, then a side; it rests in the second.
const WALK: &str = r#"
title = "A walk"
periods = 2

[parameters.gain]
value = 1

[actors.walker]
strategy = { logit = 2 }
payoffs = [{ name = "right", paid = "on_action", action = "side.right", amount = "gain * period - 1" }]

[variables.rested]
truth = true
start = false

[[stages]]
name = "speed"
actor = "walker"
actions = [{ name = "fast" }, { name = "slow" }, { name = "halting" }]

[[stages]]
name = "side"
actor = "walker"
actions = [{ name = "left" }, { name = "right" }]

[[stages]]
name = "rest"
when = "period == 2"
actor = "walker"
actions = [{ name = "sit" }, { name = "lie", set = { rested = true } }]

[[outcomes]]
name = "there"
at_end = true
"#;

fn table(arguments: &[&str]) -> Csv {
    let temp = Folder::with(&[("walk.toml", WALK)]);
    let all = [arguments, &["--nominal", "--format", "csv"]].concat();
    Csv::of(&temp.run(0, &all).out)
}

#[test]
fn a_decision_is_that_of_its_own_stage_and_action() {
    let table = table(&[
        "sweep",
        "walk.toml",
        "--vary",
        "gain=0.5,2",
        "--decision",
        "side.right",
        "--decision",
        "speed.slow",
    ]);
    for gain in [0.5, 2.0] {
        let row = table.one(&[("key_gain", &gain.to_string())]);
        let of = |period: f64| logistic(2.0 * (gain * period - 1.0));
        meets(row.number("decision_side__right"), 0.5 * (of(1.0) + of(2.0)), 1e-12);
        meets(row.number("decision_speed__slow"), 1.0 / 3.0, 1e-12);
    }
}

#[test]
fn actions_are_equally_good_at_another_value_in_each_period() {
    let of = |actions: &str, period: &[&str]| {
        let threshold = ["threshold", "walk.toml", "--vary", "gain=0:4", "--actions", actions];
        table(&[&threshold[..], period].concat())
    };
    for (period, wanted) in [
        (&["--period", "1"][..], 1.0),
        (&["--period", "2"], 0.5),
        (&[], 2.0 / 3.0),
    ] {
        let found = of("side.right,left", period);
        let row = found.one(&[]);
        meets(row.number("threshold"), wanted, 1e-9);
        assert_eq!(row.text("change"), "rises");
    }
    // Nobody rests in the first period.
    let found = of("rest.sit,lie", &["--period", "1"]);
    let row = found.one(&[]);
    assert_eq!((row.text("threshold"), row.text("change")), ("", ""));
}
