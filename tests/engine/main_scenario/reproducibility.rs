//! The same file, arguments and seed give the same bytes: for any number of threads, on a second run, and for a draw
//! alone as among others.

use std::collections::BTreeMap;
use std::path::Path;

use pactum::unstable::numeric::lanes::LANES;
use pactum::unstable::study::draws::Draws;

use crate::support::files::project;
use crate::support::scenario::Scenario;
use crate::support::solved_game::SolvedGame;

const SCENARIO: &str = "scenarios/nato_clause.toml";

/// All files of a results folder but the manifest, which tells time and host.
fn run(threads: &str, folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let out = folder.display().to_string();
    let games = ["--draws", "21", "--games", "23", "--games-csv", "--quiet"];
    let periods = ["--set", "periods.count=10", "--threads", threads, "--out", &out];
    let all = [&["run", SCENARIO], &games[..], &periods[..]].concat();
    crate::support::command::run(&project(""), &all).expect(0);
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
    let model = Scenario::load(SCENARIO).model("clause", &[""; 0]);
    let draws = Draws::new(&model, 0, false);
    let bits = |block: &[Vec<f64>], lane: usize| {
        let SolvedGame { solution, exact, .. } = SolvedGame::of(&model, block.to_vec()).expect("it can be explored");
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
