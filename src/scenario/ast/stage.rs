//! Stages in the syntax tree: decisions with their actions and nests, chance moves, and effects.

use super::{Formula, Formulas, Name, Remarks};
use crate::source::Span;

#[derive(Clone, Debug)]
pub struct Stage {
    pub name: Name,
    pub remarks: Remarks,
    pub when: Option<Formula>,
    pub kind: StageKind,
}

#[derive(Clone, Debug)]
pub enum StageKind {
    Chance(Effect),
    /// A decision of one actor, or of several at once.
    Decision {
        /// One entry for each actor.
        choices: Vec<Choice>,
        /// Effects of several picks together.
        joint: Vec<Joint>,
    },
}

impl StageKind {
    /// What each actor may choose; empty at a chance move.
    pub(crate) fn choices(&self) -> &[Choice] {
        match self {
            Self::Decision { choices, .. } => choices,
            Self::Chance(_) => &[],
        }
    }

    /// The same, to be changed.
    pub(crate) fn choices_mut(&mut self) -> &mut [Choice] {
        match self {
            Self::Decision { choices, .. } => choices,
            Self::Chance(_) => &mut [],
        }
    }
}

/// One actor's part in a decision.
#[derive(Clone, Debug)]
pub struct Choice {
    pub actor: Name,
    pub opportunity: Option<Formula>,
    pub not_asked: Option<Name>,
    pub actions: Vec<Action>,
    pub nests: Vec<Nest>,
}

/// A nest of actions.
#[derive(Clone, Debug)]
pub struct Nest {
    pub name: Name,
    pub remarks: Remarks,
    pub multiple: Option<Formula>,
    pub members: Vec<Name>,
}

#[derive(Clone, Debug)]
pub struct Action {
    pub name: Name,
    pub remarks: Remarks,
    pub guard: Option<Formula>,
    pub effect: Effect,
}

/// A change of the state, which may branch by chance.
#[derive(Clone, Debug)]
pub struct Effect {
    /// What changes in any case.
    pub set: Formulas,
    /// The chance branches; empty where there are none.
    pub branches: Vec<Branch>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Branch {
    pub name: Option<Name>,
    pub chance: Chance,
    pub when: Option<Formula>,
    pub set: Formulas,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum Chance {
    Given(Formula),
    /// The probability that the others leave.
    Otherwise,
}

/// An effect of several picks together.
#[derive(Clone, Debug)]
pub struct Joint {
    /// Whether it is the stage's tally, which reads counts and applies whatever was picked.
    pub tally: bool,
    pub picks: Vec<(Name, Name)>,
    pub effect: Effect,
}
