//! `pactum compare --robust`: one convention changed at a time, against formulas.

use pactum::unstable::numeric::math::exp;

use super::peace::{PeaceFolder, logistic};
use crate::shipped::call;
use crate::support::csv_table::{Csv, Row};
use crate::support::tolerance::meets;

const EXACT: f64 = 1e-10;

/// A choice of three actions, two of them in a nest, with a payoff on one of them and a promise of another.
const NESTED: &str = r#"
title = "A menu"
periods = { count = 1, unit = "year" }
[actors.north]
strategy = { logit = 1 }
[[actors.north.payoffs]]
name = "spoils"
paid = "on_action"
action = "raid"
amount = "gain"
[actors.south]
strategy = { logit = 1 }
[parameters.gain]
value = 1
[variables.peace]
values = ["kept", "broken"]
start = "kept"
[[stages]]
name = "move"
actor = "north"
actions = [
  { name = "keep" },
  { name = "raid", set = { peace = "broken" } },
  { name = "talk" },
]
nests = [ { name = "calm", members = ["keep", "talk"] } ]
[[stages]]
name = "answer"
actor = "south"
when = 'peace == kept'
opportunity = 0.6
actions = [ { name = "rest" }, { name = "strike", set = { peace = "broken" } } ]
[[outcomes]]
name = "war"
when = 'peace == broken'
[[outcomes]]
name = "calm"
at_end = true
[commitments.honour]
actor = "south"
stage = "answer"
action = "rest"
when = 'peace == kept'
credibility = 0
[variants.plain]
[variants.tempting]
set = { gain = 2 }
"#;

/// A vote of a group and a chair at once, which a tally counts.
const COUNTED: &str = r#"
title = "A board"
periods = 1
[actors.voters]
members = 2
strategy = { logit = 1 }
[[actors.voters.payoffs]]
name = "thanks"
paid = "on_action"
action = "yes"
amount = "gain"
[actors.chair]
strategy = { logit = 1 }
[parameters.gain]
value = 1
[variables.peace]
values = ["kept", "broken"]
start = "kept"
[[stages]]
name = "vote"
choices = [
  { actor = "voters", actions = [{ name = "yes" }, { name = "no" }] },
  { actor = "chair", actions = [{ name = "yes" }, { name = "no" }] },
]
tally = { set = { peace = "if(voters.yes == 2 and chair.yes == 1, broken, kept)" } }
[[outcomes]]
name = "war"
when = 'peace == broken'
[[outcomes]]
name = "calm"
at_end = true
[variants.plain]
[variants.tempting]
set = { gain = 2 }
"#;

fn rows(folder: &PeaceFolder, file: &str, more: &[&str]) -> Csv {
    let out = folder.path("r");
    let arguments = ["compare", file, "--nominal", "--robust", "--out", &out, "--force"];
    call(0, &[&arguments[..], more].concat());
    let text = std::fs::read_to_string(format!("{out}/robustness.csv")).expect("the table was written");
    Csv::of(&text)
}

#[track_caller]
fn meets_both(row: &Row<'_>, before: f64, after: f64) {
    meets(row.number("baseline_value"), before, EXACT);
    meets(row.number("value"), after, EXACT);
    meets(row.number("difference"), after - before, EXACT);
}

#[test]
fn each_change_is_worth_what_its_formula_says() {
    let folder = PeaceFolder::new();
    let table = rows(&folder, &folder.scenario, &[]);
    let of = |change: &str| table.one(&[("headline", "war"), ("change", change)]);
    // At precision λ, breaking is worth 0.2 in `plain` and −1 in `feared`.
    let war = |precision: f64, gain: f64| logistic(precision * gain);
    meets_both(&of("as written"), war(0.5, 0.2), war(0.5, -1.0));
    meets_both(&of("λ halved"), war(0.25, 0.2), war(0.25, -1.0));
    meets_both(&of("λ doubled"), war(1.0, 0.2), war(1.0, -1.0));
    let flat_copy = |gain: f64| exp(0.5 * gain) / (2.0 + exp(0.5 * gain));
    meets_both(&of("move, north: keep in two"), flat_copy(0.2), flat_copy(-1.0));
    // A second period, in which breaking is still possible, makes waiting worth p · gain.
    let waiting = |gain: f64| logistic(0.5 * (gain - logistic(0.5 * gain) * gain));
    meets_both(&of("twice as many watched periods"), waiting(0.2), waiting(-1.0));
    meets_both(&of("own later choices the other way"), war(0.5, 0.2), war(0.5, -1.0));
    meets_both(&of("north is hawk"), war(0.5, 0.2), war(0.5, -1.0));
    for row in table.only(&[("verdict", "same_sign")]) {
        assert!(row.number("difference") < 0.0);
    }
    assert_eq!(
        of("half as many watched periods").text("reason"),
        "there is one period only"
    );
    assert_eq!(of("opportunity halved").text("verdict"), "not_applicable");
    assert_eq!(of("opportunity halved").text("value"), "", "missing is empty");
}

#[test]
fn copies_join_nests_and_what_names_an_action_is_respected() {
    let folder = PeaceFolder::new();
    let file = folder.write("menu.toml", NESTED);
    let table = rows(&folder, &file, &["--outcome", "war"]);
    let of = |change: &str| table.one(&[("change", change)]);
    // North raids with the logistic of its gain; otherwise south strikes with half of its opportunity.
    let war = |raid: f64, asked: f64| raid + (1.0 - raid) * asked / 2.0;
    let written = (war(logistic(1.0), 0.6), war(logistic(2.0), 0.6));
    for same in [
        "move, north: raid in two",
        "move, north: keep in two",
        "move, north: talk in two",
        "as written",
    ] {
        meets_both(&of(same), written.0, written.1);
    }
    meets_both(
        &of("opportunity halved"),
        war(logistic(1.0), 0.3),
        war(logistic(2.0), 0.3),
    );
    meets_both(
        &of("opportunity doubled"),
        war(logistic(1.0), 1.0),
        war(logistic(2.0), 1.0),
    );
    let struck = |raid: f64| raid + (1.0 - raid) * 0.6 * 2.0 / 3.0;
    meets_both(
        &of("answer, south: strike in two"),
        struck(logistic(1.0)),
        struck(logistic(2.0)),
    );
    assert_eq!(
        of("answer, south: rest in two").text("reason"),
        "the commitment `honour` names it"
    );
}

#[test]
fn what_a_tally_counts_is_not_cut() {
    let folder = PeaceFolder::new();
    let file = folder.write("board.toml", COUNTED);
    let table = rows(&folder, &file, &["--outcome", "war"]);
    let of = |change: &str| table.one(&[("change", change)]);
    for (actor, action) in [("voters", "yes"), ("voters", "no"), ("chair", "yes"), ("chair", "no")] {
        let row = of(&format!("vote, {actor}: {action} in two"));
        assert_eq!(row.text("verdict"), "not_applicable");
        assert_eq!(row.text("reason"), "a tally counts it");
        assert_eq!(row.text("value"), "", "missing is empty");
    }
    // Both members say yes with the logistic of what it brings, the chair with even chance.
    let war = |worth: f64| logistic(worth) * logistic(worth) / 2.0;
    meets_both(&of("as written"), war(1.0), war(2.0));
    meets_both(&of("λ halved"), war(0.5), war(1.0));
    meets_both(&of("λ doubled"), war(2.0), war(4.0));
}

#[test]
fn draws_on_request_and_nothing_without_it() {
    let folder = PeaceFolder::new();
    let out = folder.path("r");
    let arguments = ["compare", &folder.scenario, "--nominal", "--out", &out, "--force"];
    let plain = call(0, &arguments);
    assert!(!plain.out.contains("other conventions") && !folder_has(&out));
    let asked = call(0, &[&arguments[..], &["--robust=16"]].concat());
    assert!(asked.out.contains("any war under other conventions") || asked.out.contains("war under other conventions"));
    assert!(asked.out.contains("same sign in"));
    let table = Csv::of(&std::fs::read_to_string(format!("{out}/robustness.csv")).expect("it is written"));
    let row = table.one(&[("change", "λ halved")]);
    assert_eq!(row.text("draws"), "16");
    assert!(row.number("share_same_sign") > 0.5);
}

fn folder_has(out: &str) -> bool {
    std::path::Path::new(out).join("robustness.csv").exists()
}
