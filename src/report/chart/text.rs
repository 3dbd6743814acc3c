//! How wide texts are in a chart, and where they are broken; estimated, since no font is at hand.

use crate::numeric::math::max;

/// The width of a text in pixels.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| size * ems(c)).sum()
}

/// About how wide a character of a sans-serif font is, in ems.
fn ems(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '(' | ')' => 0.34,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' => 0.95,
        'A'..='Z' | '+' | '−' | '=' | '<' | '>' => 0.8,
        '0'..='9' => 0.64,
        '\u{0}'..='\u{7f}' => 0.6,
        '\u{80}'..='\u{2e7f}' => 0.68,
        _ => 1.15,
    }
}

/// A text in lines no wider than this; a word that is wider is broken.
pub(in crate::report) fn wrapped(text: &str, size: f64, wide: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        for piece in pieces(word, size, wide) {
            let line = lines.last_mut().expect("there is a line");
            let longer = format!("{line} {piece}");
            if line.is_empty() {
                *line = piece;
            } else if width(&longer, size) <= wide {
                *line = longer;
            } else {
                lines.push(piece);
            }
        }
    }
    lines
}

/// The width of the widest piece of a text that is not broken where there is room enough.
pub(super) fn widest_piece(text: &str, size: f64) -> f64 {
    let pieces = text.split_whitespace().flat_map(|word| word.split_inclusive('_'));
    pieces.map(|piece| width(piece, size)).fold(0.0, max)
}

/// A word in pieces no wider than this: broken after `_` where that is enough, as names are.
fn pieces(word: &str, size: f64, wide: f64) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for part in word.split_inclusive('_') {
        let piece = pieces.last_mut().expect("there is a piece");
        if width(piece, size) + width(part, size) <= wide {
            piece.push_str(part);
            continue;
        }
        if !piece.is_empty() {
            pieces.push(String::new());
        }
        for character in part.chars() {
            let piece = pieces.last_mut().expect("there is a piece");
            if !piece.is_empty() && width(piece, size) + size * ems(character) > wide {
                pieces.push(character.to_string());
            } else {
                piece.push(character);
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{width, wrapped};

    #[test]
    fn lines_are_no_wider_than_asked_and_lose_nothing() {
        let text = "a very_long_name_of_an_outcome_that_nobody_would_say and Мир 🕊";
        let lines = wrapped(text, 12.0, 120.0);
        assert!(lines.iter().all(|line| width(line, 12.0) <= 120.0), "{lines:?}");
        let letters = |text: &str| text.replace(' ', "");
        assert_eq!(letters(&lines.concat()), letters(text));
        assert_eq!(
            wrapped("the_first_of_two_variants", 12.0, 120.0),
            ["the_first_of_", "two_variants"]
        );
    }
}
