//! Renders logical lines as text with uniform spacing and indentation.

use crate::scenario::formatter::{Entry, Group, Row, Value};

/// The indentation of the content of brackets.
const STEP: usize = 2;

/// The widest line on which a list of lists or tables is kept as a whole.
const WIDTH: usize = 120;

/// The text of these lines.
pub(super) fn render(rows: &[Row<'_>], line_end: &str) -> String {
    let (mut text, indent) = (String::new(), 0);
    let page = Page { line_end, indent };
    for (at, row) in rows.iter().enumerate() {
        if at > 0 && apart(rows, at) {
            text.push_str(line_end);
        }
        text.push_str(&page.row(row, ""));
        text.push_str(line_end);
    }
    text
}

/// Whether a blank line stands before a line that is not the first: always before a header and the comments that belong
/// to it, never between a header and its first key, and otherwise where there was one.
fn apart(rows: &[Row<'_>], at: usize) -> bool {
    if rows[at].is_header() {
        return rows[at].apart || !rows[at - 1].is_comment();
    }
    if rows[at].is_comment() {
        return rows[at].apart || !rows[at - 1].is_comment() && belongs_to_header(&rows[at + 1..]);
    }
    rows[at].apart && !rows[at - 1].is_header()
}

/// Whether these lines begin with comments, if any, and then a header, without a blank line.
fn belongs_to_header(rows: &[Row<'_>]) -> bool {
    let next = rows.iter().find(|row| row.apart || !row.is_comment());
    next.is_some_and(|row| row.is_header() && !row.apart)
}

/// The line ending and the indentation of a part of a file.
#[derive(Clone, Copy)]
struct Page<'l> {
    line_end: &'l str,
    indent: usize,
}

impl Page<'_> {
    /// A line. `comma` follows its last entry.
    fn row(self, row: &Row<'_>, comma: &str) -> String {
        let mut text = " ".repeat(self.indent);
        text.push_str(&row.header);
        let alone = row.entries.len() == 1;
        let entries = row.entries.iter().map(|entry| self.entry(entry, alone));
        text.push_str(&entries.collect::<Vec<_>>().join(", "));
        if !row.entries.is_empty() {
            text.push_str(comma);
        }
        if let Some(comment) = row.comment {
            if !row.is_comment() {
                text.push(' ');
            }
            text.push_str(comment);
        }
        text
    }

    /// A key with its value. A value that is alone on its line is broken into several lines where it is too long.
    fn entry(self, entry: &Entry<'_>, alone: bool) -> String {
        let is = if entry.key.is_empty() { "" } else { " = " };
        let key = format!("{}{is}", entry.key);
        match &entry.value {
            Value::Plain(text) => key + text,
            Value::Group(group) if group.broken => key + &self.broken(group),
            Value::Group(group) => {
                let text = format!("{key}{}", self.whole(group));
                let long = self.indent + text.chars().count() > WIDTH && !text.contains('\n');
                if !(alone && long && may_break(group)) {
                    return text;
                }
                key + &self.broken(&one_by_one(group))
            }
        }
    }

    /// A list or table on one line.
    fn whole(self, group: &Group<'_>) -> String {
        let entries = group.rows.iter().flat_map(|row| &row.entries);
        let entries: Vec<String> = entries.map(|entry| self.entry(entry, false)).collect();
        let close = close(group);
        let room = if close == "}" && !entries.is_empty() { " " } else { "" };
        format!("{}{room}{}{room}{close}", group.open, entries.join(", "))
    }

    /// A list or table over several lines.
    fn broken(self, group: &Group<'_>) -> String {
        let (line_end, indent) = (self.line_end, self.indent + STEP);
        let within = Page { line_end, indent };
        let mut text = group.open.to_owned();
        if let Some(comment) = group.comment {
            text.push(' ');
            text.push_str(comment);
        }
        text.push_str(line_end);
        for (at, row) in group.rows.iter().enumerate() {
            if at > 0 && row.apart {
                text.push_str(line_end);
            }
            text.push_str(&within.row(row, ","));
            text.push_str(line_end);
        }
        text.push_str(&" ".repeat(self.indent));
        text + close(group)
    }
}

/// Whether a list that was on one line may be broken: one of lists or tables.
fn may_break(group: &Group<'_>) -> bool {
    let mut entries = group.rows.iter().flat_map(|row| &row.entries);
    group.open == "[" && entries.any(|entry| matches!(entry.value, Value::Group(_)))
}

/// The same list with each entry on a line of its own.
fn one_by_one<'t>(group: &Group<'t>) -> Group<'t> {
    let mut rows = Vec::new();
    for entry in group.rows.iter().flat_map(|row| &row.entries) {
        let entries = vec![entry.clone()];
        rows.push(Row {
            entries,
            ..Row::default()
        });
    }
    Group { rows, ..*group }
}

fn close(group: &Group<'_>) -> &'static str {
    if group.open == "[" { "]" } else { "}" }
}
