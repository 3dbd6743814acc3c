//! `extends`: a file and all that it rests on, as one.

mod merge;

use std::path::{Path, PathBuf};

use crate::scenario::extends::merge::merge;
use crate::scenario::keys::SCENARIO;
use crate::scenario::toml_parser::parse;
use crate::scenario::toml_value::{Node, Table, Text};
use crate::source::wording::{closest, quoted};
use crate::source::{Code, Diagnostic, Diagnostics, SourceId, Sources, Span};

/// The key that names the file to extend.
const KEY: &str = "extends";

/// The most files that may lie on each other.
pub(crate) const DEEPEST: usize = 16;

/// Where files to extend come from.
pub(crate) trait Library {
    /// The file that `wanted` means in a file.
    fn open(&self, from: &Path, wanted: &str) -> Result<Base, Refusal>;
}

/// A file to extend.
pub(crate) struct Base {
    /// The file itself, under its only true name.
    pub(crate) file: PathBuf,
    /// What messages call it.
    pub(crate) name: String,
    /// What it says.
    pub(crate) text: String,
}

/// Why a file to extend is not given.
pub(crate) enum Refusal {
    /// It cannot be read, for this reason; these files could be.
    Unreadable(String, Vec<String>),
    /// It lies outside of the folder.
    Outside,
}

/// A text by itself, which has no folder.
pub(crate) struct Alone;

impl Library for Alone {
    fn open(&self, _: &Path, wanted: &str) -> Result<Base, Refusal> {
        let reason = format!("{} is not to be had: this text has no folder", quoted(wanted));
        Err(Refusal::Unreadable(reason, Vec::new()))
    }
}

/// What a chain of files says.
pub(crate) struct Gathered {
    /// Everything, what the first file says over what it extends.
    pub(crate) table: Table,
    /// The names of the files that are extended, the nearest first.
    pub(crate) bases: Vec<String>,
}

/// Reads whatever a file rests on, and lays it over that.
///
/// # Errors
/// What is wrong with any of the files as TOML, or with the way to them.
pub(crate) fn gather(
    top: Table,
    file: &Path,
    library: &dyn Library,
    sources: &mut Sources,
) -> Result<Gathered, Diagnostics> {
    let mut tables = vec![top];
    let mut files = vec![file.to_owned()];
    let mut links: Vec<Span> = Vec::new();
    let mut bases = Vec::new();
    while let Some((wanted, span)) = extended(tables.last_mut())? {
        links.push(span);
        if links.len() >= DEEPEST {
            return Err(only(too_deep(&links)));
        }
        let from = files.last().map_or(file, PathBuf::as_path);
        let base = library
            .open(from, &wanted.value)
            .map_err(|refusal| only(refused(&wanted, span, &refusal)))?;
        if let Some(at) = files.iter().position(|known| *known == base.file) {
            return Err(only(circle(&links[at..])));
        }
        let source = sources.add(&base.name, &base.text);
        tables.push(parse(&base.text, source).map_err(|found| reached(&found, span))?);
        files.push(base.file);
        bases.push(base.name);
    }
    let mut found = Diagnostics::new();
    let mut layers = tables.into_iter().rev();
    let bottom = layers.next().unwrap_or_default();
    let table = layers.fold(bottom, |base, over| merge(&SCENARIO, base, over, &mut found));
    if found.has_errors() {
        return Err(found);
    }
    Ok(Gathered { table, bases })
}

/// Takes the name of the file to extend out of a table.
fn extended(table: Option<&mut Table>) -> Result<Option<(Text, Span)>, Diagnostics> {
    let Some(table) = table else {
        return Ok(None);
    };
    let Some(at) = table.entries.iter().position(|entry| entry.key.value == KEY) else {
        return Ok(None);
    };
    let value = table.entries.remove(at).value;
    match value.value {
        Node::Text(text) => Ok(Some((text, value.span))),
        other => {
            let message = format!("`{KEY}` must be a text, not {}", other.kind());
            let finding = Diagnostic::error(Code::WrongKind, message).at(value.span, "");
            Err(only(
                finding.help("it names one file, for instance `extends = \"base.toml\"`"),
            ))
        }
    }
}

fn only(finding: Diagnostic) -> Diagnostics {
    let mut found = Diagnostics::new();
    found.push(finding);
    found
}

fn refused(wanted: &Text, span: Span, refusal: &Refusal) -> Diagnostic {
    match refusal {
        Refusal::Outside => {
            let message = format!("{} lies outside of the scenario's folder", quoted(&wanted.value));
            Diagnostic::error(Code::BaseOutside, message)
                .at(span, "")
                .help("a scenario and what it extends lie in one folder or below it; links count as what they point to")
        }
        Refusal::Unreadable(reason, others) => {
            let finding = Diagnostic::error(Code::NoBase, reason.clone()).at(span, "extended here");
            match closest(&wanted.value, others.iter().map(String::as_str)) {
                Some(meant) => finding.help(format!("did you mean {}?", quoted(meant))),
                None => finding.help("the path goes from the folder of this file"),
            }
        }
    }
}

fn too_deep(links: &[Span]) -> Diagnostic {
    let message = format!("more than {DEEPEST} files extend each other");
    let last = links.last().into_iter().map(|&span| (span, "one too many"));
    let first = links.first().into_iter().map(|&span| (span, "the first"));
    last.chain(first).fold(
        Diagnostic::error(Code::ExtendsTooDeep, message),
        |finding, (span, remark)| finding.at(span, remark),
    )
}

fn circle(links: &[Span]) -> Diagnostic {
    let message = "files extend each other in a circle";
    let remark = |at: usize| {
        if at == 0 { "leads back here" } else { "by way of this" }
    };
    let links = links.iter().rev().enumerate();
    links.fold(
        Diagnostic::error(Code::ExtendsCircle, message),
        |finding, (at, &span)| finding.at(span, remark(at)),
    )
}

/// Findings about a file, each with the place from which it was reached.
fn reached(found: &Diagnostics, from: Span) -> Diagnostics {
    let mut told = Diagnostics::new();
    told.extend(
        found
            .all()
            .iter()
            .map(|finding| finding.clone().at(from, "extended here")),
    );
    told
}

/// Where a document begins.
pub(crate) fn beginning(source: SourceId) -> Span {
    Span {
        source,
        start: 0,
        end: 0,
    }
}
