//! A heat map: rows of cells, darker (or brighter on dark) the nearer to 1.

use super::canvas::{Canvas, Place, number};
use super::text::wrapped;
use super::theme::{STEPS, step};
use super::{Picture, WIDE};
use crate::numeric::math::{max, min};
use crate::report::terminal::probability;

/// What a line of text takes.
const LINE: f64 = 15.0;
/// The size of texts.
const SIZE: f64 = 12.0;
/// The widest cell with a number, and the share of the width that such cells take at most.
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
        let cell = min(WIDE * MOST / columns, WIDEST);
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

    /// The names of the columns, each above its column; where they end.
    fn names(&self, canvas: &mut Canvas, (left, cell): (f64, f64), top: f64) -> f64 {
        let mut most = 0;
        for (column, name) in self.columns.iter().enumerate() {
            let lines = wrapped(name, 11.0, cell - 6.0);
            most = most.max(lines.len());
            for (number, line) in lines.iter().enumerate() {
                let x = left + cell * (column as f64 + 0.5);
                canvas.text("k", (x, top + SIZE + 14.0 * number as f64), line);
            }
        }
        top + 14.0 * most as f64 + 3.0
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
