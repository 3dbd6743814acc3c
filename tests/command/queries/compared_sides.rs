//! The sides of `pactum compare`: variants or files, their order, what they share, and the output folder.

use std::fs;
use std::path::Path;

use super::peace::{PEACE, PeaceFolder, logistic};
use crate::shipped::call;
use crate::support::csv_table::Csv;
use crate::support::tolerance::meets;

/// What is the same is so up to rounding.
const EXACT: f64 = 1e-12;

#[test]
fn a_side_equals_itself() {
    let desk = PeaceFolder::new();
    let again = desk.scenario.clone();
    let table = desk.table("c", &[&again, "--variant", "plain"]);
    assert!(!table.rows.is_empty());
    for row in table.only(&[]) {
        let zeros = ["difference", "difference_low", "difference_high", "share_above"];
        for column in zeros {
            assert_eq!(row.text(column), "0", "{column}");
        }
        assert_eq!(row.text("share_turned"), "");
    }
    let said = desk.compare(0, &[&again, "--variant", "plain", "--out", &desk.path("d")]);
    assert!(said.out.contains("make war equally likely"), "{}", said.out);
}

#[test]
fn swapped_sides_swap_signs() {
    let desk = PeaceFolder::new();
    let there = desk.table("a", &["--variant", "plain", "--variant", "feared"]);
    let back = desk.table("b", &["--variant", "feared", "--variant", "plain"]);
    assert_eq!(there.rows.len(), back.rows.len());
    for (one, other) in there.only(&[]).iter().zip(back.only(&[])) {
        assert_eq!(one.text("name"), other.text("name"));
        meets(one.number("difference"), -other.number("difference"), EXACT);
        meets(one.number("difference_low"), -other.number("difference_high"), EXACT);
        assert_eq!(one.text("share_above"), other.text("share_below"));
        assert_eq!(one.text("share_turned"), other.text("share_turned"));
        assert_eq!(one.text("value"), other.text("baseline_value"));
    }
}

#[test]
fn files_are_compared_by_the_names_that_they_share() {
    let desk = PeaceFolder::new();
    let text = PEACE
        .replace("\"calm\"", "\"truce\"")
        .replace("[variants.plain]\n", "")
        .replace("[variants.feared]\nset = { gain = -1 }\n", "");
    let other = desk.write("other.toml", &text);
    let said = desk.compare(0, &[&other, "--variant", "plain", "--out", &desk.path("c")]);
    assert!(said.err.is_empty(), "{}", said.err);
    let expected = "only `peace:plain` has the outcome `calm`";
    assert!(said.out.contains(expected), "{}", said.out);
    assert!(
        said.out.contains("only `other` has the outcome `truce`"),
        "{}",
        said.out
    );
    let folder = desk.path("c");
    assert!(Path::new(&folder).join("scenario_2.toml").exists());
}

#[test]
fn all_sides_are_compared_with_the_first() {
    let desk = PeaceFolder::new();
    let text = format!("{PEACE}[variants.tempted]\nset = {{ gain = 3 }}\n");
    let three = desk.write("three.toml", &text);
    let table = |name: &str, more: &[&str]| {
        let out = desk.path(name);
        let compare = ["compare", &three, "--format", "csv", "--draws", "9"];
        Csv::of(&call(0, &[&compare[..], &["--out", &out], more].concat()).out)
    };
    let all = table("a", &[]);
    let two = table("b", &["--variant", "plain", "--variant", "tempted"]);
    assert_eq!(all.rows.len(), 2 * two.rows.len());
    let tempted = all.only(&[("variant", "tempted")]);
    for (one, other) in tempted.iter().zip(two.only(&[])) {
        for column in &two.header {
            assert_eq!(one.text(column), other.text(column), "{column}");
        }
    }
}

#[test]
fn differences_in_structure_are_reported() {
    let desk = PeaceFolder::new();
    let text = PEACE
        .replace("periods = 1", "periods = { count = 2, unit = \"year\" }")
        .replace("dove", "pigeon")
        .replace("name = \"war\"", "name = \"strife\"")
        .replace("\"calm\"", "\"truce\"");
    let other = desk.write("other.toml", &text);
    let out = desk.path("c");
    let said = desk.compare(0, &[&other, "--variant", "plain", "--nominal", "--out", &out]);
    let late = logistic(0.5 * 0.2);
    let early = logistic(0.5 * (0.2 - 0.2 * late));
    let strife = early + (1.0 - early) * late;
    for sentence in [
        "`peace:plain` lasts 1 period, `other:plain` 2 years",
        &format!(
            "only `peace:plain` has the outcomes `war` ({late:.4}), `calm` ({:.4})",
            1.0 - late
        ),
        &format!(
            "only `other:plain` has the outcomes `strife` ({strife:.4}), `truce` ({:.4})",
            1.0 - strife
        ),
        "only `peace:plain` has the type `dove` of `north`",
        "only `other:plain` has the type `pigeon` of `north`",
    ] {
        assert!(said.out.contains(sentence), "{sentence}\n{}", said.out);
    }
}

#[test]
fn a_folder_of_one_kind_of_results_may_be_replaced_by_another() {
    let desk = PeaceFolder::new();
    let out = desk.path("c");
    let other = desk.write("other.toml", PEACE);
    let run = ["run", &desk.scenario, "--draws", "2", "--games", "1"];
    let instead = ["--out", &out, "--force"];
    desk.compare(0, &[&[other.as_str()], &instead[..]].concat());
    call(0, &[&run[..], &instead].concat());
    desk.compare(0, &[&[other.as_str()], &instead[..]].concat());
    desk.compare(0, &instead);
    let file = |name: &str| Path::new(&out).join(name);
    assert!(!file("scenario_2.toml").exists());
    for stranger in ["scenario_1.toml", "scenario_02.toml", "scenario_b.toml"] {
        fs::write(file(stranger), "mine").expect("there is room");
        let said = desk.compare(4, &instead);
        assert!(said.err.contains(stranger), "{}", said.err);
        fs::remove_file(file(stranger)).expect("it is there");
    }
    fs::remove_file(file("manifest.json")).expect("it is there");
    desk.compare(0, &instead);
    for lost in ["manifest.json", "datapackage.json"] {
        fs::remove_file(file(lost)).expect("it is there");
    }
    let said = call(4, &[&run[..], &instead].concat());
    assert!(said.err.contains("holds no manifest.json"), "{}", said.err);
    assert!(file("scenario.toml").exists());
}

#[test]
fn there_must_be_something_to_compare() {
    let desk = PeaceFolder::new();
    let alone = desk.compare(2, &["--variant", "plain"]);
    assert!(alone.err.contains("nothing to compare `plain` with"), "{}", alone.err);
    let other = desk.write("other.toml", PEACE);
    let unknown = desk.compare(2, &[&other, "--variant", "plian"]);
    assert!(unknown.err.contains("no file has a variant `plian`"), "{}", unknown.err);
}
