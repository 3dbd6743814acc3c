//! What an actor may do at a decision node, what binds it there, and what it knows.

use super::decision_kinds::DecisionKindKey;
use super::graph_builder::SetKey;
use super::rule_violation::ViolationKind;
use super::stage_moves::{Move, Position};
use super::state_space::StateSpace;
use super::states::Undefined;
use crate::game::Occasion;
use crate::scenario::model::{Binding, Choice, Commitment, Paid};
use crate::source::Span;

/// A decision of one actor at a node.
pub(crate) struct Decision<'m> {
    pub(crate) stage: usize,
    pub(crate) choice: usize,
    pub(crate) state: u32,
    pub(crate) described: &'m Choice,
    /// The available actions, by number.
    pub(crate) available: Vec<usize>,
    /// The commitments that are triggered, in order.
    pub(crate) triggered: Vec<Triggered>,
}

/// A commitment that is triggered at a node.
#[derive(Clone, Copy)]
pub(crate) struct Triggered {
    pub(crate) commitment: usize,
    action: usize,
    bound: bool,
    /// Of a group, the kind of member.
    kind: usize,
}

impl<'m> Decision<'m> {
    /// The decision of a choice at a position.
    ///
    /// # Errors
    /// A guard or a commitment's condition has no value there.
    pub(crate) fn new(
        space: &StateSpace<'m>,
        position: &Position,
        choice: usize,
        period: usize,
    ) -> Result<Self, Undefined> {
        let (state, stage) = (position.key.state, position.stage);
        let moves = &space.stages[stage];
        let at = space.at(state, period);
        let described = &moves.choices()[choice];
        let (mut available, mut triggered) = (Vec::new(), Vec::new());
        for (number, action) in described.actions.iter().enumerate() {
            if at.holds(action.guard.as_ref())? {
                available.push(number);
            }
        }
        for (commitment, promise) in promises(space, stage, choice) {
            if !at.holds(Some(promise.when(choice)))? {
                continue;
            }
            triggered.push(Triggered {
                commitment,
                kind: choice - promise.choices.start,
                action: promise.action,
                bound: match &promise.binding {
                    Binding::Game { cell } => at.state[*cell] == 1,
                    Binding::Kind { bound } => bound[choice - promise.choices.start],
                    Binding::Occasion { .. } => {
                        let occasion = Move::Occasion { choice, commitment };
                        moves.taken(&position.key.progress, occasion) == Some(0)
                    }
                },
            });
        }
        Ok(Self {
            stage,
            choice,
            state,
            described,
            available,
            triggered,
        })
    }

    /// Whether two commitments bind at once, or one to an action that is not available; and where in the file.
    pub(crate) fn conflict(&self, space: &StateSpace<'_>) -> Option<(Span, ViolationKind)> {
        let mut binding = self.triggered.iter().filter(|triggered| triggered.bound);
        let first = binding.next()?;
        let span = |commitment: usize| space.model.commitments[commitment].span;
        if let Some(second) = binding.next() {
            let (first, second) = (first.commitment, second.commitment);
            let kind = ViolationKind::TwoCommitments { first, second };
            return Some((span(second), kind));
        }
        let kind = ViolationKind::BoundUnavailable(first.commitment);
        (!self.available.contains(&first.action)).then(|| (span(first.commitment), kind))
    }

    /// The action that the actor is bound to.
    pub(crate) fn bound_to(&self) -> Option<usize> {
        let binding = self.triggered.iter().find(|triggered| triggered.bound);
        binding.map(|triggered| triggered.action)
    }

    /// The actions that the actor can take, in the order of the node's edges.
    pub(crate) fn actions(&self) -> Vec<usize> {
        self.bound_to()
            .map_or_else(|| self.available.clone(), |action| vec![action])
    }

    /// The triggered commitments, for tallies.
    pub(crate) fn occasions(&self) -> Vec<Occasion> {
        let actions = self.actions();
        let position = |promised: usize| actions.iter().position(|&action| action == promised);
        let occasion = |triggered: &Triggered| Occasion {
            commitment: triggered.commitment,
            promised: position(triggered.action),
            available: self.available.contains(&triggered.action),
            bound: self.bound_to() == Some(triggered.action),
        };
        self.triggered.iter().map(occasion).collect()
    }

    /// The payment on an action itself.
    pub(crate) fn paid_for(&self, action: usize) -> Paid {
        Paid::OnAction {
            stage: self.stage,
            choice: self.choice,
            action,
            branch: None,
        }
    }

    /// The payments on an action: its own, and the cost of each promise that it breaks.
    pub(crate) fn due(&self, action: usize) -> Vec<Paid> {
        let mut due = vec![self.paid_for(action)];
        let broken = self.triggered.iter().filter(|promise| {
            let kept = promise.bound || promise.action == action;
            !kept && self.available.contains(&promise.action)
        });
        let cost = |promise: &Triggered| Paid::OnReneging {
            commitment: promise.commitment,
            kind: promise.kind,
        };
        due.extend(broken.map(cost));
        due
    }

    /// What the actor knows. Which commitments are triggered follows from what it sees, but not whether they bind.
    pub(crate) fn set_key(&self, space: &StateSpace<'_>) -> SetKey {
        let mut key = space.seen(self.described.actor, self.state);
        let bound = |triggered: &Triggered| i32::from(triggered.bound);
        key.extend(self.triggered.iter().map(bound));
        key
    }

    /// What the decision is tallied by.
    pub(crate) fn kind(&self, space: &StateSpace<'_>) -> DecisionKindKey {
        let state = space.state(self.state);
        let value = |cell: usize| state[cell] - space.lows[cell];
        let actor = self.described.actor;
        let place = |value: i32| usize::try_from(value).expect("a value is in its range");
        let actor_type = match space.model.kind_of(actor) {
            Some((group, kind)) => group.kinds[kind].own_type,
            None => space.model.actors[actor].type_cell.map(|cell| place(value(cell))),
        };
        let mut bound = (!self.triggered.is_empty()).then(|| self.bound_to().is_some());
        for (_, promise) in promises(space, self.stage, self.choice) {
            match &promise.binding {
                Binding::Game { cell } => bound = Some(bound.unwrap_or(false) || value(*cell) == 1),
                Binding::Kind { bound: kinds } => {
                    let own = kinds[self.choice - promise.choices.start];
                    bound = Some(bound.unwrap_or(false) || own);
                }
                Binding::Occasion { .. } => {}
            }
        }
        DecisionKindKey {
            stage: self.stage,
            choice: self.choice,
            actor_type,
            bound,
        }
    }
}

/// The commitments to actions of a choice, by number.
fn promises<'m>(
    space: &StateSpace<'m>,
    stage: usize,
    choice: usize,
) -> impl Iterator<Item = (usize, &'m Commitment)> + use<'m> {
    let commitments = space.model.commitments.iter().enumerate();
    commitments.filter(move |(_, promise)| promise.is_of(stage, choice))
}
