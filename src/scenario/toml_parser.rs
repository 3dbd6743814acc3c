//! Parses text as TOML, and reports syntax errors once each.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::{DeTable, Error};

use crate::scenario::toml_slips::{one_table, slip};
use crate::scenario::toml_value::{Origin, Table, table};
use crate::source::{Code, Diagnostic, Diagnostics, SourceId};

/// The message of the `toml` crate for a key that appears twice.
const TWICE: &str = "duplicate key";

/// Reads a TOML document.
///
/// # Errors
/// The syntax errors, one for each line; those after a bracket that is never closed only follow from it and are left out.
pub(crate) fn parse(text: &str, source: SourceId) -> Result<Table, Diagnostics> {
    let origin = Origin::new(source, text, 0);
    let (document, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(table(origin, document.get_ref()));
    }
    let mut found: Vec<_> = errors.iter().map(|error| finding(origin, error)).collect();
    if let Some(open) = never_closed(text, &errors) {
        let message = format!("this `{}` is never closed", &text[open.clone()]);
        found.retain(|&(start, _)| start < open.start);
        let finding = Diagnostic::error(Code::Unclosed, message);
        found.push((open.start, finding.at(origin.span(open), "opened here")));
    }
    found.sort_by_key(|&(start, _)| start);
    drop_repeated_tables(text, &mut found);
    drop_consequences(text, &mut found);
    for (start, finding) in &mut found {
        let line = text[line_start(text, *start)..].trim_start();
        let one = one_table(path_of(line)).filter(|_| line.starts_with('[') && finding.message.ends_with(TWICE));
        if let Some((message, help)) = one {
            finding.message = message;
            finding.help.push(help);
        }
    }
    let line = |at: usize| text[..at].matches('\n').count();
    found.dedup_by_key(|&mut (start, _)| line(start));
    Err(found.into_iter().map(|(_, finding)| finding).collect())
}

/// Leaves out what follows from a header `[path]` in place of `[[path]]`: the same in its other tables.
fn drop_repeated_tables(text: &str, found: &mut Vec<(usize, Diagnostic)>) {
    let mut known = BTreeSet::new();
    found.retain(|(start, _)| {
        let line = line_start(text, *start);
        let Some(path) = header_at_or_above(text, line) else {
            return true;
        };
        let is_new = !known.contains(path);
        if text[line..].trim_start().starts_with('[') && one_table(path).is_some() {
            known.insert(path);
        }
        is_new
    });
}

/// The path in the nearest header at or above a line.
fn header_at_or_above(text: &str, line: usize) -> Option<&str> {
    let end = text[line..].find('\n').map_or(text.len(), |length| line + length);
    let header = text[..end]
        .lines()
        .rev()
        .find(|shown| shown.trim_start().starts_with('['))?;
    Some(path_of(header))
}

/// Leaves out errors that only follow from an earlier one.
fn drop_consequences(text: &str, found: &mut Vec<(usize, Diagnostic)>) {
    let last = text.trim_end().len();
    let mut end = 0;
    let mut before: Option<usize> = None;
    found.retain(|(start, finding)| {
        let line = line_start(text, *start);
        let shown = text[line..].trim_start();
        let above = line.checked_sub(1).map(|end| line_start(text, end));
        // The rest of a value that could not be read.
        let rest = *start < end || shown.starts_with(['{', '}', ']', '"', '\'']);
        // A header that was met before only because the one above it could not be read.
        let twice = shown.starts_with('[') && finding.message.ends_with(TWICE);
        // The prose of a text whose quotes are broken.
        let prose = before == above && !has_value(shown);
        let follows = before.is_some() && (rest || twice || prose || *start >= last);
        before = Some(line);
        if !follows {
            end = value_end(text.as_bytes(), line);
        }
        !follows
    });
}

/// Where the line of a byte begins.
fn line_start(text: &str, at: usize) -> usize {
    let mut before = text.as_bytes()[..at].iter();
    let newline = before.rposition(|&byte| byte == b'\n');
    newline.map_or(0, |newline| newline + 1)
}

/// Whether the first line of a text could give a key its value.
fn has_value(text: &str) -> bool {
    let line = text.split('\n').next();
    line.is_some_and(|line| line.contains('='))
}

/// The end of the line on which every bracket that is opened from here on is closed again.
fn value_end(bytes: &[u8], from: usize) -> usize {
    let mut depth = 0_i32;
    for token in tokens(bytes, from) {
        match token.byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = (depth - 1).max(0),
            b'\n' if depth == 0 => return token.start,
            _ => {}
        }
    }
    bytes.len()
}

fn finding(origin: Origin<'_>, error: &Error) -> (usize, Diagnostic) {
    let range = error.span().unwrap_or(0..0);
    if let Some(slip) = slip(origin.text, range.start, error.message()) {
        let finding = Code::NotToml.at(origin.span(slip.place), slip.message);
        return (range.start, finding.help(slip.help));
    }
    let message = format!("this is not TOML: {}", error.message());
    let mut finding = Code::NotToml.at(origin.span(range.clone()), message);
    let earlier = (error.message() == TWICE).then(|| earlier(origin.text, range.start));
    let earlier = earlier.flatten().map(|(place, remark)| (origin.span(place), remark));
    finding.labels.extend(earlier);
    (range.start, finding)
}

/// The first place of a key that appears twice.
fn earlier(text: &str, key: usize) -> Option<(Range<usize>, String)> {
    let line = line_start(text, key);
    let header = |line: &str| line.trim_start().starts_with('[');
    let wanted = path_of(&text[line..]);
    let below = format!("{wanted}.");
    let own = header(&text[line..]);
    let mut found = None;
    let mut start = 0;
    for shown in text[..line].split_inclusive('\n') {
        let known = path_of(shown);
        let place = start + shown.find(known).unwrap_or(0);
        let place = place..place + known.len();
        if header(shown) && !own {
            found = None;
        } else if header(shown) == own && known == wanted {
            found = Some((place, "first here".to_owned()));
        } else if own && header(shown) && found.is_none() && known.starts_with(&below) {
            found = Some((place, format!("nothing above this is called `{wanted}`")));
        }
        start += shown.len();
    }
    found
}

/// The path in a header, or the key of a line.
fn path_of(line: &str) -> &str {
    let path = line.trim_start_matches([' ', '\t', '[']);
    path.split([']', '=', '\n']).next().unwrap_or_default().trim_end()
}

/// A string of several lines or a bracket that is never closed.
fn never_closed(text: &str, errors: &[Error]) -> Option<Range<usize>> {
    if let Some(open) = unclosed_text(text) {
        return Some(open..open + 3);
    }
    let open = unclosed_bracket(text)?;
    let start = |error: &Error| error.span().map_or(0, |span| span.start);
    let behind = errors.iter().map(start).filter(|&start| start >= open);
    let lines = |start: usize| text[open..start].matches('\n').count();
    let next = behind.min().is_some_and(|start| lines(start) <= 1);
    let mut messages = errors.iter().map(Error::message);
    let said = messages.any(|message| message.starts_with("unclosed"));
    (said || next).then_some(open..open + 1)
}

/// Three quotes that open a text without an end.
fn unclosed_text(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let unclosed = |token: &Token| {
        let quotes = matches!(token.byte, b'"' | b'\'') && bytes[token.start..].starts_with(&[token.byte; 3]);
        quotes && token.last >= bytes.len()
    };
    tokens(bytes, 0).find(unclosed).map(|token| token.start)
}

/// The outermost bracket outside of strings and comments that is not closed.
fn unclosed_bracket(text: &str) -> Option<usize> {
    let mut open: Vec<(usize, u8)> = Vec::new();
    for token in tokens(text.as_bytes(), 0) {
        match token.byte {
            b'[' => open.push((token.start, b']')),
            b'{' => open.push((token.start, b'}')),
            close if open.last().is_some_and(|&(_, wanted)| wanted == close) => {
                open.pop();
            }
            _ => {}
        }
    }
    open.first().map(|&(at, _)| at)
}

/// A string as a whole, or one byte outside of strings and comments.
struct Token {
    start: usize,
    /// The first byte.
    byte: u8,
    /// The offset of the last byte; that of the end of the text if a string is not closed.
    last: usize,
}

/// The tokens from an offset on.
fn tokens(bytes: &[u8], from: usize) -> impl Iterator<Item = Token> {
    let mut start = from;
    std::iter::from_fn(move || {
        if bytes.get(start) == Some(&b'#') {
            let length = bytes[start..].iter().position(|&byte| byte == b'\n');
            start = length.map_or(bytes.len(), |length| start + length);
        }
        let byte = *bytes.get(start)?;
        let last = match byte {
            b'"' | b'\'' => string_end(bytes, start),
            _ => start,
        };
        let token = Token { start, byte, last };
        // A string that is not closed on its line ends before the line break.
        let unclosed = last > start && bytes.get(last) == Some(&b'\n');
        start = last + usize::from(!unclosed);
        Some(token)
    })
}

/// The offset of the last byte of the string that begins at `from`.
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
