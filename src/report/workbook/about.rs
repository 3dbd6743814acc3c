//! The first sheet of a workbook: what it is about, what it says in short, and what its other sheets hold.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::layout::Layout;
use super::{Sheet, Source};

/// The widths of the columns, in characters.
const WIDTHS: [usize; 3] = [24, 100, 12];

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    title: &str,
    sources: &[Source<'_>],
    sheets: &[Vec<Sheet>],
    layout: &Layout,
) -> Result<(), XlsxError> {
    sheet.set_name("about")?;
    Layout::fit_page(sheet);
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width as f64)?;
    }
    sheet.write_string_with_format(0, 0, title, &layout.title)?;
    let mut row = 1;
    for (source, sheets) in sources.iter().zip(sheets) {
        row += 1;
        for (name, text) in facts(source) {
            sheet.write_string_with_format(row, 0, name, &layout.header)?;
            layout.texts(sheet, (row, 1), &[(&text, WIDTHS[1])])?;
            row += 1;
        }
        row += 1;
        for (column, name) in (0..).zip(["sheet", "what it holds", "rows"]) {
            sheet.write_string_with_format(row, column, name, &layout.header)?;
        }
        for Sheet { name, table, rows } in sheets {
            row += 1;
            layout.texts(sheet, (row, 0), &[(name, WIDTHS[0]), (&table.description, WIDTHS[1])])?;
            sheet.write_number_with_format(row, 2, *rows as f64, &layout.text)?;
        }
        row += 1;
    }
    Ok(())
}

/// What there is to say of a folder: a name and a text each.
fn facts(source: &Source<'_>) -> Vec<(&'static str, String)> {
    let (past, introduction) = (source.past, source.introduction);
    let said = introduction
        .headline
        .iter()
        .map(|sentence| ("in short", sentence.clone()));
    let mut facts: Vec<(&str, String)> = said.collect();
    facts.extend([
        ("scenario", past.scenarios().join(", ")),
        ("command", introduction.command.clone()),
        ("version", format!("pactum {}", past.version())),
        ("results", past.id().unwrap_or_default().to_owned()),
    ]);
    facts
}
