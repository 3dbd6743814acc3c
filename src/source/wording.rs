//! Words for messages: quoted names, lists, and the name that was probably meant.

/// The most characters of a user's text that a message repeats.
const LONGEST: usize = 40;

/// Names shorter than this are not looked for within longer ones.
const SHORTEST: usize = 3;

/// Names longer than this are not compared with others.
const COMPARABLE: usize = 64;

/// A piece of a user's text between backticks, shortened where it is long, control characters made visible.
pub(crate) fn quoted(text: &str) -> String {
    let shown: String = text.chars().take(LONGEST).collect();
    let rest = if shown.len() < text.len() { "…" } else { "" };
    format!("`{}{rest}`", visible(&shown))
}

/// A text on one line, without characters that would do something to a terminal or that nobody sees.
pub(crate) fn visible(text: &str) -> String {
    escaped(text, acts_unseen)
}

/// The same of a text of several lines; it keeps its line breaks and tabs.
pub(crate) fn visible_lines(text: &str) -> String {
    escaped(text, |character| {
        !matches!(character, '\n' | '\t') && acts_unseen(character)
    })
}

fn escaped(text: &str, hidden: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if hidden(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Whether a character does something without being seen: control characters, marks that turn the direction of a text,
/// characters without width, separators of lines that terminals do not know, and tags.
pub(crate) fn acts_unseen(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

/// "`a`, `b` or `c`", with the tail of a long list left out.
pub(crate) fn alternatives(names: &[impl AsRef<str>]) -> String {
    joined(names, "or")
}

/// "`a`, `b` and `c`", with the tail of a long list left out.
pub(crate) fn listed(names: &[impl AsRef<str>]) -> String {
    joined(names, "and")
}

fn joined(names: &[impl AsRef<str>], before_the_last: &str) -> String {
    const SHOWN: usize = 8;
    let mut words: Vec<String> = names.iter().take(SHOWN).map(|name| quoted(name.as_ref())).collect();
    if names.len() > SHOWN {
        return format!("{}, … ({} in all)", words.join(", "), names.len());
    }
    match words.pop() {
        None => "none".to_owned(),
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} {before_the_last} {last}", words.join(", ")),
    }
}

/// The candidate that was probably meant by a misspelt name: the nearest one, the first of them where several are
/// equally near; where all are far, a longer name of which the misspelt one begins a word.
pub(crate) fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > COMPARABLE {
        return None;
    }
    let wanted = name.to_lowercase();
    let candidates = candidates.into_iter().filter(|candidate| candidate.len() <= COMPARABLE);
    let candidates: Vec<&str> = candidates.collect();
    let near = candidates.iter().filter_map(|candidate| {
        let distance = strsim::damerau_levenshtein(&wanted, &candidate.to_lowercase());
        let length = wanted.chars().count().max(candidate.chars().count());
        let near = distance <= 1.max((length + 1) / 3) && distance < length;
        near.then_some((distance, *candidate))
    });
    let nearest = near.min_by_key(|(distance, _)| *distance);
    nearest
        .map(|(_, candidate)| candidate)
        .or_else(|| longer(&wanted, &candidates))
}

/// The first of the longer names that begin with a shorter one, or of which a later word does: `precision_russia` for
/// `precision`, `us_votes` for `vote`.
fn longer<'a>(wanted: &str, candidates: &[&'a str]) -> Option<&'a str> {
    if wanted.chars().count() < SHORTEST {
        return None;
    }
    let later = |candidate: &str| candidate.split(['_', '.']).any(|word| word.starts_with(wanted));
    let candidates = || candidates.iter().copied();
    let begins = candidates().find(|candidate| candidate.starts_with(wanted));
    begins.or_else(|| candidates().find(|candidate| later(candidate)))
}

#[cfg(test)]
mod tests {
    use super::{alternatives, closest, listed, quoted, visible, visible_lines};

    #[test]
    fn quotes_are_short_and_visible() {
        assert_eq!(quoted("war"), "`war`");
        assert_eq!(quoted("a\u{1b}[31m\n"), "`a\\u{1b}[31m\\n`");
        assert_eq!(quoted(&"ä".repeat(100)), format!("`{}…`", "ä".repeat(super::LONGEST)));
    }

    #[test]
    fn what_acts_unseen_is_shown() {
        let text = "a\u{202e}b\u{200b}c\u{2066}\u{61c}\u{9b}\td\r\né 🕊 Мир";
        let all = "a\\u{202e}b\\u{200b}c\\u{2066}\\u{61c}\\u{9b}\\td\\r\\né 🕊 Мир";
        assert_eq!(visible(text), all);
        assert_eq!(visible_lines(text), all.replace("\\t", "\t").replace("\\n", "\n"));
        assert_eq!(visible(all), all);
    }

    #[test]
    fn lists_read_as_a_sentence() {
        assert_eq!(alternatives(&[""; 0]), "none");
        assert_eq!(alternatives(&["a"]), "`a`");
        assert_eq!(alternatives(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(listed(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(
            alternatives(&["x"; 9]),
            format!("{}, … (9 in all)", ["`x`"; 8].join(", "))
        );
    }

    #[test]
    fn the_nearest_name_is_meant() {
        assert_eq!(closest("membr", ["none", "member"]), Some("member"));
        assert_eq!(closest("Member", ["none", "member"]), Some("member"));
        assert_eq!(closest("balnace", ["balance"]), Some("balance"));
        assert_eq!(closest("precision", ["prior", "precision_us"]), Some("precision_us"));
        assert_eq!(closest("vote", ["us_moves", "us_votes", "votes"]), Some("votes"));
        assert_eq!(closest("vote", ["moves", "us_votes_again"]), Some("us_votes_again"));
        assert_eq!(closest("us", ["us_moves"]), None);
        assert_eq!(closest("xy", ["member", "ab"]), None);
        assert_eq!(closest("b", ["a"]), None);
        assert_eq!(closest(&"a".repeat(1000), ["a"]), None);
    }
}
