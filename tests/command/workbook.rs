//! `pactum report --xlsx`: a workbook of typed cells, the same bytes for the same results.

use std::fs;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::folder::{Folder, file_names};
use crate::markup::{attributes, expect_well_formed};
use crate::small_deal::{DEAL, deal, run_small};
use crate::support::csv_table::Csv;

/// A workbook: its parts, and the texts that its cells share.
struct Workbook {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    texts: Vec<String>,
}

/// A cell: its place, what kind of cell it is, and what it holds.
#[derive(Debug, PartialEq)]
struct Cell {
    place: String,
    kind: String,
    value: String,
}

impl Workbook {
    fn open(bytes: Vec<u8>) -> Self {
        let archive = ZipArchive::new(Cursor::new(bytes)).expect("a workbook is a ZIP archive");
        let mut workbook = Self {
            archive,
            texts: Vec::new(),
        };
        let shared = workbook.part("xl/sharedStrings.xml");
        workbook.texts = shared
            .split("<si>")
            .skip(1)
            .map(|entry| plain(inside(entry, "t")))
            .collect();
        workbook
    }

    /// A part, as text; it is well formed.
    fn part(&mut self, name: &str) -> String {
        let mut text = String::new();
        let mut part = self
            .archive
            .by_name(name)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        part.read_to_string(&mut text).expect("it is text");
        let (declaration, body) = text.split_once("?>").expect("it begins as XML does");
        assert!(declaration.starts_with("<?xml"), "{name}");
        expect_well_formed(body);
        text
    }

    /// The names of the sheets, in order.
    fn sheets(&mut self) -> Vec<String> {
        let part = self.part("xl/workbook.xml");
        let (_, sheets) = part.split_once("<sheets>").expect("it has sheets");
        let (sheets, _) = sheets.split_once("</sheets>").expect("which end");
        attributes(sheets, "name").into_iter().map(str::to_owned).collect()
    }

    /// The text of a sheet.
    fn sheet(&mut self, name: &str) -> String {
        let place = self.sheets().iter().position(|sheet| sheet == name);
        let place = place.unwrap_or_else(|| panic!("there is no sheet {name}"));
        self.part(&format!("xl/worksheets/sheet{}.xml", place + 1))
    }

    /// The cells of a sheet that hold something.
    fn cells(&mut self, name: &str) -> Vec<Cell> {
        let sheet = self.sheet(name);
        let cells = sheet.split("<c ").skip(1).filter(|cell| cell.contains("<v>"));
        let cells = cells.map(|cell| {
            let attribute = |name: &str| {
                attributes(&format!(" {cell}"), name)
                    .first()
                    .copied()
                    .unwrap_or("n")
                    .to_owned()
            };
            let (kind, value) = (attribute("t"), inside(cell, "v"));
            let value = match kind.as_str() {
                "s" => self.texts[value.parse::<usize>().expect("a text is a number")].clone(),
                _ => value.to_owned(),
            };
            let place = attribute("r");
            Cell { place, kind, value }
        });
        cells.collect()
    }
}

/// What stands inside the first element of this name.
fn inside<'t>(text: &'t str, name: &str) -> &'t str {
    let (_, rest) = text.split_once(&format!("<{name}")).expect("the element is there");
    let (_, rest) = rest.split_once('>').expect("it begins");
    rest.split_once(&format!("</{name}>")).expect("it ends").0
}

/// A text without references.
fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The name of a column by its place.
fn letters(place: usize) -> String {
    let last = char::from(b'A' + u8::try_from(place % 26).expect("a letter"));
    match place / 26 {
        0 => last.to_string(),
        before => letters(before - 1) + &last.to_string(),
    }
}

/// The cells that a sheet of a table has to hold; `texts` are the columns of text.
fn expected(table: &Csv, texts: &[&str]) -> Vec<Cell> {
    let cell = |row: usize, column: usize, kind: &str, value: &str| Cell {
        place: format!("{}{row}", letters(column)),
        kind: kind.to_owned(),
        value: value.to_owned(),
    };
    let header = table.header.iter().enumerate();
    let mut cells: Vec<Cell> = header.map(|(column, name)| cell(1, column, "s", name)).collect();
    for (row, values) in (2..).zip(&table.rows) {
        let filled = values.iter().enumerate().filter(|(_, value)| !value.is_empty());
        cells.extend(filled.map(|(column, value)| {
            let kind = if texts.contains(&table.header[column].as_str()) {
                "s"
            } else {
                "n"
            };
            cell(row, column, kind, value)
        }));
    }
    cells
}

/// The workbook on these folders.
#[track_caller]
fn report(temp: &Folder, folders: &[&str]) -> Vec<u8> {
    let more = ["--out", "page.html", "--xlsx", "book.xlsx", "--force"];
    let said = temp.run(0, &[&["report"], folders, &more[..]].concat());
    assert_eq!(said.out, "page.html\nbook.xlsx\n");
    fs::read(temp.path().join("book.xlsx")).expect("it is there")
}

#[test]
fn each_table_is_a_sheet_with_numbers_as_numbers() {
    let temp = deal();
    run_small(&temp, 0, &["--out", "run"]);
    let mut book = Workbook::open(report(&temp, &["run"]));
    let mut sheets = book.sheets();
    assert_eq!(sheets[..3], ["about", "columns", "outcomes"]);
    for (name, texts) in [
        ("outcomes", &["variant", "outcome"][..]),
        ("timeline", &["variant", "kind", "name"]),
        ("draws", &["variant", "solver_status", "evidence"]),
        ("labels", &["kind", "name", "label", "unit", "note", "source"]),
    ] {
        let table = Csv::of(&temp.text(&format!("run/{name}.csv")));
        let (cells, expected) = (book.cells(name), expected(&table, texts));
        for (cell, expected) in cells.iter().zip(&expected) {
            assert_eq!(cell, expected, "{name}");
        }
        assert_eq!(cells.len(), expected.len(), "{name}");
        let sheet = book.sheet(name);
        assert!(
            sheet.contains("<pane ySplit=\"1\"") && sheet.contains("state=\"frozen\""),
            "{name}"
        );
        assert!(sheet.contains("<cols><col "), "columns have widths");
    }
    let mut tables = tables(&temp, "run");
    sheets.drain(..2);
    sheets.sort();
    tables.sort();
    assert_eq!(sheets, tables);
}

/// The names of the tables in a folder.
fn tables(temp: &Folder, folder: &str) -> Vec<String> {
    let names = file_names(&temp.path().join(folder));
    names
        .iter()
        .filter_map(|name| name.strip_suffix(".csv"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_first_sheets_say_what_the_workbook_is() {
    let temp = deal();
    run_small(&temp, 0, &["--out", "run"]);
    let mut book = Workbook::open(report(&temp, &["run"]));
    let about: Vec<String> = book.cells("about").into_iter().map(|cell| cell.value).collect();
    let after = |name: &str| {
        let place = about
            .iter()
            .position(|text| text == name)
            .unwrap_or_else(|| panic!("{name}"));
        about[place + 1].as_str()
    };
    assert_eq!(about[0], "A small deal");
    assert!(after("in short").starts_with("costly makes war "), "{about:?}");
    assert_eq!(after("scenario"), "deal");
    assert_eq!(after("command"), "pactum run deal.toml --draws 20 --games 25");
    assert_eq!(after("version"), concat!("pactum ", env!("CARGO_PKG_VERSION")));
    assert_eq!(
        after("outcomes"),
        "One row per variant and outcome: how often games ended so, played and exact."
    );
    let columns = book.cells("columns");
    let row = columns
        .iter()
        .position(|cell| cell.value == "share_low")
        .expect("the column is there");
    let shown: Vec<&str> = columns[row..row + 4].iter().map(|cell| cell.value.as_str()).collect();
    assert_eq!(shown[1..3], ["number", "share of games"]);
    assert!(
        shown[3].starts_with("Lower end of the 95 % interval of the share."),
        "{shown:?}"
    );
}

#[test]
fn no_text_of_a_scenario_becomes_a_formula() {
    const FORMULAS: [&str; 4] = ["=1+1", "+1+1", "-1+1", "@SUM(1)"];
    let [label, title, note, source] = FORMULAS;
    let text = DEAL.replace("title = \"A small deal\"", &format!("title = \"{title}\""));
    let text = text.replace(
        "[[outcomes]]\nname = \"war\"",
        &format!("[[outcomes]]\nlabel = \"{label}\"\nname = \"war\""),
    );
    let text = text.replace(
        "value = 60\n",
        &format!("value = 60\nnote = \"{note}\"\nsource = \"{source}\"\n"),
    );
    let temp = Folder::with(&[("deal.toml", &text)]);
    run_small(&temp, 0, &["--out", "run"]);
    let mut book = Workbook::open(report(&temp, &["run"]));
    let mut cells = Vec::new();
    for name in book.sheets() {
        assert!(!book.sheet(&name).contains("<f"), "{name}");
        cells.extend(book.cells(&name));
    }
    for formula in FORMULAS {
        assert!(
            cells.iter().any(|cell| cell.kind == "s" && cell.value == formula),
            "{formula}"
        );
    }
}

#[test]
fn the_same_results_give_the_same_workbook_and_it_holds_no_time() {
    let books = [deal(), deal()].map(|temp| {
        run_small(&temp, 0, &["--out", "run"]);
        report(&temp, &["run"])
    });
    assert!(books[0] == books[1]);
    let [book, _] = books;
    let mut book = Workbook::open(book);
    for place in 0..book.archive.len() {
        let part = book.archive.by_index(place).expect("it is there");
        let changed = part.last_modified().expect("every part has a time");
        assert_eq!(changed.to_string(), "1980-01-01 00:00:00", "{:?}", part.name());
    }
    let core = book.part("docProps/core.xml");
    assert_eq!(core.matches("2000-01-01T00:00:00Z").count(), 2, "{core}");
    assert_eq!(core.matches("Z<").count(), 2, "no other time: {core}");
}

#[test]
fn several_folders_have_sheets_of_their_own() {
    let temp = deal();
    run_small(&temp, 0, &["--out", "run"]);
    let sweep = [
        "sweep",
        "deal.toml",
        "--vary",
        "gain=20,60",
        "--draws",
        "5",
        "--out",
        "sweep",
    ];
    temp.run(0, &sweep);
    let mut book = Workbook::open(report(&temp, &["run", "sweep"]));
    let sheets = book.sheets();
    assert!(
        sheets.contains(&"1 outcomes".to_owned()) && sheets.contains(&"2 sweep".to_owned()),
        "{sheets:?}"
    );
}

#[test]
fn a_workbook_that_exists_is_not_replaced_and_results_that_changed_make_none() {
    let temp = deal();
    run_small(&temp, 0, &["--out", "run"]);
    temp.write("book.xlsx", "mine");
    let arguments = ["report", "run", "--out", "page.html", "--xlsx", "book.xlsx"];
    let exists = temp.run(4, &arguments);
    assert!(exists.err.contains("book.xlsx exists already"), "{}", exists.err);
    assert_eq!(temp.text("book.xlsx"), "mine");
    assert!(!temp.path().join("page.html").exists());
    let same = temp.run(2, &["report", "run", "--out", "same", "--xlsx", "same"]);
    assert!(same.err.contains("--out and --xlsx name the same file"), "{}", same.err);
    let labels = temp.text("run/labels.csv");
    temp.write("run/labels.csv", &labels.replacen("actor,russia,", "actor,\"ussia,", 1));
    let damaged = temp.run(3, &[&arguments[..], &["--force"]].concat());
    assert!(damaged.err.contains("labels.csv"), "{}", damaged.err);
}
