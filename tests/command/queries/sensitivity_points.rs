//! `pactum sensitivity`: points that are added to an earlier study.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::folder::{Folder, file_names};
use crate::small_deal::deal;

/// Eight base points of each method.
const METHODS: [&[&str]; 5] = [
    &["--method", "sobol"],
    &["--method", "sobol", "--second-order"],
    &["--method", "morris"],
    &["--method", "pawn"],
    &["--method", "shapley"],
];

/// Runs a sensitivity analysis of the deal; gives what it says on standard error, and its folder.
fn study(temp: &Folder, arguments: &[&str]) -> (String, String) {
    let said = temp.run(0, &[&["sensitivity", "deal.toml"], arguments].concat());
    let folder = said.out.lines().last().expect("the path is printed last").to_owned();
    (said.err.replace('\n', " "), folder)
}

/// Checks that two folders have the same bytes, but for the manifest.
#[track_caller]
fn same(temp: &Folder, folder: &str, other: &Folder) {
    let names = file_names(&temp.path().join(folder));
    assert_eq!(names, file_names(&other.path().join(folder)));
    assert!(names.contains(&"evaluations.bin".to_owned()), "{names:?}");
    for name in names.iter().filter(|name| *name != "manifest.json") {
        let bytes = |temp: &Folder| fs::read(temp.path().join(folder).join(name)).expect("it is there");
        assert!(bytes(temp) == bytes(other), "{name}");
    }
}

fn manifest(temp: &Folder, folder: &str) -> Value {
    serde_json::from_str(&temp.text(&format!("{folder}/manifest.json"))).expect("it is JSON")
}

#[test]
fn more_points_take_those_of_the_earlier_study() {
    for method in METHODS {
        let (temp, anew) = (deal(), deal());
        let few = [method, &["--points", "8"]].concat();
        let many = [method, &["--points", "17", "--resamples", "50", "--evaluations"]].concat();
        let (said, earlier) = study(&temp, &few);
        assert_eq!(said, "");
        let (said, folder) = study(&temp, &many);
        let (solved, taken) = (
            manifest(&temp, &folder)["solved_draws"].as_u64().expect("a count"),
            manifest(&temp, &folder)["taken_draws"].as_u64().expect("a count"),
        );
        // The trajectories of so few parameters meet.
        let (of_17, of_8) = (
            solved / 2,
            manifest(&temp, &earlier)["solved_draws"].as_u64().expect("a count") / 2,
        );
        assert_eq!(of_17 * 8, of_8 * 17);
        let more = taken / 2 - of_8;
        assert!(
            more == 0 || method.contains(&"morris") && more < of_17 - of_8,
            "{method:?}: {taken}"
        );
        assert!(
            said.contains(&format!(
                "takes {} evaluations of each variant from {earlier}",
                taken / 2
            )),
            "{said}"
        );
        let (said, _) = study(&anew, &many);
        assert_eq!(said, "");
        assert_eq!(manifest(&anew, &folder).get("taken_draws"), None);
        same(&temp, &folder, &anew);
    }
}

#[test]
fn other_intervals_and_pairs_take_all_that_is_found() {
    let (temp, anew) = (deal(), deal());
    study(&temp, &["--points", "8"]);
    let (said, _) = study(&temp, &["--points", "8", "--resamples", "9"]);
    assert!(said.contains("takes 40 evaluations of each variant"), "{said}");
    // Of each base point, three points with the coordinates of the other half are new.
    let pairs = ["--points", "8", "--second-order"];
    let (said, folder) = study(&temp, &pairs);
    assert!(said.contains("takes 40 evaluations of each variant"), "{said}");
    study(&anew, &pairs);
    same(&temp, &folder, &anew);
    // The largest is looked at first, and the others add nothing.
    let (said, _) = study(&temp, &["--points", "8", "--resamples", "8"]);
    assert!(
        said.contains(&format!("takes 40 evaluations of each variant from {folder}")),
        "{said}"
    );
    assert_eq!(said.matches("takes").count(), 1, "{said}");
}

/// The file of evaluations of an earlier study of eight base points, and what a study of 16 says after it was changed so.
fn after(change: impl Fn(&Folder, PathBuf)) -> (Folder, String, String) {
    let temp = deal();
    let (_, earlier) = study(&temp, &["--points", "8"]);
    change(&temp, temp.path().join(earlier));
    let (said, folder) = study(&temp, &["--points", "16"]);
    (temp, said, folder)
}

#[test]
fn a_folder_that_was_changed_gives_nothing() {
    let anew = deal();
    study(&anew, &["--points", "16"]);
    let change = |name: &'static str, of: fn(Vec<u8>) -> Vec<u8>| {
        after(move |_, folder| {
            let bytes = fs::read(folder.join(name)).expect("it is there");
            fs::write(folder.join(name), of(bytes)).expect("there is room");
        })
    };
    let other_byte = |mut bytes: Vec<u8>| {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        bytes
    };
    let other_version = |bytes: Vec<u8>| [b"pactum evaluations 0", &bytes[20..]].concat();
    for ((temp, said, folder), reason) in [
        (
            change("evaluations.bin", other_byte),
            "damaged: evaluations.bin was changed",
        ),
        (
            change("evaluations.bin", |bytes| bytes[..200].to_vec()),
            "damaged: evaluations.bin was changed",
        ),
        (
            change("scenario.toml", other_byte),
            "damaged: scenario.toml was changed",
        ),
        (
            change("manifest.json", |_| b"{}".to_vec()),
            "foreign: its manifest.json is of another program",
        ),
        (change("evaluations.bin", other_version), ""),
        (change("evaluations.bin", |_| Vec::new()), ""),
    ] {
        assert!(
            said.contains(reason) && said.is_empty() == reason.is_empty(),
            "{reason}: {said}"
        );
        assert_eq!(manifest(&temp, &folder).get("taken_draws"), None);
        same(&temp, &folder, &anew);
    }
}

#[test]
fn what_is_taken_is_what_the_folder_says() {
    const HASH: usize = 32;
    let (temp, said, folder) = after(|_, folder| {
        let file = folder.join("evaluations.bin");
        let bytes = fs::read(&file).expect("it is there");
        let (content, _) = bytes.split_at(bytes.len() - HASH);
        let last = content.len() - 8;
        let content = [&content[..last], &1e6_f64.to_le_bytes()].concat();
        let changed = [&content[..], blake3::hash(&content).as_bytes()].concat();
        let manifest = fs::read_to_string(folder.join("manifest.json")).expect("it is there");
        let [before, after] = [&bytes, &changed].map(|bytes| blake3::hash(bytes).to_hex().to_string());
        fs::write(folder.join("manifest.json"), manifest.replace(&before, &after)).expect("there is room");
        fs::write(file, changed).expect("there is room");
    });
    assert!(said.contains("takes 40 evaluations"), "{said}");
    let anew = deal();
    study(&anew, &["--points", "16"]);
    let table = format!("{folder}/sensitivity.csv");
    assert_ne!(temp.text(&table), anew.text(&table));
}

#[test]
fn other_scenarios_and_those_computed_anew_take_nothing() {
    for other in [
        &["--set", "russia.discount=0.9"][..],
        &["--keys", "gain"],
        &["--variant", "plain"],
        &["--seed", "1"],
        &["--fresh"],
        &["--force"],
        &["--out", "results/deal/again"],
    ] {
        let temp = deal();
        study(&temp, &["--points", "8"]);
        let (said, folder) = study(&temp, &[other, &["--points", "16"]].concat());
        assert!(!said.contains("takes"), "{other:?}: {said}");
        assert_eq!(manifest(&temp, &folder).get("taken_draws"), None);
    }
}
