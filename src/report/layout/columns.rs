//! Tables in columns: what is left out, wrapped or set below where a table is wider than the terminal.

use std::iter;

use serde::{Deserialize, Serialize};

use super::paragraph::{hanging_within, padded, to_the_right, width, words};
use crate::source::wording::visible;

/// The space before the first column, and between two.
const MARGIN: usize = 1;
const GAP: usize = 2;
/// A column of text that is no wider than this is broken only where its table cannot do without.
const COMFORTABLE: usize = 32;

/// A table of texts below a header. A row of one cell is a heading over the rows below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Grid {
    columns: Vec<Column>,
    /// How many of the first columns say what a row is about.
    keys: usize,
    rows: Vec<Vec<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Column {
    header: String,
    /// Whether it stands to the right, as numbers do; its cells are never broken.
    right: bool,
    /// In which turn it is left out where the table is too wide.
    left_out: Option<usize>,
}

impl Grid {
    /// Rows below a header; `right` says which columns are aligned to the right.
    pub(crate) fn of<H: Into<String>>(
        header: impl IntoIterator<Item = H>,
        right: impl Fn(usize) -> bool,
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> Self {
        let column = |(number, header): (usize, H)| Column {
            header: header.into(),
            right: right(number),
            left_out: None,
        };
        Self {
            columns: header.into_iter().enumerate().map(column).collect(),
            keys: 1,
            rows: rows.into_iter().collect(),
        }
    }

    /// Says that the first columns, so many, tell what a row is about: they are repeated where others are set below.
    pub(crate) fn about(mut self, keys: usize) -> Self {
        self.keys = keys;
        self
    }

    /// Says which columns are left out first where the table is too wide, which then, and so on.
    pub(crate) fn leaving_out(mut self, turns: &[&[usize]]) -> Self {
        for (turn, columns) in turns.iter().enumerate() {
            for &column in *columns {
                self.columns[column].left_out = Some(turn);
            }
        }
        self
    }

    /// The table with characters shown that act unseen.
    pub(super) fn visible(&self) -> Self {
        let mut shown = self.clone();
        let headers = shown.columns.iter_mut().map(|column| &mut column.header);
        for text in headers.chain(shown.rows.iter_mut().flatten()) {
            *text = visible(text);
        }
        shown
    }

    /// The lines of the table. Where it is wider than this, columns are left out in their turns; then texts and headers are
    /// broken at words; then the columns that do not fit are set below the others, beside those that tell what a row is
    /// about.
    pub(super) fn lay_out(&self, wide: usize) -> String {
        let mut shown: Vec<usize> = (0..self.columns.len()).collect();
        let turns = self.columns.iter().filter_map(|column| column.left_out);
        for turn in 0..turns.max().map_or(0, |last| last + 1) {
            if self.total(&shown) <= wide {
                break;
            }
            shown.retain(|&column| self.columns[column].left_out != Some(turn));
        }
        let blocks = self.blocks(&shown, wide);
        let blocks = blocks.iter().map(|block| self.block(block, wide));
        blocks.collect::<Vec<_>>().join("\n") + &self.left_out(&shown, wide)
    }

    /// The line that names what is left out.
    fn left_out(&self, shown: &[usize], wide: usize) -> String {
        let missing = (0..self.columns.len()).filter(|column| !shown.contains(column));
        let names: Vec<String> = missing.filter_map(|column| self.name(column)).collect();
        if names.is_empty() {
            return String::new();
        }
        hanging_within(&format!(" left out at this width: {}", names.join(", ")), MARGIN, wide)
    }

    /// The header of a column; if others have the same, with the header before it.
    fn name(&self, column: usize) -> Option<String> {
        let header = &self.columns[column].header;
        let same = self.columns.iter().filter(|other| other.header == *header).count();
        match column.checked_sub(1).filter(|_| same > 1) {
            _ if header.is_empty() => None,
            Some(before) => Some(format!("{header} ({})", self.columns[before].header)),
            None => Some(header.clone()),
        }
    }

    /// The columns that stand side by side, block by block.
    fn blocks(&self, shown: &[usize], wide: usize) -> Vec<Vec<usize>> {
        let (keys, others) = shown.split_at(self.keys.min(shown.len()));
        let mut blocks = vec![keys.to_vec()];
        for &column in others {
            let last = blocks.len() - 1;
            blocks[last].push(column);
            if blocks[last].len() > keys.len() + 1 && self.total(&blocks[last]) > wide {
                blocks[last].pop();
                blocks.push([keys, &[column]].concat());
            }
        }
        blocks
    }

    /// How wide these columns are together, where no more is broken than need be.
    fn total(&self, columns: &[usize]) -> usize {
        span(columns.iter().map(|&column| self.comfortable(column)))
    }

    fn cells(&self, column: usize) -> impl Iterator<Item = &str> {
        let rows = self.rows.iter().filter(|row| row.len() > 1 || self.columns.len() == 1);
        rows.filter_map(move |row| row.get(column)).map(String::as_str)
    }

    /// The width of a column whose texts are not broken.
    fn natural(&self, column: usize) -> usize {
        widest(iter::once(&*self.columns[column].header).chain(self.cells(column)))
    }

    /// The width of a column whose header is broken, and its texts if they are long.
    fn comfortable(&self, column: usize) -> usize {
        let least = self.least(column);
        match self.columns[column].right {
            true => least,
            false => self.natural(column).min(least.max(COMFORTABLE)),
        }
    }

    /// The width of a column of which everything is broken that may be.
    fn least(&self, column: usize) -> usize {
        let Column { header, right, .. } = &self.columns[column];
        let cells = match right {
            true => widest(self.cells(column)),
            false => self.cells(column).map(longest_word).max().unwrap_or(0),
        };
        cells.max(longest_word(header))
    }

    /// The widths of columns that stand side by side.
    fn widths(&self, columns: &[usize], wide: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = columns.iter().map(|&column| self.natural(column)).collect();
        for least in [Self::comfortable, Self::least] {
            loop {
                let excess = span(widths.iter().copied()).saturating_sub(wide);
                let room = columns
                    .iter()
                    .zip(&widths)
                    .map(|(&column, &width)| width.saturating_sub(least(self, column)));
                let (place, room) = room.enumerate().max_by_key(|(_, room)| *room).unwrap_or_default();
                if excess == 0 || room == 0 {
                    break;
                }
                widths[place] -= room.min(excess);
            }
        }
        widths
    }

    fn block(&self, columns: &[usize], wide: usize) -> String {
        let widths = self.widths(columns, wide);
        if span(widths.iter().copied()) > wide {
            return self.stacked(columns, wide);
        }
        let cells = |row: &[String]| -> Vec<Vec<String>> {
            let cell = |(&column, &wide): (&usize, &usize)| {
                let text = row.get(column).map_or("", String::as_str);
                broken(text, wide)
            };
            columns.iter().zip(&widths).map(cell).collect()
        };
        let header: Vec<String> = self.columns.iter().map(|column| column.header.clone()).collect();
        let mut header = cells(&header);
        let lines = header.iter().map(Vec::len).max().unwrap_or(0);
        for cell in &mut header {
            // Short headers stand on the line above the numbers.
            let missing = lines - cell.len();
            cell.splice(0..0, iter::repeat_n(String::new(), missing));
        }
        let mut text = self.lines(columns, &widths, &header);
        for row in &self.rows {
            match &row[..] {
                [heading] if self.columns.len() > 1 => {
                    text += &hanging_within(&format!(" {heading}"), MARGIN + GAP, wide)
                }
                row => text += &self.lines(columns, &widths, &cells(row)),
            }
        }
        text
    }

    /// The rows one cell under another, for words so long that no two columns fit.
    fn stacked(&self, columns: &[usize], wide: usize) -> String {
        let mut text = String::new();
        for row in &self.rows {
            for (place, &column) in columns.iter().enumerate() {
                let header = &self.columns[column].header;
                let line = match row.get(column).map_or("", String::as_str) {
                    "" => continue,
                    cell if place == 0 => format!(" {cell}"),
                    cell if header.is_empty() => format!("     {cell}"),
                    cell => format!("     {header}: {cell}"),
                };
                text += &hanging_within(&line, indent(&line) + GAP, wide);
            }
        }
        text
    }

    /// A row whose cells are broken into lines.
    fn lines(&self, columns: &[usize], widths: &[usize], cells: &[Vec<String>]) -> String {
        let mut text = String::new();
        for number in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let mut line = " ".repeat(MARGIN);
            for ((&column, &wide), cell) in columns.iter().zip(widths).zip(cells) {
                let cell = cell.get(number).map_or("", String::as_str);
                line += &match self.columns[column].right {
                    true => to_the_right(cell, wide),
                    false => padded(cell, wide),
                };
                line += &" ".repeat(GAP);
            }
            text += line.trim_end();
            text.push('\n');
        }
        text
    }
}

/// How wide columns of these widths are together.
fn span(widths: impl Iterator<Item = usize>) -> usize {
    MARGIN + widths.reduce(|all, wide| all + GAP + wide).unwrap_or(0)
}

fn widest<'t>(texts: impl Iterator<Item = &'t str>) -> usize {
    texts.map(width).max().unwrap_or(0)
}

/// The indent of a text and its longest word.
fn longest_word(text: &str) -> usize {
    let indent = indent(text);
    indent + words(&text[indent..]).map(width).max().unwrap_or(0)
}

fn indent(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// A cell in lines.
fn broken(text: &str, wide: usize) -> Vec<String> {
    if width(text) <= wide {
        return vec![text.to_owned()];
    }
    let text = hanging_within(text, indent(text), wide);
    text.lines().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::Grid;

    fn grid() -> Grid {
        let cells = |row: [&str; 4]| row.map(str::to_owned).to_vec();
        let rows = [
            cells(["peace here", "0.3000", "0.2500…0.3500", "clearly more"]),
            vec!["a heading".to_owned()],
        ];
        let header = ["outcome", "probability", "95 % interval", "verdict"];
        Grid::of(header, |column| [1, 2].contains(&column), rows)
    }

    #[test]
    fn a_table_that_fits_is_whole() {
        let text = " outcome     probability  95 % interval  verdict\n\
                    \u{20}peace here       0.3000  0.2500…0.3500  clearly more\n a heading\n";
        assert_eq!(grid().lay_out(80), text);
    }

    #[test]
    fn columns_are_left_out_in_their_turns_and_named() {
        let text = grid().leaving_out(&[&[2], &[1]]).lay_out(40);
        assert_eq!(
            text,
            " outcome     probability  verdict\n peace here       0.3000  clearly more\n a heading\n \
             left out at this width: 95 % interval\n"
        );
    }

    #[test]
    fn columns_that_do_not_fit_are_set_below_beside_the_first() {
        let text = grid().lay_out(30);
        assert_eq!(
            text,
            " outcome     probability\n peace here       0.3000\n a heading\n\n \
             outcome     95 % interval\n peace here  0.2500…0.3500\n a heading\n\n \
             outcome     verdict\n peace here  clearly more\n a heading\n"
        );
    }

    #[test]
    fn cells_whose_words_are_too_long_for_two_columns_stand_one_under_another() {
        let row = ["a_name_of_twenty_char", "another_of_that_size_", "0.5"].map(str::to_owned);
        let grid = Grid::of(
            ["what", "says", "share"],
            |column| column == 2,
            [row.to_vec(), vec!["a heading".to_owned()]],
        );
        let text = " a_name_of_twenty_char\n     says: another_of_that_size_\n a heading\n\n \
                    what                   share\n a_name_of_twenty_char    0.5\n a heading\n";
        assert_eq!(grid.lay_out(40), text);
    }

    #[test]
    fn long_texts_are_broken_at_words_and_numbers_never() {
        let long = "a text that is a good deal longer than the column in which it is to stand";
        let rows = [vec![format!("  {long}"), "1.5 ± 0.5".to_owned()]];
        let text = Grid::of(["what", "number of something"], |column| column == 1, rows).lay_out(40);
        assert!(text.lines().all(|line| line.chars().count() <= 40), "{text}");
        assert!(text.contains("1.5 ± 0.5") && text.contains("something"), "{text}");
        assert!(text.lines().skip(3).all(|line| line.starts_with("   ")), "{text}");
    }
}
