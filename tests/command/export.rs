//! `pactum export` as users meet it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use pactum::unstable::interchange::{Form, parse};
use pactum::unstable::source::Sources;

use crate::support::game_file::parsed;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn export(place: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pactum"))
        .current_dir(place)
        .arg("export")
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("pactum runs")
}

/// Runs an export that ends so; what it prints, and what it says.
fn expect(place: &Path, code: i32, arguments: &[&str]) -> (String, String) {
    let output = export(place, arguments);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it is text");
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {err}");
    (out, err)
}

fn classic(name: &str) -> String {
    let path = root().join("scenarios/classics").join(name);
    path.display().to_string()
}

fn game(name: &str) -> String {
    root().join("scenarios/games").join(name).display().to_string()
}

fn names(place: &Path) -> Vec<String> {
    let entries = fs::read_dir(place).expect("the folder can be read");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_holds_what_would_be_printed() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let scenario = classic("centipede.toml");
    let (printed, said) = expect(place.path(), 0, &[&scenario, "--format", "efg"]);
    assert!(
        said.contains("The scenario has the logit equilibrium at lambda = 0.2."),
        "{said}"
    );
    assert!(printed.contains("at lambda = 0.2."), "the file says it too");
    let to_file = [&scenario, "--format", "efg", "--out", "game.efg"];
    let (listed, _) = expect(place.path(), 0, &to_file);
    assert_eq!(listed, "game.efg\n");
    let file = place.path().join("game.efg");
    assert_eq!(fs::read_to_string(&file).expect("it is there"), printed);
    fs::write(&file, "mine").expect("there is room");
    let (_, said) = expect(place.path(), 4, &to_file);
    assert!(said.contains("game.efg exists already"), "{said}");
    assert_eq!(fs::read_to_string(&file).expect("it is there"), "mine");
    expect(place.path(), 0, &[&to_file[..], &["--force"]].concat());
    assert_eq!(fs::read_to_string(&file).expect("it is there"), printed);
    assert_eq!(names(place.path()), ["game.efg"]);
    let (_, said) = expect(place.path(), 0, &[&scenario, "--format", "efg", "--quiet"]);
    assert_eq!(said, "");
}

#[test]
fn variants_and_settings_reach_the_file() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let scenario = classic("screening.toml");
    let set = [&scenario, "--format", "efg", "--set", "responder.low_cost=0.25"];
    let (printed, _) = expect(place.path(), 0, &set);
    assert!(printed.contains("\"low_cost\" 1/4 \"high_cost\" 3/4"), "{printed}");
    let scenario = classic("prisoners_dilemma.toml");
    let best = [&scenario, "--format", "nfg", "--variant", "best_reply"];
    let (printed, said) = expect(place.path(), 0, &best);
    assert!(
        said.contains("Playing best responses in the scenario: row, column."),
        "{said}"
    );
    assert!(matches!(parsed(&printed).form, Form::Table(_)));
    let (_, said) = expect(place.path(), 2, &[&scenario, "--format", "efg", "--variant", "x"]);
    assert!(said.contains("there is no variant `x`"), "{said}");
}

#[test]
fn what_is_not_the_same_is_said() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let (printed, said) = expect(place.path(), 0, &[&classic("joint_resolve.toml"), "--format", "efg"]);
    let own_prior = "a prior of its own is held by pessimist";
    assert!(said.contains(own_prior) && printed.contains(own_prior), "{said}");
    fs::write(
        place.path().join("deal.toml"),
        include_str!("../../src/cli/templates/deal.toml"),
    )
    .expect("there is room");
    let (printed, said) = expect(
        place.path(),
        0,
        &["deal.toml", "--format", "efg", "--max-nodes", "2000"],
    );
    for words in ["Not the same: ", "precision in period t is lambda x discount^(1-t)"] {
        assert!(said.contains(words) && printed.contains(words), "{said}");
    }
}

#[test]
fn large_trees_are_refused_with_their_size() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let scenario = root().join("scenarios/nato_clause.toml").display().to_string();
    let (printed, said) = expect(place.path(), 4, &[&scenario, "--format", "efg", "--out", "x.efg"]);
    assert_eq!(printed, "");
    assert!(
        said.contains("the tree would have 4.2e67 nodes, more than 500"),
        "{said}"
    );
    let seasons = root()
        .join("tests/interchange/scenarios/two_seasons.toml")
        .display()
        .to_string();
    let (_, said) = expect(place.path(), 4, &[&seasons, "--format", "nfg"]);
    assert!(
        said.contains("2455 nodes, more than 500; raise it with --max-nodes 2455"),
        "{said}"
    );
    let (printed, _) = expect(place.path(), 0, &[&seasons, "--format", "efg", "--max-nodes", "2455"]);
    assert_eq!(
        printed.lines().filter(|line| line.starts_with(['c', 'p', 't'])).count(),
        2455
    );
    let (_, said) = expect(place.path(), 4, &[&seasons, "--format", "nfg", "--max-nodes", "2455"]);
    assert!(said.contains("the tree has more than 1000 nodes"), "{said}");
    assert!(names(place.path()).is_empty());
}

#[test]
fn game_files_go_from_form_to_form() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let (tree, _) = expect(place.path(), 0, &[&game("stag_hunt.nfg"), "--format", "efg"]);
    fs::write(place.path().join("stag_hunt.efg"), &tree).expect("there is room");
    let (table, said) = expect(place.path(), 0, &["stag_hunt.efg", "--format", "nfg"]);
    assert_eq!(said, "");
    let original = fs::read_to_string(game("stag_hunt.nfg")).expect("a text");
    assert_eq!(parsed(&table).form, parsed(&original).form);
    let (_, said) = expect(place.path(), 0, &[&game("centipede.efg"), "--format", "nfg"]);
    assert!(said.contains("not the same logit equilibria"), "{said}");
    let (again, _) = expect(place.path(), 0, &[&game("kuhn.efg"), "--format", "efg"]);
    assert_eq!(again, fs::read_to_string(game("kuhn.efg")).expect("a text"));
}

#[test]
fn chains_come_as_files_with_one_beginning() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let arguments = [&classic("inspection.toml"), "--format", "prism", "--out", "chain"];
    let (listed, _) = expect(place.path(), 0, &arguments);
    let files = [
        "chain.inspector.srew",
        "chain.inspector_losses.srew",
        "chain.lab",
        "chain.prism",
        "chain.russia.srew",
        "chain.russia_losses.srew",
        "chain.tra",
    ];
    assert_eq!(names(place.path()), files);
    let mut listed: Vec<&str> = listed.lines().collect();
    listed.sort_unstable();
    assert_eq!(listed, files);
    let text = |name: &str| fs::read_to_string(place.path().join(name)).expect("it is there");
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
    fs::remove_file(place.path().join("chain.tra")).expect("it is there");
    let (_, said) = expect(place.path(), 4, &arguments);
    assert!(said.contains("chain.lab exists already"), "{said}");
    assert!(!place.path().join("chain.tra").exists(), "nothing is written by half");
}

#[test]
fn a_game_file_is_solved_at_the_precision_that_is_given() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let chain = [&game("inspection.nfg"), "--format", "prism", "--out", "chain"];
    let (_, said) = expect(place.path(), 2, &chain);
    assert!(said.contains("--lambda"), "{said}");
    expect(place.path(), 0, &[&chain[..], &["--lambda", "1"]].concat());
    let text = fs::read_to_string(place.path().join("chain.tra")).expect("it is there");
    let violate: f64 = text
        .lines()
        .find_map(|line| line.strip_prefix("1 3 "))
        .and_then(|chance| chance.parse().ok())
        .expect("the first player's second strategy");
    assert!((violate - 0.190_982).abs() < 1e-6, "{violate}");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let place = tempfile::tempdir().expect("a temporary folder");
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
        let (printed, said) = expect(place.path(), code, &arguments);
        assert_eq!(printed, "");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    let (help, _) = expect(place.path(), 0, &["--help"]);
    assert!(help.contains("Examples:"), "{help}");
    assert!(names(place.path()).is_empty());
}

#[test]
fn bytes_that_are_no_text_are_read_as_labels() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let file = place.path().join("latin.efg");
    fs::write(&file, b"EFG 2 R \"\xc4\" { \"\xd6\" }\nt \"\" 1 \"x\" { 1 }\n").expect("there is room");
    let (printed, said) = expect(place.path(), 0, &["latin.efg", "--format", "efg"]);
    assert!(said.contains("E1052"), "{said}");
    let mut sources = Sources::new();
    let source = sources.add("printed", printed.as_str());
    let Form::Tree(tree) = parse(source, &printed).expect("it is a game").form else {
        panic!("it is a tree");
    };
    assert_eq!((tree.title.as_str(), tree.players[0].as_str()), ("?", "?"));
}
