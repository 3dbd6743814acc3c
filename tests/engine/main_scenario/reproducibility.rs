//! The same file, arguments and seed give the same bytes: for any number of threads, on a second run, and for a draw
//! alone as among others.

use std::collections::BTreeMap;
use std::path::Path;

use super::support::{file, variant};
use assert_cmd::Command;
use pactum::unstable::game::Bound;
use pactum::unstable::numeric::lanes::LANES;
use pactum::unstable::play::exact;
use pactum::unstable::source::Sources;
use pactum::unstable::strategy::{Options, Reachable, solve};
use pactum::unstable::study::draws::Draws;

const SCENARIO: &str = "scenarios/nato_clause.toml";

/// All files of a results folder but the manifest, which tells time and host.
fn run(threads: &str, folder: &Path) -> BTreeMap<String, Vec<u8>> {
    Command::new(assert_cmd::cargo::cargo_bin!("pactum"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "run",
            SCENARIO,
            "--draws",
            "37",
            "--games",
            "23",
            "--games-csv",
            "--quiet",
        ])
        .args(["--threads", threads, "--out"])
        .arg(folder)
        .assert()
        .success();
    std::fs::read_dir(folder)
        .expect("the folder was written")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.file_name().is_some_and(|name| name != "manifest.json"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read(path).expect("a readable file"))
        })
        .collect()
}

#[test]
fn any_number_of_threads_gives_the_same_bytes_and_so_does_a_second_run() {
    let room = tempfile::tempdir().expect("a folder");
    let first = run("1", &room.path().join("one"));
    assert!(first.len() > 10, "all files are there: {:?}", first.keys());
    for (threads, name) in [("2", "two"), ("7", "seven"), ("2", "again")] {
        let other = run(threads, &room.path().join(name));
        assert!(first == other, "{threads} threads changed a file");
    }
}

#[test]
fn a_draw_has_the_same_bits_alone_as_among_a_thousand() {
    const DRAW: u64 = 17;
    let mut sources = Sources::new();
    let document = file(SCENARIO, &mut sources);
    let variant = variant(&document, "clause", &[], &mut sources);
    let game = &variant.explored.game;
    let draws = Draws::new(&variant.model, 0, false);
    let reachable = Reachable::of(game);
    let bits = |block: &[Vec<f64>], lane: usize| {
        let bound = Bound::new(game, block);
        let solution = solve(&bound, &reachable, &Options::default());
        let exact = exact(&bound, &solution.profile);
        let numbers = exact.outcomes.iter().chain(&exact.terms).chain(&solution.regret);
        let bits: Vec<u64> = numbers.map(|lanes| lanes[lane].to_bits()).collect();
        bits
    };
    let alone = bits(&[draws.at(DRAW)], 0);
    let first = DRAW / LANES as u64 * LANES as u64;
    let among: Vec<Vec<f64>> = (first..first + LANES as u64).map(|draw| draws.at(draw)).collect();
    let lane = usize::try_from(DRAW - first).expect("a lane");
    assert_eq!(alone, bits(&among, lane));
    let mut strangers: Vec<Vec<f64>> = (500..500 + LANES as u64).map(|draw| draws.at(draw)).collect();
    strangers[3] = draws.at(DRAW);
    assert_eq!(alone, bits(&strangers, 3));
}
