//! Game files with a mistake and their messages: `tests/interchange/errors/NAME.efg` has its message in `NAME.txt`.
//!
//! `SNAPSHOTS=overwrite cargo test --test language game_file_errors` writes the messages.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pactum::unstable::source::code::all;

use crate::golden::{expect_messages, messages};
use crate::support::command::{Finished, run};
use crate::support::file_list::files_below;
use crate::support::files::project;

fn folder() -> PathBuf {
    project("tests/interchange/errors")
}

/// The files with a mistake, by name.
fn mistakes() -> Vec<PathBuf> {
    ["efg", "nfg"]
        .map(|ending| files_below("tests/interchange/errors", ending))
        .concat()
}

/// The exit code, and the text on standard error.
fn shown(file: &Path) -> String {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let name = file.file_name().expect("a file has a name").to_string_lossy();
    let out = temp.path().join("chain").display().to_string();
    let options = ["--format", "prism", "--lambda", "1", "--color", "never", "--out", &out];
    let Finished { code, err, .. } = run(&folder(), &[&["export", &*name], &options[..]].concat());
    format!("exit code {code}\n\n{err}")
}

#[test]
fn every_game_file_mistake_has_its_golden_message() {
    let files = mistakes();
    assert!(files.len() >= 35, "{} mistakes", files.len());
    expect_messages(&files, |file| {
        let message = shown(file);
        assert!(message.contains("[E10"), "{}: {message}", file.display());
        message
    });
}

#[test]
fn every_game_file_code_has_a_golden_message() {
    let texts = messages(&mistakes());
    let missing: BTreeSet<String> = all()
        .map(|code| code.name())
        .filter(|name| name.len() > 4 && !texts.contains(&format!("[{name}]")))
        .collect();
    assert!(missing.is_empty(), "no golden mistake shows {missing:?}");
}
