//! Labels that Gambit accepts: not empty, unique, in printable ASCII.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

/// Whether labels may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Empty {
    /// Empty labels stay.
    Stays,
    /// Empty labels get a name.
    Named,
}

/// Makes labels unique as Gambit does on reading: labels that occur more than once, and empty ones that must not be
/// empty, get `_1`, `_2` and so on in their order. Returns the indices of those that changed.
pub(super) fn distinct(labels: &mut [&mut String], empty: Empty) -> Vec<usize> {
    let mut count: FxHashMap<String, usize> = FxHashMap::default();
    let mut used: FxHashSet<String> = FxHashSet::default();
    for label in labels.iter().filter(|label| !label.is_empty()) {
        *count.entry((*label).clone()).or_default() += 1;
        used.insert((*label).clone());
    }
    let mut last: FxHashMap<String, usize> = FxHashMap::default();
    let mut renamed = Vec::new();
    for (at, label) in labels.iter_mut().enumerate() {
        let fine = match label.is_empty() {
            true => empty == Empty::Stays,
            false => count[*label] == 1,
        };
        if fine {
            continue;
        }
        let number = last.entry((*label).clone()).or_default();
        let new = loop {
            *number += 1;
            let new = format!("{label}_{number}");
            if used.insert(new.clone()) {
                break new;
            }
        };
        **label = new;
        renamed.push(at);
    }
    renamed
}

/// Whether Gambit accepts a label: printable ASCII, no space at either end, no two spaces in a row.
pub(super) fn is_accepted(label: &str) -> bool {
    let printable = label.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    printable && !label.contains("  ") && !label.starts_with(' ') && !label.ends_with(' ')
}

/// Whether Gambit reads the backslashes of a text as written: it reads a quote or a backslash behind one in another
/// way, and no text can end with one.
fn reads_back(text: &str) -> bool {
    let mut backslashes = text.match_indices('\\');
    backslashes.all(|(at, _)| {
        let next = text[at + 1..].chars().next();
        !matches!(next, None | Some('\\' | '"'))
    })
}

/// Whether a label may be written as it is.
fn is_plain(label: &str) -> bool {
    is_accepted(label) && reads_back(label)
}

/// The label that Gambit accepts and that is nearest to this one.
pub(super) fn plain(label: &str) -> Cow<'_, str> {
    if is_plain(label) {
        return Cow::Borrowed(label);
    }
    let words: Vec<&str> = label.split_whitespace().collect();
    Cow::Owned(ascii(&words.join(" ")))
}

/// A title or a comment in ASCII; it may have several lines.
pub(super) fn plain_prose(text: &str) -> String {
    let lines = |character| matches!(character, '\n' | '\r' | '\t');
    text.split_inclusive(lines)
        .map(|line| {
            let words = line.trim_end_matches(lines);
            ascii(words) + &line[words.len()..]
        })
        .collect()
}

fn ascii(text: &str) -> String {
    let backslash = if reads_back(text) { '\\' } else { '/' };
    let plain = |character: char| match character {
        '\\' => backslash,
        ' '..='~' => character,
        _ => '?',
    };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::{Empty, distinct, is_accepted, is_plain, plain, plain_prose};

    fn made(labels: &[&str], empty: Empty) -> (Vec<String>, Vec<usize>) {
        let mut owned: Vec<String> = labels.iter().map(|&label| label.to_owned()).collect();
        let mut references: Vec<&mut String> = owned.iter_mut().collect();
        let renamed = distinct(&mut references, empty);
        (owned, renamed)
    }

    #[test]
    fn labels_differ_afterwards() {
        let (labels, renamed) = made(&["a", "a", "a_1", "", "", "b"], Empty::Named);
        assert_eq!(labels, ["a_2", "a_3", "a_1", "_1", "_2", "b"]);
        assert_eq!(renamed, [0, 1, 3, 4]);
        let (labels, renamed) = made(&["", "x", "", "x"], Empty::Stays);
        assert_eq!(labels, ["", "x_1", "", "x_2"]);
        assert_eq!(renamed, [1, 3]);
        assert_eq!(made(&[""], Empty::Named).0, ["_1"]);
    }

    #[test]
    fn labels_become_plain() {
        for fine in ["", "a b", "say \"no\"", "{,}#"] {
            assert!(is_plain(fine));
            assert_eq!(plain(fine), fine);
        }
        assert_eq!(plain("a\\b"), "a\\b");
        for odd in ["a\\", "a\\\\b", "a\\\"b"] {
            assert!(is_accepted(odd) && !is_plain(odd), "{odd}");
        }
        for odd in ["a  b", " a", "a ", "ä", "a\tb", "a\u{7f}"] {
            assert!(!is_accepted(odd), "{odd}");
        }
        assert_eq!(plain(" a  b\tc "), "a b c");
        assert_eq!(plain("Å\\b\u{1}"), "?\\b?");
        assert_eq!(plain_prose("a\n ä\\\tb  c "), "a\n ?/\tb  c ");
        assert_eq!(plain_prose("\\n"), "\\n");
    }
}
