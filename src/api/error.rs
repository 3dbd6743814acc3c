//! Why a request to the library fails, and where in the scenario file the cause stands.

use std::fmt;

use crate::source::{Code, Diagnostic, Severity, Sources, Span, render};
use crate::study::{BadDraw, StudyError, Suspect, Variant};

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
    /// The condition of a [`Question`](crate::Question) is wrong.
    #[error(transparent)]
    Condition(Box<Mistakes>),
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
    sources: Sources,
    found: Vec<Diagnostic>,
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

    pub(crate) fn in_variant(self, name: &str) -> Self {
        Self {
            variant: Some(name.to_owned()),
            ..self
        }
    }

    pub(crate) fn sources(&self) -> &Sources {
        &self.sources
    }

    pub(crate) fn found(&self) -> &[Diagnostic] {
        &self.found
    }

    /// The codes of the errors among them, such as `E313`; `docs/errors.md` explains each.
    pub fn codes(&self) -> Vec<String> {
        let errors = self.found.iter().filter(|found| found.severity == Severity::Error);
        errors.map(|found| found.code.name()).collect()
    }

    /// As text, with colours for a terminal where wanted.
    pub fn render(&self, colour: bool) -> String {
        let heading = self.variant.as_ref().map(|name| format!("in variant `{name}`:\n"));
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
    pub(crate) fn in_variant(self, name: &str) -> Self {
        match self {
            Self::Scenario(mistakes) => Self::Scenario(Box::new(mistakes.in_variant(name))),
            other => other,
        }
    }

    /// Why a study of these variants ended early, with the place in the file that is to blame.
    pub(crate) fn of_study(error: StudyError, sources: &Sources, variants: &[Variant]) -> Self {
        match error {
            StudyError::Unsound(bad) => Self::scenario(sources, &[bad_draw(&bad, variants)]),
            StudyError::Sink(error) => Self::Write(error),
            StudyError::Interrupted => Self::Interrupted,
        }
    }
}

/// What is wrong in a draw, with its place in the file and the value of every parameter.
pub(crate) fn bad_draw(bad: &BadDraw, variants: &[Variant]) -> Diagnostic {
    let found = match &bad.witness {
        Some(witness) => witness.error(bad.sentence()),
        None => Diagnostic::error(code_of(bad.what), bad.sentence()),
    };
    let variant = variants.iter().find(|variant| variant.name == bad.variant);
    let span = variant.and_then(|variant| place(bad.what, variant));
    let found = match span.filter(|_| bad.witness.is_none()) {
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

/// The code of the mistake that makes a draw bad.
fn code_of(what: Suspect) -> Code {
    match what {
        Suspect::Start(_) | Suspect::Chances(_) => Code::BadChance,
        _ => Code::BadNumber,
    }
}
