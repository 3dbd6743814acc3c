//! Splits TOML text into logical lines: headers, entries and comments.

use std::iter::Peekable;
use std::mem::take;
use std::vec::IntoIter;

use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, parse_document};

use crate::scenario::formatter::{Entry, Group, Row, Value};

/// The lines of a text that is valid TOML.
pub(super) fn lines(text: &str) -> Vec<Row<'_>> {
    let tokens = Source::new(text).lex().into_vec();
    let mut events = Vec::new();
    // The caller has checked the text: there are no errors to report.
    parse_document(&tokens, &mut |event: Event| events.push(event), &mut ());
    let events = events.into_iter().peekable();
    LineSplitter { text, events }.rows().0
}

struct LineSplitter<'t> {
    text: &'t str,
    events: Peekable<IntoIter<Event>>,
}

impl<'t> LineSplitter<'t> {
    fn written(&self, event: &Event) -> &'t str {
        &self.text[event.span().start()..event.span().end()]
    }

    /// The lines up to the bracket that closes them or the end of the text, and whether there are several.
    fn rows(&mut self) -> (Vec<Row<'t>>, bool) {
        let mut rows = Vec::new();
        let mut row = Row::default();
        let mut key = String::new();
        let (mut blank, mut broken) = (false, false);
        while let Some(event) = self.events.next() {
            let written = self.written(&event);
            match event.kind() {
                EventKind::Whitespace => continue,
                EventKind::ArrayClose | EventKind::InlineTableClose => break,
                EventKind::Newline => {
                    row.apart |= blank;
                    end(&mut rows, &mut row);
                    (blank, broken) = (true, true);
                    continue;
                }
                EventKind::Comment => row.comment = Some(written.trim_end()),
                EventKind::SimpleKey | EventKind::KeySep => key.push_str(written),
                EventKind::StdTableClose | EventKind::ArrayTableClose => {
                    let open = "[".repeat(written.len());
                    row.header = format!("{open}{}{written}", take(&mut key));
                }
                EventKind::Scalar => {
                    let (key, value) = (take(&mut key), Value::Plain(written));
                    row.entries.push(Entry { key, value });
                }
                EventKind::ArrayOpen | EventKind::InlineTableOpen => {
                    let (key, value) = (take(&mut key), self.group(written));
                    row.entries.push(Entry { key, value });
                }
                _ => {}
            }
            blank = false;
        }
        end(&mut rows, &mut row);
        (rows, broken)
    }

    /// The list or inline table after an opening bracket, up to the one that closes it.
    fn group(&mut self, open: &'t str) -> Value<'t> {
        while self
            .events
            .next_if(|event| event.kind() == EventKind::Whitespace)
            .is_some()
        {}
        let comment = self.events.next_if(|event| event.kind() == EventKind::Comment);
        let comment = comment.map(|event| self.written(&event).trim_end());
        let (rows, broken) = self.rows();
        Value::Group(Group {
            open,
            broken: broken && (comment.is_some() || !rows.is_empty()),
            comment,
            rows,
        })
    }
}

/// Ends a line unless it is empty.
fn end<'t>(rows: &mut Vec<Row<'t>>, row: &mut Row<'t>) {
    if !row.is_comment() || row.comment.is_some() {
        rows.push(take(row));
    }
}
