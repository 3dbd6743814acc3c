//! A heat map: rows of cells, darker (or brighter on dark) the nearer to 1.

use super::canvas::{Canvas, Place, number};
use super::text::{widest_piece, width, wrapped};
use super::theme::{STEPS, step};
use super::{Picture, WIDE};
use crate::numeric::math::{max, min};
use crate::report::terminal::probability;

/// What a line of text takes.
const LINE: f64 = 15.0;
/// The size of texts.
const SIZE: f64 = 12.0;
/// The size of the names of columns, and what a line of them takes.
const NAME: f64 = 11.0;
const NAME_LINE: f64 = 14.0;
/// What is free between names side by side.
const GAP: f64 = 6.0;
/// The longest line of a tilted name.
const LONGEST: f64 = 180.0;
/// The widest cell with a number, where no name needs more, and the share of the width that such cells take at most.
const WIDEST: f64 = 70.0;
const MOST: f64 = 0.62;

/// A row of cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::report) struct HeatRow {
    /// What stands above this row and those that follow; empty where nothing does.
    pub heading: String,
    pub label: String,
    /// Shares of 1; `None` where there is nothing.
    pub cells: Vec<Option<f64>>,
}

/// Rows of cells in common columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::report) struct HeatMap {
    pub rows: Vec<HeatRow>,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// Whether every cell shows its number; otherwise the columns are periods, of which some have a label.
    pub numbers: bool,
    /// What is across.
    pub across: String,
}

impl HeatMap {
    /// The picture.
    pub(in crate::report) fn draw(&self) -> Picture {
        if self.numbers {
            self.with_numbers()
        } else {
            self.by_period()
        }
    }

    /// Each label above its row of cells.
    fn by_period(&self) -> Picture {
        const HIGH: f64 = 13.0;
        let mut canvas = Canvas::default();
        let cell = WIDE / self.columns.len().max(1) as f64;
        let mut y = ramp(&mut canvas);
        for row in &self.rows {
            y = heading(&mut canvas, &row.heading, y);
            y = label(&mut canvas, &row.label, WIDE, y);
            cells(&mut canvas, &row.cells, (0.0, y + 2.0), (cell, HIGH));
            y += HIGH + 8.0;
        }
        let y = self.periods(&mut canvas, cell, y - 4.0);
        Picture {
            canvas,
            size: (WIDE, y + 4.0),
        }
    }

    /// Each label to the left of its row of cells.
    fn with_numbers(&self) -> Picture {
        const HIGH: f64 = 20.0;
        let mut canvas = Canvas::default();
        let columns = self.columns.len().max(1) as f64;
        let cell = min(WIDE * MOST / columns, max(WIDEST, self.widest_word() + GAP));
        let left = WIDE - cell * columns;
        let mut y = self.names(&mut canvas, (left, cell), 2.0);
        for row in &self.rows {
            y = heading(&mut canvas, &row.heading, y);
            let below = label(&mut canvas, &row.label, left - 6.0, y + 2.0);
            cells(&mut canvas, &row.cells, (left, y), (cell, HIGH));
            numbers(&mut canvas, &row.cells, (left, y), cell);
            y = max(below + 2.0, y + HIGH + 2.0);
        }
        Picture {
            canvas,
            size: (WIDE, y + 4.0),
        }
    }

    /// The widest word among the names of the columns.
    fn widest_word(&self) -> f64 {
        self.columns.iter().map(|name| widest_piece(name, NAME)).fold(0.0, max)
    }

    /// The names of the columns, each above its column; where they end. They are tilted where a column is narrower than a
    /// word, so that no word is broken.
    fn names(&self, canvas: &mut Canvas, (left, cell): (f64, f64), top: f64) -> f64 {
        if self.widest_word() > cell - GAP {
            return self.tilted_names(canvas, (left, cell), top);
        }
        let mut most = 0;
        for (column, name) in self.columns.iter().enumerate() {
            let lines = wrapped(name, NAME, cell - GAP);
            most = most.max(lines.len());
            for (number, line) in lines.iter().enumerate() {
                let x = left + cell * (column as f64 + 0.5);
                canvas.text("k", (x, top + SIZE + NAME_LINE * number as f64), line);
            }
        }
        top + NAME_LINE * most as f64 + 3.0
    }

    /// The names of the columns, each falling towards the middle of its column; where they end.
    fn tilted_names(&self, canvas: &mut Canvas, (left, cell): (f64, f64), top: f64) -> f64 {
        const DIAGONAL: f64 = std::f64::consts::SQRT_2;
        // The first name begins inside the picture.
        let room = min(LONGEST, (left + cell / 2.0 - GAP) * DIAGONAL - 2.0 * NAME_LINE);
        let names: Vec<Vec<String>> = self.columns.iter().map(|name| wrapped(name, NAME, room)).collect();
        let longest = names.iter().flatten().map(|line| width(line, NAME)).fold(0.0, max);
        let bottom = top + (longest + NAME) / DIAGONAL;
        for (column, lines) in names.iter().enumerate() {
            let middle = left + cell * (column as f64 + 0.5);
            for (number, line) in lines.iter().enumerate() {
                // The lines of a name end side by side, the first to the right.
                let aside = (lines.len() - 1) as f64 / 2.0 - number as f64;
                canvas.tilted("n", (middle + aside * NAME_LINE * DIAGONAL, bottom), line);
            }
        }
        bottom + 5.0
    }

    /// The labels of some periods below their columns; where they end.
    fn periods(&self, canvas: &mut Canvas, cell: f64, top: f64) -> f64 {
        let every = [1, 2, 5, 10, 20, 50, 100, 200, 500];
        let every = every
            .into_iter()
            .find(|every| cell * *every as f64 >= 28.0)
            .unwrap_or(1000);
        for (column, name) in self.columns.iter().enumerate() {
            if (column + 1) % every == 0 || column == 0 {
                let x = cell * (column as f64 + 0.5);
                canvas.line("a", (x, top), (x, top + 4.0));
                let class = if column == 0 {
                    "d"
                } else if column + 1 == self.columns.len() {
                    "n"
                } else {
                    "k"
                };
                let x = match class {
                    "d" => 0.0,
                    "n" => WIDE,
                    _ => x,
                };
                canvas.text(class, (x, top + 16.0), name);
            }
        }
        canvas.text("k", (WIDE / 2.0, top + 32.0), &self.across);
        top + 38.0
    }
}

/// How steps look, from 0 to 1; where it ends.
fn ramp(canvas: &mut Canvas) -> f64 {
    let wide = 16.0;
    canvas.text("d", (0.0, 13.0), "0");
    for step in 0..STEPS {
        canvas.rect(&format!("h{step}"), (12.0 + wide * step as f64, 3.0), (wide, 12.0));
    }
    canvas.text("d", (12.0 + wide * STEPS as f64 + 5.0, 13.0), "1");
    24.0
}

/// A heading; where it ends.
fn heading(canvas: &mut Canvas, heading: &str, mut y: f64) -> f64 {
    if heading.is_empty() {
        return y;
    }
    y += 6.0;
    for line in wrapped(heading, 13.0, WIDE) {
        canvas.text("b", (0.0, y + SIZE), &line);
        y += LINE + 2.0;
    }
    y
}

/// A label; where it ends.
fn label(canvas: &mut Canvas, label: &str, wide: f64, mut y: f64) -> f64 {
    for line in wrapped(label, SIZE, wide) {
        canvas.text("t", (0.0, y + SIZE), &line);
        y += LINE;
    }
    y
}

/// One path for all cells of a step; neighbours of the same step are one rectangle.
fn cells(canvas: &mut Canvas, cells: &[Option<f64>], (left, top): Place, (wide, high): (f64, f64)) {
    for wanted in 0..STEPS {
        let mut path = String::new();
        let mut place = 0;
        for run in cells.chunk_by(|one, other| one.map(step) == other.map(step)) {
            if run[0].map(step) == Some(wanted) {
                let (x, width) = (number(left + wide * place as f64), number(wide * run.len() as f64));
                path += &format!("M{x} {}h{width}v{}h-{width}z", number(top), number(high));
            }
            place += run.len();
        }
        if !path.is_empty() {
            canvas.path(&format!("h{wanted}"), &path);
        }
    }
}

fn numbers(canvas: &mut Canvas, cells: &[Option<f64>], (left, top): Place, wide: f64) {
    for (column, cell) in cells.iter().enumerate() {
        if let Some(share) = cell {
            let place = (left + wide * (column as f64 + 0.5), top + 14.0);
            canvas.text(&format!("v{}", step(*share)), place, &probability(*share));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{HeatMap, HeatRow};

    /// The texts of a map with these columns.
    fn texts(columns: &[&str]) -> Vec<String> {
        let map = HeatMap {
            rows: vec![HeatRow {
                label: "vote: yes".to_owned(),
                cells: vec![Some(0.5); columns.len()],
                ..HeatRow::default()
            }],
            columns: columns.iter().map(|&name| name.to_owned()).collect(),
            numbers: true,
            ..HeatMap::default()
        };
        let picture = map.draw();
        let texts = picture.canvas.marks().split("<text ").skip(1);
        texts.map(|text| text.replace("</text>", "").to_owned()).collect()
    }

    #[test]
    fn names_of_columns_are_never_broken_inside_a_word() {
        let long = ["committed", "transactional", "opportunistic", "undecided_majority"];
        for columns in [&long[..2], &long[..3], &long] {
            let texts = texts(columns);
            for name in columns {
                for word in name.split_inclusive('_') {
                    assert!(texts.iter().any(|text| text.contains(word)), "{word}: {texts:?}");
                }
            }
        }
    }

    #[test]
    fn names_are_tilted_only_where_a_column_is_too_narrow() {
        let tilted = |columns: &[&str]| texts(columns).iter().any(|text| text.contains("rotate"));
        assert!(!tilted(&["committed", "transactional"]));
        assert!(!tilted(&["hawk", "dove", "owl", "crow"]));
        assert!(tilted(&["committed", "transactional", "opportunistic", "isolationist"]));
    }
}
