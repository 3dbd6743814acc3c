//! The how-to pages of the studies: every command in a `console` block is run as it stands there, and what it prints is what
//! the page shows.
//!
//! `SNAPSHOTS=overwrite cargo test --release --test deal studies` writes it.

use std::path::Path;
use std::process::Command;

use snapbox::{Assert, Data};

use crate::support::command::Finished;
use crate::support::files::{project, text};

const BEGIN: &str = "```console\n";
const END: &str = "```\n";
const PROMPT: &str = "$ ";

/// The page with the output of every command as it is now.
fn worked_out(page: &str, folder: &Path) -> String {
    let mut filled = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (block, after) = after.split_once(END).expect("a block is ended");
        filled += before;
        filled += BEGIN;
        for line in block.lines().filter(|line| line.starts_with(PROMPT)) {
            filled += &format!("{line}\n{}", output(&line[PROMPT.len()..], folder));
        }
        filled += END;
        rest = after;
    }
    filled + rest
}

/// What a command prints on standard output, in a shell that knows `pactum`.
fn output(command: &str, folder: &Path) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_pactum"));
    let script = format!("pactum() {{ '{}' \"$@\"; }}\n{command}", binary.display());
    let mut shell = Command::new("sh");
    let finished = shell.args(["-c", &script]).current_dir(folder).output();
    Finished::of(finished.expect("a shell starts")).expect(0).out
}

fn is_up_to_date(name: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::os::unix::fs::symlink(project("scenarios"), folder.path().join("scenarios")).expect("a link can be made");
    let path = format!("docs/studies/{name}");
    let page = worked_out(&text(&path), folder.path());
    let there = Data::read_from(&project(&path), None).raw();
    Assert::new().action_env("SNAPSHOTS").eq(page, there);
}

#[test]
fn the_page_on_discovery_is_up_to_date() {
    is_up_to_date("discover.md");
}

#[test]
fn the_page_on_sweeps_is_up_to_date() {
    is_up_to_date("sweep.md");
}

#[test]
fn the_page_on_thresholds_is_up_to_date() {
    is_up_to_date("threshold.md");
}

#[test]
fn the_page_on_design_is_up_to_date() {
    is_up_to_date("design.md");
}

#[test]
fn the_page_on_the_value_of_information_is_up_to_date() {
    is_up_to_date("value.md");
}

#[test]
fn the_page_on_sensitivity_is_up_to_date() {
    is_up_to_date("sensitivity.md");
}
