//! The number of a draw that a study looks at: the probability of outcomes, or the payoff of an actor.

use super::contrast::Group;
use super::evaluation::{Evaluated, Quantity};

/// A number of a draw.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Subject {
    /// The probability of outcomes that are taken together.
    Outcomes(Group),
    /// The expected payoff of an actor.
    Payoff(String),
}

impl Subject {
    /// The quantities whose sum it is.
    pub(crate) fn quantities(&self) -> Vec<Quantity> {
        match self {
            Self::Outcomes(group) => group.outcomes.iter().cloned().map(Quantity::Outcome).collect(),
            Self::Payoff(actor) => vec![Quantity::Payoff(actor.clone())],
        }
    }

    /// Its value in a draw, among other quantities.
    pub(crate) fn value(&self, quantities: &[Quantity], draw: &Evaluated) -> f64 {
        let own = self.quantities();
        let values = quantities.iter().zip(&draw.values);
        values
            .filter(|(quantity, _)| own.contains(quantity))
            .filter_map(|(_, value)| *value)
            .sum()
    }

    /// Its name in tables.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Outcomes(group) => group.name(),
            Self::Payoff(actor) => format!("payoff {actor}"),
        }
    }
}
