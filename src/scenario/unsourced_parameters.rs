//! Warns of parameters with neither a source nor a note that calls them an assumption.

use crate::scenario::ast::{Amounts, Name, Parameter, Scenario};
use crate::source::wording::listed;
use crate::source::{Code, Diagnostic, Spanned};

/// The largest number of places that one warning shows.
const SHOWN: usize = 3;

/// The word by which a note says that a number is a guess.
const WORD: &str = "assumption";

/// A warning for each parameter that has neither a source nor a note that says `assumption`, in the order of the file.
pub fn unsourced(written: &Scenario) -> Vec<Diagnostic> {
    let silent = written.parameters.iter().map(unsourced_parts);
    silent.filter_map(|keys| warning(&keys)).collect()
}

/// One warning for all of them that shows the first places.
pub(crate) fn unsourced_together(written: &Scenario) -> Option<Diagnostic> {
    let silent = written.parameters.iter().flat_map(unsourced_parts);
    warning(&silent.collect::<Vec<_>>())
}

/// The parts of a parameter without a source: the parameter as a whole, or those of its values that lack one.
fn unsourced_parts(parameter: &Parameter) -> Vec<Name> {
    let remarks = &parameter.remarks;
    let name = &parameter.name;
    if has_source(&remarks.source, &remarks.note) {
        return Vec::new();
    }
    let Amounts::By(_, values) = &parameter.amounts else {
        return vec![name.clone()];
    };
    let silent: Vec<Name> = values
        .iter()
        .filter(|(_, amount)| !has_source(&amount.remarks.source, &amount.remarks.note))
        .map(|(value, _)| Spanned::new(format!("{}.{}", name.value, value.value), value.span))
        .collect();
    if silent.len() == values.len() {
        vec![name.clone()]
    } else {
        silent
    }
}

/// Whether a reader learns where a number comes from, or that it is a guess.
fn has_source(source: &str, note: &str) -> bool {
    let mut words = note.split(|character: char| !character.is_alphanumeric());
    let says = |word: &str| {
        let word = word.to_lowercase();
        word == WORD || word.strip_suffix('s') == Some(WORD)
    };
    !source.trim().is_empty() || words.any(says)
}

fn warning(keys: &[Name]) -> Option<Diagnostic> {
    let names: Vec<&str> = keys.iter().map(|key| key.value.as_str()).collect();
    let (what, have) = match names.len() {
        0 => return None,
        1 => ("parameter", "has"),
        _ => ("parameters", "have"),
    };
    let message = format!(
        "the {what} {} {have} neither a `source` nor a `note` that says `assumption`",
        listed(&names)
    );
    let places = keys.iter().take(SHOWN).map(|key| key.span);
    let finding = places.fold(Diagnostic::warning(Code::NoSource, message), |finding, span| {
        finding.at(span, "")
    });
    Some(
        finding
            .help("a reader cannot tell a measured number from a guess")
            .help("`source = \"…\"` says where a number comes from, `note = \"assumption: …\"` that it is a guess"),
    )
}

#[cfg(test)]
mod tests {
    use super::has_source;

    #[test]
    fn a_source_or_the_word_assumption_counts() {
        for (source, note) in [
            ("eight wars", ""),
            ("", "assumption"),
            ("", "Assumption: two to one"),
            ("", "an ASSUMPTION on the size"),
            ("", "both are assumptions, not findings"),
            ("", "(assumption)"),
            ("eight wars", "what one side loses"),
        ] {
            assert!(has_source(source, note), "{source:?} {note:?}");
        }
        for (source, note) in [
            ("", ""),
            (" \t\n", "what one side loses"),
            ("", "assumed"),
            ("", "an assumptional remark"),
            ("", "preassumption"),
        ] {
            assert!(!has_source(source, note), "{source:?} {note:?}");
        }
    }
}
