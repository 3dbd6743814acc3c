//! Numbers as other programs write them: percentages and decimal commas.

use std::ops::Range;

use crate::numeric::decimal::rounded;

/// How a percentage or a number with a decimal comma is written here; `None` for any other text.
pub(crate) fn remedy(text: &str) -> Option<String> {
    let text = text.trim();
    let (digits, percent) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim_end(), true),
        None => (text, false),
    };
    let comma = digits.split_once(',');
    if !percent && comma.is_none() {
        return None;
    }
    let parse = |text: &str| {
        let plain = |c: char| c.is_ascii_digit() || "+-.".contains(c);
        text.parse::<f64>().ok().filter(|_| text.chars().all(plain))
    };
    let number = parse(&digits.replacen(',', ".", 1))?;
    if percent {
        return Some(format!("write {}, the fraction of 1", rounded(number / 100.0)));
    }
    let (whole, fraction) = comma?;
    let thousands = fraction.len() == 3 && whole.trim_start_matches(['+', '-']) != "0";
    let joined = parse(&format!("{whole}{fraction}")).filter(|_| thousands);
    let joined = joined.map_or_else(String::new, |joined| format!("{}, or ", rounded(joined)));
    Some(format!("write {joined}{}: a decimal point is `.`", rounded(number)))
}

/// The number of this kind at or around a byte of a text, and how it is written here.
pub(crate) fn around(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let bytes = text.as_bytes();
    let numeric = |byte: &u8| byte.is_ascii_digit() || b".,+-".contains(byte);
    let before = |end: usize| end - bytes[..end].iter().rev().take_while(|byte| numeric(byte)).count();
    let after = |start: usize| start + bytes[start..].iter().take_while(|byte| numeric(byte)).count();
    let at = at.min(bytes.len());
    let percent_here = bytes.get(at) == Some(&b'%');
    let within = if percent_here {
        text[..at].trim_end_matches(' ').len()
    } else {
        at
    };
    let (start, end) = (before(within), after(within));
    let number = text[start..end].trim_matches(',');
    let start = start + text[start..end].find(number)?;
    let end = start + number.len();
    let rest = text[end..].trim_start_matches(' ');
    let end = if rest.starts_with('%') {
        text.len() - rest.len() + 1
    } else {
        end
    };
    let remedy = remedy(&text[start..end])?;
    Some((start..end, remedy))
}

#[cfg(test)]
mod tests {
    use super::{around, remedy};

    #[test]
    fn the_number_around_a_place_is_found() {
        let found = |text: &str, at: &str| {
            let at = text.find(at).expect("it is there");
            around(text, at).map(|(place, _)| text[place].to_owned())
        };
        assert_eq!(found("value = 50%", "50").as_deref(), Some("50%"));
        assert_eq!(found("2 * 12,5 % + x", "%").as_deref(), Some("12,5 %"));
        assert_eq!(found("{ a = 0,3, b = 1 }", ", b").as_deref(), Some("0,3"));
        assert_eq!(found("value = 0,95", ",").as_deref(), Some("0,95"));
        for (text, at) in [
            ("", ""),
            ("größe,", ","),
            ("a % b", "%"),
            ("min(a, 1)", ","),
            ("1 2", "2"),
        ] {
            assert_eq!(found(text, at), None, "{text}");
        }
    }

    #[test]
    fn percentages_and_decimal_commas_are_written_as_numbers() {
        let percent = |text: &str| remedy(text).expect("a percentage");
        assert_eq!(percent("90%"), "write 0.9, the fraction of 1");
        assert_eq!(percent(" 12,5 % "), "write 0.125, the fraction of 1");
        assert_eq!(percent("0,95"), "write 0.95: a decimal point is `.`");
        assert_eq!(percent("-0,125"), "write -0.125: a decimal point is `.`");
        assert_eq!(percent("1,500"), "write 1500, or 1.5: a decimal point is `.`");
        for other in ["", "%", "0.9", "a%", "a,b", "1,2,3", "1e3,5", "inf%", "min(0,9)"] {
            assert_eq!(remedy(other), None, "{other}");
        }
    }
}
