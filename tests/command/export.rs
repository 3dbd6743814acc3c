//! `pactum export`: its options, its output and its refusals.

use std::fs;

use pactum::unstable::interchange::{Form, parse};
use pactum::unstable::source::Sources;

use crate::folder::Folder;
use crate::support::command::Finished;
use crate::support::files::project;
use crate::support::game_file::parsed;

#[track_caller]
fn export(temp: &Folder, code: i32, arguments: &[&str]) -> Finished {
    temp.run(code, &[&["export"], arguments].concat())
}

fn shipped(path: &str) -> String {
    project(path).display().to_string()
}

fn classic(name: &str) -> String {
    shipped(&format!("scenarios/classics/{name}"))
}

fn game(name: &str) -> String {
    shipped(&format!("scenarios/games/{name}"))
}

#[test]
fn a_file_holds_what_would_be_printed() {
    let temp = Folder::with(&[]);
    let scenario = classic("centipede.toml");
    let Finished {
        out: printed,
        err: said,
        ..
    } = export(&temp, 0, &[&scenario, "--format", "efg"]);
    assert!(
        said.contains("The scenario has the logit equilibrium at lambda = 0.2."),
        "{said}"
    );
    assert!(printed.contains("at lambda = 0.2."), "the file says it too");
    let to_file = [&scenario, "--format", "efg", "--out", "game.efg"];
    let Finished { out: listed, .. } = export(&temp, 0, &to_file);
    assert_eq!(listed, "game.efg\n");
    let file = temp.path().join("game.efg");
    assert_eq!(fs::read_to_string(&file).expect("it is there"), printed);
    fs::write(&file, "mine").expect("there is room");
    let Finished { err: said, .. } = export(&temp, 4, &to_file);
    assert!(said.contains("game.efg exists already"), "{said}");
    assert_eq!(fs::read_to_string(&file).expect("it is there"), "mine");
    export(&temp, 0, &[&to_file[..], &["--force"]].concat());
    assert_eq!(fs::read_to_string(&file).expect("it is there"), printed);
    assert_eq!(temp.names(), ["game.efg"]);
    let Finished { err: said, .. } = export(&temp, 0, &[&scenario, "--format", "efg", "--quiet"]);
    assert_eq!(said, "");
}

#[test]
fn variants_and_settings_reach_the_file() {
    let temp = Folder::with(&[]);
    let scenario = classic("screening.toml");
    let set = [&scenario, "--format", "efg", "--set", "responder.low_cost=0.25"];
    let Finished { out: printed, .. } = export(&temp, 0, &set);
    assert!(printed.contains("\"low_cost\" 1/4 \"high_cost\" 3/4"), "{printed}");
    let scenario = classic("prisoners_dilemma.toml");
    let best = [&scenario, "--format", "nfg", "--variant", "best_reply"];
    let Finished {
        out: printed,
        err: said,
        ..
    } = export(&temp, 0, &best);
    assert!(
        said.contains("Playing best responses in the scenario: row, column."),
        "{said}"
    );
    assert!(matches!(parsed(&printed).form, Form::Table(_)));
    let Finished { err: said, .. } = export(&temp, 2, &[&scenario, "--format", "efg", "--variant", "x"]);
    assert!(said.contains("there is no variant `x`"), "{said}");
}

#[test]
fn differences_from_the_scenario_are_stated() {
    let temp = Folder::with(&[]);
    let Finished {
        out: printed,
        err: said,
        ..
    } = export(&temp, 0, &[&classic("joint_resolve.toml"), "--format", "efg"]);
    let own_prior = "a prior of its own is held by pessimist";
    assert!(said.contains(own_prior) && printed.contains(own_prior), "{said}");
    fs::write(
        temp.path().join("deal.toml"),
        include_str!("../../src/cli/templates/deal.toml"),
    )
    .expect("there is room");
    let Finished {
        out: printed,
        err: said,
        ..
    } = export(&temp, 0, &["deal.toml", "--format", "efg", "--max-nodes", "2000"]);
    for words in ["Not the same: ", "precision in period t is lambda x discount^(1-t)"] {
        assert!(said.contains(words) && printed.contains(words), "{said}");
    }
}

#[test]
fn groups_are_a_chain_and_no_game_file() {
    let temp = Folder::with(&[]);
    let scenario = classic("volunteer.toml");
    let Finished { err: said, .. } = export(&temp, 4, &[&scenario, "--format", "efg"]);
    assert!(said.contains("groups are counted"), "{said}");
    export(&temp, 0, &[&scenario, "--format", "prism", "--out", "chain"]);
    let labels = fs::read_to_string(temp.path().join("chain.lab")).expect("the labels are written");
    assert!(labels.contains("helped"), "{labels}");
}

#[test]
fn large_trees_are_refused_with_their_size() {
    let temp = Folder::with(&[]);
    let scenario = shipped("scenarios/nato_clause.toml");
    let Finished {
        out: printed,
        err: said,
        ..
    } = export(
        &temp,
        4,
        &[
            &scenario,
            "--set",
            "periods.then=stops",
            "--format",
            "efg",
            "--out",
            "x.efg",
        ],
    );
    assert_eq!(printed, "");
    assert!(
        said.contains("the tree would have 4.5e67 nodes, more than 500"),
        "{said}"
    );
    let seasons = shipped("tests/interchange/scenarios/two_seasons.toml");
    let Finished { err: said, .. } = export(&temp, 4, &[&seasons, "--format", "nfg"]);
    assert!(
        said.contains("2455 nodes, more than 500; raise it with --max-nodes 2455"),
        "{said}"
    );
    let Finished { out: printed, .. } = export(&temp, 0, &[&seasons, "--format", "efg", "--max-nodes", "2455"]);
    assert_eq!(
        printed.lines().filter(|line| line.starts_with(['c', 'p', 't'])).count(),
        2455
    );
    let Finished { err: said, .. } = export(&temp, 4, &[&seasons, "--format", "nfg", "--max-nodes", "2455"]);
    assert!(said.contains("the tree has more than 1000 nodes"), "{said}");
    assert!(temp.names().is_empty());
}

#[test]
fn game_files_go_from_form_to_form() {
    let temp = Folder::with(&[]);
    let Finished { out: tree, .. } = export(&temp, 0, &[&game("stag_hunt.nfg"), "--format", "efg"]);
    fs::write(temp.path().join("stag_hunt.efg"), &tree).expect("there is room");
    let Finished {
        out: table, err: said, ..
    } = export(&temp, 0, &["stag_hunt.efg", "--format", "nfg"]);
    assert_eq!(said, "");
    let original = fs::read_to_string(game("stag_hunt.nfg")).expect("a text");
    assert_eq!(parsed(&table).form, parsed(&original).form);
    let Finished { err: said, .. } = export(&temp, 0, &[&game("centipede.efg"), "--format", "nfg"]);
    assert!(said.contains("not the same logit equilibria"), "{said}");
    let Finished { out: again, .. } = export(&temp, 0, &[&game("kuhn.efg"), "--format", "efg"]);
    assert_eq!(again, fs::read_to_string(game("kuhn.efg")).expect("a text"));
}

#[test]
fn a_chain_is_written_as_files_with_one_prefix() {
    let temp = Folder::with(&[]);
    let arguments = [&classic("inspection.toml"), "--format", "prism", "--out", "chain"];
    let Finished { out: listed, .. } = export(&temp, 0, &arguments);
    let files = [
        "chain.inspector.srew",
        "chain.inspector_losses.srew",
        "chain.lab",
        "chain.prism",
        "chain.russia.srew",
        "chain.russia_losses.srew",
        "chain.tra",
    ];
    assert_eq!(temp.names(), files);
    let mut listed: Vec<&str> = listed.lines().collect();
    listed.sort_unstable();
    assert_eq!(listed, files);
    let text = |name: &str| fs::read_to_string(temp.path().join(name)).expect("it is there");
    let mut sums: Vec<f64> = Vec::new();
    for line in text("chain.tra").lines().skip(1) {
        let words: Vec<&str> = line.split(' ').collect();
        let state: usize = words[0].parse().expect("a state");
        sums.resize(sums.len().max(state + 1), 0.0);
        sums[state] += words[2].parse::<f64>().expect("a chance");
    }
    assert!(sums.iter().all(|sum| (sum - 1.0).abs() < 1e-12), "{sums:?}");
    assert!(text("chain.lab").starts_with("#DECLARATION\ninit "));
    assert!(text("chain.prism").contains("dtmc"));
    fs::remove_file(temp.path().join("chain.tra")).expect("it is there");
    let Finished { err: said, .. } = export(&temp, 4, &arguments);
    assert!(said.contains("chain.lab exists already"), "{said}");
    assert!(!temp.path().join("chain.tra").exists(), "nothing is written by half");
}

/// The files of a tar archive, with their names in order.
fn unpacked(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end_matches(['\0', ' ']).to_owned();
    let mut files = Vec::new();
    let mut rest = archive;
    while rest.len() >= 512 && rest[0] != 0 {
        let (header, after) = rest.split_at(512);
        assert_eq!(&header[257..262], b"ustar");
        let size = usize::from_str_radix(&text(&header[124..136]), 8).expect("a size");
        files.push((text(&header[..100]), after[..size].to_vec()));
        rest = &after[size.div_ceil(512) * 512..];
    }
    files
}

#[test]
fn the_binary_chain_holds_what_the_texts_do() {
    let temp = Folder::with(&[]);
    let scenario = classic("inspection.toml");
    export(&temp, 0, &[&scenario, "--format", "prism", "--out", "chain"]);
    export(&temp, 0, &[&scenario, "--format", "umb", "--out", "chain.umb"]);
    let bytes = |name: &str| fs::read(temp.path().join(name)).expect("it is there");
    let files = unpacked(&bytes("chain.umb"));
    assert_eq!(files[0].0, "index.json");
    let index: serde_json::Value = serde_json::from_slice(&files[0].1).expect("it is JSON");
    let file = |name: &str| -> &Vec<u8> { &files.iter().find(|(known, _)| known == name).expect(name).1 };
    let numbers = |name: &str| -> Vec<u64> {
        let words = file(name).chunks_exact(8);
        words
            .map(|word| u64::from_le_bytes(word.try_into().expect("eight bytes")))
            .collect()
    };
    let text = temp.text("chain.tra");
    let (mut targets, mut chances, mut states) = (Vec::new(), Vec::new(), 0);
    for line in text.lines().skip(1) {
        let words: Vec<&str> = line.split(' ').collect();
        states = words[0].parse::<u64>().expect("a state") + 1;
        targets.push(words[1].parse::<u64>().expect("a state"));
        chances.push(words[2].parse::<f64>().expect("a chance").to_bits());
    }
    assert_eq!(index["transition-system"]["#states"], states);
    assert_eq!(index["transition-system"]["#branches"], targets.len());
    assert_eq!(numbers("branch-to-target.bin"), targets);
    assert_eq!(numbers("branch-to-probability.bin"), chances);
    assert_eq!(numbers("choice-to-branches.bin").last(), Some(&(targets.len() as u64)));
    assert_eq!(numbers("state-to-choices.bin"), (0..=states).collect::<Vec<u64>>());
    assert_eq!(file("state-is-initial.bin")[0], 1);
    let labels = index["annotations"]["aps"].as_object().expect("labels");
    for (key, label) in labels {
        let text = temp.text("chain.lab");
        let name = label["alias"].as_str().expect("a text");
        let mut lines = text.lines().skip_while(|line| *line != "#END");
        let state = lines.find_map(|line| line.strip_suffix(&format!(" {name}")));
        let bits = numbers(&format!("annotations/aps/{key}/states/values.bin"))[0];
        let wanted = state.map_or(0, |state| 1 << state.parse::<u64>().expect("a state"));
        assert_eq!(bits, wanted, "{key}");
    }
    // Gains less losses are the rewards.
    let rewards = numbers("annotations/rewards/russia/states/values.bin");
    for (sign, name) in [(1.0, "chain.russia.srew"), (-1.0, "chain.russia_losses.srew")] {
        for line in temp.text(name).lines() {
            let (state, reward) = line.split_once(' ').expect("two words");
            let reward: f64 = reward.parse().expect("a number");
            let found = f64::from_bits(rewards[state.parse::<usize>().expect("a state")]);
            assert!(reward == 0.0 || found == sign * reward, "{name}: {line}");
        }
    }
    let said = export(&temp, 2, &[&scenario, "--format", "umb"]).err;
    assert!(said.contains("say with --out which"), "{said}");
}

#[test]
fn a_game_file_is_solved_at_the_precision_that_is_given() {
    let temp = Folder::with(&[]);
    let chain = [&game("inspection.nfg"), "--format", "prism", "--out", "chain"];
    let Finished { err: said, .. } = export(&temp, 2, &chain);
    assert!(said.contains("--lambda"), "{said}");
    export(&temp, 0, &[&chain[..], &["--lambda", "1"]].concat());
    let text = fs::read_to_string(temp.path().join("chain.tra")).expect("it is there");
    let violate: f64 = text
        .lines()
        .find_map(|line| line.strip_prefix("1 3 "))
        .and_then(|chance| chance.parse().ok())
        .expect("the first player's second strategy");
    assert!((violate - 0.190_982).abs() < 1e-6, "{violate}");
}

#[test]
fn invalid_arguments_are_refused() {
    let temp = Folder::with(&[]);
    for (arguments, code, words) in [
        (
            vec!["missing.efg", "--format", "efg"],
            3,
            "there is no file missing.efg",
        ),
        (
            vec!["missing.toml", "--format", "efg"],
            3,
            "there is no file missing.toml",
        ),
        (vec![".", "--format", "efg"], 3, "folder"),
        (vec!["x.efg"], 2, "--format"),
        (vec!["x.toml", "--format", "prism"], 2, "--out"),
        (
            vec!["x.efg", "--format", "efg", "--set", "a=1"],
            2,
            "--set is for scenarios",
        ),
        (
            vec!["x.efg", "--format", "efg", "--variant", "a"],
            2,
            "--variant is for scenarios",
        ),
        (
            vec!["x.toml", "--format", "prism", "--lambda", "1", "--out", "y"],
            2,
            "--lambda is for game files",
        ),
        (
            vec!["x.efg", "--format", "prism", "--lambda=-1", "--out", "y"],
            2,
            "not a precision",
        ),
        (
            vec!["x.toml", "--format", "efg", "--max-nodes", "0"],
            2,
            "not a number of nodes",
        ),
    ] {
        let Finished {
            out: printed,
            err: said,
            ..
        } = export(&temp, code, &arguments);
        assert_eq!(printed, "");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    let Finished { out: help, .. } = export(&temp, 0, &["--help"]);
    assert!(help.contains("Examples:"), "{help}");
    assert!(temp.names().is_empty());
}

#[test]
fn labels_that_are_not_utf8_are_read() {
    let temp = Folder::with(&[]);
    let file = temp.path().join("latin.efg");
    fs::write(&file, b"EFG 2 R \"\xc4\" { \"\xd6\" }\nt \"\" 1 \"x\" { 1 }\n").expect("there is room");
    let Finished {
        out: printed,
        err: said,
        ..
    } = export(&temp, 0, &["latin.efg", "--format", "efg"]);
    assert!(said.contains("E1052"), "{said}");
    let mut sources = Sources::new();
    let source = sources.add("printed", printed.as_str());
    let Form::Tree(tree) = parse(source, &printed).expect("it is a game").form else {
        panic!("it is a tree");
    };
    assert_eq!((tree.title.as_str(), tree.players[0].as_str()), ("?", "?"));
}
