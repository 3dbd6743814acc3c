//! A table of cases: a row for each, with the keys that differ between cases and what is recorded.

use std::collections::BTreeMap;

use super::record::{ActionCount, Record};
use crate::numeric::math::{max, min};

/// Recorded cases.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cases {
    /// The keys that have a column.
    pub keys: Vec<String>,
    /// The rows in order.
    pub rows: Vec<Row>,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// Its number in the table, from 1.
    pub number: usize,
    /// What the case is called.
    pub label: String,
    /// The value of each key.
    pub settings: Vec<String>,
    /// What is recorded.
    pub record: Record,
    /// How many such cases there were.
    pub count: u64,
    /// Cases of one cluster may depend on each other; without a column each is alone.
    pub cluster: Option<String>,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
enum Column {
    Label,
    Outcome,
    Period,
    Running,
    Count,
    Cluster,
    Key,
    Action(String, String),
    Ignored,
}

/// What is wrong with a table, and where.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", self.text())]
pub(crate) struct CasesError {
    /// The row, from 1; `None` for the header.
    row: Option<usize>,
    /// The column.
    column: String,
    /// What is wrong.
    what: String,
}

impl CasesError {
    pub(super) fn in_row(row: usize, column: &str, what: String) -> Self {
        let column = column.to_owned();
        Self {
            row: Some(row),
            column,
            what,
        }
    }

    fn text(&self) -> String {
        let row = self
            .row
            .map_or_else(|| "the header".to_owned(), |row| format!("row {row}"));
        let column = match &self.column[..] {
            "" => String::new(),
            column => format!(", column `{column}`"),
        };
        format!("the table of cases, {row}{column}: {}", self.what)
    }
}

/// What a column may be called.
pub(crate) const WORDS: [&str; 6] = ["case", "outcome", "period", "running", "count", "cluster"];

/// What else the columns of a table may be called: the keys and actions of a scenario.
pub(crate) struct Known<'a> {
    /// Whether something is a key.
    pub is_key: &'a dyn Fn(&str) -> bool,
    /// Whether something is a stage and one of its actions.
    pub is_action: &'a dyn Fn(&str, &str) -> bool,
    /// The names that were probably meant, as the end of a sentence.
    pub meant: &'a dyn Fn(&str) -> String,
    /// Columns that are not read.
    pub ignored: &'a [String],
    /// Whether there may be cases of which nothing is recorded.
    pub open: bool,
}

impl Cases {
    /// Reads a table from the text of a CSV file.
    ///
    /// # Errors
    /// A column is unknown, or a cell makes no sense.
    pub(crate) fn parse(text: &str, known: &Known<'_>) -> Result<Self, CasesError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let unreadable = |row: Option<usize>, error: &csv::Error| CasesError {
            row,
            column: String::new(),
            what: match error.kind() {
                csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                    format!("it has {len} cells, and the header {expected_len}")
                }
                _ => error.to_string(),
            },
        };
        let header = reader.headers().map_err(|error| unreadable(None, &error))?.clone();
        let names: Vec<String> = header.iter().map(str::to_owned).collect();
        if let [name] = &names[..]
            && let Some(separator) = [';', '\t'].into_iter().find(|&other| name.contains(other))
        {
            let what = format!("the cells are separated by {separator:?}; they have to be by commas");
            return Err(header_error("", what));
        }
        if names.iter().all(String::is_empty) {
            return Err(header_error("", "the table is empty".to_owned()));
        }
        let columns = columns(&names, known)?;
        let is_key = |(_, column): &(&String, &Column)| **column == Column::Key;
        let keys = names.iter().zip(&columns).filter(is_key);
        let keys = keys.map(|(name, _)| name.clone()).collect();
        let mut rows = Vec::new();
        for (number, record) in (1..).zip(reader.records()) {
            let record = record.map_err(|error| unreadable(Some(number), &error))?;
            let cells = names.iter().zip(&columns).zip(record.iter());
            let row = row(number, cells.map(|((name, column), cell)| (name, column, cell)))?;
            if row.record.is_empty() && !known.open {
                let what = "nothing is recorded of the case: all of its cells for that are empty".to_owned();
                return Err(CasesError::in_row(number, "", what));
            }
            rows.push(row);
        }
        // What occurred no time is no case.
        rows.retain(|row: &Row| row.count > 0);
        if !rows.is_empty() && rows.iter().all(|row: &Row| row.record.is_empty()) {
            return Err(header_error("", "nothing is recorded of any case".to_owned()));
        }
        if rows.is_empty() {
            return Err(header_error("", "there is no case below it".to_owned()));
        }
        Ok(Self { keys, rows })
    }

    /// How many cases there are, counted as often as the table says.
    pub(crate) fn count(&self) -> u64 {
        self.rows.iter().map(|row| row.count).fold(0, u64::saturating_add)
    }

    /// Of how many of them nothing is recorded.
    pub(crate) fn open(&self) -> u64 {
        let open = self.rows.iter().filter(|row| row.record.is_empty());
        open.map(|row| row.count).fold(0, u64::saturating_add)
    }

    /// Some rows alone.
    pub(crate) fn only(&self, rows: &[usize]) -> Self {
        Self {
            keys: self.keys.clone(),
            rows: rows.iter().map(|&row| self.rows[row].clone()).collect(),
        }
    }

    /// The cluster of each row, by number, where it names one.
    pub(crate) fn clusters(&self) -> Vec<Option<usize>> {
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        let rows = self.rows.iter();
        rows.map(|row| {
            let count = known.len();
            row.cluster.as_ref().map(|name| *known.entry(name).or_insert(count))
        })
        .collect()
    }

    /// A row in a message.
    pub(crate) fn name(&self, row: usize) -> String {
        let Row { number, label, .. } = &self.rows[row];
        match *label == number.to_string() {
            true => format!("the table of cases, row {number}"),
            false => format!("the table of cases, row {number} ({label})"),
        }
    }

    /// Whether a key has one value in all rows.
    pub(crate) fn is_constant(&self, column: usize) -> bool {
        let mut rows = self.rows.iter();
        rows.all(|row| row.settings[column] == self.rows[0].settings[column])
    }

    /// The value of a key in a row, as a number.
    ///
    /// # Errors
    /// It is none.
    pub(crate) fn number(&self, row: usize, column: usize) -> Result<f64, CasesError> {
        let row = &self.rows[row];
        let cell = &row.settings[column];
        let number = cell.parse().ok().filter(|number: &f64| number.is_finite());
        let wrong = || CasesError::in_row(row.number, &self.keys[column], format!("`{cell}` is no number"));
        number.ok_or_else(wrong)
    }

    /// The least and the largest value of a key.
    ///
    /// # Errors
    /// A value is no number.
    pub(crate) fn range(&self, column: usize) -> Result<[f64; 2], CasesError> {
        let rows = 0..self.rows.len();
        let values = rows
            .map(|row| self.number(row, column))
            .collect::<Result<Vec<_>, _>>()?;
        let mut values = values.into_iter();
        let first = values.next().expect("a table has rows");
        Ok(values.fold([first; 2], |[low, high], value| [min(low, value), max(high, value)]))
    }
}

fn header_error(column: &str, what: String) -> CasesError {
    let column = column.to_owned();
    CasesError {
        row: None,
        column,
        what,
    }
}

fn columns(names: &[String], known: &Known<'_>) -> Result<Vec<Column>, CasesError> {
    let mut columns = Vec::new();
    for (at, name) in names.iter().enumerate() {
        if name.is_empty() && !known.ignored.contains(name) {
            let what = format!("column {} has no name; --ignore \"\" leaves it out", at + 1);
            return Err(header_error("", what));
        }
        if names[..at].contains(name) {
            return Err(header_error(name, "it stands there twice".to_owned()));
        }
        let action = name
            .split_once('.')
            .filter(|(stage, action)| (known.is_action)(stage, action));
        columns.push(match &name[..] {
            _ if known.ignored.contains(name) => Column::Ignored,
            name if (known.is_key)(name) => Column::Key,
            "case" => Column::Label,
            "outcome" => Column::Outcome,
            "period" => Column::Period,
            "running" => Column::Running,
            "count" => Column::Count,
            "cluster" => Column::Cluster,
            name => match action {
                Some((stage, action)) => Column::Action(stage.to_owned(), action.to_owned()),
                None => {
                    let what = format!(
                        "it is no key of the scenario, no action of a stage, and none of {}{}\n\
                         --ignore \"{name}\" leaves it out",
                        WORDS.join(", "),
                        (known.meant)(name)
                    );
                    return Err(header_error(name, what));
                }
            },
        });
    }
    let recorded = |column: &Column| matches!(column, Column::Outcome | Column::Period | Column::Action(..));
    if !columns.iter().any(recorded) {
        let what = "nothing is recorded: it needs a column `outcome`, `period` or STAGE.ACTION".to_owned();
        return Err(header_error("", what));
    }
    Ok(columns)
}

/// A whole number that is counted exactly, also where it is written with decimals that are zero.
fn whole(cell: &str) -> Option<u64> {
    let number: f64 = cell.parse().ok()?;
    let exact = number.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&number);
    exact.then_some(number as u64)
}

fn row<'c>(number: usize, cells: impl Iterator<Item = (&'c String, &'c Column, &'c str)>) -> Result<Row, CasesError> {
    let mut row = Row {
        number,
        label: number.to_string(),
        settings: Vec::new(),
        record: Record::default(),
        count: 1,
        cluster: None,
    };
    let record = &mut row.record;
    for (name, column, cell) in cells {
        let wrong = |what: &str| CasesError::in_row(number, name, format!("`{cell}` is {what}"));
        let whole = || whole(cell).ok_or_else(|| wrong("no whole number from 0 to 2^53"));
        if cell.is_empty() && matches!(column, Column::Key | Column::Count) {
            let what = "the cell is empty; a row whose value is not known has to be left out".to_owned();
            return Err(CasesError::in_row(number, name, what));
        }
        match column {
            Column::Ignored => {}
            Column::Label => cell.clone_into(&mut row.label),
            Column::Key => row.settings.push(cell.to_owned()),
            Column::Count => row.count = whole()?,
            Column::Cluster => row.cluster = Some(cell.to_owned()).filter(|name| !name.is_empty()),
            Column::Outcome => {
                let outcomes = cell.split('|').map(str::trim).filter(|outcome| !outcome.is_empty());
                record.outcomes = outcomes.map(str::to_owned).collect();
            }
            Column::Period if cell.is_empty() => {}
            Column::Period => {
                let period = usize::try_from(whole()?).map_err(|_| wrong("too large"))?;
                record.period = Some(period);
            }
            Column::Running => {
                record.running = match &cell.to_lowercase()[..] {
                    "" | "0" | "false" => false,
                    "1" | "true" => true,
                    _ => return Err(wrong("neither 1 (it was going on) nor 0")),
                };
            }
            Column::Action(stage, action) if !cell.is_empty() => record.actions.push(ActionCount {
                stage: stage.clone(),
                action: action.clone(),
                count: whole()?,
            }),
            Column::Action(..) => {}
        }
    }
    if record.running && record.period.is_none() {
        let what = "a case that was going on needs a period".to_owned();
        return Err(CasesError::in_row(number, "running", what));
    }
    if !record.actions.is_empty() && (!record.outcomes.is_empty() || record.period.is_some()) {
        let what = "a row records either how a case ended or how often actions were taken; split it in two".to_owned();
        return Err(CasesError::in_row(number, "", what));
    }
    if record.running && !record.outcomes.is_empty() {
        let what = "a case that was going on had no outcome yet".to_owned();
        return Err(CasesError::in_row(number, "running", what));
    }
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::{Cases, Known};

    fn parse(text: &str) -> Result<Cases, String> {
        let ignored = ["note".to_owned()];
        let known = Known {
            is_key: &|name| name == "x",
            is_action: &|stage, action| stage == "vote" && action == "yes",
            meant: &|_| String::new(),
            ignored: &ignored,
            open: false,
        };
        Cases::parse(text, &known).map_err(|error| error.to_string())
    }

    #[test]
    fn cells_are_read_by_column() {
        let text = "case,x,outcome,period,running,vote.yes,count,cluster,note\n\
                    Suez,1.5,war | peace,3,,,4,a,?\n\"Agadir, 1911\",-1,,2.0,TRUE,,1,,\nvote,0,,,,2,1,b,\n";
        let cases = parse(text).expect("the table is right");
        assert_eq!((cases.keys, cases.rows.len()), (vec!["x".to_owned()], 3));
        let [first, second, third] = &cases.rows[..] else {
            unreachable!("three rows")
        };
        assert_eq!(
            (&first.label[..], first.count, first.cluster.as_deref()),
            ("Suez", 4, Some("a"))
        );
        assert_eq!(first.record.outcomes, ["war", "peace"]);
        assert_eq!((first.record.period, second.record.period), (Some(3), Some(2)));
        assert_eq!(
            (&second.settings[..], &second.label[..]),
            (&["-1".to_owned()][..], "Agadir, 1911")
        );
        assert!(second.record.running && second.record.outcomes.is_empty() && second.cluster.is_none());
        assert_eq!(third.record.actions[0].count, 2);
    }

    #[test]
    fn mistakes_name_row_and_column() {
        let wrong = [
            ("x,outcome\n,war\n", "row 1, column `x`: the cell is empty"),
            ("x,outcome\n1,war\n2,\n", "row 2: nothing is recorded"),
            ("y,outcome\n1,war\n", "the header, column `y`: it is no key"),
            ("x,x,outcome\n1,1,war\n", "column `x`: it stands there twice"),
            ("x\n1\n", "the header: nothing is recorded"),
            ("outcome\n", "the header: there is no case"),
            (
                "outcome,count\nwar,2.5\n",
                "row 1, column `count`: `2.5` is no whole number",
            ),
            (
                "outcome,period,running\nwar,1,1\n",
                "row 1, column `running`: a case that was going on",
            ),
            (
                "outcome,running\nwar,maybe\n",
                "row 1, column `running`: `maybe` is neither",
            ),
            ("outcome,x\nwar\n", "row 1: it has 1 cells, and the header 2"),
        ];
        for (text, message) in wrong {
            let found = parse(text).expect_err("the table is wrong");
            assert!(found.contains(message), "{found}");
        }
    }
}
