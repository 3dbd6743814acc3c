//! The marks of a chart as SVG.

use crate::report::figure::without_zeros;
use crate::report::markup::escaped;

/// Marks that gather; later ones lie over earlier ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::report) struct Canvas {
    marks: String,
}

/// A place in pixels: across, and down.
pub(in crate::report) type Place = (f64, f64);

impl Canvas {
    /// The marks.
    pub(super) fn marks(&self) -> &str {
        &self.marks
    }

    /// Adds the marks of another canvas over its own.
    pub(in crate::report) fn append(&mut self, other: Self) {
        self.marks += &other.marks;
    }

    /// A rectangle by its upper left corner and its size.
    pub(in crate::report) fn rect(&mut self, class: &str, (x, y): Place, (wide, high): (f64, f64)) {
        let [x, y, wide, high] = [x, y, wide, high].map(number);
        self.marks += &format!("<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\"/>");
    }

    /// A straight line.
    pub(in crate::report) fn line(&mut self, class: &str, from: Place, to: Place) {
        self.path(class, &format!("M{}L{}", place(from), place(to)));
    }

    /// A line through places; nothing where there are fewer than two.
    pub(super) fn through(&mut self, class: &str, places: &[Place]) {
        if places.len() > 1 {
            self.path(class, &polyline(places));
        }
    }

    /// An area inside a line through places.
    pub(super) fn area(&mut self, class: &str, places: &[Place]) {
        if places.len() > 2 {
            self.path(class, &format!("{}Z", polyline(places)));
        }
    }

    /// A path as SVG writes it.
    pub(in crate::report) fn path(&mut self, class: &str, path: &str) {
        self.marks += &format!("<path class=\"{class}\" d=\"{path}\"/>");
    }

    /// A dot.
    pub(in crate::report) fn dot(&mut self, class: &str, (x, y): Place, radius: f64) {
        let [x, y, radius] = [x, y, radius].map(number);
        self.marks += &format!("<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>");
    }

    /// A text on its base line.
    pub(in crate::report) fn text(&mut self, class: &str, (x, y): Place, text: &str) {
        let ([x, y], text) = ([x, y].map(number), escaped(text));
        self.marks += &format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{text}</text>");
    }

    /// A text that falls to the right at 45 degrees, about its place on its base line.
    pub(super) fn tilted(&mut self, class: &str, (x, y): Place, text: &str) {
        let ([x, y], text) = ([x, y].map(number), escaped(text));
        self.marks +=
            &format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\" transform=\"rotate(45 {x} {y})\">{text}</text>");
    }
}

fn polyline(places: &[Place]) -> String {
    let places: Vec<String> = places.iter().copied().map(place).collect();
    format!("M{}", places.join("L"))
}

/// A place in a path.
pub(in crate::report) fn place((x, y): Place) -> String {
    format!("{} {}", number(x), number(y))
}

/// A number of pixels, to a tenth.
pub(in crate::report) fn number(pixels: f64) -> String {
    let text = without_zeros(format!("{pixels:.1}"));
    if text == "-0" { "0".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::Canvas;

    #[test]
    fn marks_are_short_and_texts_are_no_markup() {
        let mut canvas = Canvas::default();
        canvas.rect("f0", (1.0, 2.25), (10.0, 0.04));
        canvas.through("s0", &[(0.0, -0.01), (10.0, 20.5)]);
        canvas.through("s0", &[(0.0, 0.0)]);
        canvas.text("t", (0.0, 10.0), "<b>");
        assert_eq!(
            canvas.marks(),
            "<rect class=\"f0\" x=\"1\" y=\"2.2\" width=\"10\" height=\"0\"/><path class=\"s0\" d=\"M0 0L10 20.5\"/>\
             <text class=\"t\" x=\"0\" y=\"10\">&lt;b&gt;</text>"
        );
    }
}
