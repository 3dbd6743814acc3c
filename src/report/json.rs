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

/// The rows of a table as objects.
pub(crate) fn objects<'r, R: Row>(rows: impl IntoIterator<Item = &'r R>) -> Vec<Map<String, Value>> {
    rows.into_iter().map(Row::values).collect()
}

/// One object with the entries of several, in their order.
pub(crate) fn joined<const N: usize>(objects: [Value; N]) -> Value {
    let entries = |object: Value| match object {
        Value::Object(entries) => entries,
        _ => Map::new(),
    };
    objects.into_iter().flat_map(entries).collect()
}

/// Pairs of a name and a number as an object.
pub(crate) fn by_name(pairs: &[(String, f64)]) -> Value {
    pairs.iter().cloned().collect()
}
