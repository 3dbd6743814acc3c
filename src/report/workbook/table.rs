//! A table of a results folder as a sheet.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::layout::Layout;
use super::{MAX_COLUMNS, MAX_ROWS, Problem};
use crate::report::csv::text_of_cell;
use crate::report::past_results::{PastResults, Unreadable};
use crate::report::past_table::PastTable;
use crate::study::table::Kind;

/// The greatest width of a column, in characters.
const WIDEST: usize = 40;

/// The largest whole number below which a cell, which holds a 64-bit float, tells all whole numbers apart.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What a cell of a sheet holds.
#[derive(Debug, PartialEq)]
enum Cell<'t> {
    Empty,
    Number(f64),
    Truth(bool),
    Text(&'t str),
}

impl<'t> Cell<'t> {
    /// A cell of a column of this kind. What a number or truth value of a sheet cannot hold stays text.
    fn of(kind: Kind, text: &'t str) -> Self {
        let number = || text.parse::<f64>().ok().filter(|number| number.is_finite());
        let found = match kind {
            _ if text.is_empty() => Some(Self::Empty),
            Kind::String => None,
            Kind::Number => number().map(Self::Number),
            Kind::Integer => number().filter(|number| number.abs() < EXACT).map(Self::Number),
            Kind::Boolean => text.parse().ok().map(Self::Truth),
        };
        found.unwrap_or(Self::Text(text))
    }

    /// Writes it; a text stays a text, whatever it begins with.
    fn write(self, sheet: &mut Worksheet, row: u32, column: u16) -> Result<(), XlsxError> {
        match self {
            Self::Empty => Ok(()),
            Self::Number(number) => sheet.write_number(row, column, number).map(drop),
            Self::Truth(truth) => sheet.write_boolean(row, column, truth).map(drop),
            Self::Text(text) => sheet.write_string(row, column, text).map(drop),
        }
    }
}

/// Fills the sheet of a table, and gives the number of its rows.
pub(super) fn add(
    sheet: &mut Worksheet,
    name: &str,
    table: &PastTable,
    past: &PastResults,
    layout: &Layout,
) -> Result<usize, Problem> {
    let text = past.text(&table.file)?;
    let rows: Result<Vec<csv::StringRecord>, csv::Error> =
        csv::Reader::from_reader(text.as_bytes()).records().collect();
    let rows = rows.map_err(|error| Unreadable::Damaged(format!("{}: {error}", table.file)))?;
    expect_room(&table.file, "columns", table.schema.fields.len(), MAX_COLUMNS)?;
    expect_room(&table.file, "rows", rows.len(), MAX_ROWS)?;
    let filled = fill(sheet, name, table, &rows, layout);
    let filled = filled.map_err(|reason| Problem::Sheet {
        file: table.file.clone(),
        reason,
    });
    filled.map(|()| rows.len())
}

fn expect_room(file: &str, what: &'static str, count: usize, limit: usize) -> Result<(), Problem> {
    if count <= limit {
        return Ok(());
    }
    Err(Problem::TooLarge {
        file: file.to_owned(),
        what,
        count,
        limit,
    })
}

fn fill(
    sheet: &mut Worksheet,
    name: &str,
    table: &PastTable,
    rows: &[csv::StringRecord],
    layout: &Layout,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    Layout::fit_page(sheet);
    let fields = &table.schema.fields;
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let mut widths = vec![0; fields.len()];
    for (row, record) in (1..).zip(rows) {
        for (column, (field, cell)) in (0..).zip(fields.iter().zip(record)) {
            // A text of a workbook is never run.
            let text = text_of_cell(cell);
            // Numbers show as many digits as there is room for.
            if field.kind == Kind::String {
                let width = &mut widths[usize::from(column)];
                *width = text.chars().count().max(*width);
            }
            Cell::of(field.kind, text).write(sheet, row, column)?;
        }
    }
    layout.header(sheet, 0, &names, &widths, WIDEST)?;
    sheet.set_freeze_panes(1, 0)?;
    let (Some(last_row), Some(last_column)) = (u32::try_from(rows.len()).ok(), last(names.len())) else {
        return Ok(());
    };
    sheet.autofilter(0, 0, last_row, last_column).map(drop)
}

/// The place of the last of so many columns.
fn last(columns: usize) -> Option<u16> {
    u16::try_from(columns).ok()?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::{Cell, expect_room};
    use crate::study::table::Kind;

    #[test]
    fn cells_have_the_type_of_their_column() {
        assert_eq!(
            Cell::of(Kind::Number, "0.41790000000000005"),
            Cell::Number(0.41790000000000005)
        );
        assert_eq!(Cell::of(Kind::Integer, "-12"), Cell::Number(-12.0));
        assert_eq!(Cell::of(Kind::Boolean, "false"), Cell::Truth(false));
        assert_eq!(Cell::of(Kind::String, "0.5"), Cell::Text("0.5"));
        assert_eq!(Cell::of(Kind::Number, ""), Cell::Empty);
    }

    #[test]
    fn what_a_sheet_would_change_stays_text() {
        let seed = "18446744073709551615";
        assert_eq!(Cell::of(Kind::Integer, seed), Cell::Text(seed));
        assert_eq!(Cell::of(Kind::Number, "inf"), Cell::Text("inf"));
    }

    #[test]
    fn a_table_that_is_too_large_is_named() {
        assert!(expect_room("games.csv", "rows", 5, 5).is_ok());
        let refused = expect_room("games.csv", "rows", 1_048_576, 1_048_575).expect_err("one is too many");
        let text = refused.to_string();
        assert!(
            text.starts_with("games.csv has 1,048,576 rows, and a sheet of a workbook holds 1,048,575; "),
            "{text}"
        );
    }
}
