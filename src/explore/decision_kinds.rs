//! Rows of the table of decisions: what an actor of one kind does at one stage.

use rustc_hash::FxHashMap;

use crate::game::DecisionKind;
use crate::scenario::model::Model;

/// What tells rows apart, in the order in which they stand.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct DecisionKindKey {
    pub(crate) stage: usize,
    pub(crate) choice: usize,
    pub(crate) actor_type: Option<usize>,
    pub(crate) bound: Option<bool>,
}

/// The rows in order, and the number of each key.
pub(crate) fn rows(
    model: &Model,
    mut keys: Vec<DecisionKindKey>,
) -> (Vec<DecisionKind>, FxHashMap<DecisionKindKey, usize>) {
    keys.sort();
    keys.dedup();
    let mut first = 0;
    let mut rows = Vec::new();
    let mut numbers = FxHashMap::default();
    for key in keys {
        let choice = &super::stage_moves::parts(&model.stages[key.stage].kind).0[key.choice];
        numbers.insert(key.clone(), rows.len());
        rows.push(DecisionKind {
            stage: key.stage,
            actor: choice.actor,
            actor_type: key.actor_type,
            bound: key.bound,
            actions: choice.actions.len(),
            first,
        });
        first += choice.actions.len();
    }
    (rows, numbers)
}
