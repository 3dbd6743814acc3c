//! Rows printed in columns, as CSV or as JSON.

use clap::ValueEnum;
use serde_json::Value;

use super::csv::{cell, csv};
use super::figure::{amount, decimals};
use super::json::{objects, pretty};
use super::layout::{Grid, Printout};
use crate::study::table::{Kind, Row, Shape, Table};

/// How a table is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// In columns.
    Table,
    /// As JSON.
    Json,
    /// As CSV.
    Csv,
}

/// Rows of a table in a format, for a width.
pub(crate) fn show<R: Row>(rows: &[R], format: Format, wide: usize) -> String {
    match format {
        Format::Table => {
            let mut page = Printout::default();
            page.table(in_columns(rows));
            page.lay_out(wide)
        }
        Format::Json => pretty(&objects(rows)),
        Format::Csv => csv(rows),
    }
}

/// Rows of a table in columns.
pub(crate) fn in_columns<R: Row>(rows: &[R]) -> Grid {
    let table = Table::of::<R>(&Shape::default());
    let header = table.header().into_iter().map(|name| name.replace('_', " "));
    let right = |column: usize| table.fields[column].kind != Kind::String;
    let rows: Vec<Vec<Value>> = rows
        .iter()
        .map(|row| row.values().values().cloned().collect())
        .collect();
    let places = |column: usize| decimals(rows.iter().filter_map(|row| row[column].as_f64()));
    let places: Vec<usize> = (0..table.fields.len()).map(places).collect();
    let cells = |row: &Vec<Value>| {
        row.iter()
            .zip(&places)
            .map(|(value, &places)| shown(value, places))
            .collect()
    };
    Grid::of(header, right, rows.iter().map(cells))
}

/// A value for people; numbers of a column have equally many decimals, if they are no whole ones.
fn shown(value: &Value, places: usize) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => String::new(),
        Value::Number(number) if number.is_f64() => amount(number.as_f64().unwrap_or_default(), places),
        other => cell(other),
    }
}
