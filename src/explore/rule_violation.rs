//! The rules of the language that a reachable state may violate: what is wrong, where in the file, and a remedy.

use super::chances::BadChance;
use super::stage_moves::choices;
use crate::scenario::model::{Action, Choice, Model};
use crate::source::{Code, Span};

/// A violated rule, and what in the file violates it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RuleViolation {
    pub(crate) span: Span,
    pub(crate) kind: ViolationKind,
}

/// What is wrong, by the numbers of what is involved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ViolationKind {
    /// No action is available at the stage.
    NoAction(usize),
    /// A cell would leave its range and take the value `became`.
    LeavesRange {
        stage: usize,
        cell: usize,
        became: i32,
    },
    NoOutcome,
    /// The commitment binds its actor to an action that is not available.
    BoundUnavailable(usize),
    /// Two commitments bind their actor at once.
    TwoCommitments {
        first: usize,
        second: usize,
    },
    /// Two picks of the stage assign the cell.
    Clash {
        stage: usize,
        cell: usize,
    },
    /// No rule of a strategy applies.
    NoRule {
        stage: usize,
        choice: usize,
    },
    /// A rule of a strategy plays an action that is not available.
    RuleUnavailable {
        stage: usize,
        choice: usize,
        action: usize,
    },
    /// Play beyond the last period comes to an information set of the stage that no watched period met.
    NeverMet(usize),
    /// The strategy at the stage gives every available action probability 0.
    NothingPlayed(usize),
    /// Chances of a strategy, or of a move of chance, are no probabilities.
    Chances {
        stage: usize,
        bad: BadChance,
        strategy: bool,
    },
}

impl RuleViolation {
    /// The code of the mistake.
    pub(crate) fn code(&self) -> Code {
        match self.kind {
            ViolationKind::NoAction(_) => Code::NoAction,
            ViolationKind::LeavesRange { .. } => Code::LeavesRange,
            ViolationKind::NoOutcome => Code::NoOutcome,
            ViolationKind::BoundUnavailable(_) => Code::BoundToImpossible,
            ViolationKind::TwoCommitments { .. } => Code::TwoPromises,
            ViolationKind::Clash { .. } => Code::PicksClash,
            ViolationKind::NoRule { .. } => Code::NoRule,
            ViolationKind::RuleUnavailable { .. } | ViolationKind::NothingPlayed(_) => Code::RulePlaysImpossible,
            ViolationKind::Chances { .. } => Code::BadChance,
            ViolationKind::NeverMet(_) => Code::NeverMet,
        }
    }

    /// Whether the other violation is the same mistake of the file in another state.
    pub(crate) fn same_mistake(&self, other: &Self) -> bool {
        let cell = |violation: &Self| match violation.kind {
            ViolationKind::LeavesRange { cell, .. } | ViolationKind::Clash { cell, .. } => Some(cell),
            _ => None,
        };
        (self.code(), self.span, cell(self)) == (other.code(), other.span, cell(other))
    }

    /// What is wrong, in one sentence.
    pub(crate) fn message(&self, model: &Model) -> String {
        let stage_name = |stage: usize| &model.stages[stage].name;
        let choice = |stage: usize, choice: usize| -> &Choice { &choices(&model.stages[stage].kind)[choice] };
        let who = |stage: usize, number: usize| &model.actors[choice(stage, number).actor].name;
        let action = |stage: usize, number: usize, action: usize| -> &Action { &choice(stage, number).actions[action] };
        match self.kind {
            ViolationKind::NoAction(stage) => format!("no action is available at stage `{}`", stage_name(stage)),
            ViolationKind::LeavesRange { stage, cell, became } => {
                let cell = &model.cells[cell];
                let became = match became {
                    i32::MAX => "a number far too large".to_owned(),
                    became => became.to_string(),
                };
                format!(
                    "the variable `{}` leaves its range [{}, {}] at stage `{}`: it would become {became}",
                    cell.name,
                    cell.low,
                    cell.high,
                    stage_name(stage)
                )
            }
            ViolationKind::NoOutcome => "a game reaches the horizon and no outcome holds".to_owned(),
            ViolationKind::BoundUnavailable(commitment) => {
                let promise = &model.commitments[commitment];
                format!(
                    "`{}` is bound by `{}` to an action that is not available: `{}`",
                    model.actors[promise.actor].name,
                    promise.name,
                    action(promise.stage, promise.choice, promise.action).name
                )
            }
            ViolationKind::TwoCommitments { first, second } => {
                let [first, second] = [first, second].map(|number| &model.commitments[number]);
                format!(
                    "`{}` and `{}` bind `{}` at once at stage `{}`",
                    first.name,
                    second.name,
                    model.actors[first.actor].name,
                    stage_name(first.stage)
                )
            }
            ViolationKind::Clash { stage, cell } => format!(
                "two picks at stage `{}` assign the variable `{}`",
                stage_name(stage),
                model.cells[cell].name
            ),
            ViolationKind::NoRule { stage, choice } => format!(
                "no rule of `{}` applies at stage `{}`",
                who(stage, choice),
                stage_name(stage)
            ),
            ViolationKind::RuleUnavailable {
                stage,
                choice,
                action: played,
            } => format!(
                "a rule of `{}` plays an action that is not available: `{}`",
                who(stage, choice),
                action(stage, choice, played).name
            ),
            ViolationKind::NothingPlayed(stage) => format!(
                "the strategy at stage `{}` gives no chance to any available action",
                stage_name(stage)
            ),
            ViolationKind::NeverMet(stage) => format!(
                "play goes on to a decision at stage `{}` that no watched period met",
                stage_name(stage)
            ),
            ViolationKind::Chances { stage, bad, strategy } => {
                let of = if strategy { "in the strategy " } else { "" };
                format!("{of}at stage `{}`, {bad}", stage_name(stage))
            }
        }
    }

    /// A remedy.
    pub(crate) fn help(&self) -> &'static str {
        match self.kind {
            ViolationKind::NoAction(_) => "leave one action without a guard, or skip the stage with `when`",
            ViolationKind::LeavesRange { .. } => "guard the action, or hold the value in its range with clamp(…)",
            ViolationKind::NoOutcome => "add a last outcome with `at_end = true` and no `when`",
            ViolationKind::BoundUnavailable(_) => {
                "let the guard of the promised action hold whenever the commitment is triggered"
            }
            ViolationKind::TwoCommitments { .. } => "let their conditions exclude each other",
            ViolationKind::Clash { .. } => "give their joint effect in a [[stages.joint]] entry that sets it",
            ViolationKind::NoRule { .. } => "add a last rule without `when`",
            ViolationKind::RuleUnavailable { .. } => "let the rule's `when` exclude this, or change the action's guard",
            ViolationKind::NothingPlayed(_) => "give some chance to an action that is available here",
            ViolationKind::NeverMet(_) => {
                "watch more periods, so that it is known how it is played: beyond them sets play as they did last"
            }
            ViolationKind::Chances { bad, .. } => bad.help(),
        }
    }
}
