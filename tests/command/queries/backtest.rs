//! `pactum backtest`: known scores, baselines, and what is said of columns that do not vary.

use super::estimate::DISPUTE;
use crate::folder::Folder;
use crate::shipped::scenario;
use crate::support::csv_table::Csv;
use crate::support::files::{project, text};
use crate::support::tolerance::meets;

/// Predicts disputes of a table; gives the folder, in which the results lie in `out`, and what was said.
fn predicted(table: &str, arguments: &[&str]) -> (Folder, String) {
    let temp = Folder::with(&[("table.csv", table)]);
    let (file, cases, out) = (
        scenario("cases/dispute"),
        temp.argument("table.csv"),
        temp.argument("out"),
    );
    let line = ["backtest", &file, "--cases", &cases, "--out", &out];
    let said = temp.run(0, &[&line[..], &DISPUTE, arguments].concat()).out;
    (temp, said)
}

fn table(temp: &Folder, name: &str) -> Csv {
    Csv::of(&temp.text(&format!("out/{name}.csv")))
}

#[test]
fn halves_have_the_known_scores() {
    let (temp, _) = predicted(&text("scenarios/cases/disputes.csv"), &["--split", "halves"]);
    let scores = table(&temp, "scores");
    let known = [
        ("scenario", 0.824_730_10, 0.472_661_43),
        ("base_rate", 0.995_904_54, 0.584_444_44),
    ];
    for (predictor, log, brier) in known {
        let row = scores.one(&[("predictor", predictor)]);
        meets(row.number("log_score"), log, 1e-6);
        meets(row.number("brier_score"), brier, 1e-6);
        assert_eq!(row.text("cases"), "30");
    }
    let scenario = scores.one(&[("predictor", "scenario")]).number("log_score");
    for predictor in ["base_rate", "logit"] {
        let row = scores.one(&[("predictor", predictor)]);
        meets(row.number("log_gain"), row.number("log_score") - scenario, 1e-12);
    }
    // Every prediction is one, and its score follows from it.
    let predictions = table(&temp, "predictions");
    assert_eq!(predictions.rows.len(), 90);
    for row in predictions.only(&[]) {
        let chances = ["sq", "cap", "war"].map(|name| row.number(&format!("probability_{name}")));
        meets(chances.iter().sum(), 1.0, 1e-12);
    }
    let bins = table(&temp, "calibration");
    let counted: f64 = bins
        .only(&[("predictor", "logit")])
        .iter()
        .map(|row| row.number("count"))
        .sum();
    meets(counted, 90.0, 0.0);
}

#[test]
fn every_row_is_predicted_once_from_the_others() {
    let twenty: String = text("scenarios/cases/disputes.csv")
        .lines()
        .take(21)
        .map(|line| format!("{line}\n"))
        .collect();
    let (temp, said) = predicted(&twenty, &["--split", "loo", "--starts", "1"]);
    assert!(said.contains("20 folds"), "{said}");
    let predictions = table(&temp, "predictions");
    let rows: Vec<f64> = predictions
        .only(&[("predictor", "scenario")])
        .iter()
        .map(|row| row.number("row"))
        .collect();
    assert_eq!(rows, (1..=20).map(f64::from).collect::<Vec<_>>());
    temp.run(0, &["verify", &temp.argument("out")]);
}

#[test]
fn a_column_that_is_constant_in_a_fold_is_said_and_gives_no_nan() {
    let rows = text("scenarios/cases/disputes.csv");
    let (header, rows) = rows.split_once('\n').expect("a header");
    // The first half of the rows has x = −1 alone.
    let (low, others): (Vec<&str>, Vec<&str>) = rows.lines().partition(|row| row.contains(",-1.0,"));
    let table_text = format!("{header}\n{}\n{}\n", low.join("\n"), others[..low.len()].join("\n"));
    let priors = ["--split", "forward", "--prior", "a_x=normal:0:1"];
    let (temp, said) = predicted(&table_text, &priors);
    let plain = said.replace('\n', " ");
    assert!(
        plain.contains("`x` has one value in what was fitted in 1 fold"),
        "{said}"
    );
    for name in ["scores", "predictions", "calibration", "folds"] {
        let text = temp.text(&format!("out/{name}.csv")).to_lowercase();
        assert!(!text.contains("nan") && !text.contains("inf"), "{text}");
    }
}

#[test]
fn tables_that_cannot_be_predicted_are_refused() {
    let truces = project("scenarios/cases/truces.csv").display().to_string();
    let temp = Folder::with(&[("one.csv", "outcome\nwar\n")]);
    let truce = scenario("cases/truce");
    let line = ["backtest", &truce, "--estimate", "hazard", "--cases"];
    let said = temp.run(3, &[&line[..], &[&truces]].concat()).err;
    assert!(said.contains("row 1: a prediction is of the outcome"), "{said}");
    let said = temp.run(3, &[&line[..], &[&temp.argument("one.csv")]].concat()).err;
    assert!(said.contains("too small to be divided"), "{said}");
}
