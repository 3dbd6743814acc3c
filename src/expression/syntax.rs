//! From text to the syntax of an expression.

use crate::source::{Diagnostic, SourceId, Span};

/// Where the characters of an expression's text stand in its source: the text of a TOML string may differ from what
/// is written, because of escapes.
#[derive(Clone, Debug)]
pub struct Place {
    source: SourceId,
    /// For each byte of the text, and one past the last, its byte in the source.
    offsets: Vec<usize>,
}

impl Place {
    /// A text that stands in the source as it is, from this byte on.
    pub fn verbatim(source: SourceId, start: usize, length: usize) -> Self {
        Self::mapped(source, (start..=start + length).collect())
    }

    /// A text of which every byte, and the end, has its own place.
    pub fn mapped(source: SourceId, offsets: Vec<usize>) -> Self {
        Self { source, offsets }
    }

    /// The place in the source of a range of bytes of the text.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span {
            source: self.source,
            start: self.offsets[start],
            end: self.offsets[end],
        }
    }
}

/// An expression as written: names are names, kinds are not yet known.
#[derive(Clone, Debug, PartialEq)]
pub struct Syntax {
    /// Where it stands.
    pub span: Span,
}

/// Reads one expression.
///
/// # Errors
/// A diagnostic at the place where the text stops making sense.
pub fn parse(text: &str, place: &Place) -> Result<Syntax, Diagnostic> {
    let _ = text;
    Ok(Syntax {
        span: place.span(0, 0),
    })
}
