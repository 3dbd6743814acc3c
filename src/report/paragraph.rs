//! Text wrapped to the width of a page, and padded cells.

/// The widest line.
pub(super) const WIDTH: usize = 100;

/// A text broken at spaces where it is too long; what follows the first line is indented so far.
pub(super) fn hanging(text: &str, indent: usize) -> String {
    hanging_within(text, indent, WIDTH)
}

/// The same with lines no wider than `wide`, where words allow it.
pub(crate) fn hanging_within(text: &str, indent: usize, wide: usize) -> String {
    let start = text.len() - text.trim_start_matches(' ').len();
    let mut wrapped = String::new();
    let mut line = " ".repeat(start);
    let mut empty = true;
    for word in text[start..].split(' ') {
        if !empty && width(&line) + 1 + width(word) > wide {
            wrapped += line.trim_end();
            wrapped.push('\n');
            line = " ".repeat(indent);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line += word;
        empty = false;
    }
    wrapped += line.trim_end();
    wrapped.push('\n');
    wrapped
}

/// Texts with commas between them.
pub(super) fn listed(each: impl Iterator<Item = String>) -> String {
    each.collect::<Vec<_>>().join(", ")
}

/// A sentence below a heading.
pub(super) fn below(sentence: &str) -> String {
    hanging(&format!("  {sentence}"), 2)
}

/// A text padded with spaces.
pub(crate) fn padded(text: &str, wide: usize) -> String {
    format!("{text}{}", " ".repeat(wide.saturating_sub(width(text))))
}

/// A text padded with spaces before it.
pub(super) fn to_the_right(text: &str, wide: usize) -> String {
    format!("{}{text}", " ".repeat(wide.saturating_sub(width(text))))
}

/// How wide a text is on a terminal.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, hanging, width};

    #[test]
    fn long_lines_are_broken_and_hang() {
        let text = hanging(&format!("  {}", "word ".repeat(50)), 6);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.len() > 2 && lines.iter().all(|line| width(line) <= WIDTH));
        assert!(lines[0].starts_with("  word") && lines[1].starts_with("      word"));
        assert_eq!(text.matches("word").count(), 50);
        assert_eq!(hanging(&"x".repeat(200), 2).lines().count(), 1);
    }
}
