//! The tables of results folders as one workbook for Excel and its kin: typed cells, and the same bytes for the same
//! folders.

mod about;
mod columns;
mod layout;
mod table;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::page::Introduction;
use super::past_results::{PastResults, Unreadable};
use super::past_table::PastTable;
use super::terminal::grouped;
use layout::Layout;

/// The columns that a sheet of Excel holds.
const MAX_COLUMNS: usize = 16_384;

/// The rows that a sheet of Excel holds below its header.
const MAX_ROWS: usize = 1_048_575;

/// Why a folder does not become part of a workbook.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    /// It is not as it was written.
    #[error(transparent)]
    Results(#[from] Unreadable),
    /// A sheet cannot hold a table.
    #[error(
        "{file} has {} {what}, and a sheet of a workbook holds {}; \
         leave --xlsx out, and read the file itself, with pandas or R for example",
        grouped(*.count as u64),
        grouped(*.limit as u64)
    )]
    TooLarge {
        /// The file of the table.
        file: String,
        /// Rows or columns.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A sheet cannot hold a cell.
    #[error("{file} does not fit a sheet: {reason}; leave --xlsx out, and read the file itself")]
    Sheet {
        /// The file of the table.
        file: String,
        /// Why, in the words of the library that writes workbooks.
        reason: XlsxError,
    },
    /// The workbook cannot be made of its sheets.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] XlsxError),
}

/// A results folder that becomes part of a workbook.
pub(crate) struct Source<'a> {
    /// The folder.
    pub past: &'a PastResults,
    /// What it is, and what it says in short.
    pub introduction: &'a Introduction,
}

/// A table and the name of its sheet.
struct Sheet {
    name: String,
    table: PastTable,
    rows: usize,
}

/// The bytes of a workbook: a sheet on what it is, one on what its columns mean, and one for each table.
///
/// # Errors
/// The place of the folder that does not fit, and why.
pub(crate) fn workbook(sources: &[Source<'_>]) -> Result<Vec<u8>, (usize, Problem)> {
    let mut workbook = Workbook::new();
    let layout = Layout::new();
    let title = sources.first().map_or("", |source| source.past.title());
    // The time of writing would make two workbooks of the same results differ.
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|error| (0, error.into()))?;
    let properties = DocProperties::new().set_title(title).set_creation_datetime(&fixed);
    workbook.set_properties(&properties);
    // Sheets stand in the order in which they are made.
    workbook.add_worksheet();
    workbook.add_worksheet();
    let mut sheets = Vec::new();
    for (place, source) in sources.iter().enumerate() {
        let prefix = if sources.len() > 1 {
            format!("{} ", place + 1)
        } else {
            String::new()
        };
        let tables = source.past.tables().map_err(|problem| (place, problem.into()))?;
        let added = tables.into_iter().map(|table| {
            let name = format!("{prefix}{}", table.name);
            let rows = table::add(workbook.add_worksheet(), &name, &table, source.past, &layout)?;
            Ok(Sheet { name, table, rows })
        });
        let added: Result<Vec<Sheet>, Problem> = added.collect();
        sheets.push(added.map_err(|problem| (place, problem))?);
    }
    finish(&mut workbook, title, sources, &sheets, &layout).map_err(|error| (0, error.into()))
}

/// Writes the first two sheets, and then the workbook.
fn finish(
    workbook: &mut Workbook,
    title: &str,
    sources: &[Source<'_>],
    sheets: &[Vec<Sheet>],
    layout: &Layout,
) -> Result<Vec<u8>, XlsxError> {
    about::write(workbook.worksheet_from_index(0)?, title, sources, sheets, layout)?;
    columns::write(workbook.worksheet_from_index(1)?, sheets.iter().flatten(), layout)?;
    workbook.save_to_buffer()
}
