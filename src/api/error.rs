//! Why a request to the library fails, and where in the scenario file the cause stands.

use std::fmt;

use crate::numeric::decimal::brief;
use crate::source::data::DiagnosticJson;
use crate::source::{Code, Diagnostic, Severity, Sources, Span, render};
use crate::study::{BadDraw, Suspect, Variant};

/// Why a request fails.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no variant, actor, stage, type, period or outcome of the name that was asked for.
    #[error("{0}")]
    Unknown(String),
    /// The nodes of a game tree contradict each other.
    #[error("{0}")]
    Tree(String),
    /// A file cannot be read.
    #[error("{0}")]
    Read(String),
    /// The scenario (or the game file) is wrong, or one of its numbers makes no sense in some draw.
    #[error(transparent)]
    Scenario(Box<Mistakes>),
    /// A table of cases is wrong, or does not fit the scenario.
    #[error("{0}")]
    Cases(String),
    /// The condition of a [`Question`](crate::Question) is wrong.
    #[error(transparent)]
    Condition(Box<Mistakes>),
    /// The results of a draw have no derivatives: somebody chooses by best response, the draw is not solved, or the
    /// branch of equilibria turns round there.
    #[error("{0}")]
    NoDerivative(String),
    /// The sink takes no more rows.
    #[error("results cannot be written: {0}")]
    Write(std::io::Error),
    /// The study was stopped from outside.
    #[error("interrupted")]
    Interrupted,
}

/// Mistakes in a text, each with its place; shown as text they carry the source line and a remedy.
#[derive(Clone, Debug)]
pub struct Mistakes {
    pub(crate) sources: Sources,
    pub(crate) found: Vec<Diagnostic>,
    /// The variant in which they occur, where they are no property of the file as a whole.
    variant: Option<String>,
}

impl Mistakes {
    pub(crate) fn new(sources: &Sources, found: &[Diagnostic]) -> Self {
        Self {
            sources: sources.clone(),
            found: found.to_vec(),
            variant: None,
        }
    }

    /// The codes of the errors among them, such as `E313`; `docs/errors.md` explains each.
    pub fn codes(&self) -> Vec<String> {
        let found = self.found.iter();
        let errors = found.filter(|found| found.severity == Severity::Error);
        errors.map(|found| found.code.name()).collect()
    }

    /// As data for other programs: a list of JSON objects, each with a code, a severity, a message, its first place (file,
    /// line and column, from 1) and what would mend it. The errors page of the documentation explains the codes.
    pub fn data(&self) -> serde_json::Value {
        let found = self.found.iter();
        let data: Vec<_> = found.map(|found| DiagnosticJson::new(&self.sources, found)).collect();
        serde_json::json!(data)
    }

    /// As text, with colours for a terminal where wanted.
    pub fn render(&self, colour: bool) -> String {
        let variant = self.variant.as_ref();
        let heading = variant.map(|name| format!("in variant `{name}`:\n"));
        heading.unwrap_or_default() + &render(&self.sources, &self.found, colour)
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(false).trim_end())
    }
}

impl std::error::Error for Mistakes {}

impl Error {
    pub(crate) fn scenario(sources: &Sources, found: &[Diagnostic]) -> Self {
        Self::Scenario(Box::new(Mistakes::new(sources, found)))
    }

    /// The same, said of one variant.
    pub(crate) fn in_variant(mut self, name: &str) -> Self {
        if let Self::Scenario(mistakes) = &mut self {
            mistakes.variant = Some(name.to_owned());
        }
        self
    }
}

/// What is wrong in a draw, with its place in the file and the value of every parameter.
pub(crate) fn bad_draw<'v>(bad: &BadDraw, variants: impl IntoIterator<Item = &'v Variant>) -> Diagnostic {
    let mut variants = variants.into_iter();
    let variant = variants.find(|variant| variant.name == bad.variant);
    let span = variant.and_then(|variant| place(bad.what, variant));
    let found = match (&bad.witness, span) {
        (Some(witness), _) => witness.error(bad.sentence()),
        (None, Some(span)) => Diagnostic::error(code_of(bad.what), bad.sentence()).at(span, ""),
        (None, None) => Diagnostic::error(code_of(bad.what), bad.sentence()),
    };
    let found = match bad.what {
        Suspect::Chances(_) | Suspect::Start(_) => found.help(
            "chances lie between 0 and 1 and sum to 1: truncate what they are drawn from, or give one branch `otherwise = true`",
        ),
        _ => found,
    };
    if bad.parameters.is_empty() {
        return found;
    }
    let values = bad.parameters.iter();
    let values = values.map(|(name, value)| format!("\n{name} = {}", brief(*value)));
    let values: String = values.collect();
    found.help(format!("the parameters there:{values}"))
}

fn place(what: Suspect, variant: &Variant) -> Option<Span> {
    let model = &variant.model;
    match what {
        Suspect::Start(check) => variant.explored.start_spans.get(check).copied(),
        Suspect::Chances(_) => None,
        Suspect::Discount(actor) | Suspect::Precision(actor) | Suspect::Multiple(actor) | Suspect::OwnLater(actor) => {
            Some(model.actors[actor].span)
        }
        Suspect::Term(term) => Some(model.terms[term].span),
        Suspect::Measure(measure) => Some(model.measures[measure].span),
    }
}

/// The code of the mistake that makes a draw bad.
fn code_of(what: Suspect) -> Code {
    match what {
        Suspect::Start(_) | Suspect::Chances(_) => Code::BadChance,
        Suspect::Multiple(_) => Code::BadMultiple,
        _ => Code::BadNumber,
    }
}
