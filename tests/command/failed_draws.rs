//! Draws whose parameters lead beyond the numbers that can be computed with: marked, counted, and left out of all results.

use std::collections::BTreeMap;
use std::fs;

use crate::folder::{Folder, file_names};
use crate::small_deal::{DEAL, json, rows};

/// The draws of every command here.
const DRAWS: [&str; 2] = ["--draws", "300"];

/// A folder with a deal in which a payoff is no number where `shock` exceeds 709.8; one variant holds `shock` at 0.
fn deal(sd: &str) -> Folder {
    let shock = format!("[parameters.shock]\nvalue = 0\ndistribution = {{ normal = {{ mean = 0, sd = {sd} }} }}\n");
    let text = DEAL
        .replace("amount = 1\n", "amount = \"exp(shock) / (1 + exp(shock))\"\n")
        .replace("[variables.war]", &(shock + "[variables.war]"))
        .replace("{ gain = 20 }", "{ gain = 20, shock = 0 }");
    Folder::with(&[("deal.toml", &text)])
}

/// A table, row by row, by column.
fn table(temp: &Folder, path: &str) -> Vec<BTreeMap<String, String>> {
    let (header, rows) = rows(&temp.path().join(path));
    let named = |row: Vec<String>| header.iter().cloned().zip(row).collect();
    rows.into_iter().map(named).collect()
}

/// The rows of a variant.
fn of<'t>(table: &'t [BTreeMap<String, String>], variant: &str) -> Vec<&'t BTreeMap<String, String>> {
    table.iter().filter(|row| row["variant"] == variant).collect()
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or_else(|_| panic!("{cell:?} is no number"))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[track_caller]
fn close(one: f64, other: f64) {
    assert!((one - other).abs() < 1e-12, "{one} is not {other}");
}

/// The mean difference of the probability of war between the variants, over the draws that are sound in both.
fn difference(draws: &[BTreeMap<String, String>]) -> (usize, f64) {
    let both = of(draws, "plain").into_iter().zip(of(draws, "costly"));
    let sound = both.filter(|(plain, _)| plain["solver_status"] == "converged");
    let differences =
        sound.map(|(plain, costly)| number(&costly["probability_war"]) - number(&plain["probability_war"]));
    let differences: Vec<f64> = differences.collect();
    (differences.len(), mean(&differences))
}

#[test]
fn they_are_marked_counted_and_left_out() {
    let temp = deal("345");
    let run = [
        &["run", "deal.toml", "--games", "10", "--games-csv", "--out", "r"][..],
        &DRAWS,
    ]
    .concat();
    let said = temp.run(5, &run);
    assert!(
        said.err.contains("of 300 draws of `plain` failed and are left out"),
        "{}",
        said.err
    );
    let draws = table(&temp, "r/draws.csv");
    let plain = of(&draws, "plain");
    let (failed, sound): (Vec<_>, Vec<_>) = plain.into_iter().partition(|row| row["solver_status"] == "failed");
    assert!((3..=12).contains(&failed.len()) && failed.len() + sound.len() == 300);
    for row in &failed {
        assert!(number(&row["parameter_shock"]) > 709.0 && number(&row["parameter_gain"]) > 0.0);
        let results = row.iter().filter(|(name, _)| !name.starts_with("parameter_"));
        let there: Vec<&str> = results
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(there, ["draw", "solver_status", "variant"]);
    }
    let outcomes = table(&temp, "r/outcomes.csv");
    let war = of(&outcomes, "plain")[0];
    let probabilities: Vec<f64> = sound.iter().map(|row| number(&row["probability_war"])).collect();
    close(number(&war["probability"]), mean(&probabilities));
    let games = table(&temp, "r/games.csv");
    let games = of(&games, "plain");
    let played = games.iter().filter(|row| row["outcome"] == "war").count();
    assert_eq!(
        (games.len(), played.to_string()),
        (sound.len() * 10, war["count"].clone())
    );
    assert_eq!(war["games"], games.len().to_string());
    assert!(
        games
            .iter()
            .all(|game| failed.iter().all(|draw| draw["draw"] != game["draw"]))
    );
    let (paired, expected) = difference(&draws);
    let comparisons = table(&temp, "r/comparisons.csv");
    assert_eq!(comparisons[0]["draws"], paired.to_string());
    close(number(&comparisons[0]["difference"]), expected);
    let manifest = json(&temp.path().join("r/manifest.json"));
    let first = format!("in draw {} of variant `plain` (seed 0)", failed[0]["draw"]);
    let solver = &manifest["solver"][0];
    assert_eq!(solver["failed"], failed.len());
    assert!(
        solver["first_failure"]
            .as_str()
            .is_some_and(|why| why.contains(&first) && why.contains("`calm` of `us`"))
    );
    assert!(said.err.replace('\n', " ").contains(&first), "{}", said.err);
    assert_eq!(manifest["counts"]["games"], games.len() + 3000);
}

#[test]
fn their_rows_are_derived_again_and_they_have_no_games_to_trace() {
    let temp = deal("345");
    temp.run(
        5,
        &[&["run", "deal.toml", "--games", "2", "--out", "r"][..], &DRAWS].concat(),
    );
    let draws = table(&temp, "r/draws.csv");
    let failed = draws
        .iter()
        .position(|row| row["solver_status"] == "failed")
        .expect("one fails");
    let line = format!("draws.csv:{}", failed + 2);
    temp.run(0, &["verify", "r", &line, "draws.csv:2"]);
    temp.run(0, &["verify", "r"]);
    let said = temp.run(
        3,
        &[
            "trace",
            "deal.toml",
            "--variant",
            "plain",
            "--draw",
            &failed.to_string(),
        ],
    );
    assert!(said.err.contains("E811"), "{}", said.err);
    let said = temp.run(0, &["discover", "r"]);
    assert!(
        said.out.contains("draws of plain failed; they are left out."),
        "{}",
        said.out
    );
    temp.run(0, &["report", "r", "--out", "page.html"]);
    assert!(
        temp.text("page.html")
            .contains("Draws that failed are left out; the first:")
    );
}

#[test]
fn threads_and_shards_give_the_same_bytes() {
    let temp = deal("345");
    let run = [&["run", "deal.toml", "--games", "3", "--games-csv"][..], &DRAWS].concat();
    for threads in ["1", "2"] {
        temp.run(5, &[&run[..], &["--threads", threads, "--out", threads]].concat());
    }
    for shard in ["1/2", "2/2"] {
        temp.run(0, &[&run[..], &["--out", "part", "--shard", shard]].concat());
    }
    temp.run(5, &["merge", "part.shards", "--out", "joined"]);
    let files = file_names(&temp.path().join("1"));
    for file in files.iter().filter(|name| *name != "manifest.json") {
        let read = |folder: &str| fs::read(temp.path().join(folder).join(file)).expect("it is there");
        assert!(read("1") == read("2") && read("1") == read("joined"), "{file}");
    }
}

#[test]
fn a_run_in_which_more_than_a_tenth_fail_is_an_error() {
    for sd in ["900", "1e9"] {
        let temp = deal(sd);
        let said = temp.run(3, &[&["run", "deal.toml", "--out", "r"][..], &DRAWS].concat());
        assert!(
            said.err.contains("error[E811]") && said.err.contains("shock = "),
            "{}",
            said.err
        );
        assert_eq!(temp.names(), ["deal.toml"]);
    }
}

#[test]
fn a_comparison_pairs_the_draws_that_are_sound_in_both() {
    let temp = deal("345");
    let said = temp.run(
        5,
        &[&["compare", "deal.toml", "--out", "c", "--robust=100"][..], &DRAWS].concat(),
    );
    assert!(said.out.contains("of 300 draws of `plain` failed"), "{}", said.out);
    temp.run(
        5,
        &[&["run", "deal.toml", "--games", "0", "--out", "r"][..], &DRAWS].concat(),
    );
    let (paired, expected) = difference(&table(&temp, "r/draws.csv"));
    let rows = table(&temp, "c/comparisons.csv");
    let war = rows.iter().find(|row| row["kind"] == "outcome" && row["name"] == "war");
    let war = war.expect("it is compared");
    assert_eq!((war["precision"].as_str(), &war["draws"]), ("1", &paired.to_string()));
    close(number(&war["difference"]), expected);
    let robust = table(&temp, "c/robustness.csv");
    assert!(number(&robust[0]["draws"]) < 100.0 && robust[0]["verdict"] == "as_written");
}

#[test]
fn a_study_that_needs_every_draw_ends_with_the_error() {
    let temp = deal("345");
    let said = temp.run(3, &[&["sweep", "deal.toml", "--vary", "gain=1,2"][..], &DRAWS].concat());
    assert!(said.err.contains("E811"), "{}", said.err);
}
