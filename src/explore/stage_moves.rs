//! The moves of a stage: what chance and actors decide within it, one layer of nodes each.

use crate::scenario::model::{Binding, Choice, Effect, Joint, Model, Stage, StageKind};

/// One move of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    /// Chance takes a branch of a chance stage.
    Chance,
    /// Chance decides whether the actor of a choice is asked. Option 0: asked, option 1: not asked.
    Opportunity(usize),
    /// Chance decides whether a commitment binds the actor of a choice on this occasion. Option 0: bound.
    Occasion { choice: usize, commitment: usize },
    /// The actor of a choice picks an action.
    Choice(usize),
    /// Chance takes a branch of the effect of the action that a choice picked.
    Effect(usize),
    /// Chance takes a branch of the joint effect.
    Joint,
}

/// For each move of a stage, the option that was taken, or [`OPEN`].
pub(crate) type Progress = Vec<i16>;

/// The move is still to come, or there was nothing to decide.
const OPEN: i16 = -1;

/// A position within a stage.
#[derive(Clone, Debug)]
pub(crate) struct Position {
    pub(crate) key: NodeKey,
    pub(crate) stage: usize,
    /// The next move, by its number in the stage.
    pub(crate) next: usize,
}

/// What distinguishes the positions, and so the nodes, at one move of a stage.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NodeKey {
    /// The state as the stage begins.
    pub(crate) state: u32,
    pub(crate) progress: Progress,
}

/// A stage and its moves, in order of play.
#[derive(Debug)]
pub(crate) struct StageMoves<'m> {
    pub(crate) stage: &'m Stage,
    pub(crate) moves: Vec<Move>,
    /// The number of the stage's first layer in a graph.
    pub(crate) first_layer: usize,
}

/// The moves of all stages.
pub(crate) fn stage_moves(model: &Model) -> Vec<StageMoves<'_>> {
    let mut first_layer = 0;
    let mut stages = Vec::new();
    for (number, stage) in model.stages.iter().enumerate() {
        let moves = moves(model, number);
        let next_layer = first_layer + moves.len();
        stages.push(StageMoves {
            stage,
            moves,
            first_layer,
        });
        first_layer = next_layer;
    }
    stages
}

fn moves(model: &Model, stage: usize) -> Vec<Move> {
    let StageKind::Decision { choices, joint } = &model.stages[stage].kind else {
        return vec![Move::Chance];
    };
    let mut moves = Vec::new();
    for (choice, described) in choices.iter().enumerate() {
        if described.opportunity.is_some() {
            moves.push(Move::Opportunity(choice));
        }
        for (commitment, promise) in model.commitments.iter().enumerate() {
            let here = (promise.stage, promise.choice) == (stage, choice);
            if here && matches!(promise.binding, Binding::Occasion { .. }) {
                moves.push(Move::Occasion { choice, commitment });
            }
        }
        moves.push(Move::Choice(choice));
    }
    moves.extend((0..choices.len()).map(Move::Effect));
    if !joint.is_empty() {
        moves.push(Move::Joint);
    }
    moves
}

/// The choices of a decision stage; none for a chance stage.
pub(crate) fn choices(kind: &StageKind) -> &[Choice] {
    match kind {
        StageKind::Chance(_) => &[],
        StageKind::Decision { choices, .. } => choices,
    }
}

impl<'m> StageMoves<'m> {
    /// The choices of the stage.
    pub(crate) fn choices(&self) -> &'m [Choice] {
        choices(&self.stage.kind)
    }

    /// The progress at the beginning of the stage.
    pub(crate) fn no_progress(&self) -> Progress {
        vec![OPEN; self.moves.len()]
    }

    /// The option that was taken at a move.
    pub(crate) fn taken(&self, progress: &Progress, at: Move) -> Option<usize> {
        let at = self.moves.iter().position(|m| *m == at)?;
        usize::try_from(progress[at]).ok()
    }

    /// Whether the actor of a choice was asked: always, where the choice has no opportunity.
    pub(crate) fn asked(&self, progress: &Progress, choice: usize) -> bool {
        self.taken(progress, Move::Opportunity(choice)) != Some(1)
    }

    /// The action that a choice picked, by its number at the stage.
    pub(crate) fn picked(&self, progress: &Progress, choice: usize) -> Option<usize> {
        self.taken(progress, Move::Choice(choice))
    }

    /// The first joint effect that matches what was picked.
    pub(crate) fn joint(&self, progress: &Progress) -> Option<&'m Joint> {
        let StageKind::Decision { choices, joint } = &self.stage.kind else {
            return None;
        };
        let pick = |(number, choice): (usize, &Choice)| self.picked(progress, number).or(choice.not_asked);
        let picks: Vec<Option<usize>> = choices.iter().enumerate().map(pick).collect();
        joint.iter().find(|joint| {
            let mut pairs = joint.picks.iter().zip(&picks);
            pairs.all(|(wanted, picked)| wanted.is_none() || wanted == picked)
        })
    }

    /// The effect of which chance takes a branch at a move, given what was decided before it.
    pub(crate) fn effect(&self, progress: &Progress, at: Move) -> Option<&'m Effect> {
        match (at, &self.stage.kind) {
            (Move::Chance, StageKind::Chance(effect)) => Some(effect),
            (Move::Effect(choice), StageKind::Decision { choices, .. }) => {
                let action = self.picked(progress, choice)?;
                Some(&choices[choice].actions[action].effect)
            }
            (Move::Joint, _) => self.joint(progress).map(|joint| &joint.effect),
            _ => None,
        }
    }
}

impl Position {
    /// Takes an option of the next move.
    pub(crate) fn take(&mut self, option: usize) {
        self.key.progress[self.next] = i16::try_from(option).expect("fewer than 2^15 options");
        self.next += 1;
    }
}
