//! Joint draws that a scenario takes from a CSV file, written into its table.

use std::path::Path;

use super::{Library, refused};
use crate::expression::Place;
use crate::scenario::toml_value::{Entry, Node, Table, Text, Value};
use crate::source::{Code, Diagnostic, Diagnostics, SourceId, Sources, Span, Spanned};

/// The key of all joint draws, and the one that names a file.
const DRAWS: &str = "joint_draws";
const FROM: &str = "from";
/// The column with the number of a row, which is no parameter.
const NUMBER: &str = "draw";

/// Replaces each `from` in the joint draws of a file by the parameters and rows of the table that it names; whether
/// there was one.
///
/// # Errors
/// A table cannot be read, or holds something else than numbers.
pub(super) fn embed(
    table: &mut Table,
    file: &Path,
    library: &dyn Library,
    sources: &mut Sources,
) -> Result<bool, Diagnostics> {
    let draws = table.entries.iter_mut().find(|entry| entry.key.value == DRAWS);
    let Some(Node::Table(draws)) = draws.map(|entry| &mut entry.value.value) else {
        return Ok(false);
    };
    let mut embedded = false;
    for entry in &mut draws.entries {
        let Node::Table(group) = &mut entry.value.value else {
            continue;
        };
        let Some(at) = group.entries.iter().position(|entry| entry.key.value == FROM) else {
            continue;
        };
        if let Some(other) = group
            .entries
            .iter()
            .find(|entry| matches!(&entry.key.value[..], "parameters" | "rows"))
        {
            let message = format!("joint draws have either `{FROM}` or `{}`, not both", other.key.value);
            return Err(Code::NotExactlyOne.at(other.key.span, message).into());
        }
        let Entry { key, value } = group.entries.remove(at);
        let Node::Text(wanted) = &value.value else {
            let message = format!("`{FROM}` must be a text, not {}", value.value.kind());
            let finding = Code::WrongKind.at(value.span, message);
            return Err(finding
                .help("it names a CSV file, for instance `from = \"posterior.csv\"`")
                .into());
        };
        let read = library.open(file, &wanted.value);
        let read = read.map_err(|refusal| refused(wanted, value.span, &refusal, "read here"))?;
        let source = sources.add(&read.name, &read.text);
        group.entries.extend(rows(&read.text, source, (key.span, value.span))?);
        embedded = true;
    }
    Ok(embedded)
}

/// The entries that give the parameters and the rows of a table.
fn rows(text: &str, source: SourceId, (key, from): (Span, Span)) -> Result<[Entry; 2], Diagnostic> {
    let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(&text.as_bytes()[skipped..]);
    let line = |position: Option<&csv::Position>| {
        let start = position.map_or(0, |position| position.byte() as usize) + skipped;
        let start = start + text[start..].len() - text[start..].trim_start().len();
        let end = text[start..]
            .find(['\r', '\n'])
            .map_or(text.len(), |length| start + length);
        Span { source, start, end }
    };
    let wrong = |span: Span, message: String| Code::JointDraws.at(span, message).at(from, "read here");
    let unreadable = |error: &csv::Error| match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => wrong(
            line(pos.as_ref()),
            format!("the row has {len} cells, and the header {expected_len}"),
        ),
        _ => wrong(line(error.position()), error.to_string()),
    };
    let header = reader.headers().map_err(|error| unreadable(&error))?.clone();
    let top = line(header.position());
    let is_kept = |name: &&str| *name != NUMBER;
    let names = header.iter().filter(is_kept).map(|name| {
        let place = Place::verbatim(source, top.start, top.end - top.start);
        let value = name.to_owned();
        Spanned::new(Node::Text(Text { value, place }), top)
    });
    let names: Vec<Value> = names.collect();
    let mut rows: Vec<Value> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error))?;
        let span = line(record.position());
        let cells = header.iter().zip(record.iter()).filter(|(name, _)| is_kept(name));
        let number = |(name, cell): (&str, &str)| {
            let number = cell.parse().ok().filter(|number: &f64| number.is_finite());
            let message = || format!("the cell of `{name}` holds {cell:?}, which is no number");
            let number = number.ok_or_else(|| wrong(span, message()))?;
            Ok(Spanned::new(Node::Number(number), span))
        };
        let numbers: Vec<Value> = cells.map(number).collect::<Result<_, Diagnostic>>()?;
        rows.push(Spanned::new(Node::List(numbers), span));
    }
    if rows.is_empty() || names.is_empty() {
        let message = "the table has no draws: it needs a column for each parameter, and a row for each draw";
        return Err(wrong(top, message.to_owned()));
    }
    let entry = |name: &str, list: Vec<Value>| Entry {
        key: Spanned::new(name.to_owned(), key),
        value: Spanned::new(Node::List(list), from),
    };
    Ok([entry("parameters", names), entry("rows", rows)])
}
