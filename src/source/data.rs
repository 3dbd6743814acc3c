//! Diagnostics as data for other programs, with names that do not change.

use serde_json::{Value, json};

use super::{Diagnostic, Sources, Span};

/// A diagnostic as JSON: what it is, its first place, and all of its places.
pub(crate) fn diagnostic_json(sources: &Sources, diagnostic: &Diagnostic) -> Value {
    let Diagnostic {
        code,
        severity,
        message,
        labels,
        help,
    } = diagnostic;
    let mut object = json!({ "severity": severity, "code": code.name(), "message": message });
    add_place(&mut object, sources, labels.first().map(|(span, _)| *span));
    let labels = labels.iter().map(|(span, remark)| {
        let mut label = json!({});
        add_place(&mut label, sources, Some(*span));
        label["text"] = json!(remark);
        label
    });
    object["labels"] = labels.collect();
    object["help"] = json!(help);
    object
}

/// Lines and columns count from 1, columns in characters; the end is right behind the place.
fn add_place(object: &mut Value, sources: &Sources, span: Option<Span>) {
    let (line, column) = span.map(|span| sources.line_column(span)).unzip();
    let (end_line, end_column) = span.map(|span| sources.end_line_column(span)).unzip();
    object["file"] = json!(span.map(|span| sources.name(span.source)));
    for (key, number) in [
        ("line", line),
        ("column", column),
        ("end_line", end_line),
        ("end_column", end_column),
    ] {
        object[key] = json!(number);
    }
}
