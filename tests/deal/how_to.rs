//! The pages on studies: their commands run, and print what stands below them.
//!
//! `SNAPSHOTS=overwrite cargo test --release --test deal how_to` writes what they print.

use std::fs;
use std::path::Path;

use snapbox::{Assert, Data};

use crate::support::command::run;
use crate::support::files::{project, text};

const COMMAND: &str = "```sh\npactum ";
const OUTPUT: &str = "```text\n";
const END: &str = "```\n";

/// The page with the output of each command as it is now. Output stands below those commands that a block of text follows;
/// the path of the results, its last line, is left out.
fn filled(page: &str, room: &Path) -> String {
    let mut filled = String::new();
    let mut rest = page;
    while let Some(place) = rest.find(COMMAND) {
        let start = place + COMMAND.len();
        let (before, after) = rest.split_at(start);
        let (command, after) = after.split_once('\n').expect("a command has a line");
        filled += &format!("{before}{command}\n");
        let printed = output(command, room);
        rest = after.strip_prefix(END).expect("a block has one command");
        filled += END;
        if let Some(old) = rest.strip_prefix('\n').and_then(|rest| rest.strip_prefix(OUTPUT)) {
            filled += &format!("\n{OUTPUT}{printed}{END}");
            rest = old.split_once(END).expect("a block ends").1;
        }
    }
    filled + rest
}

fn output(command: &str, room: &Path) -> String {
    let words: Vec<&str> = command.split_whitespace().collect();
    let printed = run(room, &words).expect(0).out;
    let mut lines: Vec<&str> = printed.trim_end().lines().collect();
    lines.pop();
    format!("{}\n", lines.join("\n").trim_end())
}

fn is_up_to_date(name: &str) {
    let room = tempfile::tempdir().expect("a folder");
    let scenarios = room.path().join("scenarios");
    for folder in ["", "classics"] {
        fs::create_dir_all(scenarios.join(folder)).expect("there is room");
        for file in fs::read_dir(project("scenarios").join(folder)).expect("they are there") {
            let file = file.expect("it is there");
            if file.path().is_file() {
                fs::copy(file.path(), scenarios.join(folder).join(file.file_name())).expect("there is room");
            }
        }
    }
    let path = format!("docs/studies/{name}.md");
    let page = filled(&text(&path), room.path());
    Assert::new()
        .action_env("SNAPSHOTS")
        .eq(page, Data::read_from(&project(&path), None).raw());
}

#[test]
fn the_page_on_sweeps_is_up_to_date() {
    is_up_to_date("sweep");
}

#[test]
fn the_page_on_thresholds_is_up_to_date() {
    is_up_to_date("threshold");
}

#[test]
fn the_page_on_design_is_up_to_date() {
    is_up_to_date("design");
}
