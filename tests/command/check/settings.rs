//! `check --parameters`: keys can be copied from a terminal of any width, and both streams end with a newline.

use pactum::Row;
use pactum::unstable::report::inventory::{SettingRow, settings};
use pactum::unstable::report::listing::listing;
use pactum::unstable::scenario::{load, read};
use pactum::unstable::source::Sources;

use crate::support::command::{Finished, run};
use crate::support::files::project;

/// Everything that can be set in a document.
fn all(document: &pactum::unstable::scenario::Document, sources: &mut Sources) -> Vec<SettingRow> {
    let variants = document.variants().into_iter();
    let models: Vec<_> = variants
        .map(|variant| {
            let built = document.model(variant, &[], sources);
            (variant.to_owned(), built.expect("it can be built").0)
        })
        .collect();
    settings(&models)
}

fn shipped(name: &str) -> Vec<SettingRow> {
    let mut sources = Sources::new();
    let document = load(&project("scenarios").join(name), &mut sources).expect("it is sound");
    all(&document, &mut sources)
}

/// A cell of a key by the name of its column.
fn cell(key: &SettingRow, column: &str) -> String {
    key.values()[column].as_str().unwrap_or_default().to_owned()
}

#[test]
fn no_key_value_unit_or_distribution_is_broken_at_any_width() {
    for name in ["nato_clause.toml", "europe.toml", "classics/floods_together.toml"] {
        let rows = shipped(name);
        for wide in [60, 80, 100, 120, 200] {
            let text = listing(&rows, wide);
            for row in &rows {
                let (key, value) = (cell(row, "key"), cell(row, "value"));
                let beside = text.lines().any(|line| {
                    let rest = line.strip_prefix(&key).map(str::trim_start);
                    let rest = rest.and_then(|rest| rest.strip_prefix(&value));
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("  "))
                });
                // Where both are too wide for a line, the value stands below, a list on several lines.
                let words: Vec<&str> = text.split_whitespace().collect();
                let below = words.join(" ").contains(&format!("{key} value {value}"));
                assert!(beside || below, "{key} at {wide}:\n{text}");
                for whole in [cell(row, "unit"), cell(row, "distribution")] {
                    let there = text.lines().any(|line| line.contains(&whole));
                    assert!(there, "{whole} at {wide}:\n{text}");
                }
            }
        }
    }
}

/// Whether a line holds words of `source` or `note`.
fn is_prose(line: &str) -> bool {
    let starts = ["    source  ", "    note    ", "            "];
    starts.iter().any(|start| line.starts_with(start))
}

#[test]
fn only_unbreakable_lines_are_wider_than_the_terminal() {
    let rows = shipped("europe.toml");
    for wide in [60, 80, 100, 120, 200] {
        let text = listing(&rows, wide);
        let keys = text.lines().skip(1).filter(|line| !is_prose(line));
        for line in keys.filter(|line| line.chars().count() > wide) {
            let parts = line.split("  ").filter(|part| !part.is_empty());
            assert!(parts.count() <= 2, "{wide}: {line}");
        }
        let mut prose = text.lines().filter(|line| is_prose(line));
        assert!(prose.all(|line| line.chars().count() <= wide.min(100)), "{text}");
    }
}

#[test]
fn notes_and_sources_are_listed_once_and_in_full() {
    let rows = shipped("nato_clause.toml");
    for wide in [60, 120] {
        let text = listing(&rows, wide);
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for said in rows.iter().flat_map(|row| [cell(row, "source"), cell(row, "note")]) {
            let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains(&said), "{said} at {wide}");
        }
        let shared = "worse than any lost war with Ukraine alone";
        assert_eq!(words.matches(shared).count(), 1, "{text}");
        let of_the_first = "accession dates of NATO members";
        assert_eq!(words.matches(of_the_first).count(), 1, "{text}");
    }
}

const SMALL: &str = r#"title = "Small"
periods = 1
[actors.one]
types = { bold = 0.5, shy = 0.5 }
[parameters.worth]
by = "one"
values = { bold = 10, shy = -2.5 }
spread = { uniform = 1 }
unit = "payoff"
lever = true
note = "assumption: the bold make more of it"
[parameters.aid]
value = 0.45
source = "two years"
[[outcomes]]
name = "end"
at_end = true
[variants.as_it_is]
[variants.more]
set = { aid = 1 }
"#;

const AT_80: &str = "\
key            value  unit · distribution · lever

variant as_it_is
worth.bold     10     payoff · uniform(9, 11) · lever
worth.shy      -2.5   payoff · uniform(-3.5, -1.5) · lever
    note    assumption: the bold make more of it
aid            0.45
    source  two years
one.bold       0.5
one.shy        0.5
one.discount   1
periods.count  1
periods.then   stops

variant more, where it differs from as_it_is
aid            1
";

const AT_40: &str = "\
worth.bold     10     lever
    drawn   uniform(9, 11)
worth.shy      -2.5   lever
    drawn   uniform(-3.5, -1.5)
    unit    payoff
    note    assumption: the bold make
            more of it
";

#[test]
fn the_listing_reads_well() {
    let mut sources = Sources::new();
    let document = read(SMALL, "small.toml", &mut sources).expect("it can be read");
    let rows = all(&document, &mut sources);
    assert_eq!(listing(&rows, 80), AT_80);
    assert_eq!(listing(&rows, 1_000), AT_80);
    let narrow = listing(&rows, 40);
    assert!(narrow.contains(AT_40), "{narrow}");
    assert_eq!(listing(&[], 80), "key  value  unit · distribution · lever\n");
}

#[test]
fn each_stream_ends_its_last_line() {
    for more in [&[][..], &["--parameters"], &["--format", "csv"]] {
        let arguments = [&["check", "nato_clause.toml", "--draws", "2"], more].concat();
        let Finished { out, err, .. } = run(&project("scenarios"), &arguments).expect(0);
        for stream in [out, err] {
            assert!(
                stream.ends_with('\n') && !stream.ends_with("\n\n"),
                "{arguments:?}: {stream:?}"
            );
        }
    }
}
