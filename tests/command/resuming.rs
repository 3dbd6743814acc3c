//! What was stopped, damaged or lost: how the same command goes on, and what it says.
#![cfg(unix)]

use std::fs;

use crate::bad_days::after;
use crate::failures::{LONG, stopped};
use crate::folder::{Folder, file_names};
use crate::small_deal::deal;

/// The long run into a folder that its user chose.
fn long(temp: &Folder, code: i32) -> String {
    temp.run(code, &[&LONG[..], &["--out", "r"]].concat()).err
}

#[test]
fn a_run_that_was_killed_at_its_very_end_is_complete_and_is_tidied_up() {
    let temp = deal();
    assert_eq!(stopped(&temp, "KILL").code(), None);
    let blocks = fs::read(temp.path().join(".r.part/blocks")).expect("it was begun");
    long(&temp, 0);
    // A process that is killed after the folder has its place leaves the part folder.
    fs::create_dir(temp.path().join(".r.part")).expect("there is room");
    fs::write(temp.path().join(".r.part/blocks"), blocks).expect("there is room");
    let said = long(&temp, 0);
    assert!(said.contains("r is complete already"), "{said}");
    assert_eq!(temp.names(), ["deal.toml", "r"]);
    let said = long(&temp, 4);
    assert!(said.contains("r exists already"), "{said}");
}

#[test]
fn a_study_keeps_what_it_has_finished_where_nothing_more_can_be_written() {
    let temp = deal();
    for study in [
        "sweep deal.toml --vary gain=1,2,3 --draws 400",
        "compare deal.toml --draws 400",
        "compare deal.toml --draws 8 --robust=400",
    ] {
        let refused = after(&temp, "ulimit -f 16", &format!("{study} --out s")).expect(4);
        assert!(refused.err.contains("ulimit -f"), "{}", refused.err);
        assert_eq!(temp.names(), [".s.part", "deal.toml"], "{study}");
        let arguments: Vec<&str> = study.split(' ').collect();
        let went_on = temp.run(0, &[&arguments[..], &["--out", "s"]].concat());
        assert!(went_on.err.contains("going on"), "{}", went_on.err);
        assert_eq!(temp.names(), ["deal.toml", "s"], "{study}");
        let at_once = temp.run(0, &[&arguments[..], &["--out", "s", "--force"]].concat());
        assert_eq!(went_on.out, at_once.out);
        fs::remove_dir_all(temp.path().join("s")).expect("it is there");
    }
}

#[test]
fn a_draw_that_makes_no_sense_leaves_nothing_behind() {
    let temp = deal();
    let text = temp.text("deal.toml");
    temp.write(
        "deal.toml",
        &text.replace(
            "probability = \"hidden\"",
            "probability = \"if(gain > 40.01, hidden, 2)\"",
        ),
    );
    let endless = [
        "run",
        "deal.toml",
        "--variant",
        "plain",
        "--draws",
        "1000000",
        "--games",
        "1",
        "--out",
        "r",
    ];
    let said = temp.run(3, &endless).err;
    assert!(said.contains("which is not in [0, 1]: in draw "), "{said}");
    assert_eq!(temp.names(), ["deal.toml"]);
}

#[test]
fn a_folder_that_is_there_refuses_a_shard_before_any_work() {
    let temp = deal();
    let endless = ["run", "deal.toml", "--draws", "1000000000", "--shard", "1/2"];
    fs::create_dir(temp.path().join("r")).expect("there is room");
    let said = temp.run(4, &[&endless[..], &["--out", "r"]].concat()).err;
    assert!(said.contains("r exists already") && said.contains("--force"), "{said}");
    assert_eq!(temp.names(), ["deal.toml", "r"]);
    let few = ["run", "deal.toml", "--draws", "9", "--games", "2"];
    temp.run(0, &few);
    let shard = temp.run(0, &[&few[..], &["--shard", "1/2"]].concat());
    assert!(shard.err.contains("is complete already"), "{}", shard.err);
    assert!(shard.out.ends_with(".shards\n"), "{}", shard.out);
    assert_eq!(file_names(&temp.path().join("results/deal")).len(), 2);
}

#[test]
fn a_shard_that_is_finished_says_so_after_the_merge_too() {
    let temp = deal();
    let shard = ["run", "deal.toml", "--draws", "9", "--out", "r", "--shard", "1/1"];
    temp.run(0, &shard);
    temp.run(0, &["merge", "r.shards", "--out", "r"]);
    assert_eq!(temp.run(0, &shard).out, "r.shards\n");
    let said = temp.run(4, &[&shard[..], &["--fresh"]].concat()).err;
    assert!(said.contains("r exists already"), "{said}");
}

#[test]
fn what_is_damaged_or_lost_is_named_and_computed_again_on_request() {
    let temp = deal();
    let small = ["run", "deal.toml", "--draws", "20", "--games", "3"];
    let folder = temp.run(0, &[&small[..], &["-q"]].concat()).out;
    let file = |name: &str| temp.path().join(folder.trim()).join(name);
    let mended_after = |problem: &str| {
        let said = temp.run(4, &small).err;
        assert!(said.contains(problem) && said.contains("--force"), "{said}");
        temp.run(0, &[&small[..], &["--force"]].concat());
        temp.run(0, &small);
    };
    let outcomes = fs::read(file("outcomes.csv")).expect("it is there");
    let mut changed = outcomes.clone();
    changed[200] ^= 1;
    fs::write(file("outcomes.csv"), changed).expect("there is room");
    mended_after("damaged: outcomes.csv was changed");
    assert!(fs::read(file("outcomes.csv")).is_ok_and(|mended| mended == outcomes));
    fs::remove_file(file("summary.txt")).expect("it is there");
    mended_after("damaged: summary.txt: No such file");
    fs::write(file("manifest.json"), "{").expect("there is room");
    mended_after("damaged: manifest.json");
    fs::remove_file(file("manifest.json")).expect("it is there");
    mended_after("has lost its manifest.json");
    fs::remove_file(file("manifest.json")).expect("it is there");
    fs::remove_file(file("datapackage.json")).expect("it is there");
    let said = temp.run(4, &[&small[..], &["--force"]].concat()).err;
    assert!(said.contains("move it away"), "{said}");
}
