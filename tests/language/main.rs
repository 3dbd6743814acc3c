//! The scenario language: text to checked model, error messages, and the pages that document it.

mod errors_page;
mod extends;
mod files;
mod formatter;
mod game_file_errors;
mod golden;
mod golden_errors;
mod joint_distributions;
mod language_examples;
mod limits_page;
mod mistakes;
mod mutations;
mod overrides;
mod sample;
mod slips;
mod typos;

#[path = "../support"]
mod support {
    pub(crate) mod command;
    pub(crate) mod file_list;
    pub(crate) mod files;
    #[expect(dead_code, reason = "the language needs only integers")]
    pub(crate) mod random_numbers;
}

use pactum::unstable::scenario::{Document, Model, read};
use pactum::unstable::source::{Diagnostics, Sources};

/// A scenario that uses every feature.
const SAMPLE: &str = include_str!("sample.toml");

fn document(text: &str) -> Document {
    let mut sources = Sources::new();
    match read(text, "sample.toml", &mut sources) {
        Ok(document) => document,
        Err(found) => panic!("{}", listed(&found, &sources)),
    }
}

fn model(document: &Document, variant: &str, sets: &[&str]) -> Model {
    let mut sources = Sources::new();
    sources.add("sample.toml", document.text());
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    match document.model(variant, &sets, &mut sources) {
        Ok((model, _)) => model,
        Err(found) => panic!("{}", listed(&found, &sources)),
    }
}

/// Findings, one a line, each with its place.
fn listed(found: &Diagnostics, sources: &Sources) -> String {
    let lines = found.all().iter().map(|finding| {
        let place = finding.labels.first().map_or_else(String::new, |(span, remark)| {
            let (line, column) = sources.line_column(*span);
            format!(" at {}:{line}:{column} ({remark})", sources.name(span.source))
        });
        format!("{}{place}", finding.message)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A model as text, without the places.
fn without_places(model: &Model) -> String {
    let text = format!("{model:?}");
    let mut pieces = text.split("Span {");
    let mut shown = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        shown.push_str(piece.split_once('}').map_or("", |(_, rest)| rest));
    }
    shown
}
