//! The kinds that decisions are tallied by: one stage, one actor, its type, and whether it is bound.

use rustc_hash::FxHashMap;

use super::stage_moves::choices;
use crate::game::DecisionKind;
use crate::scenario::model::Model;

/// What distinguishes decision kinds, in the order of the table of decisions.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct DecisionKindKey {
    pub(crate) stage: usize,
    pub(crate) choice: usize,
    pub(crate) actor_type: Option<usize>,
    pub(crate) bound: Option<bool>,
}

/// The decision kinds in order, and the number of each key.
pub(crate) fn decision_kinds(
    model: &Model,
    mut keys: Vec<DecisionKindKey>,
) -> (Vec<DecisionKind>, FxHashMap<DecisionKindKey, usize>) {
    keys.sort();
    keys.dedup();
    let mut first = 0;
    let mut kinds = Vec::new();
    let mut numbers = FxHashMap::default();
    for key in keys {
        let choice = &choices(&model.stages[key.stage].kind)[key.choice];
        kinds.push(DecisionKind {
            stage: key.stage,
            actor: choice.actor,
            actor_type: key.actor_type,
            bound: key.bound,
            actions: choice.actions.len(),
            first,
        });
        first += choice.actions.len();
        numbers.insert(key, numbers.len());
    }
    (kinds, numbers)
}
