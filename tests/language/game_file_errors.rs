//! Mistakes in game files and what is said about them, side by side: `errors/NAME.efg` has its message in `NAME.txt`.
//!
//! `SNAPSHOTS=overwrite cargo test --test language game_file_errors` writes the messages anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pactum::unstable::interchange::game_file;
use pactum::unstable::source::code::all;
use snapbox::{Assert, Data};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interchange/errors")
}

/// The mistakes, by name.
fn mistakes() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the folder can be read");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| game_file(file));
    files.sort();
    files
}

/// The exit code, and what is said on standard error.
fn told(file: &Path) -> String {
    let place = tempfile::tempdir().expect("a temporary folder");
    let output = Command::new(env!("CARGO_BIN_EXE_pactum"))
        .current_dir(folder())
        .arg("export")
        .arg(file.file_name().expect("a file has a name"))
        .args(["--format", "prism", "--lambda", "1", "--color", "never", "--out"])
        .arg(place.path().join("chain"))
        .stdin(Stdio::null())
        .output()
        .expect("pactum runs");
    let code = output.status.code().expect("pactum ends by itself");
    let message = String::from_utf8(output.stderr).expect("messages are text");
    format!("exit code {code}\n\n{message}")
}

#[test]
fn golden_mistakes_are_told_as_they_should_be() {
    let files = mistakes();
    assert!(files.len() >= 35, "{} mistakes", files.len());
    let assert = Assert::new().action_env("SNAPSHOTS");
    let mut wrong = Vec::new();
    for file in files {
        let said = told(&file);
        assert!(said.contains("[E10"), "{}: {said}", file.display());
        let expected = Data::read_from(&file.with_extension("txt"), None);
        if let Err(difference) = assert.try_eq(Some(&file.display()), said.into(), expected) {
            wrong.push(difference.to_string());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn golden_mistakes_are_of_every_kind() {
    let texts = mistakes().into_iter();
    let texts: String = texts
        .map(|file| fs::read_to_string(file.with_extension("txt")).unwrap_or_default())
        .collect();
    let missing: BTreeSet<String> = all()
        .map(|code| code.name())
        .filter(|name| name.len() > 4 && !texts.contains(&format!("[{name}]")))
        .collect();
    assert!(missing.is_empty(), "no golden mistake shows {missing:?}");
}
