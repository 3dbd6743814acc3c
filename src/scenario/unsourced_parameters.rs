//! Warns of parameters with neither a source nor a note that calls them an assumption.

use crate::scenario::ast::{Amounts, Name, Parameter, Remarks, Scenario};
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
    let Parameter {
        name, remarks, amounts, ..
    } = parameter;
    let is_silent = |remarks: &Remarks| !has_source(&remarks.source, &remarks.note);
    if !is_silent(remarks) {
        return Vec::new();
    }
    let Amounts::By(_, values) = amounts else {
        return vec![name.clone()];
    };
    let silent = values.iter().filter(|(_, amount)| is_silent(&amount.remarks));
    let key = |(value, _): &(Name, _)| format!("{}.{}", name.value, value.value);
    let silent: Vec<Name> = silent.map(|entry| Spanned::new(key(entry), entry.0.span)).collect();
    if silent.len() < values.len() {
        silent
    } else {
        vec![name.clone()]
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
    let names = listed(&names);
    let message = format!("the {what} {names} {have} neither a `source` nor a `note` that says `assumption`");
    let mut finding = Diagnostic::warning(Code::NoSource, message)
        .help("a reader cannot tell a measured number from a guess")
        .help("`source = \"…\"` says where a number comes from, `note = \"assumption: …\"` that it is a guess");
    let places = keys.iter().take(SHOWN).map(|key| (key.span, String::new()));
    finding.labels.extend(places);
    Some(finding)
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
