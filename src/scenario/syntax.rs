//! From text to TOML values, or to what is wrong with it as TOML.

use toml::de::{DeTable, Error};

use crate::scenario::node::{Origin, Table, table};
use crate::source::{Code, Diagnostic, Diagnostics, SourceId};

/// Reads a TOML document.
///
/// # Errors
/// What is wrong, one finding a line; the parser's guesses after a bracket that is never closed are left out.
pub(crate) fn parse(text: &str, source: SourceId) -> Result<Table, Diagnostics> {
    let origin = Origin {
        source,
        text,
        start: 0,
    };
    let (document, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(table(origin, document.get_ref()));
    }
    let mut found: Vec<(usize, Diagnostic)> =
        errors.iter().map(|error| finding(origin, error)).collect();
    if let Some(open) = unclosed_bracket(text).filter(|_| errors.iter().any(is_unclosed)) {
        let message = format!("this `{}` is never closed", &text[open..=open]);
        found.retain(|&(start, _)| start < open);
        found.push((
            open,
            Diagnostic::error(Code::Unclosed, message)
                .at(origin.span(open..open + 1), "opened here"),
        ));
    }
    found.sort_by_key(|&(start, _)| start);
    let line = |at: usize| {
        text.as_bytes()[..at]
            .iter()
            .filter(|&&byte| byte == b'\n')
            .count()
    };
    found.dedup_by_key(|&mut (start, _)| line(start));
    let mut diagnostics = Diagnostics::new();
    for (_, diagnostic) in found {
        diagnostics.push(diagnostic);
    }
    Err(diagnostics)
}

fn finding(origin: Origin<'_>, error: &Error) -> (usize, Diagnostic) {
    let range = error.span().unwrap_or(0..0);
    let message = format!("this is not TOML: {}", error.message());
    (
        range.start,
        Diagnostic::error(Code::NotToml, message).at(origin.span(range), ""),
    )
}

fn is_unclosed(error: &Error) -> bool {
    error.message().starts_with("unclosed")
}

/// The outermost bracket outside of strings and comments that nothing closes.
fn unclosed_bracket(text: &str) -> Option<usize> {
    let mut open: Vec<(usize, u8)> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'#' => at = line_end(bytes, at),
            b'"' | b'\'' => at = string_end(bytes, at),
            b'[' => open.push((at, b']')),
            b'{' => open.push((at, b'}')),
            close @ (b']' | b'}') if open.last().is_some_and(|&(_, wanted)| wanted == close) => {
                open.pop();
            }
            _ => {}
        }
        at += 1;
    }
    open.first().map(|&(at, _)| at)
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..]
        .iter()
        .position(|&byte| byte == b'\n')
        .map_or(bytes.len(), |length| from + length)
}

/// The last byte of the string that begins at `from`.
fn string_end(bytes: &[u8], from: usize) -> usize {
    let quote = bytes[from];
    let triple = bytes[from..].starts_with(&[quote; 3]);
    let mut at = from + if triple { 3 } else { 1 };
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            b'\n' if !triple => return at,
            byte if byte == quote && !triple => return at,
            byte if byte == quote && bytes[at..].starts_with(&[quote; 3]) => return at + 2,
            _ => {}
        }
        at += 1;
    }
    at
}
