//! A draw in which the scenario makes no sense, told at the place in the file that is to blame.

use super::console::Console;
use super::failure::{Failure, code_of};
use super::scenario::{Loaded, shown};
use crate::source::{Diagnostic, Span};
use crate::study::{BadDraw, StudyError, Suspect, Variant};

/// What is wrong in the draw, with its place and every parameter.
pub(super) fn diagnostic(bad: &BadDraw, variants: &[Variant]) -> Diagnostic {
    let found = match &bad.needed {
        Some(needed) => needed.error(bad.sentence()),
        None => Diagnostic::error(code_of(bad), bad.sentence()),
    };
    let variant = variants.iter().find(|variant| variant.name == bad.variant);
    let span = variant.and_then(|variant| place(bad.what, variant));
    let found = match span.filter(|_| bad.needed.is_none()) {
        Some(span) => found.at(span, ""),
        None => found,
    };
    let values = bad.parameters.iter();
    let values: Vec<String> = values.map(|(name, value)| format!("{name} = {value}")).collect();
    if values.is_empty() {
        found
    } else {
        found.help(format!("the parameters there:\n{}", values.join("\n")))
    }
}

fn place(what: Suspect, variant: &Variant) -> Option<Span> {
    let model = &variant.model;
    match what {
        Suspect::Start(check) => variant.explored.start_spans.get(check).copied(),
        Suspect::Chances(_) => None,
        Suspect::Discount(actor) | Suspect::Precision(actor) => Some(model.actors[actor].span),
        Suspect::Term(term) => Some(model.terms[term].span),
        Suspect::Measure(measure) => Some(model.measures[measure].span),
    }
}

/// A study that ended with an error, as a failure that says where in the file the mistake is.
pub(super) fn failure(error: StudyError, loaded: &Loaded, variants: &[Variant], console: &Console) -> Failure {
    match error {
        StudyError::Unsound(bad) => {
            let found = [diagnostic(&bad, variants)];
            Failure::Scenario(shown(loaded.sources(), &found, console))
        }
        other => Failure::from(other),
    }
}
