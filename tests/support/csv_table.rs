//! Tables that the command printed or wrote as CSV, with cells found by the name of their column.

/// A table that was printed as CSV.
pub(crate) struct Csv {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Csv {
    pub(crate) fn of(text: &str) -> Self {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let owned = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        Self {
            header: owned(reader.headers().expect("a header")),
            rows: reader.records().map(|row| owned(&row.expect("a row"))).collect(),
        }
    }

    /// The rows in which these columns hold these texts.
    pub(crate) fn only(&self, wanted: &[(&str, &str)]) -> Vec<Row<'_>> {
        let rows = self.rows.iter().map(|cells| Row { csv: self, cells });
        rows.filter(|row| wanted.iter().all(|(name, text)| row.text(name) == *text))
            .collect()
    }

    /// The one row in which these columns hold these texts.
    #[track_caller]
    pub(crate) fn one(&self, wanted: &[(&str, &str)]) -> Row<'_> {
        let rows = self.only(wanted);
        assert_eq!(rows.len(), 1, "{wanted:?}");
        rows.into_iter().next().expect("there is one")
    }
}

/// A row of a table.
pub(crate) struct Row<'c> {
    csv: &'c Csv,
    cells: &'c [String],
}

impl Row<'_> {
    pub(crate) fn text(&self, column: &str) -> &str {
        let place = self.csv.header.iter().position(|name| name == column);
        &self.cells[place.unwrap_or_else(|| panic!("there is no column {column}"))]
    }

    pub(crate) fn number(&self, column: &str) -> f64 {
        let text = self.text(column);
        text.parse().unwrap_or_else(|_| panic!("{column}: `{text}`"))
    }
}
