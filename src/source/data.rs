//! Diagnostics as data for other programs, with names that do not change.

use serde::Serialize;

use super::{Diagnostic, Severity, Sources, Span};

/// A diagnostic as JSON: what it is, its first place, and all of its places.
#[derive(Serialize)]
pub(crate) struct DiagnosticJson<'a> {
    severity: Severity,
    /// `E` and a number.
    code: String,
    message: &'a str,
    /// The most telling place; all of it is null where there is none.
    #[serde(flatten)]
    place: Place<'a>,
    labels: Vec<Label<'a>>,
    help: &'a [String],
}

/// A place with a remark.
#[derive(Serialize)]
struct Label<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    /// The remark, which may be empty.
    text: &'a str,
}

/// A place. Lines and columns count from 1, columns in characters; the end is right behind the place.
#[derive(Serialize)]
struct Place<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

impl<'a> DiagnosticJson<'a> {
    pub(crate) fn new(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Self {
        let labels = diagnostic.labels.iter().map(|(span, text)| Label {
            place: Place::of(sources, Some(*span)),
            text,
        });
        Self {
            severity: diagnostic.severity,
            code: diagnostic.code.name(),
            message: &diagnostic.message,
            place: Place::of(sources, diagnostic.labels.first().map(|(span, _)| *span)),
            labels: labels.collect(),
            help: &diagnostic.help,
        }
    }
}

impl<'a> Place<'a> {
    fn of(sources: &'a Sources, span: Option<Span>) -> Self {
        let (line, column) = span.map(|span| sources.line_column(span)).unzip();
        let (end_line, end_column) = span.map(|span| sources.end_line_column(span)).unzip();
        Self {
            file: span.map(|span| sources.name(span.source)),
            line,
            column,
            end_line,
            end_column,
        }
    }
}
