//! Slips in TOML that its parser does not name: what was meant, and how it is written.

use std::ops::Range;

use crate::expression::number_slip;
use crate::scenario::keys::{ALL, Keys, Takes};
use crate::source::wording::quoted;

/// A slip: its place, what is wrong there, and what to write.
pub(super) struct Slip {
    pub(super) place: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// The slip because of which the parser stopped at a place with this message, if it is a known one.
pub(super) fn slip(text: &str, at: usize, message: &str) -> Option<Slip> {
    if let Some((place, help)) = number_slip::around(text, at) {
        let message = format!("{} is no number", quoted(&text[place.clone()]));
        return Some(Slip { place, message, help });
    }
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let rest = text[at..].lines().next().unwrap_or_default();
    if message.contains("extra assignment") {
        return Some(Slip {
            place: at..at + rest.len().min(1),
            message: "an assignment has one `=`".to_owned(),
            help: "write one `=`: `==` compares, within a formula".to_owned(),
        });
    }
    if message.contains("invalid basic string") || message.contains("invalid literal string") {
        return unclosed(text, line..at);
    }
    let expects_value = message.contains("must be quoted") || message.contains("invalid float");
    expects_value.then(|| without_quotes(text, at, rest)).flatten()
}

/// A text that its line opens and does not close.
fn unclosed(text: &str, before: Range<usize>) -> Option<Slip> {
    let shown = &text[before.clone()];
    let start = before.start + shown.find(['"', '\''])?;
    let written = text[start..].lines().next().unwrap_or_default().trim_end();
    let odd = written.matches(&written[..1]).count() == 1;
    odd.then(|| Slip {
        place: start..start + written.len(),
        message: "this text has no closing quote".to_owned(),
        help: format!("write {}{}", written, &written[..1]),
    })
}

/// A text without quotes, or between those of a word processor.
fn without_quotes(text: &str, at: usize, rest: &str) -> Option<Slip> {
    let curly = ['“', '”', '„', '‘', '’', '«', '»'];
    let end = rest.find([',', '}', ']', '#']).filter(|_| !rest.starts_with(curly));
    let word = rest[..end.unwrap_or(rest.len())].trim_end();
    let inner = word.trim_matches(curly);
    let name = inner.starts_with(|first: char| first.is_alphabetic());
    let plain = name && !inner.contains(['"', '\\']) && text.is_char_boundary(at);
    plain.then(|| Slip {
        place: at..at + word.len(),
        message: if word.starts_with(curly) {
            "these are not the plain quotes of the keyboard".to_owned()
        } else {
            format!("{} is a text without quotes", quoted(word))
        },
        help: format!("write \"{inner}\""),
    })
}

/// What is wrong with a header `[path]` that appears twice, where the key is one of a list of tables.
pub(super) fn one_table(path: &str) -> Option<(String, String)> {
    let key = path.rsplit('.').next().unwrap_or(path);
    let is_list = |table: &&Keys| table.get(key).is_some_and(|key| matches!(key.takes, Takes::List(_)));
    ALL.iter().any(is_list).then(|| {
        let message = format!("`[{path}]` stands for one table, and there are several");
        let help = format!("write `[[{path}]]` above each of them: they are items of a list");
        (message, help)
    })
}
