//! The rules that a reachable state may break: which, where in the file, and what would mend it.

use super::chances::BadChance;
use super::naming::value_names;
use super::stage_moves::parts;
use crate::scenario::model::{Model, Role};
use crate::source::{Code, Span};

/// A rule broken in some state, by the numbers of what is involved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum RuleViolation {
    NoAction {
        stage: usize,
    },
    LeavesRange {
        stage: usize,
        cell: usize,
        became: i32,
        span: Span,
    },
    NoOutcome,
    BoundUnavailable {
        commitment: usize,
    },
    TwoCommitments {
        stage: usize,
        first: usize,
        second: usize,
    },
    Clash {
        stage: usize,
        cell: usize,
        span: Span,
    },
    NoRule {
        stage: usize,
        choice: usize,
    },
    RuleUnavailable {
        stage: usize,
        choice: usize,
        action: usize,
        span: Span,
    },
    NothingPlayed {
        stage: usize,
    },
    Chances {
        stage: usize,
        span: Span,
        bad: BadChance,
        strategy: bool,
    },
}

impl RuleViolation {
    /// The code of the mistake.
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::NoAction { .. } => Code::NoAction,
            Self::LeavesRange { .. } => Code::LeavesRange,
            Self::NoOutcome => Code::NoOutcome,
            Self::BoundUnavailable { .. } => Code::BoundToImpossible,
            Self::TwoCommitments { .. } => Code::TwoPromises,
            Self::Clash { .. } => Code::PicksClash,
            Self::NoRule { .. } => Code::NoRule,
            Self::RuleUnavailable { .. } | Self::NothingPlayed { .. } => Code::RulePlaysImpossible,
            Self::Chances { .. } => Code::BadChance,
        }
    }

    /// Where in the file.
    pub(crate) fn span(&self, model: &Model) -> Span {
        match *self {
            Self::NoAction { stage } | Self::NoRule { stage, .. } | Self::NothingPlayed { stage } => {
                model.stages[stage].span
            }
            Self::LeavesRange { span, .. }
            | Self::Clash { span, .. }
            | Self::RuleUnavailable { span, .. }
            | Self::Chances { span, .. } => span,
            Self::NoOutcome => model
                .outcomes
                .last()
                .map_or(model.actors[0].span, |outcome| outcome.span),
            Self::BoundUnavailable { commitment } => model.commitments[commitment].span,
            Self::TwoCommitments { second, .. } => model.commitments[second].span,
        }
    }

    /// Whether the other is the same mistake of the file, met in some other state.
    pub(crate) fn same(&self, other: &Self, model: &Model) -> bool {
        let cell = |breach: &Self| match *breach {
            Self::LeavesRange { cell, .. } | Self::Clash { cell, .. } => Some(cell),
            _ => None,
        };
        (self.code(), self.span(model), cell(self)) == (other.code(), other.span(model), cell(other))
    }

    /// What is wrong, in one sentence.
    pub(crate) fn message(&self, model: &Model) -> String {
        let named = |stage: usize| &model.stages[stage].name;
        let who = |stage: usize, choice: usize| &model.actors[parts(&model.stages[stage].kind).0[choice].actor].name;
        match self {
            Self::NoAction { stage } => {
                format!("no action is available at stage `{}`", named(*stage))
            }
            Self::LeavesRange {
                stage, cell, became, ..
            } => {
                let cell = &model.cells[*cell];
                let became = if *became == i32::MAX {
                    "a number far too large".to_owned()
                } else {
                    became.to_string()
                };
                format!(
                    "the variable `{}` leaves its range [{}, {}] at stage `{}`: it would become {became}",
                    cell.name,
                    cell.low,
                    cell.high,
                    named(*stage)
                )
            }
            Self::NoOutcome => "a game reaches the horizon and no outcome holds".to_owned(),
            Self::BoundUnavailable { commitment } => {
                let promise = &model.commitments[*commitment];
                let actions = &parts(&model.stages[promise.stage].kind).0[promise.choice].actions;
                format!(
                    "`{}` is bound by `{}` to an action that is not available: `{}`",
                    model.actors[promise.actor].name, promise.name, actions[promise.action].name
                )
            }
            Self::TwoCommitments { stage, first, second } => format!(
                "`{}` and `{}` bind `{}` at once at stage `{}`",
                model.commitments[*first].name,
                model.commitments[*second].name,
                model.actors[model.commitments[*first].actor].name,
                named(*stage)
            ),
            Self::Clash { stage, cell, .. } => format!(
                "two picks at stage `{}` assign the variable `{}`",
                named(*stage),
                model.cells[*cell].name
            ),
            Self::NoRule { stage, choice } => format!(
                "no rule of `{}` applies at stage `{}`",
                who(*stage, *choice),
                named(*stage)
            ),
            Self::RuleUnavailable {
                stage, choice, action, ..
            } => format!(
                "a rule of `{}` plays an action that is not available: `{}`",
                who(*stage, *choice),
                parts(&model.stages[*stage].kind).0[*choice].actions[*action].name
            ),
            Self::NothingPlayed { stage } => format!(
                "the strategy at stage `{}` gives no chance to any available action",
                named(*stage)
            ),
            Self::Chances {
                stage, bad, strategy, ..
            } => {
                let of = if *strategy { "in the strategy " } else { "" };
                format!("{of}at stage `{}`, {bad}", named(*stage))
            }
        }
    }

    /// What would mend it.
    pub(crate) fn help(&self) -> Option<String> {
        let help = match self {
            Self::NoAction { .. } => "leave one action without a guard, or skip the stage with `when`",
            Self::LeavesRange { .. } => "guard the action, or hold the value in its range with clamp(…)",
            Self::NoOutcome => "add a last outcome with `at_end = true` and no `when`",
            Self::BoundUnavailable { .. } => {
                "let the guard of the promised action hold whenever the commitment is triggered"
            }
            Self::TwoCommitments { .. } => "let their conditions exclude each other",
            Self::Clash { .. } => "give their joint effect in a [[stages.joint]] entry that sets it",
            Self::NoRule { .. } => "add a last rule without `when`",
            Self::RuleUnavailable { .. } => "let the rule's `when` exclude this, or change the action's guard",
            Self::NothingPlayed { .. } => "give some chance to an action that is available here",
            Self::Chances { bad, .. } => return bad.help(),
        };
        Some(help.to_owned())
    }
}

/// A cell and its value as a sentence tells them: `clause = pending`, `russia is revisionist`.
pub(crate) fn drawn(model: &Model, cell: usize, value: i32) -> String {
    let cell = &model.cells[cell];
    let values = value_names(model, cell);
    let value = usize::try_from(value - cell.low)
        .ok()
        .and_then(|place| values.get(place).cloned())
        .unwrap_or_else(|| value.to_string());
    match cell.role {
        Role::Variable => format!("{} = {value}", cell.name),
        Role::Type { .. } => format!("{} is {value}", cell.name),
        Role::Bound { actor, .. } => {
            format!("{} is {value} by {}", model.actors[actor].name, cell.name)
        }
    }
}
