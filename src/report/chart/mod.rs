//! Charts: a picture in SVG, what it shows in words, and the numbers behind it.

pub(super) mod canvas;
pub(super) mod heat;
pub(super) mod lines;
pub(crate) mod png;
pub(super) mod points;
pub(super) mod rows;
mod scale;
pub(super) mod text;
pub(super) mod theme;

use canvas::number;
use theme::LIGHT;

use super::markup::escaped;

/// The width of every chart, in pixels: it fits a telephone, and several stand side by side elsewhere.
const WIDE: f64 = 360.0;

/// The margin of a chart that stands alone.
const MARGIN: f64 = 12.0;

/// A picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Picture {
    pub canvas: canvas::Canvas,
    /// Its size in pixels.
    pub size: (f64, f64),
}

/// The numbers behind a chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Numbers {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Numbers {
    /// A table with this header.
    pub(super) fn new<const COLUMNS: usize>(
        header: [&str; COLUMNS],
        rows: impl IntoIterator<Item = [String; COLUMNS]>,
    ) -> Self {
        Self {
            header: header.map(str::to_owned).to_vec(),
            rows: rows.into_iter().map(Vec::from).collect(),
        }
    }
}

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chart {
    /// The name of its file, without the ending; also the identifier in the page.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it shows, and how it is read.
    pub description: String,
    pub picture: Picture,
    pub numbers: Numbers,
}

impl Chart {
    /// Whether it is too wide for a telephone.
    pub(super) fn is_wide(&self) -> bool {
        self.picture.size.0 > WIDE
    }

    /// The picture as an element of a page, whose style sheet has its colours.
    pub(super) fn inline(&self) -> String {
        self.element("", self.picture.size, self.picture.canvas.marks())
    }

    /// The picture as a file, below its title and description.
    pub(super) fn file(&self) -> String {
        let (wide, high) = self.picture.size;
        let (head, below) = self.head(wide);
        let size = (wide + 2.0 * MARGIN, below + high + MARGIN);
        let marks = format!(
            "<style>text{{font-family:\"DejaVu Sans\",system-ui,sans-serif}}\n{}</style>\
             <rect width=\"100%\" height=\"100%\" fill=\"{}\"/>{}<g transform=\"translate({} {})\">{}</g>",
            LIGHT.rules(),
            LIGHT.ground,
            head.marks(),
            number(MARGIN),
            number(below),
            self.picture.canvas.marks()
        );
        let element = self.element(" xmlns=\"http://www.w3.org/2000/svg\"", size, &marks);
        element + "\n"
    }

    /// The title and the description as marks, and where they end.
    fn head(&self, wide: f64) -> (canvas::Canvas, f64) {
        let mut head = canvas::Canvas::default();
        let mut y = MARGIN;
        for (class, size, text) in [("b", 13.0, &self.title), ("d", 11.0, &self.description)] {
            for line in text::wrapped(text, size, wide) {
                y += size + 3.0;
                head.text(class, (MARGIN, y), &line);
            }
            y += 4.0;
        }
        (head, y + 6.0)
    }

    fn element(&self, attributes: &str, (wide, high): (f64, f64), marks: &str) -> String {
        let [wide, high] = [wide, high].map(number);
        let (name, title, description) = (&self.name, escaped(&self.title), escaped(&self.description));
        format!(
            "<svg{attributes} role=\"img\" aria-labelledby=\"{name}-title {name}-about\" viewBox=\"0 0 {wide} {high}\" \
             width=\"{wide}\" height=\"{high}\"><title id=\"{name}-title\">{title}</title>\
             <desc id=\"{name}-about\">{description}</desc>{marks}</svg>"
        )
    }
}

/// The place of a series among those that look different.
pub(super) fn look(series: usize) -> usize {
    series % theme::SERIES
}

/// What the colours of a chart mean, in lines from `top` down; where the legend ends.
fn legend(canvas: &mut canvas::Canvas, names: &[(usize, String)], filled: bool, top: f64) -> f64 {
    const SIZE: f64 = 12.0;
    const MARK: f64 = 22.0;
    let (mut x, mut y) = (0.0, top);
    for (series, name) in names {
        let lines = text::wrapped(name, SIZE, WIDE - MARK);
        let wide = lines
            .iter()
            .map(|line| text::width(line, SIZE))
            .fold(0.0, crate::numeric::math::max);
        if x > 0.0 && x + MARK + wide > WIDE {
            (x, y) = (0.0, y + 18.0);
        }
        let series = look(*series);
        if filled {
            canvas.rect(&format!("f{series}"), (x, y + 1.0), (14.0, 10.0));
        } else {
            canvas.line(&format!("s{series}"), (x, y + 6.0), (x + 18.0, y + 6.0));
        }
        for (line, number) in lines.iter().zip(0..) {
            canvas.text("t", (x + MARK, y + 10.0 + 15.0 * f64::from(number)), line);
        }
        y += 15.0 * (lines.len() - 1) as f64;
        x += MARK + wide + 14.0;
    }
    if names.is_empty() { top } else { y + 20.0 }
}
