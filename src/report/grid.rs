//! A small table for the terminal, shown in columns, as CSV, or as JSON.

use std::fmt::Write;

use comfy_table::{CellAlignment, ContentArrangement, Table as Columns, presets};

use super::column::{Cell, Kind};
use super::table::Table;

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

/// Rows of a declared table, shown as asked.
pub(crate) fn show<R>(table: &Table<R>, rows: &[R], format: Format) -> String {
    match format {
        Format::Table => in_columns(table, rows),
        Format::Json => format!("{:#}\n", json(table, rows)),
        Format::Csv => csv(table, rows),
    }
}

/// Rows of a declared table as JSON.
pub(crate) fn json<R>(table: &Table<R>, rows: &[R]) -> serde_json::Value {
    rows.iter().map(|row| table.json(row)).collect()
}

/// Rows of a declared table as CSV.
pub(crate) fn csv<R>(table: &Table<R>, rows: &[R]) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    let lines = std::iter::once(table.header().into_iter().map(str::to_owned).collect());
    for line in lines.chain(rows.iter().map(|row| table.cells(row))) {
        out.write_record(&line)
            .expect("memory takes every record of equal length");
    }
    let bytes = out.into_inner().expect("memory takes every record");
    String::from_utf8(bytes).expect("text stays text")
}

fn in_columns<R>(table: &Table<R>, rows: &[R]) -> String {
    let header = table.columns.iter().map(|column| column.name.replace('_', " "));
    let alignment = table.columns.iter().map(|column| column.kind != Kind::Text);
    let cells = |row: &R| table.columns.iter().map(|column| shown(&column.cell(row))).collect();
    lines(header.collect(), &alignment.collect::<Vec<_>>(), rows.iter().map(cells))
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Truth(true) => "yes".to_owned(),
        Cell::Truth(false) => String::new(),
        other => other.show(),
    }
}

/// Text in columns below a header; `right` tells which columns are set to the right.
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
