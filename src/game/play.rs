//! The kinds of play at an information set, and what follows from each kind: all that another kind has to say.

use crate::expression::Slot;

/// How an information set is played.
#[derive(Clone, Debug, PartialEq)]
pub enum Play {
    /// Logit response with this precision.
    Logit(Slot),
    /// The best action.
    BestResponse,
    /// These probabilities, one for each action.
    Fixed(Vec<Slot>),
    /// A bound actor takes this edge; it never trembles.
    Committed(usize),
}

impl Play {
    /// Whether play responds to the values of actions, and so rests on what the actor believes.
    pub fn responds(&self) -> bool {
        match self {
            Self::Logit(_) | Self::BestResponse => true,
            Self::Fixed(_) | Self::Committed(_) => false,
        }
    }

    /// Whether play is a best response, which solving approaches by logit responses of rising precision.
    pub(crate) fn is_best_response(&self) -> bool {
        matches!(self, Self::BestResponse)
    }

    /// The logit precision, where play has one.
    pub fn precision(&self) -> Option<Slot> {
        match self {
            Self::Logit(precision) => Some(*precision),
            Self::BestResponse | Self::Fixed(_) | Self::Committed(_) => None,
        }
    }

    /// The same, to be changed.
    pub fn precision_mut(&mut self) -> Option<&mut Slot> {
        match self {
            Self::Logit(precision) => Some(precision),
            Self::BestResponse | Self::Fixed(_) | Self::Committed(_) => None,
        }
    }

    /// The probabilities of the actions, where the scenario fixes them.
    pub fn fixed(&self) -> Option<&[Slot]> {
        match self {
            Self::Fixed(chances) => Some(chances),
            Self::Logit(_) | Self::BestResponse | Self::Committed(_) => None,
        }
    }

    /// Whether a commitment binds the actor here.
    pub fn is_committed(&self) -> bool {
        matches!(self, Self::Committed(_))
    }
}
