//! A table whose columns are named after a study's words, read back.

use csv::StringRecord;

use super::csv::text_of_cell;
use super::past_results::{PastResults, Unreadable};

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Records {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Records {
    /// Reads a table of a folder.
    pub(super) fn read(past: &PastResults, table: &str) -> Result<Self, Unreadable> {
        let file = format!("{table}.csv");
        let text = past.text(&file)?;
        let damaged = |error: csv::Error| Unreadable::Damaged(format!("{file}: {error}"));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let owned = |record: &StringRecord| record.iter().map(|cell| text_of_cell(cell).to_owned()).collect();
        let header = reader.headers().map(owned).map_err(damaged)?;
        let rows = reader
            .records()
            .map(|record| record.as_ref().map(owned).map_err(ToString::to_string));
        let rows: Result<Vec<Vec<String>>, String> = rows.collect();
        let rows = rows.map_err(|error| Unreadable::Damaged(format!("{file}: {error}")))?;
        Ok(Self { header, rows })
    }

    /// The rows in which a column holds a text.
    pub(super) fn only(&self, column: &str, text: &str) -> Self {
        let place = self.place(column);
        let rows = self
            .rows
            .iter()
            .filter(|row| place.is_some_and(|place| row[place] == text));
        Self {
            header: self.header.clone(),
            rows: rows.cloned().collect(),
        }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The header and the rows.
    pub(super) fn parts(&self) -> (&[String], &[Vec<String>]) {
        (&self.header, &self.rows)
    }

    /// The columns whose names begin so, without that beginning.
    pub(super) fn family(&self, prefix: &str) -> Vec<&str> {
        let names = self.header.iter();
        names.filter_map(|name| name.strip_prefix(prefix)).collect()
    }

    /// The texts of a column.
    pub(super) fn texts(&self, column: &str) -> Vec<&str> {
        let place = self.place(column);
        let rows = self.rows.iter();
        rows.map(|row| place.map_or("", |place| row[place].as_str())).collect()
    }

    /// The numbers of a column; `None` where a cell holds none.
    pub(super) fn numbers(&self, column: &str) -> Vec<Option<f64>> {
        let number = |text: &str| text.parse().ok().filter(|number: &f64| number.is_finite());
        self.texts(column).into_iter().map(number).collect()
    }

    fn place(&self, column: &str) -> Option<usize> {
        self.header.iter().position(|name| name == column)
    }
}
