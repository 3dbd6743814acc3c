//! Lines of a published results folder, beside the same lines as derived again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind};
use std::path::Path;
use std::str::FromStr;

use super::csv::{cells, records};
use super::layout::{Grid, Printout};
use crate::study::Rows;
use crate::study::rows::{DrawRow, GameRow};
use crate::study::table::Row;

/// Of a file with more lines that differ, so many are shown.
const SHOWN: usize = 5;

/// A line of a file of a results folder, as `FILE:LINE`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LineRef {
    /// The name of the file.
    pub file: String,
    /// The number of the line, from 1; tables have their header there.
    pub line: u64,
}

impl FromStr for LineRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.rsplit_once(':');
        let parts = parts.and_then(|(file, line)| Some((file, line.parse().ok().filter(|&line| line > 0)?)));
        let (file, line) = parts.ok_or("not a file and the number of a line in it, as in outcomes.csv:2")?;
        let file = file.to_owned();
        Ok(Self { file, line })
    }
}

impl LineRef {
    /// Whether the line is a row that follows from one draw.
    pub(crate) fn follows_from_draw(&self) -> bool {
        self.line > 1 && of_draws(&self.file).is_some()
    }
}

/// A line that is not as derived again.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Difference {
    line: u64,
    /// As published, and as derived; `None` where there is no such line.
    lines: [Option<String>; 2],
}

/// The lines of one file.
#[derive(Debug, Default)]
struct Compared {
    lines: u64,
    differing: u64,
    /// The first that differ.
    shown: Vec<Difference>,
}

impl Compared {
    /// Counts a line, as published and as derived.
    fn compare(&mut self, line: u64, lines: [Option<String>; 2]) {
        self.lines += 1;
        if lines[0] != lines[1] {
            self.differing += 1;
            if self.shown.len() < SHOWN {
                self.shown.push(Difference { line, lines });
            }
        }
    }
}

/// The numbers of the lines of a file among some lines.
fn numbers_in(file: &str, lines: &BTreeSet<LineRef>) -> BTreeSet<u64> {
    let own = lines.iter().filter(|line| line.file == file);
    own.map(|line| line.line).collect()
}

/// Lines as published beside lines as derived.
#[derive(Debug, Default)]
pub(crate) struct Verification {
    files: BTreeMap<String, Compared>,
}

impl Verification {
    /// Compares a line as published with the same line as derived.
    pub(crate) fn compare(&mut self, place: LineRef, published: Option<String>, derived: Option<String>) {
        let file = self.files.entry(place.file).or_default();
        file.compare(place.line, [published, derived]);
    }

    /// Compares the files of a folder with those of another line by line; where some lines are asked for, these only.
    ///
    /// # Errors
    /// A file cannot be read.
    pub(crate) fn of_folders(
        [published, derived]: [&Path; 2],
        files: &BTreeSet<String>,
        wanted: &BTreeSet<LineRef>,
    ) -> io::Result<Self> {
        let mut found = Self::default();
        for file in files {
            let numbers = numbers_in(file, wanted);
            if numbers.is_empty() && !wanted.is_empty() {
                continue;
            }
            let compared = found.files.entry(file.clone()).or_default();
            let mut published = lines(&published.join(file))?;
            let mut derived = lines(&derived.join(file))?;
            for line in 1.. {
                let pair = [published.next().transpose()?, derived.next().transpose()?];
                if pair == [None, None] {
                    break;
                }
                if wanted.is_empty() || numbers.contains(&line) {
                    compared.compare(line, pair);
                }
            }
        }
        Ok(found)
    }

    /// Whether every line is as derived.
    pub(crate) fn holds(&self) -> bool {
        self.files.values().all(|file| file.differing == 0)
    }

    /// What people read; the names of columns come from the published folder.
    pub(crate) fn page(&self, published: &Path) -> Printout {
        let mut page = Printout::default();
        let rows = self.files.iter();
        let rows = rows.map(|(name, file)| vec![name.clone(), file.lines.to_string(), file.differing.to_string()]);
        page.table(Grid::of(["file", "lines", "differ"], |column| column > 0, rows));
        for (name, file) in self.files.iter().filter(|(_, file)| file.differing > 0) {
            page.blank();
            let header = lines(&published.join(name))
                .ok()
                .and_then(|mut lines| lines.next()?.ok());
            let header = header.filter(|_| name.ends_with(".csv"));
            for difference in &file.shown {
                page.hang(
                    &format!("{name}:{}  {}", difference.line, difference.words(header.as_deref())),
                    2,
                );
            }
            let more = file.differing - file.shown.len() as u64;
            if more > 0 {
                page.say(&format!("and {more} more lines of {name}"));
            }
        }
        page.blank();
        page.say(&self.conclusion());
        page
    }

    fn conclusion(&self) -> String {
        let sum = |count: fn(&Compared) -> u64| self.files.values().map(count).sum::<u64>();
        match (sum(|file| file.lines), sum(|file| file.differing)) {
            (1, 0) => "The line is as derived again.".to_owned(),
            (all, 0) => format!("All {all} lines are as derived again."),
            (all, differing) => format!("Of {all} lines {differing} differ from what was derived again."),
        }
    }
}

impl Difference {
    /// What differs: in a table, with this header, the cells that do.
    fn words(&self, header: Option<&str>) -> String {
        match (&self.lines, header) {
            ([Some(published), Some(derived)], Some(header)) if self.line > 1 => {
                let [header, published, derived] = [header, published, derived].map(split);
                let cells = header.iter().zip(published.iter().zip(&derived));
                let words = cells.filter_map(|(column, (published, derived))| {
                    let say = || format!("{column}: {} published, {} derived", known(published), known(derived));
                    (published != derived).then(say)
                });
                words.collect::<Vec<_>>().join("; ")
            }
            ([published, derived], _) => {
                let word = |line: &Option<String>| line.clone().unwrap_or_else(|| "no such line".to_owned());
                format!("published: {}; derived: {}", word(published), word(derived))
            }
        }
    }
}

/// The cells of a line of a table.
fn split(line: impl AsRef<str>) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(line.as_ref().as_bytes());
    let record = reader.records().next().and_then(Result::ok).unwrap_or_default();
    record.iter().map(str::to_owned).collect()
}

/// A cell as it is said.
fn known(cell: &str) -> &str {
    if cell.is_empty() { "empty" } else { cell }
}

/// The lines of a file without what ends them; none where there is no such file. What is no text is shown as far as it is.
///
/// # Errors
/// The file cannot be read.
pub(crate) fn lines(path: &Path) -> io::Result<impl Iterator<Item = io::Result<String>> + use<>> {
    let file = match File::open(path) {
        Ok(file) => Some(BufReader::new(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let lines = file.into_iter().flat_map(|file| file.split(b'\n'));
    Ok(lines.map(|line| line.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())))
}

/// Those of some lines that a folder has.
///
/// # Errors
/// A file cannot be read.
pub(crate) fn lines_at(folder: &Path, wanted: &BTreeSet<LineRef>) -> io::Result<BTreeMap<LineRef, String>> {
    let mut found = BTreeMap::new();
    let files: BTreeSet<&String> = wanted.iter().map(|line| &line.file).collect();
    for file in files {
        let numbers = numbers_in(file, wanted);
        for (number, line) in (1..).zip(lines(&folder.join(file))?) {
            if numbers.contains(&number) {
                let file = file.clone();
                found.insert(LineRef { file, line: number }, line?);
            }
        }
    }
    Ok(found)
}

/// What a line of a table is about whose every row follows from one draw: the file, and the first cells, which are names and
/// numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DrawKey {
    file: String,
    cells: String,
}

/// The tables whose every row follows from one draw, and how many cells say what a row is about.
const OF_DRAWS: [(&str, usize); 2] = [(DrawRow::TABLE, 2), (GameRow::TABLE, 3)];

impl DrawKey {
    /// What a line of a file is about.
    pub(crate) fn of(file: &str, line: &str) -> Self {
        let cells = of_draws(file).unwrap_or_default();
        Self {
            file: file.to_owned(),
            cells: line.split(',').take(cells).collect::<Vec<_>>().join(","),
        }
    }
}

/// How many cells of a line of a file say what it is about, where it follows from one draw.
fn of_draws(file: &str) -> Option<usize> {
    let table = file.strip_suffix(".csv")?;
    OF_DRAWS
        .iter()
        .find(|(name, _)| *name == table)
        .map(|&(_, cells)| cells)
}

/// The variant and the draw that a line of such a table is about.
pub(crate) fn draw_of(line: &str) -> Option<(&str, u64)> {
    let mut cells = line.split(',');
    let variant = cells.next()?;
    Some((variant, cells.next()?.parse().ok()?))
}

/// The lines of such tables, by what they are about.
pub(crate) fn draw_lines(rows: &Rows) -> BTreeMap<DrawKey, String> {
    let draws = rows.of::<DrawRow>().iter().map(keyed);
    draws.chain(rows.of::<GameRow>().iter().map(keyed)).collect()
}

fn keyed<R: Row>(row: &R) -> (DrawKey, String) {
    let line = records([cells(row)]).trim_end().to_owned();
    (DrawKey::of(&format!("{}.csv", R::TABLE), &line), line)
}
