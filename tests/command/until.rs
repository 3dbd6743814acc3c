//! `pactum run --until`: when it stops, what it writes, and how it says so.

use std::fs;

use crate::folder::{Folder, file_names};
use crate::shipped::{call, scenario};
use crate::small_deal::{deal, json, rows};
use crate::support::command::Finished;

fn run(temp: &Folder, code: i32, more: &[&str]) -> Finished {
    temp.run(
        code,
        &[&["run", "deal.toml", "--games", "3", "--games-csv"], more].concat(),
    )
}

/// The files that say why a run stopped.
const SAY_WHY: [&str; 5] = [
    "manifest.json",
    "printout.json",
    "study.toml",
    "summary.json",
    "summary.txt",
];

/// Expects two folders to hold the same files with the same bytes, apart from those that say why a run stopped.
#[track_caller]
fn assert_same_bytes(temp: &Folder, one: &str, other: &str) {
    let names = file_names(&temp.path().join(one));
    assert_eq!(names, file_names(&temp.path().join(other)));
    for name in names.iter().filter(|name| !SAY_WHY.contains(&name.as_str())) {
        let read = |folder: &str| fs::read(temp.path().join(folder).join(name)).expect("it is there");
        assert!(read(one) == read(other), "{name} differs");
    }
}

#[test]
fn it_stops_at_the_first_look_that_is_narrow_enough_with_the_tables_of_so_many_draws() {
    let temp = deal();
    let said = run(&temp, 0, &["--until", "0.04", "--threads", "3", "--out", "until"]);
    assert!(
        said.out.contains("is narrower than 0.04; the widest is"),
        "{}",
        said.out
    );
    let manifest = json(&temp.path().join("until/manifest.json"));
    let until = &manifest["until"];
    assert_eq!((&until["target"], &until["met"]), (&0.04.into(), &true.into()));
    let looks = until["looks"].as_array().expect("a list");
    let (last, before) = looks.split_last().expect("there are looks");
    let width = |look: &serde_json::Value| look["widest"].as_f64().expect("a width");
    assert!(!before.is_empty() && before.iter().all(|look| width(look) >= 0.04) && width(last) < 0.04);
    let intervals = until["intervals"].as_array().expect("a list");
    assert_eq!(intervals.len(), 4, "two outcomes of two variants");
    let (_, outcomes) = rows(&temp.path().join("until/outcomes.csv"));
    for (interval, row) in intervals.iter().zip(&outcomes) {
        let end = |name: &str| interval[name].as_f64().expect("a number");
        let number = |column: usize| row[column].parse::<f64>().expect("a number");
        assert!(end("high") - end("low") <= width(last));
        assert!(
            end("low") < number(8) && number(9) < end("high"),
            "it is wider than the usual one"
        );
    }
    let draws = last["draws"].to_string();
    assert_eq!(manifest["counts"]["draws_per_variant"], last["draws"]);
    run(&temp, 0, &["--draws", &draws, "--threads", "1", "--out", "draws"]);
    assert_same_bytes(&temp, "until", "draws");
}

#[test]
fn where_the_most_draws_are_not_enough_the_folder_is_written_and_the_exit_code_says_so() {
    let temp = deal();
    let most = ["--until", "0.001", "--draws", "131"];
    let said = run(&temp, 5, &[&most[..], &["--out", "until"]].concat());
    assert!(
        said.err.contains("after 131 draws, the most that were allowed"),
        "{}",
        said.err
    );
    let until = &json(&temp.path().join("until/manifest.json"))["until"];
    assert_eq!(until["met"], false);
    let draws: Vec<i64> = until["looks"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|look| look["draws"].as_i64())
        .collect();
    assert_eq!(draws, [128, 131]);
    run(&temp, 0, &["--draws", "131", "--out", "draws"]);
    assert_same_bytes(&temp, "until", "draws");
    run(&temp, 5, &most);
    let again = run(&temp, 5, &most);
    assert!(
        again.err.contains("complete already") && again.err.contains("did not reach the width"),
        "{}",
        again.err
    );
}

#[test]
fn what_is_certain_is_known_at_once() {
    let temp = deal();
    let file = scenario("classics/entry_deterrence");
    call(
        0,
        &[
            "run",
            &file,
            "--until",
            "1e-9",
            "--games",
            "0",
            "--out",
            &temp.argument("r"),
        ],
    );
    let until = &json(&temp.path().join("r/manifest.json"))["until"];
    assert_eq!(
        (
            until["looks"][0]["draws"].as_i64(),
            until["looks"][0]["widest"].as_f64()
        ),
        (Some(128), Some(0.0))
    );
    assert_eq!(until["intervals"][0]["low"], until["intervals"][0]["high"]);
}

#[test]
fn widths_are_those_of_probabilities() {
    let temp = deal();
    for wrong in ["0", "-0.1", "1.5", "NaN", "much"] {
        let said = run(&temp, 2, &[&format!("--until={wrong}")]);
        assert!(said.err.contains("--until"), "{}", said.err);
    }
    run(&temp, 2, &["--until", "0.1", "--nominal"]);
    assert_eq!(temp.names(), ["deal.toml"]);
}
