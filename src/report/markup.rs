//! Texts inside HTML and SVG.

use crate::source::wording::acts_unseen;

/// A text in which nothing is markup.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            '\'' => safe += "&#39;",
            // Joiners are part of how some languages and pictures are written.
            '\n' | '\t' | '\u{200c}' | '\u{200d}' => safe.push(character),
            // XML allows no other control characters, not even as references.
            other if acts_unseen(other) => safe.extend(other.escape_default()),
            other => safe.push(other),
        }
    }
    safe
}

/// A text as an identifier: letters and digits of ASCII, everything else a hyphen.
pub(super) fn slug(text: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let mut slug: String = text.chars().map(plain).collect();
    while slug.contains("--") {
        slug = slug.replace("--", "-");
    }
    slug.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{escaped, slug};

    #[test]
    fn nothing_is_markup() {
        let text = "<script>alert('\"&\"')</script> Мир 🕊\u{1}\u{202e}می\u{200c}خواهد";
        let safe = escaped(text);
        assert_eq!(
            safe,
            "&lt;script&gt;alert(&#39;&quot;&amp;&quot;&#39;)&lt;/script&gt; Мир 🕊\\u{1}\\u{202e}می\u{200c}خواهد"
        );
    }

    #[test]
    fn identifiers_are_plain() {
        assert_eq!(slug("payoffs of us_votes.Approve!"), "payoffs-of-us-votes-approve");
        assert_eq!(slug("Мир"), "");
    }
}
