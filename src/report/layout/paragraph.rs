//! Text broken at words, and padded cells.

use unicode_width::UnicodeWidthStr;

/// A text broken at spaces where it is wider than `wide`, if words allow it; what follows the first line is indented so far.
pub(crate) fn hanging_within(text: &str, indent: usize, wide: usize) -> String {
    let start = text.len() - text.trim_start_matches(' ').len();
    let mut wrapped = String::new();
    let mut line = " ".repeat(start);
    let mut empty = true;
    for word in words(&text[start..]) {
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

/// The pieces between the spaces at which a text may be broken: a number stays with its `%`, `<`, `>` or `±`.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let all = rest?;
        let holds = |(at, _): &(usize, &str)| {
            let before = all[..*at].rsplit(' ').next().unwrap_or_default();
            let after = &all[at + 1..];
            !["<", ">", "±"].contains(&before) && !["%", "±"].iter().any(|sign| after.starts_with(sign))
        };
        let Some((end, _)) = all.match_indices(' ').find(holds) else {
            rest = None;
            return Some(all);
        };
        rest = Some(&all[end + 1..]);
        Some(&all[..end])
    })
}

/// Texts with commas between them.
pub(crate) fn listed(each: impl Iterator<Item = String>) -> String {
    each.collect::<Vec<_>>().join(", ")
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
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

#[cfg(test)]
mod tests {
    use super::{hanging_within, width, words};

    #[test]
    fn long_lines_are_broken_and_hang() {
        let text = hanging_within(&format!("  {}", "word ".repeat(50)), 6, 100);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.len() > 2 && lines.iter().all(|line| width(line) <= 100));
        assert!(lines[0].starts_with("  word") && lines[1].starts_with("      word"));
        assert_eq!(text.matches("word").count(), 50);
        assert_eq!(hanging_within(&"x".repeat(200), 2, 100).lines().count(), 1);
    }

    #[test]
    fn a_number_stays_with_its_sign() {
        let text = "in 64.3 % of all, < 0.0001, 0.5 ± 0.1 here";
        let words: Vec<&str> = words(text).collect();
        assert_eq!(words, ["in", "64.3 %", "of", "all,", "< 0.0001,", "0.5 ± 0.1", "here"]);
    }
}
