//! Formats a scenario file: content and comments stay, blank lines, indentation and spaces become uniform.

mod lines;
mod render;

use crate::scenario::toml_parser::parse;
use crate::source::{Diagnostics, Sources};

/// The formatted text of a TOML file: blank lines, indentation and spaces are uniform; keys, values, comments and their
/// order are unchanged.
///
/// # Errors
/// The syntax errors of the text as TOML.
pub fn formatted(text: &str, name: &str, sources: &mut Sources) -> Result<String, Diagnostics> {
    parse(text, sources.add(name, text))?;
    Ok(render::render(&lines::lines(text), line_end(text)))
}

/// The line ending of the first line.
fn line_end(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next();
    if first.is_some_and(|line| line.ends_with("\r\n")) {
        "\r\n"
    } else {
        "\n"
    }
}

/// One line of a file, or of a list or table that is written over several lines.
#[derive(Clone, Debug, Default)]
struct Row<'t> {
    /// Whether a blank line precedes it.
    apart: bool,
    /// The header of a table, with its brackets; empty where there is none.
    header: String,
    /// Its entries; several in lists and inline tables only.
    entries: Vec<Entry<'t>>,
    /// The comment at its end; the whole line where there is no header and no entry.
    comment: Option<&'t str>,
}

impl Row<'_> {
    fn is_header(&self) -> bool {
        !self.header.is_empty()
    }

    /// Whether it holds only a comment.
    fn is_comment(&self) -> bool {
        !self.is_header() && self.entries.is_empty()
    }
}

#[derive(Clone, Debug)]
struct Entry<'t> {
    /// The key, with its dots; empty in a list.
    key: String,
    value: Value<'t>,
}

#[derive(Clone, Debug)]
enum Value<'t> {
    /// A number, a text, a date or a truth, as it is written.
    Plain(&'t str),
    Group(Group<'t>),
}

/// A list or an inline table.
#[derive(Clone, Debug)]
struct Group<'t> {
    /// The bracket that opens it.
    open: &'t str,
    /// The comment beside the opening bracket.
    comment: Option<&'t str>,
    rows: Vec<Row<'t>>,
    /// Whether it is written over several lines.
    broken: bool,
}
