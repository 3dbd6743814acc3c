//! `extends`: merges a file with the files that it extends, and with the tables that its joint draws are read from.

mod draw_tables;
mod merge;

use std::path::{Path, PathBuf};

use crate::scenario::extends::draw_tables::embed;
use crate::scenario::extends::merge::merge;
use crate::scenario::keys::SCENARIO;
use crate::scenario::toml_parser::parse;
use crate::scenario::toml_value::{Node, Table, Text};
use crate::source::wording::{closest, quoted};
use crate::source::{Code, Diagnostic, Diagnostics, SourceId, Sources, Span};

/// The key that names the file to extend.
const KEY: &str = "extends";

/// The longest chain of files that extend each other.
pub(crate) const DEEPEST: usize = 16;

/// A source of files that can be extended.
pub(crate) trait Library {
    /// The file that the path `wanted` in the file `from` names.
    fn open(&self, from: &Path, wanted: &str) -> Result<Base, Refusal>;
}

/// A file to extend.
pub(crate) struct Base {
    /// Its canonical path.
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

/// The library of a text that is no file: it is empty.
pub(crate) struct Alone;

impl Library for Alone {
    fn open(&self, _: &Path, wanted: &str) -> Result<Base, Refusal> {
        let reason = format!("{} is not to be had: this text has no folder", quoted(wanted));
        Err(Refusal::Unreadable(reason, Vec::new()))
    }
}

/// A chain of files, merged.
pub(crate) struct Gathered {
    /// The merged tables; a file wins over those that it extends.
    pub(crate) table: Table,
    /// The names of the files that it extends, the nearest first.
    pub(crate) bases: Vec<String>,
    /// Whether tables of joint draws were written into it.
    pub(crate) embedded: bool,
}

/// Reads the files that a file extends, directly or through others, and merges them.
///
/// # Errors
/// Errors of any of the files as TOML, and paths that cannot be followed.
pub(crate) fn gather(
    top: Table,
    file: &Path,
    library: &dyn Library,
    sources: &mut Sources,
) -> Result<Gathered, Diagnostics> {
    let mut top = top;
    let mut embedded = embed(&mut top, file, library, sources)?;
    let mut tables = vec![top];
    let mut files = vec![file.to_owned()];
    let mut links: Vec<Span> = Vec::new();
    let mut bases = Vec::new();
    while let Some((wanted, span)) = tables.last_mut().map_or(Ok(None), extended)? {
        links.push(span);
        if links.len() >= DEEPEST {
            return Err(too_deep(&links).into());
        }
        let from = files.last().map_or(file, PathBuf::as_path);
        let base = library.open(from, &wanted.value);
        let base = base.map_err(|refusal| refused(&wanted, span, &refusal, "extended here"))?;
        if let Some(at) = files.iter().position(|known| *known == base.file) {
            return Err(circle(&links[at..]).into());
        }
        let source = sources.add(&base.name, &base.text);
        let read = parse(&base.text, source).and_then(|mut table| {
            embedded |= embed(&mut table, &base.file, library, sources)?;
            Ok(table)
        });
        tables.push(read.map_err(|found| reached(&found, span))?);
        files.push(base.file);
        bases.push(base.name);
    }
    let mut found = Diagnostics::new();
    let over = tables.into_iter().rev();
    let table = over.reduce(|base, over| merge(&SCENARIO, base, over, &mut found));
    let table = table.unwrap_or_default();
    if found.has_errors() {
        Err(found)
    } else {
        Ok(Gathered { table, bases, embedded })
    }
}

/// Takes the name of the file to extend out of a table.
fn extended(table: &mut Table) -> Result<Option<(Text, Span)>, Diagnostic> {
    let Some(at) = table.entries.iter().position(|entry| entry.key.value == KEY) else {
        return Ok(None);
    };
    let value = table.entries.remove(at).value;
    match value.value {
        Node::Text(text) => Ok(Some((text, value.span))),
        other => {
            let message = format!("`{KEY}` must be a text, not {}", other.kind());
            let finding = Code::WrongKind.at(value.span, message);
            Err(finding.help("it names one file, for instance `extends = \"base.toml\"`"))
        }
    }
}

fn refused(wanted: &Text, span: Span, refusal: &Refusal, here: &str) -> Diagnostic {
    match refusal {
        Refusal::Outside => {
            let message = format!("{} lies outside of the scenario's folder", quoted(&wanted.value));
            let help =
                "a scenario and what it extends lie in one folder or below it; links count as what they point to";
            Code::BaseOutside.at(span, message).help(help)
        }
        Refusal::Unreadable(reason, others) => {
            let finding = Diagnostic::error(Code::NoBase, reason.clone()).at(span, here);
            match closest(&wanted.value, others.iter().map(String::as_str)) {
                Some(meant) => finding.help(format!("did you mean {}?", quoted(meant))),
                None => finding.help("the path goes from the folder of this file"),
            }
        }
    }
}

fn too_deep(links: &[Span]) -> Diagnostic {
    let message = format!("more than {DEEPEST} files extend each other");
    let mut finding = Diagnostic::error(Code::ExtendsTooDeep, message);
    if let [first, .., last] = links {
        finding = finding.at(*last, "one too many").at(*first, "the first");
    }
    finding
}

fn circle(links: &[Span]) -> Diagnostic {
    let message = "files extend each other in a circle";
    let remarks = std::iter::once("leads back here").chain(std::iter::repeat("by way of this"));
    let links = links.iter().rev().zip(remarks);
    let finding = Diagnostic::error(Code::ExtendsCircle, message);
    links.fold(finding, |finding, (&span, remark)| finding.at(span, remark))
}

/// The diagnostics of a file, each with the place from which it is extended.
fn reached(found: &Diagnostics, from: Span) -> Diagnostics {
    let reached = |finding: &Diagnostic| finding.clone().at(from, "extended here");
    found.all().iter().map(reached).collect()
}

/// Where a document begins.
pub(crate) fn beginning(source: SourceId) -> Span {
    let (start, end) = (0, 0);
    Span { source, start, end }
}
