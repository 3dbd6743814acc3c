//! Scenario files with a mistake and their messages: each `tests/golden_errors/NAME.toml` has its message in
//! `NAME.txt`.
//!
//! `SNAPSHOTS=overwrite cargo test --test language golden_errors` writes the messages.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pactum::unstable::source::code::all;

use crate::golden::{expect_messages, messages};
use crate::support::command::{Finished, run};
use crate::support::file_list::files_below;
use crate::support::files::project;

/// The codes that no single scenario file can show, and a warning of what draws may come to.
const SHOWN_ELSEWHERE: [&str; 4] = ["E515", "E601", "E704", "E812"];

/// Warnings about sound files are tried with what `check` proves and tells, mistakes of game files with game files.
fn tried_elsewhere(name: &str) -> bool {
    name.starts_with("E9") || name.starts_with("E10") && name.len() > 4
}

fn folder() -> PathBuf {
    project("tests/golden_errors")
}

/// The files with a mistake, by name.
fn mistakes() -> Vec<PathBuf> {
    let mut files = files_below("tests/golden_errors", "toml");
    files.retain(|file| file.parent() == Some(&folder()));
    files
}

/// The arguments that a file asks for in a comment.
fn arguments(text: &str) -> Vec<String> {
    let line = text.lines().find_map(|line| line.strip_prefix("# arguments: "));
    line.map_or_else(Vec::new, |line| line.split_whitespace().map(str::to_owned).collect())
}

/// The exit code, and the text on standard error.
fn shown(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("a text");
    let name = file
        .file_name()
        .expect("a file has a name")
        .to_string_lossy()
        .into_owned();
    let mut all = vec!["check".to_owned(), name];
    all.extend(arguments(&text));
    all.extend(["--draws", "1", "--color", "never"].map(str::to_owned));
    let Finished { code, err, .. } = run(&folder(), &all);
    format!("exit code {code}\n\n{err}")
}

#[test]
fn every_mistake_has_its_golden_message() {
    let files = mistakes();
    assert!(files.len() >= 100, "{} mistakes", files.len());
    expect_messages(&files, |file| {
        let message = shown(file);
        let refused = message.starts_with("exit code 3") || message.starts_with("exit code 2");
        assert!(refused, "{}: {message}", file.display());
        message
    });
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
fn every_code_has_a_golden_message() {
    let all_texts = messages(&mistakes());
    let missing: BTreeSet<String> = all()
        .map(|code| code.name())
        .filter(|name| !SHOWN_ELSEWHERE.contains(&name.as_str()))
        .filter(|name| !tried_elsewhere(name))
        .filter(|name| !all_texts.contains(&format!("[{name}]")))
        .collect();
    assert!(missing.is_empty(), "no golden mistake shows {missing:?}");
}
