//! Which declarations of a scenario some play reaches; the others can never matter.

use rustc_hash::FxHashSet;

use super::stage_moves::choices;
use crate::scenario::model::{Choice, Model};
use crate::source::Span;

/// What some play of the scenario reaches.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Whether each stage runs.
    pub stages: Vec<bool>,
    /// By stage, choice and action: whether the action is available to somebody who is asked.
    pub actions: Vec<Vec<Vec<bool>>>,
    /// Branches that chance may take, and joint effects that apply, by where they are written.
    pub branches: FxHashSet<Span>,
    /// Whether each commitment is triggered.
    pub commitments: Vec<bool>,
    /// Whether each outcome is reached.
    pub outcomes: Vec<bool>,
    /// Whether each payoff term ever pays an amount other than 0.
    pub terms: Vec<bool>,
}

impl Coverage {
    /// Nothing is reached yet.
    pub(crate) fn none(model: &Model) -> Self {
        let of_choice = |choice: &Choice| vec![false; choice.actions.len()];
        let stages = model.stages.iter();
        let actions = stages.map(|stage| choices(&stage.kind).iter().map(of_choice).collect());
        Self {
            stages: vec![false; model.stages.len()],
            actions: actions.collect(),
            branches: FxHashSet::default(),
            commitments: vec![false; model.commitments.len()],
            outcomes: vec![false; model.outcomes.len()],
            terms: vec![false; model.terms.len()],
        }
    }
}
