//! The explanations of error codes, for the terminal and for the documentation page.

use super::code::{Code, all};

/// The titles of the groups of codes; the hundreds of a code are the number of its group, from 1.
const GROUPS: [&str; 10] = [
    "The file and its keys",
    "Names",
    "Formulas",
    "What may be read where",
    "Numbers",
    "Variants and `--set`",
    "One file from another",
    "What exploring finds",
    "What can never matter, and what cannot be judged",
    "Game files",
];

/// The explanation of one code, for the terminal: the example is indented in place of its code block.
pub(crate) fn entry(code: Code) -> String {
    let mut shown = heading(code).to_owned();
    shown.push('\n');
    let mut example = false;
    for line in code.text().lines().skip(1) {
        match line {
            "```text" => example = true,
            "```" => example = false,
            _ if example && !line.is_empty() => shown.push_str(&format!("    {line}\n")),
            _ => shown.push_str(&format!("{line}\n")),
        }
    }
    shown
}

/// All codes with their titles, a line each.
pub(crate) fn list() -> String {
    all().map(|code| heading(code).replacen(':', " ", 1) + "\n").collect()
}

/// The page of the documentation.
pub fn page() -> String {
    let mut page = String::from(
        "# Errors\n\n\
         Every error and warning about a scenario or a game file has a code: `error[E313]: …`. This page says what each code\n\
         means; so does `pactum explain-error CODE`. Numbers never change their meaning.\n",
    );
    for (group, title) in (1..).zip(GROUPS) {
        page.push_str(&format!("\n## {title}\n"));
        for code in all().filter(|code| code.number() / 100 == group) {
            page.push_str(&format!("\n##{}", code.text()));
        }
    }
    page
}

/// The first line of the text: the code and what is wrong, in one sentence without a full stop.
fn heading(code: Code) -> &'static str {
    let first = code.text().lines().next().unwrap_or_default();
    first.trim_start_matches("# ")
}

#[cfg(test)]
mod tests {
    use super::{GROUPS, all, heading};

    #[test]
    fn texts_have_a_heading_an_explanation_and_an_example() {
        for code in all() {
            assert!(!heading(code).ends_with('.'), "{code:?}");
            let (explanation, example) = code.text().split_once("\n\n```text\n").expect("an example");
            assert!(explanation.ends_with('.'), "{code:?}");
            assert!(explanation.lines().all(|line| line.chars().count() <= 100), "{code:?}");
            assert!(example.ends_with("\n```\n") && example.len() > 6, "{code:?}");
            assert!(
                (1..=GROUPS.len()).contains(&usize::from(code.number() / 100)),
                "{code:?}"
            );
        }
    }
}
