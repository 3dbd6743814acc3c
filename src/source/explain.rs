//! The table of mistakes as text: one entry for the terminal, all of them as a page.

use super::code::Mistake;
use super::mistakes::GROUPS;

/// One entry, for the terminal.
pub(crate) fn entry(mistake: &Mistake) -> String {
    let example: String = mistake.example.lines().map(indented).collect();
    format!(
        "{}: {}\n\n{}\n\n{example}",
        mistake.name(),
        mistake.title,
        wrapped(mistake.explanation)
    )
}

/// All codes with their titles, a line each.
pub(crate) fn list() -> String {
    let mistakes = GROUPS.iter().flat_map(|group| group.mistakes);
    mistakes
        .map(|mistake| format!("{}  {}\n", mistake.name(), mistake.title))
        .collect()
}

/// The page of the documentation.
pub fn page() -> String {
    let mut page = String::from(
        "# Errors\n\n\
         Every error and warning about a scenario or a game file has a code: `error[E313]: …`. This page says what each code\n\
         means; so does `pactum explain-error CODE`. Numbers never change their meaning.\n",
    );
    for group in &GROUPS {
        page.push_str(&format!("\n## {}\n", group.title));
        for mistake in group.mistakes {
            page.push_str(&section(mistake));
        }
    }
    page
}

fn section(mistake: &Mistake) -> String {
    format!(
        "\n### {}: {}\n\n{}\n\n```text\n{}\n```\n",
        mistake.name(),
        mistake.title,
        wrapped(mistake.explanation),
        mistake.example
    )
}

fn indented(line: &str) -> String {
    if line.is_empty() {
        "\n".to_owned()
    } else {
        format!("    {line}\n")
    }
}

/// A paragraph in lines of bearable length.
fn wrapped(text: &str) -> String {
    const WIDTH: usize = 100;
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
