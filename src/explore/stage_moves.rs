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
    /// The further members of the kind that the actor of a choice stands for pick theirs.
    Members(usize),
    /// Chance takes a branch of the effect of the action that a choice picked.
    Effect(usize),
    /// Chance takes a branch of the joint effect.
    Joint,
}

/// For each move of a stage, the option that was taken, or [`OPEN`]; then how many members of groups took each action. Which
/// of them did is forgotten once they did.
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
    /// By choice: of members of a group, where the counts of their actions begin in [`Progress`].
    counts: Vec<Option<usize>>,
    /// The number of entries in [`Progress`].
    entries: usize,
}

/// The moves of all stages.
pub(crate) fn stage_moves(model: &Model) -> Vec<StageMoves<'_>> {
    let mut first_layer = 0;
    let mut stages = Vec::new();
    for (number, stage) in model.stages.iter().enumerate() {
        let moves = moves(model, number);
        let next_layer = first_layer + moves.len();
        let (mut counts, mut entries) = (Vec::<Option<usize>>::new(), moves.len());
        for (number, choice) in choices(&stage.kind).iter().enumerate() {
            counts.push(model.actors[choice.actor].member.map(|(_, kind)| match kind {
                0 => {
                    entries += choice.actions.len();
                    entries - choice.actions.len()
                }
                // All members of a group count together.
                _ => counts[number - kind].expect("the first kind has counts"),
            }));
        }
        stages.push(StageMoves {
            stage,
            moves,
            first_layer,
            counts,
            entries,
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
            if promise.is_of(stage, choice) && matches!(promise.binding, Binding::Occasion { .. }) {
                moves.push(Move::Occasion { choice, commitment });
            }
        }
        moves.push(Move::Choice(choice));
        if let Some((group, kind)) = model.kind_of(described.actor)
            && kind + 1 == group.kinds.len()
        {
            moves.extend((choice - kind..=choice).map(Move::Members));
        }
    }
    let alone = (0..choices.len()).filter(|&choice| model.actors[choices[choice].actor].member.is_none());
    moves.extend(alone.map(Move::Effect));
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
    /// Whether members of groups choose in the stage.
    pub(crate) fn counts_members(&self) -> bool {
        self.counts.iter().any(Option::is_some)
    }

    /// The choices of the stage.
    pub(crate) fn choices(&self) -> &'m [Choice] {
        choices(&self.stage.kind)
    }

    /// The progress at the beginning of the stage.
    pub(crate) fn no_progress(&self) -> Progress {
        let mut progress = vec![OPEN; self.moves.len()];
        progress.resize(self.entries, 0);
        progress
    }

    /// Takes an option of the next move of a position.
    pub(crate) fn take(&self, position: &mut Position, option: usize) {
        match self.moves[position.next] {
            Move::Choice(choice) if self.counts[choice].is_some() => {
                self.count(position, (choice, option), 1);
                self.forget(position, choice);
            }
            _ => position.key.progress[position.next] = i16::try_from(option).expect("fewer than 2^15 options"),
        }
        position.next += 1;
    }

    /// Counts members that take an action of a choice.
    pub(crate) fn count(&self, position: &mut Position, (choice, action): (usize, usize), members: u32) {
        let first = self.counts[choice].expect("members of groups are counted");
        position.key.progress[first + action] += i16::try_from(members).expect("few members");
    }

    /// Passes a move at which nothing is decided. A member that was not asked may count as taking an action.
    pub(crate) fn pass(&self, position: &mut Position) {
        if let Move::Choice(choice) = self.moves[position.next]
            && self.counts[choice].is_some()
        {
            let asked = self.asked(&position.key.progress, choice);
            if let Some(action) = self.choices()[choice].not_asked.filter(|_| !asked) {
                self.count(position, (choice, action), 1);
            }
            self.forget(position, choice);
        }
        position.next += 1;
    }

    /// Forgets what was decided of a member before it chose.
    fn forget(&self, position: &mut Position, choice: usize) {
        for (number, taken) in self.moves.iter().enumerate() {
            let own = match *taken {
                Move::Opportunity(of) | Move::Occasion { choice: of, .. } => of == choice,
                _ => false,
            };
            if own {
                position.key.progress[number] = OPEN;
            }
        }
    }

    /// The number of a move in the stage.
    pub(crate) fn position(&self, of: Move) -> Option<usize> {
        self.moves.iter().position(|taken| *taken == of)
    }

    /// How many took an action of a choice; of a group, how many of its members.
    pub(crate) fn counted(&self, progress: &Progress, (choice, action): (usize, usize)) -> i32 {
        match self.counts[choice] {
            Some(first) => i32::from(progress[first + action]),
            None => {
                let picked = self.picked(progress, choice).or(self.choices()[choice].not_asked);
                i32::from(picked == Some(action))
            }
        }
    }

    /// The option that was taken at a move.
    pub(crate) fn taken(&self, progress: &Progress, at: Move) -> Option<usize> {
        let at = self.position(at)?;
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
