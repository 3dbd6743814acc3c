//! The README shows what `compare` finds.

use std::fs;
use std::path::Path;

use crate::support::command::run;
use crate::support::csv_table::Csv;
use crate::support::files::{project, text};

/// A probability as the first page writes it.
fn rough(chance: f64) -> String {
    format!("{chance:.2}").trim_start_matches('0').to_owned()
}

#[test]
fn the_readme_shows_what_compare_finds() {
    let readme = text("README.md");
    let command = "pactum compare scenarios/nato_clause.toml\n";
    let (_, after) = readme.split_once(command).expect("it shows the command");
    let shown = after.split("```\n").nth(1).expect("and what it prints");
    let shown = shown.split_once("```text\n").expect("as text").1;
    let place = tempfile::tempdir().expect("a temporary folder");
    let file = project("scenarios/nato_clause.toml").display().to_string();
    let compare = |name: &str, more: &[&str]| {
        let out = place.path().join(name).display().to_string();
        let said = run(place.path(), &[&["compare", &file, "--out", &out], more].concat()).expect(0);
        let table = fs::read_to_string(Path::new(&out).join("comparisons.csv"));
        (said.out, Csv::of(&table.expect("it is there")))
    };
    let (said, table) = compare("at_once", &[]);
    assert!(said.contains(&format!("\n{shown}\n")), "{said}");
    let headline = |table: &Csv| {
        let row = table.one(&[("kind", "headline"), ("actor", "any"), ("precision", "1")]);
        ["value", "baseline_value", "share_below"].map(|column| row.number(column))
    };
    let [with, without, below] = headline(&table);
    let percent = format!("{:.1}", 100.0 * below);
    let (with, without) = (rough(with), rough(without));
    let sentence = format!("less likely ({with} against {without}; in {percent} % of the draws)");
    let prose = readme.replace('\n', " ");
    assert!(prose.contains(&sentence), "{sentence}");
    let deal = text("docs/deal.md").replace('\n', " ");
    let sentence =
        format!("({with} against {without}), and leave it rarer with the clause in {percent} % of the draws");
    assert!(deal.contains(&sentence), "{sentence}");
    let [with, without, below] = headline(&compare("in_time", &["--set", "admission_lag=4.6", "--draws", "200"]).1);
    let (with, without, percent) = (rough(with), rough(without), 100.0 * below);
    let sentence = format!(
        "war has {with} with the clause and {without} without it, and the clause is the better in {percent:.0} %"
    );
    assert!(prose.contains(&sentence), "{sentence}");
}
