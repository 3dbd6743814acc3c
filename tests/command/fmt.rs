//! `pactum fmt`: what it rewrites, lists and leaves alone, and its exit codes.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::process::Stdio;

use crate::folder::Folder;
use crate::support::command::{Finished, pactum};

const MESSY: &str = "title='x' # why\n[actors.a]\ntypes = {b=1}\n";
const TIDY: &str = "title = 'x' # why\n\n[actors.a]\ntypes = { b = 1 }\n";

/// A folder with one badly formatted file, a well formatted one, and one that is not TOML.
fn messy() -> Folder {
    Folder::with(&[("messy.toml", MESSY), ("tidy.toml", TIDY), ("bad.toml", "title = \n")])
}

#[track_caller]
fn fmt(temp: &Folder, code: i32, arguments: &[&str]) -> Finished {
    temp.run(code, &[&["fmt"], arguments].concat())
}

/// Formats a text on standard input.
#[track_caller]
fn fmt_input(input: &str, code: i32, arguments: &[&str]) -> (String, String) {
    let temp = messy();
    let mut command = pactum(temp.path());
    command
        .arg("fmt")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("pactum starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    // A command that refuses its arguments exits without reading its input.
    match pipe.write_all(input.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => panic!("{error}"),
        _ => drop(pipe),
    }
    let finished = Finished::of(child.wait_with_output().expect("it exits")).expect(code);
    (finished.out, finished.err)
}

#[test]
fn files_are_formatted_in_place() {
    let temp = messy();
    let before = fs::metadata(temp.path().join("tidy.toml")).expect("it is there");
    let Finished { out, err, .. } = fmt(&temp, 0, &["messy.toml", "tidy.toml"]);
    assert_eq!((out.as_str(), err.as_str()), ("messy.toml\n", "1 of 2 changed\n"));
    assert_eq!(temp.text("messy.toml"), TIDY);
    let after = fs::metadata(temp.path().join("tidy.toml")).expect("it is there");
    assert_eq!(before.modified().ok(), after.modified().ok());
    assert_eq!(temp.names(), ["bad.toml", "messy.toml", "tidy.toml"]);
    let Finished { out, err, .. } = fmt(&temp, 0, &["messy.toml", "tidy.toml", "--quiet"]);
    assert_eq!((out.as_str(), err.as_str()), ("", ""));
}

#[test]
fn check_lists_files_and_changes_none() {
    let temp = messy();
    let Finished { out, err, .. } = fmt(&temp, 5, &["--check", "tidy.toml", "messy.toml"]);
    assert_eq!((out.as_str(), err.as_str()), ("messy.toml\n", "1 of 2 would change\n"));
    assert_eq!(temp.text("messy.toml"), MESSY);
    fmt(&temp, 0, &["--check", "tidy.toml"]);
    fmt(&temp, 3, &["--check", "bad.toml", "messy.toml"]);
}

/// One bad file among several: its place and reason are reported, and no file changes.
#[test]
fn invalid_toml_is_left_unchanged() {
    let temp = messy();
    let Finished { out, err, .. } = fmt(&temp, 3, &["messy.toml", "bad.toml", "none.toml"]);
    assert_eq!(out, "");
    assert!(err.contains("error[E101]"), "{err}");
    assert!(err.contains("bad.toml:1:9"), "{err}");
    assert!(err.contains("there is no file none.toml"), "{err}");
    assert_eq!(temp.text("bad.toml"), "title = \n");
    assert_eq!(temp.text("messy.toml"), MESSY);
    fmt(&temp, 3, &["."]);
    fmt(&temp, 2, &[]);
}

#[test]
fn standard_input_goes_to_standard_output() {
    assert_eq!(fmt_input(MESSY, 0, &["-"]), (TIDY.into(), String::new()));
    assert_eq!(fmt_input(MESSY, 5, &["-", "--check"]), ("-\n".into(), String::new()));
    assert_eq!(fmt_input(TIDY, 0, &["-", "--check"]), (String::new(), String::new()));
    let (out, err) = fmt_input("title = \n", 3, &["-"]);
    assert_eq!(out, "");
    assert!(err.contains("standard input:1:9"), "{err}");
    fmt_input(MESSY, 2, &["-", "tidy.toml"]);
}

/// Whoever has the old file open goes on reading the old text, and never a part of the new.
#[test]
fn a_file_is_replaced_as_a_whole() {
    let temp = messy();
    let mut old = File::open(temp.path().join("messy.toml")).expect("it is there");
    fmt(&temp, 0, &["messy.toml"]);
    let mut read = String::new();
    old.read_to_string(&mut read).expect("it is a text");
    assert_eq!((read.as_str(), temp.text("messy.toml").as_str()), (MESSY, TIDY));
}

#[cfg(unix)]
#[test]
fn links_and_permissions_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let temp = messy();
    let messy = temp.path().join("messy.toml");
    fs::set_permissions(&messy, fs::Permissions::from_mode(0o640)).expect("it is ours");
    let link = temp.path().join("link.toml");
    symlink("messy.toml", &link).expect("links can be made here");
    fmt(&temp, 0, &["link.toml"]);
    assert_eq!(temp.text("messy.toml"), TIDY);
    let link = fs::symlink_metadata(&link).expect("it is there");
    assert!(link.is_symlink());
    let rights = fs::metadata(&messy).expect("it is there").permissions();
    assert_eq!(rights.mode() & 0o777, 0o640);
}

#[test]
fn a_read_only_file_is_left_unchanged() {
    let temp = messy();
    let messy = temp.path().join("messy.toml");
    let rights = fs::metadata(&messy).expect("it is there").permissions();
    let mut less = rights.clone();
    less.set_readonly(true);
    fs::set_permissions(&messy, less).expect("it is ours");
    let Finished { err, .. } = fmt(&temp, 4, &["messy.toml"]);
    assert!(err.contains("messy.toml may not be written to"), "{err}");
    assert_eq!(temp.text("messy.toml"), MESSY);
    fmt(&temp, 5, &["messy.toml", "--check"]);
    fs::set_permissions(&messy, rights).expect("it is ours");
}
