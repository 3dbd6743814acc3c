//! `pactum sweep` and `pactum study`: numbers against runs, going on after a kill, files that run again, refusals.

use std::fs;
use std::path::Path;

use crate::folder::{Folder, file_names};
use crate::shipped::scenario;
use crate::small_deal::deal;
use crate::support::command::pactum;
use crate::support::csv_table::Csv;
use crate::support::tolerance::meets;

/// What is computed in two ways is met up to rounding.
const EXACT: f64 = 1e-12;

const SWEEP: [&str; 6] = ["sweep", "deal.toml", "--vary", "gain=20:100:20", "--draws", "20"];

fn folder_of(said: &str) -> String {
    said.trim_end().lines().last().expect("the path comes last").to_owned()
}

#[test]
fn every_point_is_what_a_run_with_the_key_set_gives() {
    let temp = deal();
    let said = temp.run(0, &[&SWEEP[..], &["--variant", "plain", "--format", "csv"]].concat());
    let table = Csv::of(&said.out);
    for (point, gain) in ["20", "60", "100"].iter().zip(["20", "60", "100"]) {
        let row = table.one(&[("key_gain", point)]);
        let set = format!("gain={gain}");
        let run = [
            "run",
            "deal.toml",
            "--variant",
            "plain",
            "--draws",
            "20",
            "--games",
            "2",
            "--set",
            &set,
        ];
        let ran = temp.run(0, &[&run[..], &["--format", "csv"]].concat());
        let war = Csv::of(&ran.out);
        let war = war.one(&[("outcome", "war")]);
        meets(row.number("probability_war"), war.number("probability"), EXACT);
        meets(row.number("probability_war_p05"), war.number("probability_p05"), EXACT);
        meets(row.number("probability_war_p95"), war.number("probability_p95"), EXACT);
    }
}

#[test]
fn decisions_beliefs_and_several_keys_have_columns() {
    let temp = deal();
    let ask = [
        "--vary",
        "russia.hawk=0.2,0.5",
        "--decision",
        "move.attack",
        "--decision",
        "move.attack.dove",
    ];
    let belief = ["--belief", "us.russia.hawk.2", "--format", "csv"];
    let said = temp.run(0, &[&SWEEP[..], &ask, &belief].concat());
    let table = Csv::of(&said.out);
    assert_eq!(table.only(&[("variant", "plain")]).len(), 10, "five values times two");
    for row in table.only(&[]) {
        let attack = row.number("decision_move__attack");
        assert!(attack > 0.0 && attack < 1.0);
        // Types differ only in the accident, which no choice foresees differently.
        assert!(row.number("decision_move__attack__dove") > 0.0);
        let prior = row.number("key_russia__hawk");
        assert!(
            row.number("belief_us__russia__hawk__2") < prior,
            "hawks end the game sooner"
        );
    }
}

#[test]
fn a_crossing_lies_where_the_line_between_points_does() {
    let temp = deal();
    let ask = ["--nominal", "--variant", "plain", "--level", "0.8", "--outcome", "war"];
    let sweep = ["sweep", "deal.toml", "--vary", "gain=0:100:100"];
    let said = temp.run(0, &[&sweep[..], &ask].concat());
    let folder = temp.path().join(folder_of(&said.out));
    let ends = Csv::of(&fs::read_to_string(folder.join("sweep.csv")).expect("it is there"));
    let war = |gain: &str| ends.one(&[("key_gain", gain)]).number("probability_war");
    let crossings = Csv::of(&fs::read_to_string(folder.join("crossings.csv")).expect("it is there"));
    let row = crossings.one(&[("headline", "war"), ("variant", "plain")]);
    let expected = 100.0 * (0.8 - war("0")) / (war("100") - war("0"));
    meets(row.number("crossing"), expected, 1e-9);
    assert!(
        said.out.contains("In `plain`, war crosses 0.8 at about `gain` = "),
        "{}",
        said.out
    );
}

#[test]
fn bytes_do_not_depend_on_threads_and_the_folder_runs_itself_again() {
    let temp = deal();
    let out = |name| temp.argument(name);
    temp.run(0, &[&SWEEP[..], &["--threads", "1", "--out", &out("one")]].concat());
    temp.run(0, &[&SWEEP[..], &["--threads", "3", "--out", &out("three")]].concat());
    let file = out("one/study.toml");
    temp.run(0, &["study", &file, "--out", &out("again")]);
    for name in file_names(&temp.path().join("one")) {
        if name != "manifest.json" {
            let one = temp.text(&format!("one/{name}"));
            assert_eq!(one, temp.text(&format!("three/{name}")), "{name}");
            assert_eq!(one, temp.text(&format!("again/{name}")), "{name}");
        }
    }
    assert_eq!(temp.names(), ["again", "deal.toml", "one", "three"], "no part stays");
}

#[test]
fn points_are_spread_over_ranges() {
    let temp = deal();
    let sweep = [
        "sweep",
        "deal.toml",
        "--vary",
        "gain=20:100",
        "--vary",
        "russia.hawk=0.1:0.9",
        "--nominal",
    ];
    for design in ["lhs", "sobol"] {
        let said = temp.run(
            0,
            &[&sweep[..], &["--design", design, "--points", "8", "--format", "csv"]].concat(),
        );
        let table = Csv::of(&said.out);
        let rows = table.only(&[("variant", "plain")]);
        assert_eq!(rows.len(), 8);
        for row in rows {
            assert!((20.0..=100.0).contains(&row.number("key_gain")));
            assert!((0.1..=0.9).contains(&row.number("key_russia__hawk")));
        }
    }
    let said = temp.run(2, &[&sweep[..], &["--design", "lhs"]].concat());
    assert!(said.err.contains("--points"), "{}", said.err);
}

#[test]
fn the_second_time_the_same_is_printed_from_the_folder() {
    let temp = deal();
    for format in ["table", "csv", "json"] {
        let command = [&SWEEP[..], &["--format", format]].concat();
        let first = temp.run(0, &command);
        let second = temp.run(0, &command);
        assert_eq!(first.out, second.out);
        assert!(second.err.contains("is complete already"));
    }
}

/// Kills a sweep over and over until one finishes.
fn killed_again_and_again(temp: &Folder, out: &str) -> u32 {
    for kill in 0.. {
        let mut child = pactum(temp.path())
            .args([&LONG[..], &["--out", out, "--quiet"]].concat())
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("pactum starts");
        let blocks = temp.path().join(".killed.part/blocks");
        let size = || fs::metadata(&blocks).map_or(0, |file| file.len());
        let before = size();
        loop {
            if child.try_wait().expect("it can be asked").is_some() {
                return kill;
            }
            if size() > before + 4_000 {
                child.kill().expect("it runs");
                child.wait().expect("it was killed");
                break;
            }
            std::thread::yield_now();
        }
    }
    unreachable!("some sweep finishes")
}

const LONG: [&str; 6] = ["sweep", "deal.toml", "--vary", "gain=0:100:1", "--draws", "200"];

#[test]
fn a_killed_sweep_goes_on_to_the_same_bytes() {
    let temp = deal();
    temp.run(0, &[&LONG[..], &["--out", &temp.argument("whole")]].concat());
    let kills = killed_again_and_again(&temp, &temp.argument("killed"));
    assert!(kills > 2, "only {kills} kills");
    for name in file_names(&temp.path().join("whole")) {
        if name != "manifest.json" {
            assert_eq!(
                temp.text(&format!("whole/{name}")),
                temp.text(&format!("killed/{name}")),
                "{name}"
            );
        }
    }
    assert_eq!(temp.names(), ["deal.toml", "killed", "whole"]);
}

#[test]
fn what_makes_no_sense_is_refused_before_any_work() {
    let temp = deal();
    for (code, arguments, says) in [
        (2, &["sweep", "deal.toml"][..], "--vary"),
        (2, &["sweep", "deal.toml", "--vary", "gain"], "KEY=LOW:HIGH:STEP"),
        (2, &["sweep", "deal.toml", "--vary", "gain=1:0:1"], "the range is empty"),
        (
            2,
            &["sweep", "deal.toml", "--vary", "gain=1", "--vary", "gain=2"],
            "varied twice",
        ),
        (
            2,
            &["sweep", "deal.toml", "--vary", "gain=1", "--level", "2"],
            "not a probability",
        ),
        (
            2,
            &["sweep", "deal.toml", "--vary", "gain=1", "--outcome", "wra"],
            "did you mean `war`",
        ),
        (
            2,
            &["sweep", "deal.toml", "--vary", "gain=1", "--decision", "move"],
            "STAGE.ACTION",
        ),
        (
            2,
            &["sweep", "deal.toml", "--vary", "gain=1", "--decision", "move.atack"],
            "did you mean `attack`",
        ),
        (
            2,
            &["sweep", "deal.toml", "--vary", "gain=1", "--belief", "us.russia.hawk.9"],
            "from 1 to 3",
        ),
        (
            3,
            &["sweep", "deal.toml", "--vary", "gian=1:3:1"],
            "did you mean `gain`",
        ),
        (3, &["sweep", "deal.toml", "--vary", "russia.hawk=0.5,1.5"], "1.5"),
        (3, &["sweep", "deal.toml", "--vary", "periods.count=0,1"], "periods"),
        (3, &["sweep", "missing.toml", "--vary", "gain=1"], "missing.toml"),
        (
            4,
            &["sweep", "deal.toml", "--vary", "gain=1", "--out", "deal.toml/x"],
            "deal.toml",
        ),
    ] {
        let said = temp.run(code, arguments);
        assert!(said.err.contains(says), "{arguments:?}: {}", said.err);
    }
    assert_eq!(temp.names(), ["deal.toml"]);
}

#[test]
fn a_study_file_that_is_wrong_says_where() {
    let temp = deal();
    for (code, text, says) in [
        (2, "scenario = 'deal.toml'", "needs a key `study`"),
        (
            2,
            "study = 'sweeep'\nscenario = 'deal.toml'",
            "one of \"run\", \"sweep\"",
        ),
        (2, "study = 'sweep'\nvary = ['gain=1']", "needs a key `scenario`"),
        (
            2,
            "study = 'sweep'\nscenario = 'deal.toml'\nvary = ['gain=1']\ndravs = 3",
            "--draws",
        ),
        (
            2,
            "study = 'sweep'\nscenario = 'deal.toml'\nvary = ['gain=1']\ndraws = [[1]]",
            "`draws`",
        ),
        (2, "study = 'sweep'\nscenario = ", "line 2"),
        (
            3,
            "study = 'sweep'\nscenario = 'deal.toml'\nvary = ['other=1']",
            "other",
        ),
        (
            3,
            "study = 'sweep'\nscenario = 'missing.toml'\nvary = ['gain=1']",
            "missing.toml",
        ),
    ] {
        temp.write("study.toml", text);
        let said = temp.run(code, &["study", "study.toml"]);
        assert!(said.err.contains(says), "{text}: {}", said.err);
    }
    assert!(temp.run(2, &["study", "none.toml"]).err.contains("none.toml"));
    assert_eq!(temp.names(), ["deal.toml", "study.toml"]);
}

#[test]
fn a_point_at_which_the_scenario_breaks_is_named() {
    let temp = deal();
    // The chance of an accident leaves 0..1 for hawks in some draws of the second point.
    let said = temp.run(
        3,
        &["sweep", "deal.toml", "--vary", "hidden.hawk=0.5,1.2", "--draws", "8"],
    );
    assert!(said.err.contains("hidden"), "{}", said.err);
    // Exploring the second point shows that a chance is none.
    let hazards = scenario("classics/two_hazards");
    let said = temp.run(3, &["sweep", &hazards, "--vary", "hazard.fragile=0.5,2"]);
    assert!(
        said.err.contains("E809") && said.err.contains("--vary:1:16"),
        "{}",
        said.err
    );
    assert!(Path::new(&temp.argument("deal.toml")).exists());
    assert_eq!(temp.names(), ["deal.toml"]);
}
