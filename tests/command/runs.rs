//! `pactum runs` and `pactum path`: what lies in `results/`.

use std::fs;

use serde_json::Value;

use crate::folder::Folder;
use crate::small_deal::{deal, run_small};
use crate::support::command::run;
use crate::support::csv_table::Csv;

fn listed(temp: &Folder) -> Csv {
    Csv::of(&temp.run(0, &["runs", "--format", "csv"]).out)
}

/// The last line of what was printed.
fn last(text: &str) -> String {
    text.lines().last().expect("a last line").to_owned()
}

#[test]
fn runs_and_comparisons_are_listed_with_their_settings_and_headlines() {
    let temp = deal();
    let first = last(&run_small(&temp, 0, &["--set", "gain=33", "-q"]).out);
    let compare = ["compare", "deal.toml", "--draws", "10", "--threads", "1"];
    let second = last(&temp.run(0, &compare).out);
    temp.run(
        0,
        &["sweep", "deal.toml", "--vary", "gain=20,60", "--draws", "8", "--fresh"],
    );
    let table = listed(&temp);
    assert_eq!(table.rows.len(), 3);
    let sweep = table.one(&[("kind", "sweep")]);
    assert_eq!(sweep.text("settings"), "'--vary gain=20,60 --draws 8");
    let manifest = temp.text(&format!("{}/manifest.json", sweep.text("path")));
    assert!(!sweep.text("headline").is_empty() && manifest.contains(sweep.text("headline")));
    let run = table.one(&[("path", &first)]);
    assert_eq!(
        [run.text("kind"), run.text("scenario"), run.text("problem")],
        ["run", "deal", ""]
    );
    assert_eq!(run.text("settings"), "'--draws 20 --games 25 --set gain=33");
    let outcomes = Csv::of(&temp.text(&format!("{first}/outcomes.csv")));
    let war = |variant| {
        outcomes
            .one(&[("variant", variant), ("outcome", "war")])
            .number("probability")
    };
    let headline = format!("war: plain {:.4}, costly {:.4}", war("plain"), war("costly"));
    assert_eq!(run.text("headline"), headline);
    assert!(run.text("date").starts_with("20"), "{}", run.text("date"));
    let comparison = table.one(&[("kind", "compare")]);
    assert_eq!(comparison.text("path"), second);
    assert_eq!(comparison.text("settings"), "'--draws 10");
    assert!(
        comparison.text("headline").starts_with("war: plain 0."),
        "{}",
        comparison.text("headline")
    );
    let text = temp.run(0, &["runs"]).out;
    assert!(
        text.contains(&headline) && text.lines().any(|line| line.trim() == first),
        "{text}"
    );
    let json: Value = serde_json::from_str(&temp.run(0, &["runs", "--format", "json"]).out).expect("it is JSON");
    assert_eq!(json.as_array().map(Vec::len), Some(3));
}

#[test]
fn the_newest_comes_first() {
    let temp = deal();
    let folders: Vec<String> = ["0", "1", "2"]
        .map(|seed| last(&run_small(&temp, 0, &["--seed", seed]).out))
        .into();
    for (folder, started) in folders.iter().zip([2_000, 3_000, 1_000]) {
        let manifest = temp.path().join(folder).join("manifest.json");
        let mut value: Value = serde_json::from_slice(&fs::read(&manifest).expect("it is there")).expect("JSON");
        value["host"]["started_unix_seconds"] = started.into();
        fs::write(&manifest, value.to_string()).expect("there is room");
    }
    let paths: Vec<String> = listed(&temp)
        .only(&[])
        .iter()
        .map(|row| row.text("path").to_owned())
        .collect();
    assert_eq!(paths, [1, 0, 2].map(|number: usize| folders[number].clone()));
}

#[test]
fn damaged_and_foreign_folders_are_listed_as_such() {
    let temp = deal();
    let folders: Vec<String> = ["0", "1", "2", "3"]
        .map(|seed| last(&run_small(&temp, 0, &["--seed", seed]).out))
        .into();
    temp.write(&format!("{}/outcomes.csv", folders[0]), "short\n");
    fs::remove_file(temp.path().join(&folders[1]).join("payoffs.csv")).expect("it is there");
    temp.write(&format!("{}/scenario.toml", folders[2]), "");
    temp.write(&format!("{}/manifest.json", folders[3]), "{");
    for folder in ["photos/summer", "photos/winter", "other", "results.d", "empty"] {
        fs::create_dir_all(temp.path().join("results").join(folder)).expect("there is room");
    }
    temp.write("results/photos/summer/sea.txt", "blue");
    temp.write("results/other/manifest.json", "{\"tool\": \"ruler\"}");
    temp.write("results/file", "");
    temp.write("results/results.d/notes", "");
    let table = listed(&temp);
    let problem = |path: &str| table.one(&[("path", path)]).text("problem").to_owned();
    assert!(problem(&folders[0]).starts_with("damaged: outcomes.csv was changed: it has 6 bytes, not "));
    assert!(problem(&folders[1]).starts_with("damaged: payoffs.csv: "));
    assert!(problem(&folders[2]).starts_with("damaged: scenario.toml was changed"));
    assert!(problem(&folders[3]).starts_with("damaged: manifest.json: "));
    for folder in ["photos/summer", "photos/winter", "results.d"] {
        assert_eq!(
            problem(&format!("results/{folder}")),
            "foreign: it holds no manifest.json"
        );
    }
    assert_eq!(
        problem("results/other"),
        "foreign: its manifest.json is of another program"
    );
    assert_eq!(table.rows.len(), 8, "the empty folder is left out");
    temp.run(0, &["runs"]);
}

#[test]
fn no_results_are_no_error_of_a_list_but_of_a_path() {
    let temp = deal();
    let said = temp.run(0, &["runs"]);
    assert!(
        said.out.is_empty() && said.err.contains("no results in results/"),
        "{}",
        said.err
    );
    assert_eq!(temp.run(0, &["runs", "--format", "json"]).out, "[]\n");
    assert!(listed(&temp).rows.is_empty());
    assert!(temp.run(4, &["path"]).err.contains("no folder results/"));
    fs::create_dir(temp.path().join("results")).expect("there is room");
    temp.run(4, &["path"]);
    temp.run(3, &["path", "deal"]);
}

#[test]
fn the_latest_path_is_found_from_below_and_by_file_or_name() {
    let temp = deal();
    run_small(&temp, 0, &[]);
    let latest = last(&run_small(&temp, 0, &["--seed", "1"]).out);
    temp.run(0, &["compare", "deal.toml", "--draws", "10"]);
    let inner = temp.path().join("a/b");
    fs::create_dir_all(&inner).expect("there is room");
    let whole = fs::canonicalize(temp.path().join(&latest)).expect("it is there");
    for arguments in [&["path"][..], &["path", "deal"], &["path", "../x/deal.toml"]] {
        for folder in [temp.path(), &inner] {
            let said = run(folder, arguments).expect(0);
            assert_eq!(fs::canonicalize(said.out.trim_end()).expect("it is there"), whole);
            assert!(said.out.starts_with('/'), "{}", said.out);
        }
    }
    let unknown = temp.run(3, &["path", "deel"]);
    assert!(unknown.err.contains("did you mean `deal`?"), "{}", unknown.err);
    fs::remove_dir_all(&whole).expect("it is there");
    let gone = temp.run(4, &["path", "deal"]);
    assert!(gone.err.contains("run it again"), "{}", gone.err);
    temp.run(4, &["path"]);
}
