//! The pages on the deal show what the scenarios give.
//!
//! `SNAPSHOTS=overwrite cargo test --release --test deal` writes their numbers. Signs are counted over draws in an
//! optimised build only, as that takes a minute or two; elsewhere their column stays as it is.

use snapbox::{Assert, Data};

use crate::figures::FIGURES;
use crate::marks::{Mark, fill};
use crate::runs::work_out;
use crate::support::command::run;
use crate::support::files::{project, text};
use crate::tables::{against_table, number, precision_table, run_table, shares, signs_table};
use crate::wants::wants_table;

/// How many questions there are.
const QUESTIONS: usize = 11;

fn is_up_to_date(name: &str, answer: &dyn Fn(Mark<'_>) -> String) {
    let path = format!("docs/{name}");
    Assert::new()
        .action_env("SNAPSHOTS")
        .eq(fill(&text(&path), answer), Data::read_from(&project(&path), None).raw());
}

/// The text at a mark of any page, except the signs over draws.
fn answer(mark: Mark<'_>) -> String {
    match mark {
        Mark::Number(name) => number(name),
        Mark::Table("wants", _) => wants_table(),
        Mark::Table(name, _) => table(name),
    }
}

fn table(name: &str) -> String {
    let mut tables = FIGURES.tables.iter().filter(|table| table.name == name);
    let mut against = FIGURES.against.iter().filter(|table| table.name == name);
    let by_precision = FIGURES.by_precision.iter();
    let mut by_precision = by_precision.filter(|table| table.name == name);
    let found = tables.next().map(run_table);
    let found = found.or_else(|| against.next().map(against_table));
    let found = found.or_else(|| by_precision.next().map(precision_table));
    found.unwrap_or_else(|| panic!("no table {name}"))
}

#[test]
fn the_page_on_anchoring_is_up_to_date() {
    is_up_to_date("anchoring.md", &answer);
}

#[test]
fn the_page_of_questions_is_up_to_date() {
    is_up_to_date("questions.md", &answer);
}

#[test]
fn the_page_on_the_deal_is_up_to_date() {
    is_up_to_date("deal.md", &answer);
}

#[test]
fn the_page_of_signs_is_up_to_date() {
    let drawn = (!cfg!(debug_assertions)).then(|| work_out(FIGURES.drawn()));
    is_up_to_date("signs.md", &|mark| match mark {
        Mark::Table("signs", old) => {
            let counted = drawn.as_ref().map(shares);
            signs_table(&counted.unwrap_or_else(|| last_column(old)))
        }
        other => answer(other),
    });
}

/// What stands in the last column of a table, row by row.
fn last_column(table: &str) -> Vec<String> {
    let rows = table.lines().skip(2);
    rows.filter_map(|row| row.trim_end_matches(" |").rsplit_once("| "))
        .map(|(_, last)| last.to_owned())
        .collect()
}

/// What is listed is shown, so that no run is made for nothing.
#[test]
fn every_figure_stands_on_some_page() {
    let pages = ["anchoring.md", "questions.md", "deal.md", "signs.md"].map(|name| text(&format!("docs/{name}")));
    let text = pages.concat();
    let numbers = FIGURES.numbers.iter().map(|number| number.name.clone());
    let tables = FIGURES.tables.iter().map(|table| &table.name);
    let tables = tables.chain(FIGURES.against.iter().map(|table| &table.name));
    let tables = tables.chain(FIGURES.by_precision.iter().map(|table| &table.name));
    let marks = numbers.chain(tables.map(|name| format!("table {name}")));
    let unused: Vec<String> = marks.filter(|mark| !text.contains(&format!("<!--{mark}-->"))).collect();
    assert_eq!(unused, [""; 0]);
}

/// Each question has a command or two, and they run: in an optimised build all of them, elsewhere those on the main
/// scenario, as the others have large games.
#[test]
fn the_commands_of_the_page_of_questions_run() {
    let text = text("docs/questions.md");
    let room = tempfile::tempdir().expect("a folder");
    let out = room.path().join("results").display().to_string();
    let commands: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("pactum ")).collect();
    assert!(commands.len() >= QUESTIONS, "{commands:?}");
    let main_only = cfg!(debug_assertions);
    for command in commands
        .iter()
        .filter(|command| !main_only || command.contains("nato_clause"))
    {
        let words: Vec<&str> = command.split_whitespace().collect();
        let few = ["--draws", "1", "--games", "1", "--force", "--quiet", "--out", &out];
        let more: &[&str] = if words[0] == "run" { &few } else { &["--quiet"] };
        run(&project(""), &[&words[..], more].concat()).expect(0);
    }
}
