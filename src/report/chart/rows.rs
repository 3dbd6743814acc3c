//! A chart of rows: each has a label, a value in words, and bars, ranges or dots on one common scale.

use super::canvas::Canvas;
use super::scale::Scale;
use super::text::{width, wrapped};
use super::{Picture, WIDE, legend, look};
use crate::numeric::math::{max, min};

/// The height of a row's marks.
const BAR: f64 = 12.0;
/// What a line of text takes.
const LINE: f64 = 15.0;
/// The size of texts.
const SIZE: f64 = 12.0;
/// The size of headings.
const HEADING: f64 = 13.0;
/// The margins on both sides, which hold half a tick's label.
const MARGIN: f64 = 14.0;

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::report) struct Row {
    /// What stands above this row and those that follow; empty where nothing does.
    pub heading: String,
    pub label: String,
    /// The value in words.
    pub value: String,
    /// Its series.
    pub series: usize,
    /// Bars from one number to another, each of a series.
    pub bars: Vec<(usize, f64, f64)>,
    /// A pale range.
    pub spread: Option<(f64, f64)>,
    /// A thin range with ends.
    pub interval: Option<(f64, f64)>,
    /// A dot.
    pub dot: Option<f64>,
}

/// Rows under each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::report) struct RowChart {
    /// What series mean.
    pub legend: Vec<(usize, String)>,
    pub rows: Vec<Row>,
    /// Numbers that the scale holds in any case.
    pub scale: Vec<f64>,
    /// What the numbers are.
    pub axis: String,
}

impl Row {
    fn numbers(&self) -> impl Iterator<Item = f64> {
        let bars = self.bars.iter().flat_map(|(_, from, to)| [*from, *to]);
        let ranges = [self.spread, self.interval].into_iter().flatten();
        bars.chain(ranges.flat_map(|(low, high)| [low, high])).chain(self.dot)
    }

    /// The lines of the label; beside the last there is room for the value.
    fn lines(&self) -> Vec<String> {
        let beside = width(&self.value, SIZE) + 10.0;
        let wide = WIDE - 2.0 * MARGIN;
        let mut lines = wrapped(&self.label, SIZE, wide);
        if lines.last().is_some_and(|last| width(last, SIZE) + beside > wide) {
            lines = wrapped(&self.label, SIZE, max(wide - beside, 0.4 * wide));
        }
        lines
    }
}

impl RowChart {
    /// The picture.
    pub(in crate::report) fn draw(&self) -> Picture {
        let mut canvas = Canvas::default();
        let numbers = self
            .rows
            .iter()
            .flat_map(Row::numbers)
            .chain(self.scale.iter().copied());
        let scale = Scale::over(numbers, 5.0, (MARGIN, WIDE - MARGIN));
        let mut y = legend(&mut canvas, &self.legend, true, 2.0);
        for row in &self.rows {
            if !row.heading.is_empty() {
                y += 6.0;
                for line in wrapped(&row.heading, HEADING, WIDE - 2.0 * MARGIN) {
                    canvas.text("b", (MARGIN, y + SIZE), &line);
                    y += LINE + 2.0;
                }
            }
            for line in row.lines() {
                canvas.text("t", (MARGIN, y + SIZE), &line);
                y += LINE;
            }
            canvas.text("e", (WIDE - MARGIN, y + SIZE - LINE), &row.value);
            marks(&mut canvas, row, &scale, y + 2.0);
            y += BAR + 10.0;
        }
        y += 4.0;
        canvas.line("a", (MARGIN, y), (WIDE - MARGIN, y));
        for (x, label) in scale.ticks() {
            canvas.line("a", (x, y), (x, y + 4.0));
            let half = width(&label, 11.0) / 2.0;
            canvas.text("k", (min(max(x, half), WIDE - half), y + 16.0), &label);
        }
        for line in wrapped(&self.axis, 11.0, WIDE - 2.0 * MARGIN) {
            y += LINE;
            canvas.text("k", (WIDE / 2.0, y + 17.0), &line);
        }
        Picture {
            canvas,
            size: (WIDE, y + 24.0),
        }
    }
}

/// The marks of a row below its label.
fn marks(canvas: &mut Canvas, row: &Row, scale: &Scale, top: f64) {
    for (x, _) in scale.ticks() {
        canvas.line("g", (x, top - 1.0), (x, top + BAR + 1.0));
    }
    let zero = scale.at(0.0);
    canvas.line("a", (zero, top - 2.0), (zero, top + BAR + 2.0));
    let series = look(row.series);
    let between = |(low, high): (f64, f64)| {
        let (start, end) = (scale.at(low), scale.at(high));
        if end > start {
            (start, end - start)
        } else {
            (end, start - end)
        }
    };
    for (series, from, to) in &row.bars {
        let (x, wide) = between((*from, *to));
        canvas.rect(&format!("f{}", look(*series)), (x, top + 2.0), (wide, BAR - 4.0));
    }
    if let Some(spread) = row.spread {
        let (x, wide) = between(spread);
        canvas.rect(&format!("l{series}"), (x, top - 1.0), (wide, BAR + 2.0));
    }
    let middle = top + BAR / 2.0;
    if let Some(interval) = row.interval {
        let (x, wide) = between(interval);
        canvas.line("w", (x, middle), (x + wide, middle));
        for end in [x, x + wide] {
            canvas.line("w", (end, middle - 3.0), (end, middle + 3.0));
        }
    }
    if let Some(dot) = row.dot {
        canvas.dot(&format!("f{series}"), (scale.at(dot), middle), 4.0);
    }
}
