//! `pactum explain --flips`: the nearest value of each number that makes another action the most likely one.

use std::fs;
use std::path::Path;

use pactum::unstable::scenario::{Varied, load};
use pactum::unstable::source::Sources;
use serde_json::Value;

use crate::shipped::{call, scenario};
use crate::support::csv_table::{Csv, Row};
use crate::support::tolerance::meets;

/// A bet that is taken if the prize is worth its price: one number is drawn evenly, one from a list, one decides
/// structure, one is nothing.
const BET: &str = r#"
title = "A bet"
periods = 1
[actors.player]
strategy = { logit = 3 }
[[actors.player.payoffs]]
name = "prize"
paid = "at_end"
amount = "prize * odds - price + nothing"
when = "bet"
[parameters.prize]
value = 10
spread = { uniform = 6 }
[parameters.price]
distribution = { discrete = { values = [4, 4.5, 5.5, 8], weights = [1, 1, 1, 1] } }
nominal = 4
[parameters.odds]
value = 0.5
unit = "probability"
[parameters.nothing]
value = 0
[parameters.limit]
value = 1
[variables.bet]
truth = true
start = false
[[stages]]
name = "choice"
actor = "player"
[[stages.actions]]
name = "pass"
[[stages.actions]]
name = "take"
guard = "limit > 0"
set = { bet = true }
[[outcomes]]
name = "over"
at_end = true
"#;

/// Bathing is best between 18 and 26 degrees; it is 25 degrees now.
const BATH: &str = r#"
title = "A bath"
periods = 1
[actors.bather]
strategy = { logit = 3 }
[[actors.bather.payoffs]]
name = "comfort"
paid = "at_end"
amount = "16 - (warmth - 22) * (warmth - 22)"
when = "bathes"
[parameters.warmth]
value = 25
spread = { uniform = 10 }
[variables.bathes]
truth = true
start = false
[[stages]]
name = "choice"
actor = "bather"
actions = [{ name = "stay" }, { name = "bathe", set = { bathes = true } }]
[[outcomes]]
name = "over"
at_end = true
"#;

fn flips(file: &str, more: &[&str]) -> Csv {
    let all = [&["explain", file, "--flips", "--format", "csv"], more].concat();
    Csv::of(&call(0, &all).out)
}

/// The most likely action with a number set.
fn likeliest(file: &str, key: &str, value: f64, at: &Row<'_>) -> String {
    let set = format!("{key}={value}");
    let mut all = vec!["solve", file, "--format", "csv", "--set", &set];
    all.extend(["--at", at.text("stage"), "--seen", at.text("information_set")]);
    let table = Csv::of(&call(0, &all).out);
    let mut best: Option<Row<'_>> = None;
    for row in table.only(&[("type", at.text("type"))]) {
        let better = |best: &Row<'_>| row.number("probability") > best.number("probability");
        if best.as_ref().is_none_or(better) {
            best = Some(row);
        }
    }
    best.expect("there are actions").text("action").to_owned()
}

/// What is found must be true: at the value the choice has flipped, shortly before it has not.
fn confirm(file: &str, row: &Row<'_>) {
    let (key, from, to) = (row.text("key"), row.number("from"), row.number("to"));
    assert_eq!(likeliest(file, key, to, row), row.text("becomes"), "{key}");
    let before = to - 0.002 * (to - from).signum() * (row.number("high") - row.number("low"));
    assert_eq!(likeliest(file, key, before, row), row.text("action"), "{key}");
    let share = (to - from).abs() / (row.number("high") - row.number("low"));
    meets(row.number("share"), share, 1e-12);
}

#[test]
fn the_clause_stops_deterring_at_one_third() {
    let file = scenario("classics/conditional_clause");
    let found = flips(&file, &[]);
    let row = found.one(&[("key", "admission_chance")]);
    meets(row.number("to"), 1.0 / 3.0, 1e-3);
    assert!(row.number("to") < 1.0 / 3.0);
    assert_eq!((row.text("action"), row.text("becomes")), ("comply", "violate"));
    meets(found.one(&[("key", "worth.at_peace")]).number("to"), 40.0, 0.1);
    meets(found.one(&[("key", "worth.unpunished")]).number("to"), 90.0, 0.1);
    // Admission would have to be worth 30, which is more than twice as much; precision changes no order.
    assert_eq!(found.rows.len(), 3);
    let mut before = 0.0;
    for row in found.only(&[]) {
        confirm(&file, &row);
        assert!(row.number("share") >= before, "the smallest change comes first");
        before = row.number("share");
    }
}

#[test]
fn changing_one_prior_rescales_the_others() {
    let file = scenario("classics/screening");
    let found = flips(&file, &[]);
    let row = found.one(&[("key", "responder.low_cost")]);
    meets(row.number("to"), 0.5, 1e-3);
    meets(found.one(&[("key", "responder.high_cost")]).number("to"), 0.5, 1e-3);
    for row in found.only(&[]) {
        confirm(&file, &row);
    }
}

#[test]
fn the_nearer_of_two_switching_values_is_given() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = place.path().join("bath.toml");
    for (now, nearer) in [("25", 26.0), ("19", 18.0)] {
        fs::write(&path, BATH.replace("value = 25", &format!("value = {now}"))).expect("written");
        let file = path.display().to_string();
        let found = flips(&file, &[]);
        let row = found.one(&[("key", "warmth")]);
        meets(row.number("to"), nearer, 0.02);
        confirm(&file, &row);
    }
}

#[test]
fn numbers_are_varied_within_their_distribution() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = place.path().join("bet.toml");
    fs::write(&path, BET).expect("written");
    let file = path.display().to_string();
    let found = flips(&file, &["--draws", "64", "--seed", "3"]);
    // Five is the worth of the bet at the centre, and four its price.
    let prize = found.one(&[("key", "prize")]);
    assert_eq!(prize.text("certain"), "false");
    meets(prize.number("to"), 8.0, 0.01);
    meets(prize.number("low"), 4.0, 0.0);
    meets(prize.number("high"), 16.0, 0.0);
    let price = found.one(&[("key", "price")]);
    meets(price.number("to"), 5.5, 0.0);
    let odds = found.one(&[("key", "odds")]);
    assert_eq!(odds.text("certain"), "true");
    meets(odds.number("to"), 0.4, 1e-3);
    meets(odds.number("high"), 1.0, 0.0);
    // What decides structure, and what has no size, is not varied.
    assert_eq!(found.rows.len(), 3);
    for row in [&prize, &odds] {
        confirm(&file, row);
    }
    // Over draws: the prize flips every choice but those of a price of 8 that no more than its 16 could repay.
    meets(prize.number("flipped"), over(&file, 64, 3), 0.0);
    assert_eq!(prize.text("draws"), "64");
    assert!(prize.number("share_p50") > 0.0 && prize.number("share_p50") < 1.0);
    // Passing is free, and so stays the choice where the price is 8 and the prize is not worth 16.
    let text = call(0, &["explain", &file, "--flips"]).out;
    assert!(text.contains("to flip it, set"), "{text}");
    assert!(text.contains("−2.1") || text.contains("−2.0"), "{text}");
}

/// The share of draws in which some prize from 4 to 16 flips the choice, counted from the parameters of a run.
fn over(file: &str, draws: u64, seed: u64) -> f64 {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("r").display().to_string();
    let (draws_text, seed) = (draws.to_string(), seed.to_string());
    let run = [
        "run",
        file,
        "--draws",
        &draws_text,
        "--games",
        "1",
        "--seed",
        &seed,
        "--out",
        &folder,
        "-q",
    ];
    call(0, &run);
    let table = fs::read_to_string(place.path().join("r/draws.csv")).expect("written");
    let table = Csv::of(&table);
    let flips = |row: &Row<'_>| {
        let (prize, price) = (row.number("parameter_prize"), row.number("parameter_price"));
        let takes = |prize: f64| 0.5 * prize > price;
        takes(prize) != takes(4.0) || takes(prize) != takes(16.0)
    };
    table.only(&[]).iter().filter(|row| flips(row)).count() as f64 / draws as f64
}

#[test]
fn numbers_outside_structure_can_be_varied() {
    let path = scenario("nato_clause");
    let mut sources = Sources::new();
    let document = load(Path::new(&path), &mut sources).expect("the file is sound");
    let sets = ["holdout_vote=0.9".to_owned()];
    let loose = document.with_freed_parameters("clause", &sets).expect("it builds");
    let key = |key: &str| loose.varied.iter().find(|varied| varied.key == key);
    let holdout_vote = key("holdout_vote").expect("it is certain");
    assert_eq!((holdout_vote.certain, holdout_vote.range), (true, [0.0, 1.0]));
    let audience_cost = key("audience_cost").expect("it is drawn");
    assert_eq!((audience_cost.certain, audience_cost.range), (false, [0.0, 30.0]));
    assert_eq!(
        key("war_with_nato.revisionist").map(|varied| varied.range),
        Some([-75.0, -45.0])
    );
    assert_eq!(key("prior_committed").map(|varied| varied.range), Some([0.0, 0.6]));
    assert_eq!(key("ukraine_war_alone").map(|varied| varied.range), Some([-120.0, 0.0]));
    assert_eq!(key("failed_vote_ends_clause"), None);
    assert_eq!(key("deployment"), None);
    let nominal = |varied: &Varied| loose.model.parameters[varied.parameter].nominal;
    meets(nominal(holdout_vote), 0.9, 0.0);
}

#[test]
fn results_do_not_depend_on_threads() {
    let file = scenario("strike");
    let said = |threads: &str| {
        let more = ["--variant", "no_ballot", "--draws", "2", "--threads", threads];
        call(
            0,
            &[&["explain", &file, "--flips", "--format", "json"], &more[..]].concat(),
        )
        .out
    };
    let one = said("1");
    assert_eq!(one, said("2"));
    let value: Value = serde_json::from_str(&one).expect("it is JSON");
    let flip = &value[0]["flips"][0];
    assert_eq!(flip["key"], "firm.discount");
    assert_eq!(flip["draws"], 2);
    assert_eq!(flip.get("stage"), None);
}

#[test]
fn no_switching_value_is_reported_as_such() {
    let file = scenario("classics/unsure_shares");
    let text = call(0, &["explain", &file, "--flips"]).out;
    assert!(
        text.contains("No number within its range would by itself make another action"),
        "{text}"
    );
    call(2, &["explain", &file, "--flips", "--all"]);
    call(2, &["explain", &file, "--draws", "3"]);
    call(2, &["explain", &file, "--flips", "--draws", "0"]);
}
