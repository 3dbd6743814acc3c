//! How good a variant is in a draw.

use crate::study::contrast::Group;
use crate::study::evaluation::Quantity;

/// How good a variant is in a draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Utility {
    /// By the expected payoff of an actor.
    Payoff(String),
    /// The better, the likelier these outcomes are.
    Likely(Group),
    /// The better, the less likely these outcomes are.
    Unlikely(Group),
}

impl Utility {
    /// The actor whose payoff it is.
    pub(crate) fn actor(&self) -> Option<&str> {
        match self {
            Self::Payoff(actor) => Some(actor),
            Self::Likely(_) | Self::Unlikely(_) => None,
        }
    }

    /// The outcomes whose probability it is.
    pub(crate) fn outcomes(&self) -> &[String] {
        match self {
            Self::Payoff(_) => &[],
            Self::Likely(group) | Self::Unlikely(group) => &group.outcomes,
        }
    }

    /// The numbers that it is made of.
    pub(crate) fn quantities(&self) -> Vec<Quantity> {
        let outcomes = self.outcomes().iter().cloned().map(Quantity::Outcome);
        let payoff = self.actor().map(|actor| Quantity::Payoff(actor.to_owned()));
        outcomes.chain(payoff).collect()
    }

    /// The utility of a draw with these quantities.
    pub(crate) fn of(&self, quantities: &[Option<f64>]) -> f64 {
        let sum: f64 = quantities.iter().flatten().sum();
        match self {
            Self::Payoff(_) | Self::Likely(_) => sum,
            Self::Unlikely(_) => -sum,
        }
    }
}
