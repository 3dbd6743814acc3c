//! Diagnostics as data for other programs, with names that do not change.

use serde_json::{Map, Value, json};

use super::{Diagnostic, Severity, Sources, Span};

/// A finding as other programs read it: what it is, its most telling place, and all of its places.
pub(crate) fn datum(sources: &Sources, diagnostic: &Diagnostic) -> Value {
    let mut datum = Map::new();
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    datum.insert("severity".to_owned(), severity.into());
    datum.insert("code".to_owned(), diagnostic.code.name().into());
    datum.insert("message".to_owned(), diagnostic.message.as_str().into());
    let first = diagnostic.labels.first().map(|(span, _)| *span);
    datum.extend(place(sources, first));
    let labels = diagnostic.labels.iter().map(|(span, remark)| {
        let mut label = place(sources, Some(*span));
        label.insert("text".to_owned(), remark.as_str().into());
        Value::Object(label)
    });
    datum.insert("labels".to_owned(), labels.collect());
    datum.insert("help".to_owned(), json!(diagnostic.help));
    Value::Object(datum)
}

/// A place. Lines and columns count from 1, columns in characters; the end is right behind the place.
fn place(sources: &Sources, span: Option<Span>) -> Map<String, Value> {
    let file = span.map(|span| sources.name(span.source));
    let (line, column) = span.map(|span| sources.line_column(span)).unzip();
    let (end_line, end_column) = span.map(|span| sources.end_line_column(span)).unzip();
    let entries = [
        ("file", json!(file)),
        ("line", json!(line)),
        ("column", json!(column)),
        ("end_line", json!(end_line)),
        ("end_column", json!(end_column)),
    ];
    entries
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}
