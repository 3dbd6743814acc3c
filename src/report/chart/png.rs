//! Charts as PNG, drawn with a font that the program carries, so that no picture depends on the fonts of a machine.

use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// The font; `fonts/LICENSE` says where it comes from and how far it goes.
const FONTS: [&[u8]; 2] = [
    include_bytes!("fonts/DejaVuSans.ttf"),
    include_bytes!("fonts/DejaVuSans-Bold.ttf"),
];

/// How many pixels of the picture make one of the chart.
const SCALE: f32 = 2.0;

/// Pictures of charts that stand alone, as PNG, in the same order.
///
/// # Errors
/// What is wrong with a picture.
pub(crate) fn pictures(charts: &[&str]) -> Result<Vec<Vec<u8>>, String> {
    let mut fonts = fontdb::Database::new();
    for font in FONTS {
        fonts.load_font_data(font.to_vec());
    }
    let options = Options {
        fontdb: Arc::new(fonts),
        ..Options::default()
    };
    charts.par_iter().map(|chart| picture(chart, &options)).collect()
}

fn picture(chart: &str, options: &Options<'_>) -> Result<Vec<u8>, String> {
    let tree = Tree::from_str(chart, options).map_err(|reason| reason.to_string())?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or("it has no size")?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or("it is too large")?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|reason| reason.to_string())
}

#[cfg(test)]
mod tests {
    use super::pictures;

    fn svg(inside: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\"><style>text{{font-family:\"DejaVu Sans\"}}\
             .b{{font-weight:600}}</style>{inside}</svg>"
        )
    }

    #[test]
    fn texts_are_drawn_with_the_font_of_the_program() {
        let texts = ["", "A", "Ж", "−"].map(|text| svg(&format!("<text y=\"15\">{text}</text>")));
        let bold = svg("<text class=\"b\" y=\"15\">A</text>");
        let all: Vec<&str> = texts.iter().chain([&bold]).map(String::as_str).collect();
        let pictures = pictures(&all).expect("it is SVG");
        for (place, one) in pictures.iter().enumerate() {
            assert!(one.starts_with(b"\x89PNG\r\n"));
            assert!(!pictures[..place].contains(one), "{place}");
            assert_eq!(one[16..24], [0, 0, 0, 60, 0, 0, 0, 40], "twice as large");
        }
        assert!(super::pictures(&["<svg"]).is_err());
    }
}
