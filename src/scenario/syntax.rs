//! From text to TOML values, or to what is wrong with it as TOML.

use toml::de::{DeTable, Error};

use crate::scenario::node::{Origin, Table, table};
use crate::source::{Code, Diagnostic, Diagnostics, SourceId};

/// How the parser says that a key appears twice.
const TWICE: &str = "duplicate key";

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
    drop_consequences(text, &mut found);
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

/// Leaves out what only follows from an earlier finding: whatever stands in the rest of a value that could not be
/// read, keys that appear twice because a header above them could not be read, the prose of a text whose quotes are
/// broken, and whatever is missing at the end.
fn drop_consequences(text: &str, found: &mut Vec<(usize, Diagnostic)>) {
    let mut end = 0;
    let mut after_header = false;
    let last = text.trim_end().len();
    let mut before: Option<usize> = None;
    found.retain(|(start, finding)| {
        let line = line_start(text, *start);
        let at_end = *start >= last && before.is_some();
        let above = line.checked_sub(1).map(|end| line_start(text, end));
        let prose = above.is_some() && before == above && !has_value(&text[line..]);
        before = Some(line);
        let twice = after_header && finding.message.ends_with(TWICE);
        let follows = *start < end || twice || at_end || prose;
        if !follows {
            end = value_end(text.as_bytes(), line);
            after_header |= text[line..].trim_start().starts_with('[');
        }
        !follows
    });
}

/// Where the line of a byte begins.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Whether the first line of a text could give a key its value.
fn has_value(text: &str) -> bool {
    text.split('\n')
        .next()
        .is_some_and(|line| line.contains('='))
}

/// The end of the line on which every bracket that is opened from here on is closed again.
fn value_end(bytes: &[u8], from: usize) -> usize {
    let mut depth = 0;
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            b'#' => at = line_end(bytes, at) - 1,
            b'"' | b'\'' => {
                at = string_end(bytes, at);
                // A string without its end goes no further than the line.
                at -= usize::from(bytes.get(at) == Some(&b'\n'));
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            b'\n' if depth <= 0 => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
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
