//! Rows printed in columns, as CSV or as JSON.

use std::fmt::Write;

use comfy_table::{CellAlignment, ContentArrangement, Table as Columns, presets};
use serde_json::Value;

use super::csv::{cell, csv};
use super::json::{objects, pretty};
use crate::study::table::{Kind, Row, Shape, Table};

/// Long texts are broken into lines where a table would be wider than this.
const WIDTH: u16 = 120;

/// How a table is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// In columns for people.
    #[default]
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
    let header = table.fields.iter().map(|field| field.name.replace('_', " ")).collect();
    let right: Vec<bool> = table.fields.iter().map(|field| field.kind != Kind::String).collect();
    let cells = |row: &R| row.values().values().map(shown).collect();
    lines(header, &right, rows.iter().map(cells))
}

fn shown(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => String::new(),
        other => cell(other),
    }
}

/// Text in columns below a header; `right` says which columns are aligned to the right.
pub(crate) fn lines(header: Vec<String>, right: &[bool], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut columns = Columns::new();
    columns.load_style(presets::NOTHING);
    columns.set_content_arrangement(ContentArrangement::Dynamic);
    columns.set_width(WIDTH);
    columns.set_header(header);
    for row in rows {
        columns.add_row(row);
    }
    for (column, &right) in columns.column_iter_mut().zip(right) {
        if right {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let mut text = String::new();
    for line in columns.to_string().lines() {
        // Writing to memory cannot fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}
