//! A chart of lines over a common axis, with bands for their spread.

use super::canvas::Canvas;
use super::scale::Scale;
use super::text::{width, wrapped};
use super::{Picture, WIDE, legend, look};
use crate::numeric::math::max;

/// The height of what lies between the axes.
const HIGH: f64 = 170.0;
/// The size of the labels of ticks.
const SIZE: f64 = 11.0;

/// A line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::report) struct Line {
    pub name: String,
    pub series: usize,
    /// Across and up, from left to right.
    pub places: Vec<(f64, f64)>,
    /// Across, and from where to where; empty where nothing spreads.
    pub band: Vec<(f64, f64, f64)>,
    /// Whether places are marked with dots.
    pub dots: bool,
}

/// Lines over an axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::report) struct LineChart {
    pub lines: Vec<Line>,
    /// Numbers that the upright scale holds in any case.
    pub scale: Vec<f64>,
    /// Places across that are marked with an upright dashed line.
    pub marked: Vec<f64>,
    /// What is across.
    pub across: String,
}

impl Line {
    fn heights(&self) -> impl Iterator<Item = f64> {
        let band = self.band.iter().flat_map(|(_, low, high)| [*low, *high]);
        self.places.iter().map(|(_, y)| *y).chain(band)
    }

    fn draw(&self, canvas: &mut Canvas, x: &Scale, y: &Scale) {
        let series = look(self.series);
        let place = |(across, up): (f64, f64)| (x.at(across), y.at(up));
        let upper = self.band.iter().map(|(across, _, high)| place((*across, *high)));
        let lower = self.band.iter().rev().map(|(across, low, _)| place((*across, *low)));
        canvas.area(&format!("l{series}"), &upper.chain(lower).collect::<Vec<_>>());
        let places: Vec<(f64, f64)> = self.places.iter().copied().map(place).collect();
        canvas.through(&format!("s{series}"), &places);
        if self.dots || places.len() == 1 {
            for place in places {
                canvas.dot(&format!("f{series}"), place, 3.0);
            }
        }
    }
}

impl LineChart {
    /// The picture.
    pub(in crate::report) fn draw(&self) -> Picture {
        let mut canvas = Canvas::default();
        let names = self.lines.iter().filter(|line| !line.name.is_empty());
        let names: Vec<(usize, String)> = names.map(|line| (line.series, line.name.clone())).collect();
        let top = legend(&mut canvas, &names, false, 2.0) + 8.0;
        let bottom = top + HIGH;
        let heights = self
            .lines
            .iter()
            .flat_map(Line::heights)
            .chain(self.scale.iter().copied());
        let y = Scale::over(heights, 4.0, (bottom, top));
        let ticks = y.ticks();
        let left = ticks.iter().map(|(_, label)| width(label, SIZE)).fold(0.0, max) + 10.0;
        let right = WIDE - 12.0;
        let across = self.lines.iter().flat_map(|line| &line.places).map(|(x, _)| *x);
        let x = Scale::over(across.chain(self.marked.iter().copied()), 5.0, (left, right));
        for (height, label) in ticks {
            canvas.line("g", (left, height), (right, height));
            canvas.text("n", (left - 6.0, height + 4.0), &label);
        }
        for (place, label) in x.ticks() {
            canvas.line("a", (place, bottom), (place, bottom + 4.0));
            canvas.text("k", (place, bottom + 16.0), &label);
        }
        canvas.line("a", (left, bottom), (right, bottom));
        for place in &self.marked {
            canvas.line("x", (x.at(*place), top), (x.at(*place), bottom));
        }
        for line in &self.lines {
            line.draw(&mut canvas, &x, &y);
        }
        let mut end = bottom + 18.0;
        for line in wrapped(&self.across, SIZE, WIDE) {
            end += 15.0;
            canvas.text("k", ((left + right) / 2.0, end), &line);
        }
        Picture {
            canvas,
            size: (WIDE, end + 6.0),
        }
    }
}
