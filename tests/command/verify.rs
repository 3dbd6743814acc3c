//! `pactum verify`: published lines are derived again, and what was changed is found.

use std::fs;

use crate::folder::Folder;
use crate::small_deal::deal;
use crate::support::command::Finished;

const RUN: [&str; 8] = ["run", "deal.toml", "--draws", "20", "--games", "5", "--out", "r"];

/// A folder with the deal, and a run of it with every game.
fn published() -> Folder {
    let temp = deal();
    temp.run(0, &[&RUN[..], &["--games-csv"]].concat());
    temp
}

/// Verifies the run; nothing of what is derived stays.
#[track_caller]
fn verify(temp: &Folder, code: i32, more: &[&str]) -> Finished {
    let scratch = tempfile::tempdir().expect("a temporary folder can be made");
    let mut pactum = crate::support::command::pactum(temp.path());
    pactum.args(["verify", "r"]).args(more).env("TMPDIR", scratch.path());
    let said = Finished::of(pactum.output().expect("pactum starts")).expect(code);
    let left = fs::read_dir(scratch.path()).expect("it is there").count();
    assert_eq!(left, 0, "what was derived is removed");
    said
}

/// Adds a digit before the end of a line of a table.
fn falsify(temp: &Folder, file: &str, line: usize) {
    let path = format!("r/{file}");
    let text = temp.text(&path);
    let lines = (1..).zip(text.lines());
    let changed = lines.map(|(number, text)| {
        if number == line {
            format!("{text}9\n")
        } else {
            format!("{text}\n")
        }
    });
    temp.write(&path, &changed.collect::<String>());
}

#[test]
fn every_line_of_a_run_is_derived_again() {
    let temp = published();
    let said = verify(&temp, 0, &[]);
    assert!(said.out.contains("lines are as derived again."), "{}", said.out);
    assert!(
        said.out.contains("games.csv                  201       0"),
        "{}",
        said.out
    );
    falsify(&temp, "outcomes.csv", 2);
    let said = verify(&temp, 5, &["--threads", "2"]);
    assert!(said.out.contains("outcomes.csv:2  probability_p95: 0."), "{}", said.out);
    assert!(
        said.out.contains(" 1 differ from what was derived again."),
        "{}",
        said.out
    );
}

#[test]
fn only_the_lines_that_are_named_are_compared() {
    let temp = published();
    falsify(&temp, "outcomes.csv", 2);
    falsify(&temp, "draws.csv", 3);
    falsify(&temp, "games.csv", 4);
    let said = verify(&temp, 0, &["outcomes.csv:3", "payoffs.csv:2", "draws.csv:4"]);
    assert!(said.out.contains("All 3 lines are as derived again."), "{}", said.out);
    let said = verify(&temp, 0, &["draws.csv:4", "games.csv:150"]);
    assert!(said.out.contains("All 2 lines are as derived again."), "{}", said.out);
    let said = verify(&temp, 5, &["draws.csv:3", "games.csv:4", "games.csv:5"]);
    assert!(said.out.contains("draws.csv:3  bifurcation: "), "{}", said.out);
    assert!(said.out.contains("games.csv:4  payoff_us: "), "{}", said.out);
    assert!(said.out.contains("Of 3 lines 2 differ"), "{}", said.out);
}

#[test]
fn a_sample_takes_draws_at_random() {
    let temp = published();
    let said = verify(&temp, 0, &["--sample", "7", "--seed", "3"]);
    assert!(said.out.contains("All 7 lines are as derived again."), "{}", said.out);
    let said = verify(&temp, 0, &["--sample", "1000"]);
    assert!(said.out.contains("All 40 lines are as derived again."), "{}", said.out);
    falsify(&temp, "draws.csv", 41);
    verify(&temp, 5, &["--sample", "40"]);
}

#[test]
fn runs_of_every_kind_are_derived_again() {
    let kinds: [&[&str]; 4] = [
        &["--seed", "18446744073709551615"],
        &["--until", "0.3"],
        &["--nominal", "--set", "gain=30", "--variant", "costly"],
        &["--max-states", "50"],
    ];
    for more in kinds {
        let temp = deal();
        temp.run(0, &[&RUN[..], more].concat());
        verify(&temp, 0, &[]);
        verify(&temp, 0, &["draws.csv:2"]);
    }
}

#[test]
fn studies_are_derived_again() {
    let studies: [&[&str]; 4] = [
        &["compare", "deal.toml", "--draws", "3", "--set", "gain=70", "--robust"],
        &["sweep", "deal.toml", "--vary", "gain=20:60:20", "--draws", "3"],
        &["sensitivity", "deal.toml", "--method", "morris", "--points", "4"],
        &[
            "threshold",
            "deal.toml",
            "--vary",
            "gain=0:200",
            "--outcome",
            "war",
            "--at",
            "0.5",
            "--nominal",
        ],
    ];
    for study in studies {
        let temp = deal();
        temp.run(0, &[study, &["--out", "r"]].concat());
        verify(&temp, 0, &[]);
        let said = verify(&temp, 2, &["--sample", "3"]);
        assert!(said.err.contains("holds no draws.csv"), "{}", said.err);
    }
}

#[test]
fn an_id_leads_nowhere_else() {
    let temp = published();
    let manifest = temp.text("r/manifest.json");
    temp.write(
        "r/manifest.json",
        &manifest.replacen("\"id\": \"", "\"id\": \"x/../../", 1),
    );
    let said = verify(&temp, 0, &[]);
    assert!(said.out.contains("lines are as derived again."), "{}", said.out);
    assert_eq!(temp.names(), ["deal.toml", "r"]);
}

#[test]
fn what_cannot_be_derived_is_said() {
    let temp = published();
    let said = verify(&temp, 2, &["outcome.csv:2"]);
    assert!(
        said.err
            .contains("\"outcome.csv\" is no file of r that can be derived again"),
        "{}",
        said.err
    );
    let said = verify(&temp, 2, &["outcomes.csv:99"]);
    assert!(said.err.contains("outcomes.csv has no line 99"), "{}", said.err);
    for line in ["outcomes.csv", "outcomes.csv:0", "outcomes.csv:x"] {
        let said = verify(&temp, 2, &[line]);
        assert!(said.err.contains("as in outcomes.csv:2"), "{}", said.err);
    }
    let manifest = temp.text("r/manifest.json");
    temp.write(
        "r/manifest.json",
        &manifest.replacen("\"version\": \"", "\"version\": \"0.", 1),
    );
    let said = verify(&temp, 0, &["draws.csv:2"]);
    assert!(said.err.contains("pactum 0.0.1.0 computed it"), "{}", said.err);
    let scenario = temp.text("r/scenario.toml");
    temp.write("r/scenario.toml", &scenario.replace("60", "61"));
    let said = verify(&temp, 4, &[]);
    assert!(said.err.contains("damaged: scenario.toml was changed"), "{}", said.err);
    fs::remove_file(temp.path().join("r/study.toml")).expect("it is there");
    let said = verify(&temp, 4, &[]);
    assert!(said.err.contains("holds no study.toml"), "{}", said.err);
    fs::remove_dir_all(temp.path().join("r")).expect("it is there");
    let said = verify(&temp, 4, &[]);
    assert!(
        said.err
            .contains("r cannot be read: foreign: it holds no manifest.json"),
        "{}",
        said.err
    );
}
