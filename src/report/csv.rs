//! Tables as CSV: one header line, and an empty cell where something is missing. A text that a spreadsheet would run as a
//! formula stands behind an apostrophe.

use std::io::Write;

use serde_json::Value;

use super::package::Resource;
use crate::numeric::decimal::shortest;
use crate::source::wording::visible_lines;
use crate::study::table::{Row, Shape, Table};

/// A value of a row as a cell.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => text_cell(text),
        Value::Number(number) if number.is_f64() => number.as_f64().map(shortest).unwrap_or_default(),
        Value::Null => String::new(),
        whole_or_truth => whole_or_truth.to_string(),
    }
}

/// A text as a cell: one that a spreadsheet would run as a formula stands behind an apostrophe, which [`text_of_cell`]
/// takes away, and characters that act unseen are shown.
fn text_cell(text: &str) -> String {
    let shown = visible_lines(text);
    if looks_like_formula(&shown) {
        format!("'{shown}")
    } else {
        shown
    }
}

/// The text that stands in a cell.
pub(super) fn text_of_cell(cell: &str) -> &str {
    let text = cell.strip_prefix('\'');
    text.filter(|text| looks_like_formula(text)).unwrap_or(cell)
}

/// Whether a spreadsheet would run a text as a formula, or it looks like one behind apostrophes. Numbers are none.
fn looks_like_formula(text: &str) -> bool {
    let begins = text.trim_start_matches('\'').starts_with(FORMULAS);
    begins && !is_number(text)
}

/// What formulas begin with in one spreadsheet or another, and what some of them leave out before one.
const FORMULAS: [char; 10] = ['=', '+', '-', '@', '\t', '\n', '＝', '＋', '－', '＠'];

fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok() && text.ends_with(|last: char| last.is_ascii_digit() || last == '.')
}

/// The cells of a row.
pub(super) fn cells<R: Row>(row: &R) -> Vec<String> {
    row.values().values().map(cell).collect()
}

/// Rows as the text of a file.
pub(crate) fn csv<R: Row>(rows: &[R]) -> String {
    let table = Table::of::<R>(&Shape::default());
    let header = table.fields.into_iter().map(|field| field.name).collect();
    records(std::iter::once(header).chain(rows.iter().map(cells)))
}

/// Records as the text of a file.
pub(super) fn records(records: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    for record in records {
        let written = out.write_record(&record);
        written.expect("memory takes every record of equal length");
    }
    let bytes = out.into_inner().expect("memory takes every record");
    String::from_utf8(bytes).expect("text stays text")
}

/// Writes the rows of a table to a file.
pub(super) struct Writer<W: Write> {
    table: Table,
    out: csv::Writer<Counted<W>>,
}

impl<W: Write> Writer<W> {
    /// Begins the file with its header.
    pub(super) fn new(table: Table, out: W) -> std::io::Result<Self> {
        let mut out = csv::Writer::from_writer(Counted { out, bytes: 0 });
        out.write_record(table.header()).map_err(io_error)?;
        Ok(Self { table, out })
    }

    /// Writes a row.
    pub(super) fn put<R: Row>(&mut self, row: &R) -> std::io::Result<()> {
        self.out.write_record(cells(row)).map_err(io_error)
    }

    /// The name of the file.
    pub(super) fn file(&self) -> String {
        self.table.file()
    }

    /// Writes what is still in memory; returns the table's entry in the data package, and the file.
    pub(super) fn finish(self) -> std::io::Result<(Resource, W)> {
        let counted = self
            .out
            .into_inner()
            .map_err(|error| std::io::Error::new(error.error().kind(), error.error().to_string()))?;
        Ok((Resource::new(self.table, counted.bytes), counted.out))
    }
}

fn io_error(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}

/// Counts the bytes that it writes.
struct Counted<W> {
    out: W,
    bytes: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(buffer)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind, Write};

    use schemars::JsonSchema;
    use serde::Serialize;

    use super::{Row, Shape, Table, Writer, text_cell, text_of_cell};

    /// One row per number.
    #[derive(Clone, Serialize, JsonSchema)]
    #[schemars(extend("primaryKey" = ["name"]))]
    struct Numbered {
        /// What it is called.
        name: String,
        /// How much.
        #[schemars(extend("unit" = "payoff"))]
        value: Option<f64>,
    }

    impl Row for Numbered {
        const TABLE: &'static str = "numbers";
    }

    fn row(name: &str, value: Option<f64>) -> Numbered {
        Numbered {
            name: name.to_owned(),
            value,
        }
    }

    fn writer<W: Write>(out: W) -> Writer<W> {
        Writer::new(Table::of::<Numbered>(&Shape::default()), out).expect("the header waits in memory")
    }

    #[test]
    fn no_text_is_run_as_a_formula() {
        for text in [
            "=1+1", "@SUM(A1)", "+a", "-a", "-inf", "\tx", "\n=1", "-1+cmd", "'=1", "＝1",
        ] {
            let cell = text_cell(text);
            assert_eq!(cell, format!("'{text}"));
            assert_eq!(text_of_cell(&cell), text);
        }
        for text in [
            "-1.5", "+3", "-1e-7", "-2.", "a=1", "x-y", "−5", "", "'", "'quoted'", " =1",
        ] {
            assert_eq!(text_cell(text), text);
            assert_eq!(text_of_cell(text), text);
        }
        assert_eq!(text_cell("\u{1b}[2J\r\u{202e}"), "\\u{1b}[2J\\r\\u{202e}");
    }

    #[test]
    fn rows_become_tidy_text() {
        let mut writer = writer(Vec::new());
        for row in [
            row("half, exactly", Some(0.5)),
            row("small", Some(1e-7)),
            row("one", Some(1.0)),
            row("negative zero", Some(-0.0)),
            row("", None),
            row("not a number", Some(f64::NAN)),
        ] {
            writer.put(&row).expect("memory takes it");
        }
        let (resource, bytes) = writer.finish().expect("memory takes it");
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert_eq!(
            text,
            "name,value\n\"half, exactly\",0.5\nsmall,1e-7\none,1\nnegative zero,0\n,\nnot a number,\n"
        );
        let resource = serde_json::to_value(resource).expect("texts and numbers");
        assert_eq!(resource["bytes"], text.len());
        assert_eq!(resource["description"], "One row per number.");
        assert_eq!(resource["schema"]["fields"][1]["unit"], "payoff");
        assert_eq!(resource["schema"]["fields"][1]["description"], "How much.");
        assert_eq!(resource["schema"]["primaryKey"][0], "name");
    }

    /// A disk with room for some bytes.
    struct Disk(usize);

    impl Write for Disk {
        fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
            if self.0 == 0 {
                return Err(Error::from(ErrorKind::StorageFull));
            }
            let taken = buffer.len().min(self.0);
            self.0 -= taken;
            Ok(taken)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_an_error_while_writing_or_at_the_end() {
        let mut early = writer(Disk(20));
        for _ in 0..10 {
            early.put(&row("short", Some(1.0))).expect("a few rows wait in memory");
        }
        let error = early.finish().err().expect("the disk is full");
        assert_eq!(error.kind(), ErrorKind::StorageFull);
        let mut late = writer(Disk(20));
        let failed = (0..100_000).find_map(|_| late.put(&row("short", Some(1.0))).err());
        assert_eq!(failed.map(|error| error.kind()), Some(ErrorKind::StorageFull));
    }
}
