//! Files whose texts would do something to a terminal or a spreadsheet: nothing of them acts.

use crate::folder::Folder;
use crate::support::command::Finished;

/// Clears the screen, turns the direction of what follows, hides a character, and looks like a formula.
const SCENARIO: &str = r##"
title = "=\u001b[2J\u001b[31mEVIL\u001b]0;owned\u0007\u202eleft\u200b\u2066"
periods = 2
[actors.a]
label = "=\u001b[2JA\u202e"
strategy = { logit = 1 }
[[actors.a.payoffs]]
name = "p"
label = "@\u009bterm"
paid = "at_end"
amount = "if(x == v, worth, 0)"
[variables.x]
label = "x\u200f"
values = ["u", "v", "w"]
start = "u"
[parameters.worth]
label = "+worth\u001b"
unit = "-euros\u001b[5m"
value = 1
spread = { uniform = 0.5 }
lever = true
note = "=1+1\n\u001b[2J"
source = "=HYPERLINK(\"http://example.org\")\u202e"
[parameters.q]
value = 0.5
spread = { uniform = 0.1 }
note = "assumption\u0007"
[[stages]]
name = "s"
label = "\u001b[2Jstage"
actor = "a"
[[stages.actions]]
name = "l"
label = "left\u0007\nright"
[[stages.actions]]
name = "r"
branches = [ { name = "b", probability = "q", set = { x = "v" } }, { otherwise = true, set = { x = "w" } } ]
[[outcomes]]
name = "o1"
label = "\u202eone"
when = "x == v"
[[outcomes]]
name = "end"
at_end = true
[measures.m]
label = "measure\u001b"
unit = "=\u001b%"
value = "if(x == v, 1, 0)"
[variants.first]
title = "=\u001b[2Jfirst\n\u202e"
[variants.second]
title = "second\u200b"
set = { worth = 1.5 }
"##;

/// The same in a game file.
const GAME: &str = "EFG 2 R \"\u{1b}[31mtitle\u{202e}\" { \"\u{1b}[2Jp\" }\np \"\" 1 1 \"\" { \"\u{1b}[31ml\" \"=r\" } 0\nt \"\" 1 \"x\" { 1 }\nt \"\" 2 \"y\u{200b}\" { 0 }\n";

/// Whether a terminal or a reader would be deceived.
fn acts(character: char) -> bool {
    character != '\n' && (character.is_control() || "\u{202e}\u{200b}\u{2066}\u{200f}".contains(character))
}

#[track_caller]
fn harmless(text: &str) {
    let at = text.find(acts);
    assert_eq!(at.map(|at| text[..at].lines().last()), None, "{text:?}");
}

fn hostile() -> Folder {
    Folder::with(&[("deal.toml", SCENARIO), ("game.efg", GAME)])
}

#[test]
fn no_command_prints_what_acts() {
    let temp = hostile();
    let few = ["--draws", "20"];
    let lines: [&[&str]; 22] = [
        &["check", "deal.toml"],
        &["check", "deal.toml", "--parameters"],
        &["check", "deal.toml", "--format", "json"],
        &["run", "deal.toml", "--games", "4"],
        &["run", "deal.toml", "--games", "4", "--format", "json"],
        &["run", "deal.toml", "--games", "4", "--format", "csv"],
        &["compare", "deal.toml"],
        &["compare", "deal.toml", "--format", "json"],
        &["explain", "deal.toml"],
        &["trace", "deal.toml"],
        &["solve", "deal.toml"],
        &["solve", "game.efg", "--lambda", "1"],
        &["solve", "game.efg", "--lambda", "1", "--format", "csv"],
        &["solve", "game.efg", "--lambda", "1", "--format", "json"],
        &["sweep", "deal.toml", "--vary", "worth=0:1:0.5"],
        &[
            "threshold",
            "deal.toml",
            "--vary",
            "worth=0:2",
            "--outcome",
            "o1",
            "--at",
            "0.3",
        ],
        &["design", "deal.toml", "--vary", "worth=0:1:0.5", "--payoff", "a"],
        &["sensitivity", "deal.toml", "--method", "local"],
        &["value", "deal.toml", "--payoff", "a"],
        &["graph", "deal.toml"],
        &["graph", "deal.toml", "--format", "dot"],
        &["runs"],
    ];
    for line in lines {
        let drawn = ["run", "compare", "sweep", "threshold", "design", "value"].contains(&line[0]);
        let line = [line, if drawn { &few } else { &[] }].concat();
        let Finished { code, out, err } = temp.run(0, &line);
        assert!(code == 0 && !out.is_empty(), "{line:?}: {err}");
        harmless(&out);
        harmless(&err);
    }
}

#[test]
fn tables_and_pages_of_a_folder_are_harmless() {
    let temp = hostile();
    temp.run(0, &["run", "deal.toml", "--draws", "8", "--games", "4", "--out", "r"]);
    temp.run(0, &["report", "r", "--out", "r.html"]);
    for file in [
        "r/summary.txt",
        "r/summary.json",
        "r/datapackage.json",
        "r/labels.csv",
        "r.html",
    ] {
        harmless(&temp.text(file));
    }
    let labels = temp.text("r/labels.csv");
    for cell in [
        "'=\\u{1b}[2JA\\u{202e}",
        "'@\\u{9b}term",
        "'+worth\\u{1b}",
        "'-euros\\u{1b}[5m",
        "\"'=1+1\n\\u{1b}[2J\"",
        "\"'=HYPERLINK(\"\"http://example.org\"\")\\u{202e}\"",
    ] {
        assert!(labels.contains(cell), "{cell} in {labels}");
    }
    let page = temp.text("r.html");
    // The apostrophe belongs to the table, not to the label.
    assert!(
        page.contains("+worth\\u{1b}") && !page.contains("&#39;+worth"),
        "{page}"
    );
}

#[test]
fn names_of_a_game_file_are_no_formulas() {
    let temp = hostile();
    let table = temp
        .run(0, &["solve", "game.efg", "--lambda", "1", "--format", "csv"])
        .out;
    assert!(table.contains(",'=r,"), "{table}");
}
