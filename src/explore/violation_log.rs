//! The rule violations found so far: each mistake of the file once, at its locations in the first period that shows it.

use super::error::{TooLarge, Violation};
use super::history::{History, describe_path};
use super::rule_violation::{RuleViolation, ViolationKind};
use super::shortest_path::{Graph, Location};
use super::state_space::StateSpace;
use super::states::Undefined;
use crate::source::Span;

/// Why exploring cannot go on, from some location or at all.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stop {
    /// A rule is violated in this state.
    Violation(RuleViolation, u32),
    /// There are too many states.
    TooLarge(TooLarge),
}

impl Stop {
    /// A rule is violated in a state.
    pub(crate) fn violation(state: u32, span: Span, kind: ViolationKind) -> Self {
        Self::Violation(RuleViolation { span, kind }, state)
    }

    /// A formula has no value in a state.
    pub(crate) fn undefined(state: u32, Undefined { span, reason }: Undefined) -> Self {
        Self::violation(state, span, ViolationKind::NoValue(reason))
    }
}

impl From<TooLarge> for Stop {
    fn from(large: TooLarge) -> Self {
        Self::TooLarge(large)
    }
}

/// Mistakes in the order in which they were found.
#[derive(Clone, Debug, Default)]
pub(crate) struct ViolationLog(Vec<Mistake>);

/// A mistake of the file, and where it occurs in the first period in which it does.
#[derive(Clone, Debug)]
struct Mistake {
    period: usize,
    /// Where, in which state, and as what violation; the first is always there.
    occurrences: Vec<(Location, u32, RuleViolation)>,
}

impl ViolationLog {
    /// Whether no rule is violated.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Records a violation. A history of fewer periods is shorter, so that a mistake is not recorded in later ones.
    pub(crate) fn record(&mut self, period: usize, location: Location, violation: RuleViolation, state: u32) {
        let occurrence = (location, state, violation);
        let mut mistakes = self.0.iter_mut();
        match mistakes.find(|mistake| mistake.occurrences[0].2.same_mistake(&violation)) {
            Some(mistake) if mistake.period == period => mistake.occurrences.push(occurrence),
            Some(_) => {}
            None => self.0.push(Mistake {
                period,
                occurrences: vec![occurrence],
            }),
        }
    }

    /// Every mistake, with the shortest history that leads to it.
    pub(crate) fn violations(&self, space: &StateSpace<'_>, graph: Graph<'_>) -> Vec<Violation> {
        let describe = |mistake: &Mistake| {
            let occurrences = mistake.occurrences.iter();
            let locations: Vec<Location> = occurrences.map(|(location, ..)| *location).collect();
            let shortest = graph.shortest(mistake.period, &locations);
            let nearest = shortest.as_ref().map_or(0, |(nearest, _)| *nearest);
            let (_, state, violation) = &mistake.occurrences[nearest];
            let history = shortest.map(|(_, path)| describe_path(space, graph.builders, &path));
            described(violation, space, *state, history)
        };
        self.0.iter().map(describe).collect()
    }
}

/// A violation in words: the state in which it occurs, and how play comes there.
pub(crate) fn described(
    violation: &RuleViolation,
    space: &StateSpace<'_>,
    state: u32,
    history: Option<History>,
) -> Violation {
    Violation {
        code: violation.kind.code(),
        message: violation.kind.message(space.model),
        span: violation.span,
        help: violation.kind.help(),
        history,
        state: space.describe(state),
    }
}
