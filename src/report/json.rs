//! Serialised values as JSON text.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::numeric::decimal::without_negative_zeros;
use crate::source::wording::acts_unseen;
use crate::study::table::Row;

/// A value as the text of a file. No zero has a sign, and what is no finite number is null. Characters that act unseen
/// are escaped.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    let mut value = serde_json::to_value(value).expect("texts, numbers and truth values under texts");
    without_negative_zeros(&mut value);
    format!("{}\n", unseen_escaped(&format!("{value:#}")))
}

/// JSON text in which characters that act unseen, which stand within texts alone, are escapes.
fn unseen_escaped(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for character in json.chars() {
        if character != '\n' && acts_unseen(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                safe += &format!("\\u{unit:04x}");
            }
        } else {
            safe.push(character);
        }
    }
    safe
}

/// Sentences for programs: their minus signs are those that can be typed.
pub(crate) fn plain(sentences: &[String]) -> Vec<String> {
    sentences.iter().map(|sentence| sentence.replace('−', "-")).collect()
}

/// The rows of a table, or of the same table of several variants.
pub(crate) type Objects = Vec<Map<String, Value>>;

/// The rows of a table as objects.
pub(crate) fn objects<'r, R: Row>(rows: impl IntoIterator<Item = &'r R>) -> Objects {
    rows.into_iter().map(Row::values).collect()
}

#[cfg(test)]
mod tests {
    use super::pretty;

    #[test]
    fn what_acts_unseen_is_escaped_and_reads_back() {
        let value = ["\u{1b}[2J\u{7f}\u{9b}\u{202e}\u{e0041}\n é 🕊"];
        let text = pretty(&value);
        assert_eq!(
            text,
            "[\n  \"\\u001b[2J\\u007f\\u009b\\u202e\\udb40\\udc41\\n é 🕊\"\n]\n"
        );
        let again: [String; 1] = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(again, value);
    }
}
