//! What is found to be broken on the way: each mistake of the file once, wherever it is met in the first period of all.

use super::error::{TooLarge, Violation};
use super::graph_builder::GraphBuilder;
use super::history::tell;
use super::rule_violation::RuleViolation;
use super::shortest_path::{Graph, Location};
use super::states::describe;
use super::walk::Walker;
use crate::scenario::Model;

/// Why the walk cannot go on from some point, or at all.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stop {
    /// A rule is broken in this state.
    Broken(RuleViolation, u32),
    /// There are too many states.
    TooLarge(TooLarge),
}

impl std::convert::From<TooLarge> for Stop {
    fn from(large: TooLarge) -> Self {
        Self::TooLarge(large)
    }
}

/// Mistakes in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub(crate) struct ViolationLog {
    mistakes: Vec<Mistake>,
}

/// A mistake of the file, and where it was met in the first period in which it was.
#[derive(Clone, Debug)]
struct Mistake {
    period: usize,
    met: Vec<Met>,
}

/// Where a mistake was met.
#[derive(Clone, Copy, Debug)]
struct Met {
    location: Location,
    state: u32,
    breach: RuleViolation,
}

impl ViolationLog {
    /// Whether nothing is broken.
    pub(crate) fn is_empty(&self) -> bool {
        self.mistakes.is_empty()
    }

    /// Notes a broken rule. A history of fewer periods is shorter, so that later periods add nothing to what is known.
    pub(crate) fn note(
        &mut self,
        model: &Model,
        period: usize,
        location: Location,
        (breach, state): (RuleViolation, u32),
    ) {
        let met = Met {
            location,
            state,
            breach,
        };
        let known = self
            .mistakes
            .iter_mut()
            .find(|mistake| mistake.met[0].breach.same(&breach, model));
        match known {
            Some(mistake) if mistake.period == period => mistake.met.push(met),
            Some(_) => {}
            None => self.mistakes.push(Mistake { period, met: vec![met] }),
        }
    }
}

impl Walker<'_> {
    /// Goes on where a rule is broken, as if nothing led there; stops where there are too many states.
    pub(crate) fn or_note<T>(&mut self, draft: &GraphBuilder, result: Result<T, Stop>) -> Result<Option<T>, TooLarge> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(Stop::TooLarge(large)) => Err(large),
            Err(Stop::Broken(breach, state)) => {
                self.findings
                    .note(self.model, draft.period, self.location, (breach, state));
                Ok(None)
            }
        }
    }

    /// Everything that was found, with the shortest history that leads to each.
    pub(crate) fn violations(&self, graph: Graph<'_>) -> Vec<Violation> {
        let told = |mistake: &Mistake| {
            let locations: Vec<Location> = mistake.met.iter().map(|met| met.location).collect();
            let shortest = graph.shortest(mistake.period, &locations);
            let met = &mistake.met[shortest.as_ref().map_or(0, |(which, _)| *which)];
            Violation {
                code: met.breach.code(),
                message: met.breach.message(self.model),
                span: met.breach.span(self.model),
                help: met.breach.help(),
                history: shortest.map(|(_, way)| tell(self, graph.drafts, &way)),
                state: describe(self.model, self.states.get(met.state)),
            }
        };
        self.findings.mistakes.iter().map(told).collect()
    }
}
