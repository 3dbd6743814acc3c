//! `pactum fmt` as a user meets it: what it writes, what it lists, what it leaves alone, and its exit codes.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const MESSY: &str = "title='x' # why\n[actors.a]\ntypes = {b=1}\n";
const TIDY: &str = "title = 'x' # why\n\n[actors.a]\ntypes = { b = 1 }\n";

/// A folder with a file out of its usual form, one in it, and one that is no TOML.
fn place() -> TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in [("messy.toml", MESSY), ("tidy.toml", TIDY), ("bad.toml", "title = \n")] {
        fs::write(place.path().join(name), text).expect("written");
    }
    place
}

fn text(place: &TempDir, name: &str) -> String {
    fs::read_to_string(place.path().join(name)).expect("a text")
}

/// The names in the folder, in order.
fn names(place: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(place.path()).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            let name = entry.expect("an entry").file_name();
            name.to_string_lossy().into_owned()
        })
        .collect();
    names.sort();
    names
}

fn pactum(place: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pactum"));
    command
        .current_dir(place)
        .arg("fmt")
        .args(arguments)
        .stdin(Stdio::null());
    command
}

/// What is said on standard output and standard error.
#[track_caller]
fn told(output: &Output, code: i32) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("a text");
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}\n{err}");
    (out, err)
}

#[track_caller]
fn expect(place: &TempDir, code: i32, arguments: &[&str]) -> (String, String) {
    let output = pactum(place.path(), arguments).output();
    told(&output.expect("pactum runs"), code)
}

#[track_caller]
fn expect_of(input: &str, code: i32, arguments: &[&str]) -> (String, String) {
    let place = place();
    let mut command = pactum(place.path(), arguments);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("pactum runs");
    let mut pipe = child.stdin.take().expect("a pipe");
    // Who refuses the arguments ends without listening.
    match pipe.write_all(input.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => panic!("{error}"),
        _ => drop(pipe),
    }
    let output = child.wait_with_output().expect("it ends");
    told(&output, code)
}

#[test]
fn files_are_formatted_in_place() {
    let place = place();
    let before = fs::metadata(place.path().join("tidy.toml")).expect("it is there");
    let (out, err) = expect(&place, 0, &["messy.toml", "tidy.toml"]);
    assert_eq!((out.as_str(), err.as_str()), ("messy.toml\n", "1 of 2 changed\n"));
    assert_eq!(text(&place, "messy.toml"), TIDY);
    let after = fs::metadata(place.path().join("tidy.toml")).expect("it is there");
    assert_eq!(before.modified().ok(), after.modified().ok());
    assert_eq!(names(&place), ["bad.toml", "messy.toml", "tidy.toml"]);
    let (out, err) = expect(&place, 0, &["messy.toml", "tidy.toml", "--quiet"]);
    assert_eq!((out.as_str(), err.as_str()), ("", ""));
}

#[test]
fn a_check_lists_and_changes_nothing() {
    let place = place();
    let (out, err) = expect(&place, 5, &["--check", "tidy.toml", "messy.toml"]);
    assert_eq!((out.as_str(), err.as_str()), ("messy.toml\n", "1 of 2 would change\n"));
    assert_eq!(text(&place, "messy.toml"), MESSY);
    expect(&place, 0, &["--check", "tidy.toml"]);
    expect(&place, 3, &["--check", "bad.toml", "messy.toml"]);
}

/// One bad file among several: it is told where and why, and all of them stay as they are.
#[test]
fn what_is_no_toml_stays_as_it_is() {
    let place = place();
    let (out, err) = expect(&place, 3, &["messy.toml", "bad.toml", "none.toml"]);
    assert_eq!(out, "");
    assert!(err.contains("error[E101]"), "{err}");
    assert!(err.contains("bad.toml:1:9"), "{err}");
    assert!(err.contains("there is no file none.toml"), "{err}");
    assert_eq!(text(&place, "bad.toml"), "title = \n");
    assert_eq!(text(&place, "messy.toml"), MESSY);
    expect(&place, 3, &["."]);
    expect(&place, 2, &[]);
}

#[test]
fn standard_input_goes_to_standard_output() {
    assert_eq!(expect_of(MESSY, 0, &["-"]), (TIDY.into(), String::new()));
    assert_eq!(expect_of(MESSY, 5, &["-", "--check"]), ("-\n".into(), String::new()));
    assert_eq!(expect_of(TIDY, 0, &["-", "--check"]), (String::new(), String::new()));
    let (out, err) = expect_of("title = \n", 3, &["-"]);
    assert_eq!(out, "");
    assert!(err.contains("standard input:1:9"), "{err}");
    expect_of(MESSY, 2, &["-", "tidy.toml"]);
}

/// Whoever has the old file open goes on reading the old text, and never a part of the new.
#[test]
fn a_file_is_replaced_as_a_whole() {
    let place = place();
    let mut old = File::open(place.path().join("messy.toml")).expect("it is there");
    expect(&place, 0, &["messy.toml"]);
    let mut read = String::new();
    old.read_to_string(&mut read).expect("it is a text");
    assert_eq!((read.as_str(), text(&place, "messy.toml").as_str()), (MESSY, TIDY));
}

#[cfg(unix)]
#[test]
fn links_and_rights_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let place = place();
    let messy = place.path().join("messy.toml");
    fs::set_permissions(&messy, fs::Permissions::from_mode(0o640)).expect("it is ours");
    let link = place.path().join("link.toml");
    symlink("messy.toml", &link).expect("links can be made here");
    expect(&place, 0, &["link.toml"]);
    assert_eq!(text(&place, "messy.toml"), TIDY);
    let link = fs::symlink_metadata(&link).expect("it is there");
    assert!(link.is_symlink());
    let rights = fs::metadata(&messy).expect("it is there").permissions();
    assert_eq!(rights.mode() & 0o777, 0o640);
}

#[test]
fn a_file_that_may_not_be_written_to_stays_as_it_is() {
    let place = place();
    let messy = place.path().join("messy.toml");
    let rights = fs::metadata(&messy).expect("it is there").permissions();
    let mut less = rights.clone();
    less.set_readonly(true);
    fs::set_permissions(&messy, less).expect("it is ours");
    let (_, err) = expect(&place, 4, &["messy.toml"]);
    assert!(err.contains("messy.toml may not be written to"), "{err}");
    assert_eq!(text(&place, "messy.toml"), MESSY);
    expect(&place, 5, &["messy.toml", "--check"]);
    fs::set_permissions(&messy, rights).expect("it is ours");
}
