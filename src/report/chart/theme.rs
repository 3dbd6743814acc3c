//! The colours of charts, and the style sheet of their marks.
//!
//! Series and texts have a contrast of at least 4.5 to 1 with the ground; series also differ by dashes, so that nothing
//! depends on seeing colours.

/// How many series look different; later ones begin again.
pub(super) const SERIES: usize = 8;
/// How many steps a heat map has.
pub(super) const STEPS: usize = 10;

/// Colours for one ground.
pub(in crate::report) struct Theme {
    /// Behind everything.
    pub ground: &'static str,
    /// Behind what stands apart.
    pub panel: &'static str,
    /// Texts.
    pub ink: &'static str,
    /// Texts of less weight.
    pub dim: &'static str,
    /// Lines that divide.
    pub rule: &'static str,
    series: [&'static str; SERIES],
    steps: [&'static str; STEPS],
    /// Texts on the lower and the upper half of the steps.
    on_steps: [&'static str; 2],
}

/// Dark on light.
pub(in crate::report) const LIGHT: Theme = Theme {
    ground: "#ffffff",
    panel: "#f6f8fa",
    ink: "#10151c",
    dim: "#4b5563",
    rule: "#d3d9e0",
    series: [
        "#0072b2", "#c2410c", "#007a5e", "#9c3c87", "#8a6a00", "#4b5563", "#b91c3c", "#0e7490",
    ],
    steps: [
        "#e3edf7", "#c9deef", "#a4c9e4", "#7fb3d9", "#5893c2", "#3273ab", "#0b5394", "#09457b", "#083663", "#06284a",
    ],
    on_steps: ["#10151c", "#ffffff"],
};

/// Light on dark.
pub(in crate::report) const DARK: Theme = Theme {
    ground: "#14181f",
    panel: "#1b2129",
    ink: "#e8ecf1",
    dim: "#aab4c0",
    rule: "#3a434e",
    series: [
        "#56b4e9", "#f0883e", "#3fc79a", "#e08fcb", "#e3c04b", "#b8bec8", "#fb7185", "#67e8f9",
    ],
    steps: [
        "#1d2733", "#1e3a53", "#1e4c73", "#1f5f93", "#3379af", "#4694ca", "#5aaee6", "#89c6ee", "#b7ddf7", "#e6f5ff",
    ],
    on_steps: ["#ffffff", "#10151c"],
};

/// The dashes of series.
const DASHES: [&str; SERIES] = ["none", "7 3", "2 2", "9 3 2 3", "12 3", "4 4", "1 3", "6 2 1 2 1 2"];

impl Theme {
    /// The colours as a list of names and values.
    fn colours(&self) -> Vec<(String, &'static str)> {
        let named = |name: &'static str| move |(number, colour)| (format!("{name}{number}"), colour);
        let mut all = vec![
            ("ground".to_owned(), self.ground),
            ("panel".to_owned(), self.panel),
            ("ink".to_owned(), self.ink),
            ("dim".to_owned(), self.dim),
            ("rule".to_owned(), self.rule),
        ];
        all.extend(self.series.into_iter().enumerate().map(named("c")));
        all.extend(self.steps.into_iter().enumerate().map(named("h")));
        all.extend(self.on_steps.into_iter().enumerate().map(named("o")));
        all
    }

    /// The colours as custom properties of a style sheet.
    pub(in crate::report) fn properties(&self) -> String {
        let colours = self.colours().into_iter();
        colours.map(|(name, colour)| format!("--{name}:{colour};")).collect()
    }

    /// The rules for marks, with the colours written out, for a chart that stands alone.
    pub(super) fn rules(&self) -> String {
        let colours = self.colours();
        let colour = |name: &str| {
            let mut colours = colours.iter();
            colours
                .find(|(known, _)| known == name)
                .map_or(self.ink, |(_, colour)| colour)
                .to_owned()
        };
        rules(&colour)
    }
}

/// The rules for marks in a page, which has the colours as custom properties.
pub(in crate::report) fn page_rules() -> String {
    rules(&|name: &str| format!("var(--{name})"))
}

fn rules(colour: &dyn Fn(&str) -> String) -> String {
    let (ink, dim, rule, panel) = (colour("ink"), colour("dim"), colour("rule"), colour("panel"));
    let mut rules = format!(
        ".t,.e,.m{{font-size:12px;fill:{ink}}}.e,.n{{text-anchor:end}}.m,.k{{text-anchor:middle}}\
         .b{{font-size:13px;font-weight:600;fill:{ink}}}.d,.n,.k{{font-size:11px;fill:{dim}}}\
         .g{{stroke:{rule};fill:none}}.a{{stroke:{dim};fill:none}}.w{{stroke:{ink};stroke-width:1.5;fill:none}}\
         .x{{stroke:{ink};stroke-dasharray:4 3;fill:none}}.p{{fill:{panel};stroke:{rule}}}.i{{fill:{ink}}}\n"
    );
    for (number, dashes) in DASHES.into_iter().enumerate() {
        let series = colour(&format!("c{number}"));
        rules += &format!(
            ".f{number}{{fill:{series}}}.l{number}{{fill:{series};fill-opacity:.22}}\
             .s{number}{{stroke:{series};stroke-width:2;fill:none;stroke-dasharray:{dashes}}}\
             .r{number}{{stroke:{series};stroke-width:2;fill:none}}\n"
        );
    }
    for step in 0..STEPS {
        let text = colour(if step < STEPS / 2 { "o0" } else { "o1" });
        let fill = colour(&format!("h{step}"));
        rules += &format!(".h{step}{{fill:{fill}}}.v{step}{{font-size:11px;text-anchor:middle;fill:{text}}}\n");
    }
    rules
}

/// The place of a share of 1 among the steps of a heat map.
pub(super) fn step(share: f64) -> usize {
    let places = (0..STEPS).rev();
    places
        .into_iter()
        .find(|&place| share * STEPS as f64 >= place as f64)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{DARK, LIGHT, STEPS, Theme, step};

    /// The relative luminance of a colour, to which WCAG 2.2 refers.
    fn luminance(colour: &str) -> f64 {
        let channel = |place: usize| {
            let value = u8::from_str_radix(&colour[place..place + 2], 16).expect("two digits");
            let share = f64::from(value) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                crate::numeric::math::pow((share + 0.055) / 1.055, 2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
        if one > other { one / other } else { other / one }
    }

    #[test]
    fn everything_that_is_read_has_contrast() {
        for theme in [LIGHT, DARK] {
            let Theme {
                ground,
                panel,
                ink,
                dim,
                ..
            } = theme;
            for ground in [ground, panel] {
                let read = theme.series.into_iter().chain([ink, dim]);
                for colour in read {
                    assert!(contrast(colour, ground) >= 4.5, "{colour} on {ground}");
                }
            }
            for (place, colour) in theme.steps.into_iter().enumerate() {
                let text = theme.on_steps[usize::from(place >= STEPS / 2)];
                assert!(contrast(colour, text) >= 4.5, "{text} on {colour}");
            }
        }
    }

    #[test]
    fn steps_divide_shares_evenly() {
        assert_eq!([0.0, 0.05, 0.1, 0.55, 0.999, 1.0, 1.1].map(step), [0, 0, 1, 5, 9, 9, 9]);
        assert_eq!([-0.1, f64::NAN].map(step), [0, 0]);
    }
}
