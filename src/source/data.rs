//! Diagnostics as data for other programs, with stable names.

use serde::Serialize;

use super::{Diagnostic, Severity, Sources, Span};

/// A finding as other programs read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Datum {
    /// `error` or `warning`.
    pub severity: &'static str,
    /// What kind of finding it is; a word that does not change.
    pub code: Option<&'static str>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The most telling place, where there is one.
    #[serde(flatten)]
    pub place: Location,
    /// All places, the most telling one first.
    pub labels: Vec<Label>,
    /// Further sentences; one may have several lines.
    pub help: Vec<String>,
}

/// A place in a file. Lines and columns count from 1, columns in characters; the end is the place right behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Location {
    pub file: Option<String>,
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub end_line: Option<usize>,
    pub end_column: Option<usize>,
}

/// A place with a remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    /// Where.
    #[serde(flatten)]
    pub place: Location,
    /// The remark, which may be empty.
    pub text: String,
}

/// A diagnostic as data.
pub fn datum(sources: &Sources, diagnostic: &Diagnostic) -> Datum {
    let labels: Vec<Label> = diagnostic
        .labels
        .iter()
        .map(|(span, remark)| Label {
            place: location(sources, *span),
            text: remark.clone(),
        })
        .collect();
    Datum {
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        code: diagnostic.code,
        message: diagnostic.message.clone(),
        place: labels
            .first()
            .map(|label| label.place.clone())
            .unwrap_or_default(),
        labels,
        help: diagnostic.help.clone(),
    }
}

fn location(sources: &Sources, span: Span) -> Location {
    let (line, column) = sources.line_column(span);
    let (end_line, end_column) = sources.end_line_column(span);
    Location {
        file: Some(sources.name(span.source).to_owned()),
        line: Some(line),
        column: Some(column),
        end_line: Some(end_line),
        end_column: Some(end_column),
    }
}
