//! `pactum threshold`: known answers, draws, curves, refusals.

use std::fs;

use crate::folder::Folder;
use crate::shipped::scenario;
use crate::small_deal::deal;
use crate::support::csv_table::Csv;
use crate::support::tolerance::meets;

/// Thresholds are found to this share of the range.
const CLOSE: f64 = 1e-9;

/// The table of a search in a shipped scenario.
fn thresholds(name: &str, arguments: &[&str]) -> Csv {
    let temp = Folder::with(&[]);
    let file = scenario(name);
    let said = temp.run(0, &[&["threshold", &file, "--format", "csv"][..], arguments].concat());
    Csv::of(&said.out)
}

#[test]
fn the_conditional_clause_deters_from_one_third_on() {
    let vary = ["--vary", "admission_chance=0:1", "--nominal"];
    let actions = thresholds(
        "classics/conditional_clause",
        &[&vary[..], &["--actions", "russia_moves.violate,comply"]].concat(),
    );
    for variant in ["logit", "best_reply"] {
        let row = actions.one(&[("variant", variant), ("draw", "nominal")]);
        meets(row.number("threshold"), 1.0 / 3.0, CLOSE);
        assert_eq!(row.text("change"), "falls");
    }
    let peace = thresholds(
        "classics/conditional_clause",
        &[&vary[..], &["--outcome", "peace", "--at", "0.5"]].concat(),
    );
    let row = peace.one(&[("variant", "logit")]);
    meets(row.number("threshold"), 1.0 / 3.0, CLOSE);
    assert_eq!(row.text("change"), "rises");
    let row = peace.one(&[("variant", "best_reply")]);
    meets(row.number("threshold"), 1.0 / 3.0, CLOSE);
    assert_eq!(row.text("change"), "jumps_up");
}

#[test]
fn the_window_of_moral_hazard_opens_and_closes_where_it_should() {
    let vary = ["--vary", "credibility=0:1", "--nominal", "--variant", "best_reply"];
    let at = |actions: &str| {
        let table = thresholds("classics/moral_hazard", &[&vary[..], &["--actions", actions]].concat());
        table.one(&[("number", "1")]).number("threshold")
    };
    meets(at("russia_moves.violate,comply"), 1.0 / 3.0, CLOSE);
    meets(at("ukraine_moves.provoke,hold_back"), 0.75, CLOSE);
    // With attribution at chance a, provoking pays where credibility × (1 − a) exceeds 3/4.
    let curve = thresholds(
        "classics/moral_hazard",
        &[
            &vary[..],
            &[
                "--actions",
                "ukraine_moves.provoke,hold_back",
                "--vary",
                "found_out=0,0.1,0.2,0.5",
            ],
        ]
        .concat(),
    );
    for (found_out, expected) in [("0", 0.75), ("0.1", 0.75 / 0.9), ("0.2", 0.75 / 0.8)] {
        let row = curve.one(&[("key_found_out", found_out)]);
        meets(row.number("threshold"), expected, CLOSE);
    }
    let never = curve.one(&[("key_found_out", "0.5")]);
    assert_eq!(
        (never.text("number"), never.text("threshold"), never.text("change")),
        ("0", "", "below")
    );
}

#[test]
fn every_draw_has_its_own_threshold_which_a_run_confirms() {
    let temp = deal();
    let search = [
        "threshold",
        "deal.toml",
        "--vary",
        "gain=-50:200",
        "--outcome",
        "war",
        "--at",
        "0.8",
    ];
    let said = temp.run(
        0,
        &[&search[..], &["--variant", "plain", "--draws", "8", "--format", "csv"]].concat(),
    );
    let table = Csv::of(&said.out);
    for draw in ["0", "3", "7"] {
        let threshold = table
            .one(&[("draw", draw), ("number", "1")])
            .text("threshold")
            .to_owned();
        let set = format!("gain={threshold}");
        let out = temp.argument(&format!("run{draw}"));
        let run = [
            "run",
            "deal.toml",
            "--variant",
            "plain",
            "--draws",
            "8",
            "--games",
            "1",
            "--set",
            &set,
            "--out",
            &out,
        ];
        temp.run(0, &run);
        let draws = Csv::of(&temp.text(&format!("run{draw}/draws.csv")));
        meets(draws.one(&[("draw", draw)]).number("probability_war"), 0.8, 1e-8);
    }
}

#[test]
fn a_difference_turns_where_both_variants_are_the_same() {
    let temp = Folder::with(&[("two.toml", TWO)]);
    let search = [
        "threshold",
        "two.toml",
        "--vary",
        "fine=0:40",
        "--sign",
        "--outcome",
        "war",
        "--nominal",
    ];
    let said = temp.run(0, &search);
    assert!(
        said.out.contains("war becomes less than in `plain` at `fine` = 5"),
        "{}",
        said.out
    );
    let folder = temp
        .path()
        .join(said.out.trim_end().lines().last().expect("the path is last"));
    let table = Csv::of(&fs::read_to_string(folder.join("threshold.csv")).expect("it is there"));
    meets(table.one(&[("variant", "fined")]).number("threshold"), 5.0, CLOSE);
}

/// War costs nothing but a fine, or 5 in the first variant.
const TWO: &str = r#"
title = "Two fines"
periods = 1

[actors.russia]
strategy = { logit = 0.1 }
[[actors.russia.payoffs]]
name = "fine"
paid = "at_end"
amount = "-(fined * fine + (1 - fined) * cost)"
when = 'war == yes'

[parameters.cost]
value = 5
[parameters.fine]
value = 10
[parameters.fined]
value = 0

[variables.war]
values = ["no", "yes"]
start = "no"

[[stages]]
name = "move"
actor = "russia"
[[stages.actions]]
name = "comply"
[[stages.actions]]
name = "attack"
set = { war = "yes" }

[[outcomes]]
name = "war"
when = 'war == yes'
[[outcomes]]
name = "peace"
at_end = true

[variants.plain]
[variants.fined]
set = { fined = 1 }
"#;

#[test]
fn what_makes_no_sense_is_refused_before_any_work() {
    let temp = deal();
    let base = ["threshold", "deal.toml", "--vary"];
    for (code, arguments, says) in [
        (2, &["gain=0:1"][..], "a threshold of what?"),
        (2, &["gain=1:0", "--at", "0.5"], "the range is empty"),
        (2, &["gain=0:1:0.5", "--at", "0.5"], "there is no step here"),
        (2, &["gain=0:1", "--vary", "gain=1,2", "--at", "0.5"], "varied twice"),
        (
            2,
            &["gain=0:1", "--at", "0.5", "--outcome", "wra"],
            "did you mean `war`",
        ),
        (
            2,
            &["gain=0:1", "--at", "5", "--payoff", "rusia"],
            "did you mean `russia`",
        ),
        (2, &["gain=0:1", "--actions", "move.attack"], "STAGE.A,B"),
        (
            2,
            &["gain=0:1", "--actions", "move.attack,comply", "--type", "hawkk"],
            "did you mean `hawk`",
        ),
        (2, &["gain=0:1", "--sign", "--variant", "plain"], "only one variant"),
        (
            2,
            &["periods.count=1:3", "--at", "0.5"],
            "the structure of the game depends on",
        ),
        (3, &["gian=0:1", "--at", "0.5"], "did you mean `gain`"),
        (3, &["hidden.hawk=0:2", "--at", "0.5"], "hidden"),
    ] {
        let said = temp.run(code, &[&base[..], arguments].concat());
        assert!(said.err.contains(says), "{arguments:?}: {}", said.err);
    }
    assert_eq!(temp.names(), ["deal.toml"]);
}
