//! A scenario file that was read once, from which the model of each variant is built.

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
use crate::source::{Code, Diagnostic, Diagnostics, Severity, SourceId, Sources};

/// The name of the only variant of a file that has none.
const BASE: &str = "base";

/// The name under which `--set` arguments are sources.
const SET: &str = "--set";

/// A scenario file that was read without errors.
#[derive(Clone, Debug)]
pub struct Document {
    source: SourceId,
    text: String,
    written: Scenario,
    /// What is wrong in it though every variant may replace it.
    replaced: Diagnostics,
}

/// Reads a scenario from text.
///
/// # Errors
/// Everything that is wrong with it as far as single entries go; names and kinds are looked at with
/// [`Document::model`], or at once where the text is wrong anyway but all of it could be read.
pub fn read(text: &str, name: &str, sources: &mut Sources) -> Result<Document, Diagnostics> {
    read_from(text, name, Path::new(name), &Alone, sources)
}

/// Reads a scenario from the text of a file, and from those that it extends.
///
/// # Errors
/// Those of [`read`], and what is wrong with the files that it extends.
pub(crate) fn read_from(
    text: &str,
    name: &str,
    file: &Path,
    library: &dyn Library,
    sources: &mut Sources,
) -> Result<Document, Diagnostics> {
    let source = sources.add(name, text);
    let table = parse(text, source)?;
    let Gathered { table, bases } = gather(table, file, library, sources)?;
    let text = if bases.is_empty() {
        text.to_owned()
    } else {
        standalone(&table, name, &bases)
    };
    let mut reader = Reader::new();
    let mut document = Document {
        source,
        text,
        written: scenario(&mut reader, &table, beginning(source)),
        replaced: Diagnostics::new(),
    };
    if !reader.found.has_errors() {
        document.replaced = document.mistakes_before_variants();
        return Ok(document);
    }
    let mut found = reader.found;
    if reader.whole {
        for variant in document.variants() {
            match document.build_variant(variant, &[]) {
                Ok((_, more)) | Err(more) => found = merged([found, more]),
            }
        }
    }
    Err(found)
}

/// The findings of several runs over one text, each once, in the order in which they were made.
pub fn merged(all: impl IntoIterator<Item = Diagnostics>) -> Diagnostics {
    let mut merged = Diagnostics::new();
    for found in all {
        for diagnostic in found.all() {
            if !merged.all().contains(diagnostic) {
                merged.push(diagnostic.clone());
            }
        }
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
        &self.written.title
    }

    /// The scenario as written, before variants and `--set`.
    pub fn written(&self) -> &Scenario {
        &self.written
    }

    /// The names of the variants in the order of the file; `base` if it has none.
    pub fn variants(&self) -> Vec<&str> {
        if self.written.variants.is_empty() {
            return vec![BASE];
        }
        self.written
            .variants
            .iter()
            .map(|variant| variant.name.value.as_str())
            .collect()
    }

    /// The model of a variant, with `KEY=VALUE` arguments applied, and warnings.
    ///
    /// # Errors
    /// Everything that is wrong with the names, kinds and constants of the scenario or with the arguments.
    pub fn model(
        &self,
        variant: &str,
        sets: &[String],
        sources: &mut Sources,
    ) -> Result<(Model, Diagnostics), Diagnostics> {
        let mut found = Diagnostics::new();
        let mut assigned = Vec::new();
        for set in sets {
            match argument(set, sources.add_once(SET, set)) {
                Ok(set) => assigned.push(set),
                Err(finding) => found.push(finding),
            }
        }
        let wrong = found.has_errors() || self.replaced.has_errors();
        match self.build_variant(variant, &assigned) {
            Ok((model, more)) if !wrong => Ok((model, merged([found, more]))),
            Ok((_, more)) | Err(more) => Err(merged([found, more, self.replaced.clone()])),
        }
    }

    fn build_variant(&self, name: &str, sets: &[Assigned]) -> Result<(Model, Diagnostics), Diagnostics> {
        let mut reader = Reader::new();
        let variant = match self.variant(name) {
            Ok(variant) => variant,
            Err(finding) => {
                reader.note(finding);
                return Err(reader.found);
            }
        };
        let scenario = apply(&self.written, variant, sets, &mut reader);
        match lower(&scenario) {
            Ok((model, warnings)) if !reader.found.has_errors() => Ok((model, merged([reader.found, warnings]))),
            Ok((_, more)) | Err(more) => Err(merged([reader.found, more])),
        }
    }

    /// What is wrong in the file before any variant changes it, but for what may well be left to the variants: to give
    /// an actor its strategy, and to fix a number that structure reads.
    fn mistakes_before_variants(&self) -> Diagnostics {
        let mut reader = Reader::new();
        let scenario = apply(&self.written, None, &[], &mut reader);
        let Err(all) = lower(&scenario) else {
            return Diagnostics::new();
        };
        let mut found = Diagnostics::new();
        for finding in all.all() {
            let left = matches!(finding.code, Code::NoStrategy | Code::UncertainStructure);
            if finding.severity == Severity::Error && !left {
                found.push(finding.clone());
            }
        }
        found
    }

    /// A variant by name; none where the file has none.
    pub(crate) fn variant(&self, name: &str) -> Result<Option<&Variant>, Diagnostic> {
        let variants = &self.written.variants;
        if variants.is_empty() && name == BASE {
            return Ok(None);
        }
        variants
            .iter()
            .find(|variant| variant.name.value == name)
            .map(Some)
            .ok_or_else(|| {
                let remark = remark(name, self.variants());
                let known = format!("the variants are {}", list(self.variants()));
                Diagnostic::error(Code::UnknownVariant, format!("there is no variant {}", quoted(name)))
                    .help(remark)
                    .help(known)
            })
    }

    /// The file as run with these arguments: running the result without them gives the same models. Arguments that
    /// are wrong are left out.
    pub fn resolved_toml(&self, sets: &[String]) -> String {
        let mut sources = Sources::new();
        let assigned: Vec<Assigned> = sets
            .iter()
            .filter_map(|set| argument(set, sources.add(SET, set)).ok())
            .collect();
        resolved(&self.text, &self.written, &assigned)
    }
}
