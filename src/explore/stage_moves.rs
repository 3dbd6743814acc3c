//! What a stage consists of: the steps that its actors and chance take within it, one layer of nodes each.

use crate::scenario::model::{Binding, Choice, Effect, Joint, Model, StageKind};

/// One step of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    /// Chance takes a branch of a chance stage.
    Chance,
    /// Chance decides whether the actor of a choice is asked.
    Opportunity(usize),
    /// Chance decides whether a commitment binds the actor of a choice on this occasion.
    Occasion { choice: usize, commitment: usize },
    /// The actor of a choice picks an action.
    Choice(usize),
    /// Chance takes a branch of the effect of what a choice picked.
    Effect(usize),
    /// Chance takes a branch of the joint effect.
    Joint,
}

/// What was decided at each step of a stage so far: an edge's number, or [`OPEN`].
pub(crate) type Progress = Vec<i16>;

/// Not decided yet, or nothing to decide.
pub(crate) const OPEN: i16 = -1;

/// The steps of a stage.
#[derive(Debug)]
pub(crate) struct StageMoves {
    pub(crate) steps: Vec<Move>,
    /// The number of the stage's first layer in a graph.
    pub(crate) first_layer: usize,
}

/// The steps of all stages, in order of play.
pub(crate) fn layout(model: &Model) -> Vec<StageMoves> {
    let mut first_layer = 0;
    let mut stages = Vec::new();
    for number in 0..model.stages.len() {
        let steps = steps(model, number);
        let length = steps.len();
        stages.push(StageMoves { steps, first_layer });
        first_layer += length;
    }
    stages
}

fn steps(model: &Model, stage: usize) -> Vec<Move> {
    let StageKind::Decision { choices, joint } = &model.stages[stage].kind else {
        return vec![Move::Chance];
    };
    let mut steps = Vec::new();
    for (number, choice) in choices.iter().enumerate() {
        if choice.opportunity.is_some() {
            steps.push(Move::Opportunity(number));
        }
        let per_occasion =
            model.commitments.iter().enumerate().filter(|(_, c)| {
                (c.stage, c.choice) == (stage, number) && matches!(c.binding, Binding::Occasion { .. })
            });
        steps.extend(per_occasion.map(|(commitment, _)| Move::Occasion {
            choice: number,
            commitment,
        }));
        steps.push(Move::Choice(number));
    }
    steps.extend((0..choices.len()).map(Move::Effect));
    if !joint.is_empty() {
        steps.push(Move::Joint);
    }
    steps
}

impl StageMoves {
    /// Nothing decided yet.
    pub(crate) fn nothing(&self) -> Progress {
        vec![OPEN; self.steps.len()]
    }

    /// What was decided at a step.
    pub(crate) fn decided(&self, progress: &Progress, step: Move) -> Option<usize> {
        let at = self.steps.iter().position(|s| *s == step)?;
        usize::try_from(progress[at]).ok()
    }

    /// Whether the actor of a choice was asked: always, where nothing decides it.
    pub(crate) fn asked(&self, progress: &Progress, choice: usize) -> bool {
        self.decided(progress, Move::Opportunity(choice)) != Some(1)
    }

    /// The action that a choice picked, by its number at the stage.
    pub(crate) fn picked(&self, progress: &Progress, choice: usize) -> Option<usize> {
        self.decided(progress, Move::Choice(choice))
    }
}

/// The choices and joint effects of a decision stage; none for a chance stage.
pub(crate) fn parts(kind: &StageKind) -> (&[Choice], &[Joint]) {
    match kind {
        StageKind::Chance(_) => (&[], &[]),
        StageKind::Decision { choices, joint } => (choices, joint),
    }
}

/// The first joint effect that matches what was picked.
pub(crate) fn joint<'m>(kind: &'m StageKind, steps: &StageMoves, progress: &Progress) -> Option<&'m Joint> {
    let (choices, joints) = parts(kind);
    let stands_for = |(number, choice): (usize, &Choice)| steps.picked(progress, number).or(choice.not_asked);
    let picks: Vec<Option<usize>> = choices.iter().enumerate().map(stands_for).collect();
    joints.iter().find(|joint| {
        joint
            .picks
            .iter()
            .zip(&picks)
            .all(|(wanted, picked)| wanted.is_none() || wanted == picked)
    })
}

/// The effect that chance may branch at a step, given what was decided before it.
pub(crate) fn effect<'m>(
    kind: &'m StageKind,
    steps: &StageMoves,
    progress: &Progress,
    step: Move,
) -> Option<&'m Effect> {
    match (step, kind) {
        (Move::Chance, StageKind::Chance(effect)) => Some(effect),
        (Move::Effect(choice), StageKind::Decision { choices, .. }) => {
            let action = steps.picked(progress, choice)?;
            Some(&choices[choice].actions[action].effect)
        }
        (Move::Joint, _) => joint(kind, steps, progress).map(|joint| &joint.effect),
        _ => None,
    }
}
