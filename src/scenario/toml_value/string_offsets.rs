//! Maps the bytes of a TOML string to their offsets in the file; escapes are longer than the bytes that they denote.

use std::ops::Range;

use crate::expression::Place;
use crate::scenario::toml_value::Origin;

/// The place of a string that was written in `range`, quotes included.
pub(crate) fn place_of(origin: Origin<'_>, range: Range<usize>, value: &str) -> Place {
    let written = origin.text.get(range.clone()).unwrap_or_default();
    let (quote, opening) = opening(written);
    let body = &written[opening.min(written.len())..];
    let start = origin.start + range.start + opening;
    if body.starts_with(value) && (quote == b'\'' || !value.contains('\\')) {
        return Place::verbatim(origin.source, start, value.len());
    }
    let mut offsets: Vec<usize> = decoded(body).into_iter().map(|at| start + at).collect();
    // Offsets in a string that the parser repaired are inexact, but must not exceed its span.
    offsets.resize(value.len() + 1, origin.start + range.end);
    Place::mapped(origin.source, offsets)
}

/// The quote that opens a written string, and the number of bytes before its text.
fn opening(written: &str) -> (u8, usize) {
    let quote = written.bytes().next().unwrap_or(b'"');
    if quote != b'"' && quote != b'\'' {
        return (quote, 0);
    }
    let triple = [quote; 3];
    if !written.as_bytes().starts_with(&triple) {
        return (quote, 1);
    }
    let rest = &written[3..];
    let newline = if rest.starts_with("\r\n") {
        2
    } else {
        usize::from(rest.starts_with('\n'))
    };
    (quote, 3 + newline)
}

/// For each byte of the decoded string, the offset of the text that denotes it.
fn decoded(body: &str) -> Vec<usize> {
    let mut offsets = Vec::with_capacity(body.len());
    let mut at = 0;
    while at < body.len() {
        let (written, decoded_length) = match body.as_bytes()[at] {
            b'\\' => escape(&body[at..]),
            _ => (1, 1),
        };
        offsets.extend(std::iter::repeat_n(at, decoded_length));
        at += written;
    }
    offsets
}

/// The length of an escape sequence, and of the text that it denotes.
fn escape(rest: &str) -> (usize, usize) {
    let digits = match rest.as_bytes().get(1) {
        Some(b'x') => 2,
        Some(b'u') => 4,
        Some(b'U') => 8,
        Some(b' ' | b'\t' | b'\r' | b'\n') => {
            let after = rest[1..].trim_start_matches([' ', '\t', '\r', '\n']);
            return (rest.len() - after.len(), 0);
        }
        _ => return (2.min(rest.len()), 1),
    };
    let code = rest
        .get(2..2 + digits)
        .and_then(|hex| u32::from_str_radix(hex, 16).ok());
    let length = code.and_then(char::from_u32).map_or(1, char::len_utf8);
    ((2 + digits).min(rest.len()), length)
}

#[cfg(test)]
mod tests {
    use super::place_of;
    use crate::scenario::toml_value::Origin;
    use crate::source::Sources;

    /// The written form of the part of a string that says `part`.
    fn written(toml: &str, part: &str) -> String {
        let mut sources = Sources::new();
        let source = sources.add("test", toml);
        let value = toml::de::DeValue::parse(toml).expect("valid TOML");
        let text = value.get_ref().as_str().expect("a string");
        let origin = Origin {
            source,
            text: toml,
            start: 0,
        };
        let place = place_of(origin, value.span(), text);
        let start = text.find(part).expect("the part is there");
        sources.slice(place.span(start, start + part.len())).to_owned()
    }

    #[test]
    fn plain_strings_are_where_they_stand() {
        assert_eq!(written(r#""abc""#, "bc"), "bc");
        assert_eq!(written(r"'a\bc'", "bc"), "bc");
        assert_eq!(written("'''\nabc'''", "bc"), "bc");
        assert_eq!(written("\"\"\"\r\na\r\nbc\"\"\"", "bc"), "bc");
    }

    #[test]
    fn escapes_are_longer_than_what_they_stand_for() {
        assert_eq!(written(r#""a\tbc""#, "bc"), "bc");
        assert_eq!(written(r#""a\u00e9bc""#, "bc"), "bc");
        assert_eq!(written(r#""a\u00e9bc""#, "é"), r"\u00e9");
        assert_eq!(written(r#""a\U0001F600bc""#, "bc"), "bc");
        assert_eq!(written("\"\"\"a \\\n   bc\"\"\"", "bc"), "bc");
        assert_eq!(written(r#""\\ bc""#, "bc"), "bc");
        assert_eq!(written(r#""\\ bc""#, "\\"), r"\\");
    }
}
