//! A parsed scenario file, from which the model of each variant is lowered.

use std::path::Path;

use crate::scenario::ast::{Assigned, Scenario, Variant};
use crate::scenario::extends::{Alone, Gathered, Library, beginning, gather};
use crate::scenario::flattened_text::standalone;
use crate::scenario::lower::lower;
use crate::scenario::model::Model;
use crate::scenario::overrides::{apply, argument};
use crate::scenario::parse::{Reader, scenario};
use crate::scenario::resolved_text::resolved;
use crate::scenario::suggestion::{list, remark};
use crate::scenario::toml_parser::parse;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Diagnostics, Severity, SourceId, Sources, Span};

/// The name of the only variant of a file that has none.
const BASE: &str = "base";

/// The name under which `--set` arguments are sources.
const SET: &str = "--set";

/// The name of one of several `--set` arguments.
fn set_name(at: usize, count: usize) -> String {
    match count {
        1 => SET.to_owned(),
        _ => format!("{SET} ({} of {count})", at + 1),
    }
}

/// A scenario file that was read without errors.
#[derive(Clone, Debug)]
pub struct Document {
    source: SourceId,
    text: String,
    ast: Scenario,
    /// Its errors, which count even if every variant replaces the part that has them.
    base_errors: Diagnostics,
}

/// The place of the value of a `KEY=VALUE` argument that was applied.
pub(crate) fn setting_place(set: &str, sources: &Sources) -> Option<Span> {
    let named = |name| sources.find(name, set);
    let source = named(SET).or_else(|| named("--with"))?;
    argument(set, source).ok().map(|assigned| assigned.value.span)
}

/// Reads a scenario from text.
///
/// # Errors
/// Every error in single entries. Names and types are checked by [`Document::model`], and here if there are errors but
/// every entry could be read.
pub fn read(text: &str, name: &str, sources: &mut Sources) -> Result<Document, Diagnostics> {
    read_from(text, name, Path::new(name), &Alone, sources)
}

/// Reads a scenario from the text of a file, and from those that it extends.
///
/// # Errors
/// Those of [`read`], and errors in the files that it extends.
pub(crate) fn read_from(
    text: &str,
    name: &str,
    file: &Path,
    library: &dyn Library,
    sources: &mut Sources,
) -> Result<Document, Diagnostics> {
    let source = sources.add(name, text);
    let table = parse(text, source)?;
    let Gathered { table, bases, embedded } = gather(table, file, library, sources)?;
    let text = match (&bases[..], embedded) {
        ([], false) => text.to_owned(),
        _ => standalone(&table, name, &bases),
    };
    let mut reader = Reader::new();
    let mut document = Document {
        source,
        text,
        ast: scenario(&mut reader, &table, beginning(source)),
        base_errors: Diagnostics::new(),
    };
    if !reader.found.has_errors() {
        document.base_errors = document.errors_before_variants();
        return Ok(document);
    }
    let mut found = reader.found;
    if reader.whole {
        for variant in document.variants() {
            let (Ok((_, more)) | Err(more)) = document.lower_variant(variant, &[]);
            found = merged([found, more]);
        }
    }
    Err(found)
}

/// The diagnostics of several passes over one text in order, each once.
pub fn merged(all: impl IntoIterator<Item = Diagnostics>) -> Diagnostics {
    let mut merged = Diagnostics::new();
    for found in all {
        let is_new = |finding: &&Diagnostic| !merged.all().contains(finding);
        let new: Vec<_> = found.all().iter().filter(is_new).cloned().collect();
        merged.extend(new);
    }
    merged
}

impl Document {
    /// The source that the file was added as.
    pub fn source(&self) -> SourceId {
        self.source
    }

    /// The text of the file; of one that extends others, all of them as one.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The title of the file.
    pub fn title(&self) -> &str {
        &self.ast.title
    }

    /// The syntax tree, before variants and `--set`.
    pub fn ast(&self) -> &Scenario {
        &self.ast
    }

    /// The names of the variants in the order of the file; `base` if it has none.
    pub fn variants(&self) -> Vec<&str> {
        if self.ast.variants.is_empty() {
            return vec![BASE];
        }
        let variants = self.ast.variants.iter();
        variants.map(|known| known.name.value.as_str()).collect()
    }

    /// The model of a variant, with `KEY=VALUE` arguments applied, and warnings.
    ///
    /// # Errors
    /// Every error in the names, types and constants of the scenario or in the arguments.
    pub fn model(
        &self,
        variant: &str,
        sets: &[String],
        sources: &mut Sources,
    ) -> Result<(Model, Diagnostics), Diagnostics> {
        let mut found = Diagnostics::new();
        let mut assigned = Vec::new();
        for (at, set) in sets.iter().enumerate() {
            match argument(set, sources.add_once(&set_name(at, sets.len()), set)) {
                Ok(set) => assigned.push(set),
                Err(finding) => found.push(finding),
            }
        }
        let wrong = found.has_errors() || self.base_errors.has_errors();
        match self.lower_variant(variant, &assigned) {
            Ok((model, more)) if !wrong => Ok((model, merged([found, more]))),
            Ok((_, more)) | Err(more) => {
                let more = self.traced_to_settings(variant, &assigned, more);
                Err(merged([found, more, self.base_errors.clone()]))
            }
        }
    }

    /// The errors in a variant, each with the place of the arguments without which it would not be.
    fn traced_to_settings(&self, variant: &str, sets: &[Assigned], found: Diagnostics) -> Diagnostics {
        let mut traced: Vec<Diagnostic> = found.all().to_vec();
        for (at, set) in sets.iter().enumerate() {
            let (before, after) = (&sets[..at], &sets[at + 1..]);
            let (Ok((_, rest)) | Err(rest)) = self.lower_variant(variant, &[before, after].concat());
            for (finding, traced) in found.all().iter().zip(&mut traced) {
                if !rest.all().contains(finding) {
                    traced.caused_at(set.value.span);
                }
            }
        }
        // What one setting makes wrong in several places is one error.
        let mut together: Vec<Diagnostic> = Vec::new();
        for finding in traced {
            let place = |finding: &Diagnostic| finding.labels.first().map(|(span, _)| *span);
            let same = |other: &&mut Diagnostic| {
                (other.code, &other.message, place(other)) == (finding.code, &finding.message, place(&finding))
            };
            match together.iter_mut().find(same) {
                Some(other) => other.labels.extend(finding.labels.into_iter().skip(1)),
                None => together.push(finding),
            }
        }
        together.into_iter().collect()
    }

    /// The syntax tree of a variant with `KEY=VALUE` arguments applied, both of which are known to be without errors.
    pub(crate) fn applied(&self, variant: &str, sets: &[String]) -> Result<Scenario, Diagnostics> {
        let mut sources = Sources::new();
        let variant = self.variant(variant)?;
        let assigned = sets.iter().map(|set| argument(set, sources.add(SET, set)));
        let assigned = assigned.collect::<Result<Vec<_>, _>>()?;
        Ok(apply(&self.ast, variant, &assigned, &mut Reader::new()))
    }

    fn lower_variant(&self, name: &str, sets: &[Assigned]) -> Result<(Model, Diagnostics), Diagnostics> {
        let mut reader = Reader::new();
        let scenario = apply(&self.ast, self.variant(name)?, sets, &mut reader);
        match lower(&scenario) {
            Ok((model, warnings)) if !reader.found.has_errors() => Ok((model, merged([reader.found, warnings]))),
            Ok((_, more)) | Err(more) => Err(merged([reader.found, more])),
        }
    }

    /// The errors of the file before a variant changes it, except those that variants may repair: an actor without a
    /// strategy, and an uncertain parameter that the structure reads.
    fn errors_before_variants(&self) -> Diagnostics {
        let scenario = apply(&self.ast, None, &[], &mut Reader::new());
        let Err(found) = lower(&scenario) else {
            return Diagnostics::new();
        };
        let remains = |finding: &&Diagnostic| {
            let repairable = matches!(finding.code, Code::NoStrategy | Code::UncertainStructure);
            finding.severity == Severity::Error && !repairable
        };
        found.all().iter().filter(remains).cloned().collect()
    }

    /// A variant by name; `None` for the base of a file without variants.
    pub(crate) fn variant(&self, name: &str) -> Result<Option<&Variant>, Diagnostic> {
        let variants = &self.ast.variants;
        if variants.is_empty() && name == BASE {
            return Ok(None);
        }
        let found = variants.iter().find(|variant| variant.name.value == name);
        found.map(Some).ok_or_else(|| {
            let message = format!("there is no variant {}", quoted(name));
            let finding = Diagnostic::error(Code::UnknownVariant, message);
            let finding = finding.help(remark(name, self.variants()));
            finding.help(format!("the variants are {}", list(self.variants())))
        })
    }

    /// The text of the file in canonical form, without comments, with these arguments written into it: without them it gives
    /// the same models. Arguments with errors are left out.
    pub fn resolved_toml(&self, sets: &[String]) -> String {
        let mut sources = Sources::new();
        let argument = |set: &String| argument(set, sources.add(SET, set)).ok();
        let assigned: Vec<_> = sets.iter().filter_map(argument).collect();
        resolved(&self.text, &self.ast, &assigned)
    }
}
