//! Mistakes and what is said about them, side by side: each `tests/golden_errors/NAME.toml` has its message in `NAME.txt`.
//!
//! `SNAPSHOTS=overwrite cargo test --test language golden_errors` writes the messages anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pactum::unstable::source::code::all;
use snapbox::{Assert, Data};

/// The codes that no single scenario file can show, and a warning of what draws may come to.
const SHOWN_ELSEWHERE: [&str; 4] = ["E515", "E601", "E704", "E812"];

/// Warnings about sound files are tried with what `check` proves and tells, mistakes of game files with game files.
fn tried_elsewhere(name: &str) -> bool {
    name.starts_with("E9") || name.starts_with("E10") && name.len() > 4
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden_errors")
}

/// The mistakes, by name.
fn mistakes() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the folder can be read");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    files
}

/// The arguments that a file asks for in a comment.
fn arguments(text: &str) -> Vec<String> {
    let line = text.lines().find_map(|line| line.strip_prefix("# arguments: "));
    line.map_or_else(Vec::new, |line| line.split_whitespace().map(str::to_owned).collect())
}

/// The exit code, and what is said on standard error.
fn told(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("a text");
    let name = file.file_name().expect("a file has a name");
    let output = Command::new(env!("CARGO_BIN_EXE_pactum"))
        .current_dir(folder())
        .arg("check")
        .arg(name)
        .args(arguments(&text))
        .args(["--draws", "1", "--color", "never"])
        .stdin(Stdio::null())
        .output()
        .expect("pactum runs");
    let code = output.status.code().expect("pactum ends by itself");
    let message = String::from_utf8(output.stderr).expect("messages are text");
    format!("exit code {code}\n\n{message}")
}

#[test]
fn every_mistake_is_told_as_it_should_be() {
    let files = mistakes();
    assert!(files.len() >= 100, "{} mistakes", files.len());
    let assert = Assert::new().action_env("SNAPSHOTS");
    let mut wrong = Vec::new();
    for file in files {
        let said = told(&file);
        if !said.starts_with("exit code 3") && !said.starts_with("exit code 2") {
            wrong.push(format!("{}: {said}", file.display()));
            continue;
        }
        let expected = Data::read_from(&file.with_extension("txt"), None);
        if let Err(difference) = assert.try_eq(Some(&file.display()), said.into(), expected) {
            wrong.push(difference.to_string());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Mistakes of the command line, and of the scenario as a whole.
const WITHOUT_PLACE: [&str; 2] = ["too_large", "variant_unknown"];

#[test]
fn every_mistake_has_its_place() {
    for file in mistakes() {
        let name = file.file_stem().expect("a file has a name");
        let said = fs::read_to_string(file.with_extension("txt")).expect("a text");
        let underlined = said.contains("--> ") && said.contains('^');
        let expected = !WITHOUT_PLACE.iter().any(|other| name == *other);
        assert_eq!(underlined, expected, "{said}");
    }
}

#[test]
fn every_kind_of_mistake_is_there() {
    let texts = mistakes()
        .into_iter()
        .map(|file| fs::read_to_string(file.with_extension("txt")).unwrap_or_default());
    let all_texts: String = texts.collect();
    let missing: BTreeSet<String> = all()
        .map(|code| code.name())
        .filter(|name| !SHOWN_ELSEWHERE.contains(&name.as_str()))
        .filter(|name| !tried_elsewhere(name))
        .filter(|name| !all_texts.contains(&format!("[{name}]")))
        .collect();
    assert!(missing.is_empty(), "no golden mistake shows {missing:?}");
}
