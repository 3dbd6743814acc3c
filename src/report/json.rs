//! Serialised values as JSON text.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::numeric::decimal::without_negative_zeros;
use crate::study::table::Row;

/// A value as the text of a file. No zero has a sign, and what is no finite number is null.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    let mut value = serde_json::to_value(value).expect("texts, numbers and truth values under texts");
    without_negative_zeros(&mut value);
    format!("{value:#}\n")
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
