//! Why exploring fails: rules of the language that reachable states violate, or more states than the limit.

use super::history::History;
use crate::source::{Code, Diagnostic, Span};

/// Why exploring stopped.
#[derive(Clone, Debug, PartialEq)]
pub enum ExploreError {
    /// Reachable states violate rules of the language: each mistake of the file once, in the order of discovery.
    Violations(Vec<Violation>),
    /// There are more states than the limit allows.
    TooLarge(TooLarge),
    /// Solving the game takes more memory than there is.
    TooMuchMemory {
        /// About how many bytes each thread takes.
        needed: u64,
        /// How many there are.
        available: u64,
    },
}

/// A rule of the language that a reachable state violates, and a shortest history that leads there.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// What kind of mistake it is.
    pub code: Code,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where in the file.
    pub span: Span,
    /// A remedy.
    pub help: &'static str,
    /// A shortest history that leads there: of fewest periods, and among those of fewest steps. `None` where
    /// the start itself is wrong.
    pub history: Option<History>,
    /// The state in which it happens.
    pub state: String,
}

/// More states than the limit allows.
#[derive(Clone, Debug, PartialEq)]
pub struct TooLarge {
    /// The limit.
    pub limit: usize,
    /// Each variable or type with the number of different values that it took so far, the most first.
    pub value_counts: Vec<(String, usize)>,
}

impl ExploreError {
    /// The error as diagnostics for people.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        match self {
            Self::Violations(violations) => violations.iter().map(Violation::diagnostic).collect(),
            Self::TooLarge(large) => vec![large.diagnostic()],
            Self::TooMuchMemory { needed, available } => vec![too_much_memory(*needed, *available)],
        }
    }
}

fn too_much_memory(needed: u64, available: u64) -> Diagnostic {
    let gibibytes = |bytes: u64| format!("{:.1} GiB", bytes as f64 / f64::from(1 << 30));
    let [needed, available] = [needed, available].map(gibibytes);
    let message = format!("solving the game takes about {needed} of memory for each thread, and there are {available}");
    Diagnostic::error(Code::TooManyStates, message)
        .help("watch fewer periods, or make variables coarser; `pactum check` says which make the game large")
}

impl Violation {
    /// The violation as a diagnostic for people.
    pub fn diagnostic(&self) -> Diagnostic {
        let diagnostic = self.code.at(self.span, self.message.clone());
        let diagnostic = match &self.history {
            None => diagnostic.help(format!("it happens at the start: {}", self.state)),
            Some(history) => history.explain(diagnostic, &self.state),
        };
        diagnostic.help(self.help)
    }
}

impl TooLarge {
    /// The error for a limit, given the number of values that each cell took.
    pub(super) fn new(limit: usize, mut value_counts: Vec<(String, usize)>) -> Self {
        value_counts.sort_by_key(|(_, values)| std::cmp::Reverse(*values));
        Self { limit, value_counts }
    }

    fn diagnostic(&self) -> Diagnostic {
        let count = |(name, values): &(String, usize)| format!("`{name}` took {values} values");
        let largest: Vec<String> = self.value_counts.iter().take(6).map(count).collect();
        let most = format!("more than {} states", self.limit);
        let message = format!("the scenario has {most} and positions within stages");
        Diagnostic::error(Code::TooManyStates, message)
            .help(format!("what makes it large: {}", largest.join(", ")))
            .help("make these coarser, or raise the limit with --max-states")
    }
}
