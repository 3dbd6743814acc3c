//! Lays out what people read: paragraphs and tables, for the width of a terminal.

mod columns;
mod paragraph;

use serde::{Deserialize, Serialize};

pub(crate) use columns::Grid;
pub(crate) use paragraph::{hanging_within, listed, padded, width};

use crate::source::wording::visible;

/// The width of what goes to no terminal, and of the longest lines of a paragraph.
pub(crate) const WIDTH: usize = 100;

/// What people read, before it is laid out for a width.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Printout {
    blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Block {
    /// A paragraph, whose lines after the first are indented so far.
    Paragraph(String, usize),
    /// A line that is not broken, as it may be copied.
    AsIs(String),
    Table(Grid),
}

impl Printout {
    /// A page with this text.
    pub(crate) fn of(text: &str) -> Self {
        let mut page = Self::default();
        page.say(text);
        page
    }

    /// Adds a paragraph for each line of a text; what follows its first line is indented as that is.
    pub(crate) fn say(&mut self, text: &str) {
        for line in text.lines() {
            self.hang(line, line.len() - line.trim_start_matches(' ').len());
        }
    }

    /// Adds a paragraph for each sentence.
    pub(crate) fn say_all(&mut self, sentences: &[String]) {
        for sentence in sentences {
            self.say(sentence);
        }
    }

    /// Adds a paragraph whose lines after the first are indented so far.
    pub(crate) fn hang(&mut self, line: &str, indent: usize) {
        self.blocks.push(Block::Paragraph(line.to_owned(), indent));
    }

    /// Adds a sentence below a heading.
    pub(crate) fn below(&mut self, sentence: &str) {
        self.hang(&format!("  {sentence}"), 2);
    }

    /// Adds a line that is not broken, as it may be copied.
    pub(crate) fn as_is(&mut self, line: &str) {
        self.blocks.push(Block::AsIs(line.to_owned()));
    }

    /// Adds an empty line.
    pub(crate) fn blank(&mut self) {
        self.hang("", 0);
    }

    /// Adds a table.
    pub(crate) fn table(&mut self, table: Grid) {
        self.blocks.push(Block::Table(table));
    }

    /// Adds another page.
    pub(crate) fn append(&mut self, other: Self) {
        self.blocks.extend(other.blocks);
    }

    /// Whether there is nothing on it.
    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The lines of the page, none of them wider than this unless a word alone is. Characters that act unseen are shown,
    /// whichever text of a file they come from.
    pub(crate) fn lay_out(&self, wide: usize) -> String {
        let blocks = self.blocks.iter().map(|block| match block {
            Block::Paragraph(text, indent) => hanging_within(&visible(text), *indent, wide.min(WIDTH)),
            Block::AsIs(line) => format!("{}\n", visible(line)),
            Block::Table(table) => table.visible().lay_out(wide),
        });
        blocks.collect()
    }
}

/// A text with its lines broken at words, for this width.
pub(crate) fn wrapped(text: &str, wide: usize) -> String {
    Printout::of(text).lay_out(wide)
}

#[cfg(test)]
mod tests {
    use super::{Grid, Printout};

    #[test]
    fn texts_of_files_do_nothing_to_a_terminal() {
        let mut page = Printout::of("\u{1b}[31mtitle");
        page.as_is("\u{202e}path");
        let row = vec!["a\u{7}\nb".to_owned(), "\u{200b}1".to_owned()];
        page.table(Grid::of(["\u{9b}x", "y"], |column| column > 0, [row]));
        let shown = "\\u{1b}[31mtitle\n\\u{202e}path\n \\u{9b}x            y\n a\\u{7}\\nb  \\u{200b}1\n";
        assert_eq!(page.lay_out(80), shown);
    }

    #[test]
    fn a_page_is_read_back_as_it_was() {
        let mut page = Printout::of("Title\n  indented");
        page.blank();
        page.table(Grid::of(
            ["a", "b"],
            |column| column > 0,
            [vec!["x".to_owned(), "1".to_owned()]],
        ));
        page.below("A sentence.");
        let text = serde_json::to_string(&page).expect("it is JSON");
        let again: Printout = serde_json::from_str(&text).expect("it is a page");
        assert_eq!(again, page);
        assert_eq!(page.lay_out(80), "Title\n  indented\n\n a  b\n x  1\n  A sentence.\n");
    }
}
