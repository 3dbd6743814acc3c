//! Rows printed in columns, as CSV or as JSON.

use clap::ValueEnum;
use comfy_table::{CellAlignment, ContentArrangement, Table as Columns, presets};
use serde_json::Value;

use super::csv::{cell, csv};
use super::json::{objects, pretty};
use crate::study::table::{Kind, Row, Shape, Table};

/// Long texts are broken into lines where a table would be wider than this.
const WIDTH: u16 = 120;

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

/// Rows of a table in a format.
pub(crate) fn show<R: Row>(rows: &[R], format: Format) -> String {
    match format {
        Format::Table => in_columns(rows),
        Format::Json => pretty(&objects(rows)),
        Format::Csv => csv(rows),
    }
}

fn in_columns<R: Row>(rows: &[R]) -> String {
    let table = Table::of::<R>(&Shape::default());
    let header = table.header().into_iter().map(|name| name.replace('_', " "));
    let right = |column: usize| table.fields[column].kind != Kind::String;
    let cells = |row: &R| row.values().values().map(shown).collect();
    lines(header.collect::<Vec<_>>(), right, rows.iter().map(cells))
}

fn shown(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => String::new(),
        other => cell(other),
    }
}

/// Text in columns below a header; `right` says which columns are aligned to the right.
pub(crate) fn lines(
    header: impl Into<comfy_table::Row>,
    right: impl Fn(usize) -> bool,
    rows: impl IntoIterator<Item = Vec<String>>,
) -> String {
    let mut columns = Columns::new();
    columns.load_style(presets::NOTHING);
    columns.set_content_arrangement(ContentArrangement::Dynamic);
    columns.set_width(WIDTH);
    columns.set_header(header);
    for row in rows {
        columns.add_row(row);
    }
    for (number, column) in columns.column_iter_mut().enumerate() {
        if right(number) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let text = columns.to_string();
    let lines = text.lines().map(str::trim_end);
    lines.map(|line| format!("{line}\n")).collect()
}
