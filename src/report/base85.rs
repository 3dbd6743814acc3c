//! Bytes as text, by base 85: shorter than by base 64, and nothing in it is markup.

/// The digits: none begins or ends a tag, a comment or a text in quotes.
const DIGITS: &[u8; 85] = b"!#$%()*+,.0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";

/// Bytes as text: five digits for four bytes, the highest first; fewer bytes at the end have one digit more than they are.
pub(super) fn base85(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(4) * 5);
    for four in bytes.chunks(4) {
        let byte = |place: usize| u32::from(four.get(place).copied().unwrap_or_default());
        let number = byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
        let units = [52_200_625, 614_125, 7_225, 85, 1];
        let digits = units.map(|unit| char::from(DIGITS[(number / unit % 85) as usize]));
        text.extend(&digits[..=four.len()]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{DIGITS, base85};

    /// The bytes of a text.
    fn bytes(text: &str) -> Vec<u8> {
        let digits: Vec<u64> = text
            .bytes()
            .map(|letter| DIGITS.iter().position(|digit| *digit == letter).expect("a digit") as u64)
            .collect();
        let group = |group: &[u64]| {
            let missing = std::iter::repeat_n(&84, 5 - group.len());
            let number = group.iter().chain(missing).fold(0, |number, digit| 85 * number + digit);
            let number = u32::try_from(number).expect("it was one");
            number.to_be_bytes()[..group.len() - 1].to_vec()
        };
        digits.chunks(5).flat_map(group).collect()
    }

    #[test]
    fn a_text_gives_its_bytes_back() {
        let all: Vec<u8> = (0..=255).rev().chain([0, 0, 0, 0, 255, 255, 255, 255]).collect();
        for length in 0..all.len() {
            let text = base85(&all[..length]);
            assert_eq!(bytes(&text), all[..length]);
            assert_eq!(text.len(), (length * 5).div_ceil(4));
        }
    }

    #[test]
    fn the_page_reads_the_same_digits() {
        let digits = str::from_utf8(DIGITS).expect("letters");
        let worker = include_str!("page/live/worker.js");
        assert!(worker.contains(&format!("\"{digits}\"")));
        assert!(!digits.contains(['<', '>', '&', '-', '/', '\\', '"']));
    }
}
