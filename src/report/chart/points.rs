//! A chart of points in a plane; some stand out.

use super::canvas::Canvas;
use super::scale::Scale;
use super::text::{width, wrapped};
use super::{Picture, WIDE, legend, look};
use crate::numeric::math::max;

/// The height of what lies between the axes.
const HIGH: f64 = 240.0;
/// The size of the labels of ticks.
const SIZE: f64 = 11.0;

/// A point.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::report) struct Point {
    pub series: usize,
    /// Across, and up.
    pub place: (f64, f64),
    /// Whether it is filled.
    pub filled: bool,
    /// A text beside it; empty where there is none.
    pub label: String,
}

/// Points in a plane.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::report) struct PointChart {
    pub legend: Vec<(usize, String)>,
    pub points: Vec<Point>,
    /// What is across, and what is up.
    pub axes: [String; 2],
}

impl PointChart {
    /// The picture.
    pub(in crate::report) fn draw(&self) -> Picture {
        let mut canvas = Canvas::default();
        let mut top = legend(&mut canvas, &self.legend, true, 2.0);
        for line in wrapped(&self.axes[1], SIZE, WIDE) {
            canvas.text("d", (0.0, top + 10.0), &line);
            top += 15.0;
        }
        top += 4.0;
        let bottom = top + HIGH;
        let y = Scale::over(self.points.iter().map(|point| point.place.1), 5.0, (bottom, top));
        let left = y.ticks().iter().map(|(_, label)| width(label, SIZE)).fold(0.0, max) + 10.0;
        let right = WIDE - 12.0;
        let x = Scale::over(self.points.iter().map(|point| point.place.0), 5.0, (left, right));
        for (height, label) in y.ticks() {
            canvas.line("g", (left, height), (right, height));
            canvas.text("n", (left - 6.0, height + 4.0), &label);
        }
        for (place, label) in x.ticks() {
            canvas.line("g", (place, top), (place, bottom));
            canvas.text("k", (place, bottom + 16.0), &label);
        }
        for point in &self.points {
            let class = if point.filled { "f" } else { "r" };
            let place = (x.at(point.place.0), y.at(point.place.1));
            canvas.dot(&format!("{class}{}", look(point.series)), place, 4.0);
        }
        self.labels(&mut canvas, (&x, &y));
        let mut end = bottom + 18.0;
        for line in wrapped(&self.axes[0], SIZE, WIDE) {
            end += 15.0;
            canvas.text("k", ((left + right) / 2.0, end), &line);
        }
        Picture {
            canvas,
            size: (WIDE, end + 6.0),
        }
    }

    /// The labels beside their points, each where no earlier one stands.
    fn labels(&self, canvas: &mut Canvas, (x, y): (&Scale, &Scale)) {
        const LINE: f64 = 14.0;
        let mut taken: Vec<f64> = Vec::new();
        for point in self.points.iter().filter(|point| !point.label.is_empty()) {
            let (across, mut up) = (x.at(point.place.0), y.at(point.place.1) - 6.0);
            let free = |up: f64| !taken.iter().any(|other| (up - other).abs() < LINE);
            while !free(up) {
                up += LINE;
            }
            taken.push(up);
            let (class, beside) = if across > WIDE / 2.0 { ("e", -8.0) } else { ("t", 8.0) };
            canvas.text(class, (across + beside, up), &point.label);
        }
    }
}
