//! TOML values with their spans, owned, in the order of the file.

mod string_offsets;

use toml::de::{DeInteger, DeTable, DeValue};

use crate::expression::Place;
use crate::scenario::toml_value::string_offsets::place_of;
use crate::source::{SourceId, Span, Spanned};

/// A TOML value without its span.
#[derive(Clone, Debug)]
pub enum Node {
    /// A string, or bare text on the command line.
    Text(Text),
    Integer(i64),
    Number(f64),
    Truth(bool),
    /// A date or time, of which a scenario has none.
    Date,
    List(Vec<Value>),
    Table(Table),
}

/// A TOML value with its span.
pub(crate) type Value = Spanned<Node>;

/// A string and where each of its bytes was written.
#[derive(Clone, Debug)]
pub struct Text {
    pub value: String,
    /// Where it was written.
    pub place: Place,
}

/// The entries of a table in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub entries: Vec<Entry>,
}

/// One key and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    pub key: Spanned<String>,
    pub value: Value,
}

impl Table {
    /// The entry of a key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.value == key)
    }
}

impl Value {
    /// The table that it is.
    pub(crate) fn table(&self) -> Option<&Table> {
        match &self.value {
            Node::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The string that it is.
    pub(crate) fn text(&self) -> Option<&Text> {
        match &self.value {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Node {
    /// What this is called in messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Node::Text(_) => "a text",
            Node::Integer(_) => "a whole number",
            Node::Number(_) => "a number",
            Node::Truth(_) => "a truth value",
            Node::Date => "a date",
            Node::List(_) => "a list",
            Node::Table(_) => "a table",
        }
    }
}

/// A piece of TOML: its source, and the byte at which it begins.
#[derive(Clone, Copy)]
pub(crate) struct Origin<'a> {
    pub(crate) source: SourceId,
    pub(crate) text: &'a str,
    /// Where it begins in the source.
    pub(crate) start: usize,
}

impl<'a> Origin<'a> {
    pub(crate) fn new(source: SourceId, text: &'a str, start: usize) -> Self {
        Self { source, text, start }
    }

    pub(crate) fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span {
            source: self.source,
            start: self.start + range.start,
            end: self.start + range.end,
        }
    }
}

/// The owned form of a TOML table.
pub(crate) fn table(origin: Origin<'_>, table: &DeTable<'_>) -> Table {
    let entries = table.iter().map(|(key, value)| Entry {
        key: Spanned::new(key.get_ref().to_string(), origin.span(key.span())),
        value: node(origin, value),
    });
    let mut entries: Vec<Entry> = entries.collect();
    // A header that comes after one of its own sub-tables would otherwise move its entry.
    entries.sort_by_key(|entry| entry.key.span.start);
    Table { entries }
}

/// The owned form of a TOML value.
pub(crate) fn node(origin: Origin<'_>, value: &toml::Spanned<DeValue<'_>>) -> Value {
    let node = match value.get_ref() {
        DeValue::String(text) => Node::Text(Text {
            value: text.to_string(),
            place: place_of(origin, value.span(), text),
        }),
        DeValue::Integer(integer) => whole(integer),
        DeValue::Float(float) => Node::Number(float.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(truth) => Node::Truth(*truth),
        DeValue::Datetime(_) => Node::Date,
        DeValue::Array(items) => Node::List(items.iter().map(|item| self::node(origin, item)).collect()),
        DeValue::Table(entries) => Node::Table(table(origin, entries)),
    };
    Spanned::new(node, origin.span(value.span()))
}

/// A whole number too large for 64 bits is an ordinary number.
fn whole(integer: &DeInteger<'_>) -> Node {
    match i64::from_str_radix(integer.as_str(), integer.radix()) {
        Ok(value) => Node::Integer(value),
        Err(_) => Node::Number(integer.as_str().parse().unwrap_or(f64::INFINITY)),
    }
}
