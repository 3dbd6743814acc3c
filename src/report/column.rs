//! A column of a table, declared once: its header, its place in the data package, and the cell it takes from a row.

use super::number::number;

/// The type of a column's cells, as Frictionless names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Truth,
}

impl Kind {
    /// The name of the type in a table schema.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Truth => "boolean",
        }
    }
}

/// One cell of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing is known, or nothing applies.
    Missing,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(u64),
    /// A number.
    Number(f64),
    /// True or false.
    Truth(bool),
}

impl Cell {
    /// The cell as a CSV file writes it.
    pub fn show(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Text(text) => text.clone(),
            Self::Integer(value) => value.to_string(),
            Self::Number(value) => number(*value),
            Self::Truth(value) => value.to_string(),
        }
    }

    /// The cell as JSON writes it.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::Missing => serde_json::Value::Null,
            Self::Text(text) if text.is_empty() => serde_json::Value::Null,
            Self::Text(text) => text.as_str().into(),
            Self::Integer(value) => (*value).into(),
            Self::Number(value) => super::number::json_number(*value),
            Self::Truth(value) => (*value).into(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<u64> for Cell {
    fn from(value: u64) -> Self {
        Self::Integer(value)
    }
}

impl From<usize> for Cell {
    fn from(value: usize) -> Self {
        Self::Integer(value as u64)
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Self::Truth(value)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

type Take<R> = Box<dyn Fn(&R) -> Cell + Send + Sync>;

/// A column of a table whose rows are of type `R`.
pub struct Column<R> {
    /// Its header, in snake case.
    pub name: String,
    /// The type of its cells.
    pub kind: Kind,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// What it means, in a sentence or two.
    pub meaning: String,
    take: Take<R>,
}

impl<R> Column<R> {
    /// Declares a column.
    pub fn new<C: Into<Cell>>(
        name: impl Into<String>,
        kind: Kind,
        meaning: impl Into<String>,
        take: impl Fn(&R) -> C + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            kind,
            unit: String::new(),
            meaning: meaning.into(),
            take: Box::new(move |row| take(row).into()),
        }
    }

    /// Gives the column a unit.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = unit.into();
        self
    }

    /// The cell of a row.
    pub fn cell(&self, row: &R) -> Cell {
        (self.take)(row)
    }
}

/// A column of text.
pub(crate) fn text<R>(name: &str, meaning: &str, take: impl Fn(&R) -> &str + Send + Sync + 'static) -> Column<R> {
    Column::new(name, Kind::Text, meaning, move |row: &R| Cell::from(take(row)))
}

/// A column of whole numbers.
pub(crate) fn integer<R, C: Into<Cell>>(
    name: &str,
    meaning: &str,
    take: impl Fn(&R) -> C + Send + Sync + 'static,
) -> Column<R> {
    Column::new(name, Kind::Integer, meaning, take)
}

/// A column of numbers.
pub(crate) fn real<R, C: Into<Cell>>(
    name: &str,
    unit: &str,
    meaning: &str,
    take: impl Fn(&R) -> C + Send + Sync + 'static,
) -> Column<R> {
    Column::new(name, Kind::Number, meaning, take).unit(unit)
}
