//! A table of results: its columns, and rows written to it as CSV one by one.

use std::io::Write;

use serde_json::{Value, json};

use super::column::Column;

/// A table as it is declared: what one row is, and its columns.
pub struct Table<R> {
    /// The name, which is also the file's without `.csv`.
    pub name: &'static str,
    /// What the table tells, beginning with what one row stands for.
    pub about: String,
    /// The columns that name a row: no two rows agree in all of them, and none is ever empty. May be empty.
    pub key: &'static [&'static str],
    /// The columns in order.
    pub columns: Vec<Column<R>>,
}

impl<R> Table<R> {
    /// The name of the file.
    pub fn file(&self) -> String {
        format!("{}.csv", self.name)
    }

    /// The headers in order.
    pub fn header(&self) -> Vec<&str> {
        self.columns.iter().map(|column| column.name.as_str()).collect()
    }

    /// The cells of a row as CSV shows them.
    pub fn cells(&self, row: &R) -> Vec<String> {
        self.columns.iter().map(|column| column.cell(row).show()).collect()
    }

    /// A row as a JSON object.
    pub fn json(&self, row: &R) -> Value {
        let cells = self.columns.iter();
        Value::Object(
            cells
                .map(|column| (column.name.clone(), column.cell(row).json()))
                .collect(),
        )
    }

    /// The table's entry in a Frictionless data package.
    pub fn resource(&self, bytes: u64) -> Value {
        let fields: Vec<Value> = self.columns.iter().map(field).collect();
        let mut schema = json!({ "fields": fields, "missingValues": [""] });
        if !self.key.is_empty() {
            schema["primaryKey"] = json!(self.key);
        }
        json!({
            "name": self.name,
            "path": self.file(),
            "profile": "tabular-data-resource",
            "description": self.about,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": bytes,
            "schema": schema,
        })
    }
}

fn field<R>(column: &Column<R>) -> Value {
    let mut field = json!({
        "name": column.name,
        "type": column.kind.name(),
        "title": column.name.replace("__", ": ").replace('_', " "),
        "description": column.meaning,
    });
    if !column.unit.is_empty() {
        field["unit"] = column.unit.as_str().into();
    }
    field
}

/// A table on its way into a file.
pub(crate) struct Writer<R, W: Write> {
    table: Table<R>,
    out: csv::Writer<Counted<W>>,
}

impl<R, W: Write> Writer<R, W> {
    /// Begins the file with its header.
    pub(crate) fn new(table: Table<R>, out: W) -> std::io::Result<Self> {
        let mut out = csv::Writer::from_writer(Counted { out, bytes: 0 });
        out.write_record(table.header()).map_err(plain)?;
        Ok(Self { table, out })
    }

    /// Writes a row.
    pub(crate) fn put(&mut self, row: &R) -> std::io::Result<()> {
        self.out.write_record(self.table.cells(row)).map_err(plain)
    }

    /// Writes what is still held back; gives the table's entry in the data package, and the file.
    pub(crate) fn finish(self) -> std::io::Result<(Value, W)> {
        let counted = self
            .out
            .into_inner()
            .map_err(|error| std::io::Error::new(error.error().kind(), error.error().to_string()))?;
        Ok((self.table.resource(counted.bytes), counted.out))
    }
}

fn plain(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}

/// Counts the bytes that pass.
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

    use super::{Table, Writer};
    use crate::report::column::{real, text};

    fn table() -> Table<(String, Option<f64>)> {
        Table {
            name: "numbers",
            about: "One row per number.".into(),
            key: &["name"],
            columns: vec![
                text("name", "What it is called.", |row: &(String, Option<f64>)| {
                    row.0.as_str()
                }),
                real("value", "payoff", "How much.", |row: &(String, Option<f64>)| row.1),
            ],
        }
    }

    #[test]
    fn rows_become_tidy_text() {
        let mut writer = Writer::new(table(), Vec::new()).expect("memory takes it");
        writer
            .put(&("half, exactly".into(), Some(0.5)))
            .expect("memory takes it");
        writer.put(&("nothing".into(), None)).expect("memory takes it");
        writer
            .put(&("no number".into(), Some(f64::NAN)))
            .expect("memory takes it");
        let (resource, bytes) = writer.finish().expect("memory takes it");
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert_eq!(text, "name,value\n\"half, exactly\",0.5\nnothing,\nno number,\n");
        assert_eq!(resource["bytes"], text.len());
        assert_eq!(resource["schema"]["fields"][1]["unit"], "payoff");
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
    fn a_full_disk_is_told_while_writing_or_at_the_end() {
        let mut writer = Writer::new(table(), Disk(20)).expect("the header waits in memory");
        for _ in 0..10 {
            writer.put(&("short".into(), Some(1.0))).expect("so do a few rows");
        }
        let error = writer.finish().err().expect("the disk is full");
        assert_eq!(error.kind(), ErrorKind::StorageFull);
        let mut writer = Writer::new(table(), Disk(20)).expect("the header waits in memory");
        let failed = (0..100_000).find_map(|_| writer.put(&("short".into(), Some(1.0))).err());
        assert_eq!(failed.map(|error| error.kind()), Some(ErrorKind::StorageFull));
    }
}
