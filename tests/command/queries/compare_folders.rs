//! `pactum compare` with results folders in place of files.

use std::fs;

use super::peace::PeaceFolder;
use crate::shipped::call;
use crate::support::csv_table::Csv;

/// A desk with the results of two runs: `run_a` and `run_b`, of the same draws.
fn desk() -> PeaceFolder {
    let desk = PeaceFolder::new();
    run(&desk, "run_a", &["--set", "precision=1"]);
    run(&desk, "run_b", &["--variant", "plain", "--set", "gain=0.5"]);
    desk
}

fn run(desk: &PeaceFolder, name: &str, more: &[&str]) {
    let out = desk.path(name);
    let run = [
        "run",
        &desk.scenario,
        "--draws",
        "20",
        "--seed",
        "3",
        "--games",
        "0",
        "--out",
        &out,
    ];
    call(0, &[&run[..], more].concat());
}

fn compared(arguments: &[&str]) -> Csv {
    let place = tempfile::tempdir().expect("a temporary folder");
    let out = place.path().join("c").display().to_string();
    Csv::of(&call(0, &[&["compare", "--format", "csv", "--out", &out], arguments].concat()).out)
}

#[test]
fn folders_are_compared_in_their_own_draws_with_all_that_files_give() {
    let desk = desk();
    let [a, b] = ["run_a", "run_b"].map(|name| desk.path(name));
    let table = compared(&[&a, &b]);
    let [plain, feared, other] = [format!("{a}:plain"), format!("{a}:feared"), format!("{b}:plain")];
    let outcome = [("kind", "outcome"), ("name", "war"), ("precision", "1")];
    for (folder, variant, side) in [("run_a", "feared", &feared), ("run_b", "plain", &other)] {
        let row = table.one(&[&outcome[..], &[("variant", side)]].concat());
        assert_eq!([row.text("baseline"), row.text("draws")], [plain.as_str(), "20"]);
        let text = fs::read_to_string(format!("{}/outcomes.csv", desk.path(folder))).expect("it is there");
        let run = Csv::of(&text);
        let run = run.one(&[("variant", variant), ("outcome", "war")]);
        assert_eq!(row.text("value"), run.text("probability"));
    }
    assert!(!table.only(&[("variant", &other), ("precision", "0.5")]).is_empty());
    assert!(!table.only(&[("variant", &other), ("true_type", "hawk")]).is_empty());
}

#[test]
fn one_folder_gives_its_variants_and_a_file_takes_its_draws() {
    let desk = desk();
    let own = compared(&[&desk.path("run_a")]);
    assert_eq!(
        own.only(&[("variant", "feared"), ("draws", "20")]).len(),
        own.rows.len()
    );
    let same = compared(&[&desk.scenario, "--set", "precision=1", "--draws", "20", "--seed", "3"]);
    assert_eq!(own.rows, same.rows);
    let file = desk.write("other.toml", super::peace::PEACE);
    let mixed = compared(&[&file, &desk.path("run_b"), "--variant", "plain"]);
    let row = mixed.one(&[("kind", "outcome"), ("name", "war"), ("precision", "1")]);
    assert_eq!([row.text("variant"), row.text("draws")], ["peace:plain", "20"]);
    let with = compared(&[&desk.path("run_b"), "--with", "gain=0.5", "--with", "gain=0.1"]);
    assert!(with.rows.iter().all(|row| row[0] == "gain=0.1"));
}

#[test]
fn draws_and_seeds_agree_or_are_said() {
    let desk = desk();
    run(&desk, "run_n", &["--nominal"]);
    let out = desk.path("run_c");
    call(
        0,
        &["run", &desk.scenario, "--draws", "10", "--games", "0", "--out", &out],
    );
    let both = ["compare", &desk.path("run_a"), &out];
    let said = call(2, &both);
    for part in ["20 draws of seed 3", "10 draws of seed 0", "--draws and --seed"] {
        assert!(said.err.contains(part), "{}", said.err);
    }
    call(2, &[&both[..], &["--draws", "10"]].concat());
    let table = compared(&[&both[1..], &["--draws", "10", "--seed", "0"]].concat());
    assert!(table.only(&[("draws", "10")]).len() == table.rows.len());
    let nominal = [&desk.path("run_a")[..], &desk.path("run_n")];
    let said = call(2, &[&["compare"], &nominal[..]].concat());
    assert!(said.err.contains("the nominal point"), "{}", said.err);
    compared(&[&nominal[..], &["--nominal"]].concat());
}

#[test]
fn what_gives_no_run_is_refused() {
    let desk = desk();
    desk.compare(0, &["--out", &desk.path("compared")]);
    let empty = desk.path("empty");
    fs::create_dir(&empty).expect("there is room");
    let refused = |folder: &str, reason: &str| {
        let said = call(3, &["compare", &desk.scenario, folder]);
        assert!(
            said.err.contains("gives nothing to compare") && said.err.contains(reason),
            "{}",
            said.err
        );
    };
    refused(&desk.path("compared"), "no results of `pactum run`");
    refused(&empty, "holds no manifest.json");
    fs::write(format!("{}/scenario.toml", desk.path("run_a")), "title = 3\n").expect("there is room");
    refused(&desk.path("run_a"), "scenario.toml was changed");
}
