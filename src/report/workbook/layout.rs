//! How the sheets of a workbook look: formats, widths and heights.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

/// The height of a line of text, in points.
const LINE: f64 = 15.0;

/// The least width of a column, in characters.
const NARROW: usize = 10;

/// The formats of cells.
pub(super) struct Layout {
    /// The title of the workbook.
    pub title: Format,
    /// Headers, and what names a row.
    pub header: Format,
    /// Texts that are broken into lines.
    pub text: Format,
}

impl Layout {
    /// The formats of a workbook.
    pub(super) fn new() -> Self {
        let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            header: text.clone().set_bold(),
            text,
        }
    }

    /// Makes all columns of a sheet fit a page, should it be printed.
    pub(super) fn fit_page(sheet: &mut Worksheet) {
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
    }

    /// Writes a header of these names, which stays in sight. Columns are as wide as their names or `widths` ask for, and a
    /// name that is wider than `widest` has several lines.
    pub(super) fn header(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        names: &[&str],
        widths: &[usize],
        widest: usize,
    ) -> Result<(), XlsxError> {
        let mut lines = 1;
        for (column, (name, wanted)) in (0..).zip(names.iter().zip(widths)) {
            let length = name.chars().count();
            // The button of the filter takes the place of three characters.
            let width = (*wanted).max(length + 3).clamp(NARROW, widest);
            lines = lines.max((length + 3).div_ceil(width));
            sheet.set_column_width(column, width as f64)?;
            sheet.write_string_with_format(row, column, *name, &self.header)?;
        }
        sheet.set_row_height(row, LINE * lines as f64)?;
        Ok(())
    }

    /// Writes texts into cells of a row that are so wide, and makes the row high enough.
    pub(super) fn texts(
        &self,
        sheet: &mut Worksheet,
        (row, first): (u32, u16),
        texts: &[(&str, usize)],
    ) -> Result<(), XlsxError> {
        let mut high = 1;
        for (column, (text, width)) in (first..).zip(texts) {
            // Words do not fill lines.
            let lines = |line: &str| line.chars().count().div_ceil(width * 9 / 10).max(1);
            high = high.max(text.lines().map(lines).sum());
            sheet.write_string_with_format(row, column, *text, &self.text)?;
        }
        sheet.set_row_height(row, LINE * high as f64)?;
        Ok(())
    }
}
