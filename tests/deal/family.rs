//! The scenarios about the deal, whatever their numbers: every point of the debate is in them, every number has a
//! source or is called an assumption, and every file is sound.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pactum::unstable::explore::{Limits, unused};
use pactum::unstable::scenario::unsourced;
use pactum::unstable::study::Variant;
use toml::{Table, Value};

use crate::support::file_list::files_below;
use crate::support::files::project;
use crate::support::scenario::Scenario;

/// The files of the family.
const FAMILY: [&str; 8] = [
    "nato_clause",
    "signing",
    "rearmament",
    "europe",
    "support",
    "signals",
    "better_deal",
    "allies",
];
/// How many points of the debate there are.
const POINTS: usize = 14;
/// The most nodes in a period, for the main scenario and for those that extend it.
const MOST_NODES: [usize; 2] = [9_000, 50_000];

fn folder() -> PathBuf {
    project("scenarios")
}

fn tables(path: &Path) -> Table {
    let text = fs::read_to_string(path).expect("the file can be read");
    text.parse()
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every text that stands under a key `source`, however deep.
fn sources(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Table(table) => {
            for (key, value) in table {
                if let (true, Some(text)) = (key == "source", value.as_str()) {
                    found.push(text.to_owned());
                }
                sources(value, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| sources(value, found)),
        _ => {}
    }
}

/// The points that a source names, as in `S5, S6: …`.
fn points(source: &str) -> impl Iterator<Item = usize> {
    let words = source.split([' ', ',', ':']);
    words.filter_map(|word| word.strip_prefix('S')?.parse().ok())
}

#[test]
fn every_point_of_the_debate_is_modelled_with_a_source() {
    let mut places: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for name in FAMILY {
        let file = tables(&folder().join(format!("{name}.toml")));
        let mut found = Vec::new();
        sources(&Value::Table(file), &mut found);
        for source in found {
            for point in points(&source) {
                assert!(source.contains("(press, February 2025)"), "{source}");
                places.entry(point).or_default().push(name.to_owned());
            }
        }
    }
    let missing: Vec<usize> = (1..=POINTS).filter(|point| !places.contains_key(point)).collect();
    assert_eq!(missing, [0; 0], "points without a place; found {places:?}");
    assert!(places.keys().all(|point| (1..=POINTS).contains(point)), "{places:?}");
}

/// The parameters of a file that have no source, with what their notes say after the word assumption; nothing where
/// they do not say it.
fn assumed(path: &Path) -> Vec<(String, Option<String>)> {
    let file = tables(path);
    let parameters = file.get("parameters").and_then(Value::as_table);
    let text = |keys: &Value, key: &str| keys.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let all = parameters.into_iter().flatten();
    all.filter(|(_, keys)| text(keys, "source").is_empty())
        .map(|(name, keys)| {
            let note = text(keys, "note");
            let reason = note.split_once("assumption").map(|(_, reason)| reason.to_owned());
            (format!("{}: {name}", path.display()), reason)
        })
        .collect()
}

#[test]
fn every_parameter_has_a_source_or_says_that_it_is_an_assumption() {
    for path in files_below("scenarios", "toml") {
        let document = Scenario::load(&path).document;
        let silent = unsourced(document.ast());
        assert!(silent.is_empty(), "{}: {silent:?}", path.display());
    }
}

/// In the family the word alone is not enough: the note says what the assumption is or rests on.
#[test]
fn every_assumption_of_the_family_gives_its_reason() {
    let bare: Vec<String> = FAMILY
        .iter()
        .flat_map(|name| assumed(&folder().join(format!("{name}.toml"))))
        .filter(|(_, reason)| reason.as_ref().is_none_or(|reason| reason.len() < 20))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(bare, [""; 0]);
}

#[test]
fn every_file_is_sound_without_unused_parts_and_small() {
    for name in FAMILY {
        let mut scenario = Scenario::load(format!("scenarios/{name}.toml"));
        let models = scenario.models().into_iter();
        let variants: Vec<Variant> = models
            .map(|(variant, model)| {
                Variant::new(&variant, model, &Limits::default()).unwrap_or_else(|found| panic!("{found:?}"))
            })
            .collect();
        let explored: Vec<_> = variants.iter().map(|v| (&v.model, &v.explored)).collect();
        let warnings = unused(scenario.document.ast(), &explored);
        assert!(warnings.is_empty(), "{name}: {warnings:?}");
        let most = MOST_NODES[usize::from(name != FAMILY[0])];
        for variant in &variants {
            let size = variant.explored.size.nodes_by_period.iter().max();
            assert!(size.is_some_and(|&size| size <= most), "{name}: {size:?}");
        }
    }
}
