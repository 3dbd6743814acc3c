//! `pactum discover`: boxes counted again from the draws, the folder, and what is refused.

use std::fs;

use crate::folder::{Folder, file_names};
use crate::small_deal::{deal, json};
use crate::support::csv_table::Csv;
use crate::support::tolerance::meets;

/// A folder with a run of the small deal, in `run`.
fn with_run(draws: &str) -> Folder {
    let folder = deal();
    folder.run(
        0,
        &[
            "run",
            "deal.toml",
            "--draws",
            draws,
            "--games",
            "1",
            "--out",
            "run",
            "--quiet",
        ],
    );
    folder
}

fn table(folder: &Folder, name: &str) -> Csv {
    Csv::of(&folder.text(name))
}

#[test]
fn boxes_hold_what_they_say() {
    let folder = with_run("200");
    let asked = [
        "discover",
        "run",
        "--outcome",
        "war",
        "--above",
        "0.95",
        "--out",
        "found",
    ];
    let shown = folder.run(0, &asked);
    assert!(
        shown
            .out
            .contains("200 draws of plain; cases: war is above 0.9500 (in ")
    );
    assert!(shown.out.contains("Box 1: war is above 0.9500 in "));
    assert!(shown.out.ends_with("found\n"));
    let (draws, boxes) = (table(&folder, "run/draws.csv"), table(&folder, "found/boxes.csv"));
    let limits = boxes.only(&[("box", "1")]);
    let inside = |draw: &crate::support::csv_table::Row<'_>| {
        limits.iter().all(|limit| {
            let value = draw.number(&format!("parameter_{}", limit.text("parameter").replace('.', "__")));
            let within =
                |end: &str, ok: fn(f64, f64) -> bool| limit.text(end).is_empty() || ok(value, limit.number(end));
            within("low", |value, low| value >= low) && within("high", |value, high| value <= high)
        })
    };
    let plain = draws.only(&[("variant", "plain")]);
    let cases = |of: &[&crate::support::csv_table::Row<'_>]| {
        of.iter().filter(|draw| draw.number("probability_war") > 0.95).count()
    };
    let held: Vec<_> = plain.iter().filter(|draw| inside(draw)).collect();
    let (first, all) = (&limits[0], cases(&plain.iter().collect::<Vec<_>>()) as f64);
    meets(first.number("draws"), held.len() as f64, 0.0);
    meets(first.number("cases"), cases(&held) as f64, 0.0);
    meets(first.number("coverage"), cases(&held) as f64 / all, 1e-15);
    meets(first.number("density"), cases(&held) as f64 / held.len() as f64, 1e-15);
    meets(first.number("mass"), held.len() as f64 / 200.0, 1e-15);
    assert!(first.number("density") >= 0.8);
    let trajectory = table(&folder, "found/trajectory.csv");
    assert_eq!(trajectory.only(&[("box", "1"), ("chosen", "true")]).len(), 1);
    let tree = table(&folder, "found/tree.csv");
    let leaves: f64 = tree
        .only(&[("leaf", "true")])
        .iter()
        .map(|leaf| leaf.number("draws"))
        .sum();
    meets(leaves, 200.0, 0.0);
}

#[test]
fn the_folder_lies_beside_the_run_and_is_the_same_again() {
    let folder = with_run("100");
    let first = folder.run(0, &["discover", "run"]);
    let name = first.out.lines().last().expect("a path").to_owned();
    assert!(name.starts_with("discover-"), "{name}");
    let files = [
        "boxes.csv",
        "datapackage.json",
        "labels.csv",
        "manifest.json",
        "printout.json",
        "scenario.toml",
        "summary.json",
        "summary.txt",
        "trajectory.csv",
        "tree.csv",
    ];
    assert_eq!(file_names(&folder.path().join(&name)), files);
    let manifest = json(&folder.path().join(&name).join("manifest.json"));
    assert_eq!(
        manifest["case"].as_str().map(|case| case.contains("75th percentile")),
        Some(true)
    );
    assert_eq!(manifest["counts"]["cases"], 25);
    assert_eq!(
        manifest["run"]["id"],
        json(&folder.path().join("run/manifest.json"))["id"]
    );
    let boxes = folder.text(&format!("{name}/boxes.csv"));
    assert_eq!(folder.run(0, &["discover", "run", "--force"]).out, first.out);
    assert_eq!(folder.text(&format!("{name}/boxes.csv")), boxes);
    let printed = folder.run(0, &["discover", "run", "--format", "csv"]);
    assert_eq!(printed.out, boxes);
    let other = folder.run(0, &["discover", "run", "--boxes", "1"]);
    assert!(
        !other.out.ends_with(&format!("{name}\n")),
        "other arguments have another folder"
    );
}

#[test]
fn differences_and_payoffs_are_asked_for_by_name() {
    let folder = with_run("100");
    let asked = ["discover", "run", "--worse-than", "costly", "--above", "0.35"];
    let against = folder.run(0, &asked);
    assert!(
        against.out.contains("war, less that in costly, is above 0.3500"),
        "{}",
        against.out
    );
    let payoff = folder.run(0, &["discover", "run", "--payoff", "russia", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&payoff.out).expect("it is JSON");
    let said = found["conclusions"][0].as_str().expect("a sentence");
    assert!(
        said.contains("the payoff of russia is below") && said.contains("25th percentile"),
        "{said}"
    );
    let both = folder.run(2, &["discover", "run", "--outcome", "war|peace", "--above", "2"]);
    assert!(both.err.contains("none of the 100 draws is a case"), "{}", both.err);
}

#[test]
fn what_cannot_be_searched_is_refused_before_anything_is_written() {
    let folder = with_run("40");
    let refused = |arguments: &[&str], why: &str| {
        let run = folder.run(2, &[&["discover"], arguments].concat());
        assert!(run.err.contains(why), "{arguments:?}: {}", run.err);
    };
    refused(&["nowhere"], "there is no folder nowhere; `pactum runs` lists");
    refused(&["."], "holds no manifest.json");
    refused(
        &["run", "--outcome", "wars"],
        "there is no outcome `wars`; did you mean `war`?",
    );
    refused(&["run", "--payoff", "mars"], "there is no actor `mars`");
    refused(
        &["run", "--variant", "plan"],
        "there is no variant `plan`; did you mean `plain`?",
    );
    refused(
        &["run", "--variant", "plain", "--worse-than", "plain"],
        "`plain` cannot be compared with itself",
    );
    refused(
        &["run", "--worse-than", "costly"],
        "every one of the 40 draws is a case: the numbers lie between",
    );
    refused(
        &["run", "--outcome", "war", "--above", "1"],
        "none of the 40 draws is a case",
    );
    refused(&["run", "--outcome", "war", "--above", "x"], "not a number");
    refused(&["run", "--density", "0"], "not a share");
    refused(&["run", "--above", "0.1", "--below", "0.2"], "cannot be used with");
    refused(&["run", "--outcome", "war", "--payoff", "us"], "cannot be used with");
    folder.run(
        0,
        &["compare", "deal.toml", "--draws", "8", "--out", "compared", "--quiet"],
    );
    refused(&["compared"], "holds no draws.csv");
    assert_eq!(folder.names(), ["compared", "deal.toml", "run"]);
}

#[test]
fn too_few_draws_and_damaged_files_are_named() {
    let folder = with_run("10");
    let few = folder.run(2, &["discover", "run"]);
    assert!(
        few.err.contains("there are 10 draws, and at least 20 are needed"),
        "{}",
        few.err
    );
    let draws = folder.text("run/draws.csv");
    fs::write(folder.path().join("run/draws.csv"), &draws[..draws.len() / 2]).expect("there is room");
    let half = folder.run(2, &["discover", "run"]);
    assert!(half.err.contains("damaged: draws.csv was changed"), "{}", half.err);
    fs::remove_file(folder.path().join("run/labels.csv")).expect("it is there");
    fs::write(folder.path().join("run/draws.csv"), draws).expect("there is room");
    let lost = folder.run(2, &["discover", "run"]);
    assert!(lost.err.contains("damaged: labels.csv"), "{}", lost.err);
}
