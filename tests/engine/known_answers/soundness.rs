//! Every variant of every classic, and the first file of the language page, is accepted without a warning.

use std::fs;

use pactum::unstable::explore::{Limits, explore};
use pactum::unstable::scenario;
use pactum::unstable::source::Diagnostics;
use pactum::unstable::source::{Sources, render};

use crate::support::file_list::files_below;
use crate::support::files::text;

/// Reads a text and explores all of its variants; expects neither errors nor warnings.
fn expect_sound(name: &str, text: &str) {
    let mut sources = Sources::new();
    let document = match scenario::read(text, name, &mut sources) {
        Ok(document) => document,
        Err(found) => panic!("{}", shown(&sources, &found)),
    };
    for variant in document.variants() {
        match document.model(variant, &[], &mut sources) {
            Ok((model, warnings)) => {
                assert!(warnings.all().is_empty(), "{}", shown(&sources, &warnings));
                explore(&model, &Limits::default()).unwrap_or_else(|error| panic!("{name}, {variant}: {error:?}"));
            }
            Err(found) => panic!("{}", shown(&sources, &found)),
        }
    }
}

fn shown(sources: &Sources, found: &Diagnostics) -> String {
    render(sources, found.all(), false)
}

#[test]
fn every_classic_is_sound() {
    let paths = files_below("scenarios/classics", "toml");
    assert!(paths.len() >= 15, "the classics are there");
    for path in paths {
        let text = fs::read_to_string(&path).expect("the file can be read");
        expect_sound(&path.display().to_string(), &text);
    }
}

#[test]
fn the_first_file_of_the_language_is_sound() {
    let text = text("docs/language.md");
    let (_, rest) = text.split_once("```toml\n").expect("the page has a first file");
    let (file, _) = rest.split_once("```").expect("the first file ends");
    expect_sound("the first file of docs/language.md", file);
}
