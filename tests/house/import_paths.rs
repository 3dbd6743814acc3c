//! The paths that Rust code names after a prefix such as `crate::`, with groups in braces written out.

/// A path as its segments, and whether it ends a `use` tree under another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ImportPath {
    pub(crate) segments: Vec<String>,
    /// The name that it has in the file: its last segment, or what follows `as`.
    pub(crate) name: String,
}

/// The identifier at the beginning of a text.
pub(crate) fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The paths of a tree such as `a::{b, c::d as e, self}` at the beginning of a text, and what follows it.
pub(crate) fn tree(text: &str) -> (Vec<ImportPath>, &str) {
    let mut paths = Vec::new();
    let rest = branch(text, &[], &mut paths);
    (paths, rest)
}

fn branch<'t>(text: &'t str, before: &[String], paths: &mut Vec<ImportPath>) -> &'t str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start().trim_start_matches(',').trim_start();
            match rest.strip_prefix('}') {
                Some(after) => return after,
                None if rest.is_empty() => return rest,
                None => {
                    let after = branch(rest, before, paths);
                    // What is no path, such as code in braces, is skipped.
                    rest = if after.len() < rest.len() {
                        after
                    } else {
                        &rest[rest.len()..]
                    };
                }
            }
        }
    }
    let segment = match text.chars().next() {
        Some('*') => "*".to_owned(),
        _ => identifier(text),
    };
    let mut rest = &text[segment.len()..];
    let mut segments = before.to_vec();
    if segment != "self" || before.is_empty() {
        segments.push(segment);
    }
    if let Some(further) = rest.strip_prefix("::")
        && further
            .trim_start()
            .starts_with(|c: char| c.is_alphanumeric() || "_{*".contains(c))
    {
        return branch(further, &segments, paths);
    }
    let mut name = segments.last().cloned().unwrap_or_default();
    if let Some(renamed) = rest.strip_prefix(" as ") {
        name = identifier(renamed);
        rest = &renamed[name.len()..];
    }
    paths.push(ImportPath { segments, name });
    rest
}

/// Every path in code that begins with one of some words followed by `::`, the word included.
pub(crate) fn paths_from(code: &str, words: &[&str]) -> Vec<ImportPath> {
    let mut found = Vec::new();
    for word in words {
        for (at, _) in code.match_indices(&format!("{word}::")) {
            let before = code[..at].chars().next_back();
            if !before.is_some_and(|c| c.is_alphanumeric() || "_:$".contains(c)) {
                found.extend(tree(&code[at..]).0);
            }
        }
    }
    found
}

/// The paths of every `use` declaration in code, whatever they begin with, and whether it is a re-export.
pub(crate) fn uses(code: &str) -> Vec<(ImportPath, bool)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let line = code[..at].rsplit('\n').next().unwrap_or_default().trim_start();
        if line.is_empty() || line.starts_with("pub") {
            let public = !line.is_empty();
            let (paths, _) = tree(&code[at + "use ".len()..]);
            found.extend(paths.into_iter().map(|path| (path, public)));
        }
    }
    found
}

#[test]
fn groups_are_written_out() {
    let told = |text: &str| -> Vec<String> {
        let (paths, _) = tree(text);
        paths
            .iter()
            .map(|path| format!("{}={}", path.segments.join("::"), path.name))
            .collect()
    };
    assert_eq!(told("a::b;"), ["a::b=b"]);
    assert_eq!(
        told("a::{b, c::{d, e as f}, self};"),
        ["a::b=b", "a::c::d=d", "a::c::e=f", "a=a"]
    );
    assert_eq!(told("a::{\n    b,\n    c,\n};\nuse d;"), ["a::b=b", "a::c=c"]);
    assert_eq!(told("crate::f(1)"), ["crate::f=f"]);
}

#[test]
fn paths_are_found_in_declarations_and_expressions() {
    let code = "use super::a::B;\npub use c::D;\nfn f() { super::e::g(crate::h::I); my_super::no(); }";
    let words: Vec<String> = paths_from(code, &["super", "crate"])
        .iter()
        .map(|path| path.segments.join("::"))
        .collect();
    assert_eq!(words, ["super::a::B", "super::e::g", "crate::h::I"]);
    let declared: Vec<(String, bool)> = uses(code)
        .into_iter()
        .map(|(path, public)| (path.name, public))
        .collect();
    assert_eq!(declared, [("B".to_owned(), false), ("D".to_owned(), true)]);
}
