//! The second sheet of a workbook: what the columns of its tables mean.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Sheet;
use super::layout::Layout;
use crate::study::table::Kind;

/// The columns and their widths, in characters.
const COLUMNS: [(&str, usize); 5] = [
    ("sheet", 24),
    ("column", 40),
    ("type", 10),
    ("unit", 40),
    ("meaning", 100),
];

/// Writes the sheet.
pub(super) fn write<'s>(
    sheet: &mut Worksheet,
    sheets: impl Iterator<Item = &'s Sheet>,
    layout: &Layout,
) -> Result<(), XlsxError> {
    sheet.set_name("columns")?;
    Layout::fit_page(sheet);
    let names = COLUMNS.map(|(name, _)| name);
    let widths = COLUMNS.map(|(_, width)| width);
    let [.., widest] = widths;
    layout.header(sheet, 0, &names, &widths, widest)?;
    sheet.set_freeze_panes(1, 0)?;
    let fields = sheets.flat_map(|sheet| sheet.table.schema.fields.iter().map(move |field| (&sheet.name, field)));
    let mut last = 0;
    for (row, (name, field)) in (1..).zip(fields) {
        let unit = field.unit.as_deref().unwrap_or_default();
        let texts = [name, &field.name, word(field.kind), unit, &field.description];
        let texts: Vec<(&str, usize)> = texts.into_iter().zip(widths).collect();
        layout.texts(sheet, (row, 0), &texts)?;
        last = row;
    }
    sheet.autofilter(0, 0, last, 4).map(drop)
}

/// The type of a column, as data packages write it.
fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "string",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
    }
}
