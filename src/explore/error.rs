//! What exploring may find wrong: a scenario that does not fit its own rules, or one that is too large.

use super::history::History;
use crate::scenario::Model;
use crate::source::{Code, Diagnostic, Span};

/// Why exploring stopped.
#[derive(Clone, Debug, PartialEq)]
pub enum ExploreError {
    /// Reachable states break rules of the language: each mistake of the file once, those met first coming first.
    Violations(Vec<Violation>),
    /// There are more states than the limit allows.
    TooLarge(TooLarge),
}

/// A rule of the language that a reachable state breaks, and a shortest history that leads there.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// What kind of mistake it is.
    pub code: Code,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where in the file.
    pub span: Span,
    /// What would mend it.
    pub help: Option<String>,
    /// A shortest history that leads there: of fewest periods, and among those of fewest steps. None where it is
    /// wrong before anything happened.
    pub history: Option<History>,
    /// The state in which it happens.
    pub state: String,
}

/// More states than the limit allows.
#[derive(Clone, Debug, PartialEq)]
pub struct TooLarge {
    /// The limit.
    pub limit: usize,
    /// Each variable or type with the number of different values met so far, the most first.
    pub spread: Vec<(String, usize)>,
}

impl ExploreError {
    /// The error as diagnostics for people.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        match self {
            Self::Violations(violations) => violations.iter().map(Violation::diagnostic).collect(),
            Self::TooLarge(large) => vec![large.diagnostic()],
        }
    }
}

impl Violation {
    /// The violation as a diagnostic for people.
    pub fn diagnostic(&self) -> Diagnostic {
        let mut diagnostic = Diagnostic::error(self.code, self.message.clone()).at(self.span, "");
        match &self.history {
            None => {
                diagnostic = diagnostic.help(format!("it happens at the start: {}", self.state));
            }
            Some(history) => {
                diagnostic = diagnostic
                    .help(format!("it happens where {}", self.state))
                    .help(format!("a shortest history that leads there:\n{history}"));
            }
        }
        match &self.help {
            Some(help) => diagnostic.help(help.clone()),
            None => diagnostic,
        }
    }
}

impl TooLarge {
    /// The error for a limit, given the number of values that each cell took.
    pub(super) fn new(model: &Model, limit: usize, spread: Vec<usize>) -> Self {
        let mut spread = super::states::named(model, spread);
        spread.sort_by_key(|(_, values)| std::cmp::Reverse(*values));
        Self { limit, spread }
    }

    fn diagnostic(&self) -> Diagnostic {
        let largest: Vec<String> = self
            .spread
            .iter()
            .take(6)
            .map(|(name, values)| format!("`{name}` took {values} values"))
            .collect();
        let message = format!(
            "the scenario has more than {} states and positions within stages",
            self.limit
        );
        Diagnostic::error(Code::TooManyStates, message)
            .help(format!("what makes it large: {}", largest.join(", ")))
            .help("make these coarser, or raise the limit with --max-states")
    }
}
