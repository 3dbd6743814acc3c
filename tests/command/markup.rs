//! Checks of HTML and SVG that the command writes.

/// Every value of an attribute.
pub(crate) fn attributes<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let begin = format!(" {name}=\"");
    let values = text.split(&begin).skip(1);
    values.map(|rest| rest.split('"').next().unwrap_or_default()).collect()
}

/// The elements whose end tag HTML lets out, innermost first.
const PARTS_OF_TABLES: [&str; 5] = ["td", "th", "tr", "tbody", "thead"];

/// Closes the open parts of a table that end before another one begins, or, with `None`, with the table.
fn close_parts(open: &mut Vec<&str>, before: Option<&str>) {
    let ends = match before {
        Some("td" | "th") => 2,
        Some("tr") => 3,
        Some("tbody" | "thead") | None => 5,
        Some(_) => 0,
    };
    while open.last().is_some_and(|last| PARTS_OF_TABLES[..ends].contains(last)) {
        open.pop();
    }
}

/// Expects that every element is closed, in the order of nesting, but for the parts of tables, and that no `<` or `&` stands
/// alone.
#[track_caller]
pub(crate) fn expect_well_formed(text: &str) {
    let mut open: Vec<&str> = Vec::new();
    for piece in text.trim_start_matches("<!DOCTYPE html>").split('<').skip(1) {
        let (tag, rest) = piece.split_once('>').expect("a tag ends");
        assert!(!rest.contains('>'), "{piece}");
        let name = tag.split_whitespace().next().expect("a tag has a name");
        if let Some(name) = name.strip_prefix('/') {
            if name == "table" {
                close_parts(&mut open, None);
            }
            assert_eq!(open.pop(), Some(name), "{tag}");
        } else if !tag.ends_with('/') {
            close_parts(&mut open, Some(name));
            open.push(name);
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        for (at, _) in piece.match_indices('&') {
            let reference = piece[at..].split(';').next().expect("a piece");
            assert!(reference.len() < 7, "{piece}");
        }
    }
    assert!(open.is_empty(), "{open:?}");
}
