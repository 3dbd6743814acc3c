//! Where a study puts its rows.

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};

use super::table::Row;

/// Takes the rows of a study as they become known: rows of one table in their final order, tables interleaved.
pub trait Sink {
    /// Takes a row.
    ///
    /// # Errors
    /// The row cannot be written.
    fn put<R: Row>(&mut self, row: R) -> io::Result<()>;
}

/// The rows of a study in memory, by type.
#[derive(Default)]
pub struct Rows(BTreeMap<TypeId, Box<dyn Any + Send>>);

impl Rows {
    /// All rows of a type, in the order of the table; empty where the study has none.
    pub fn of<R: Row>(&self) -> &[R] {
        let rows = self.0.get(&TypeId::of::<R>());
        rows.and_then(|rows| rows.downcast_ref::<Vec<R>>())
            .map_or(&[], Vec::as_slice)
    }

    /// All rows of a type as JSON: the names of the `columns`, and the `rows` as lists of values in this order.
    pub fn json<R: Row>(&self) -> Value {
        let mut columns = Vec::new();
        let mut rows = Vec::new();
        for row in self.of::<R>() {
            let (names, values): (Vec<String>, Vec<Value>) = row.values().into_iter().unzip();
            columns = names;
            rows.push(values);
        }
        json!({ "columns": columns, "rows": rows })
    }

    /// Hands all rows of a type to another sink.
    pub(super) fn put_into<R: Row>(&self, sink: &mut impl Sink) -> io::Result<()> {
        self.of::<R>().iter().try_for_each(|row| sink.put(row.clone()))
    }
}

impl Sink for Rows {
    fn put<R: Row>(&mut self, row: R) -> io::Result<()> {
        let rows = self
            .0
            .entry(TypeId::of::<R>())
            .or_insert_with(|| Box::new(Vec::<R>::new()));
        if let Some(rows) = rows.downcast_mut::<Vec<R>>() {
            rows.push(row);
        }
        Ok(())
    }
}
