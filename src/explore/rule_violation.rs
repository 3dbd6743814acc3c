//! The rules of the language that a reachable state may violate: what is wrong, where in the file, and a remedy.

use super::chances::BadChance;
use super::stage_moves::choices;
use crate::expression::evaluate::NoValue;
use crate::scenario::model::Model;
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
    /// A formula has no value.
    NoValue(NoValue),
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
    /// Whether the other violation is the same mistake of the file in another state.
    pub(crate) fn same_mistake(&self, other: &Self) -> bool {
        let cell = |violation: &Self| match violation.kind {
            ViolationKind::LeavesRange { cell, .. } | ViolationKind::Clash { cell, .. } => Some(cell),
            _ => None,
        };
        (self.kind.code(), self.span, cell(self)) == (other.kind.code(), other.span, cell(other))
    }
}

impl ViolationKind {
    /// The code of the mistake.
    pub(crate) fn code(&self) -> Code {
        match *self {
            Self::NoAction(_) => Code::NoAction,
            Self::LeavesRange { .. } => Code::LeavesRange,
            Self::NoOutcome => Code::NoOutcome,
            Self::BoundUnavailable(_) => Code::BoundToImpossible,
            Self::TwoCommitments { .. } => Code::TwoPromises,
            Self::Clash { .. } => Code::PicksClash,
            Self::NoRule { .. } => Code::NoRule,
            Self::RuleUnavailable { .. } | Self::NothingPlayed(_) => Code::RulePlaysImpossible,
            Self::Chances { .. } => Code::BadChance,
            Self::NeverMet(_) => Code::NeverMet,
            Self::NoValue(_) => Code::Undefined,
        }
    }

    /// What is wrong, in one sentence.
    pub(crate) fn message(&self, model: &Model) -> String {
        let stage = |stage: usize| format!("stage `{}`", model.stages[stage].name);
        let actor = |actor: usize| &model.actors[actor].name;
        let choices = |stage: usize| choices(&model.stages[stage].kind);
        match *self {
            Self::NoAction(at) => format!("no action is available at {}", stage(at)),
            Self::LeavesRange {
                stage: at,
                cell,
                became,
            } => {
                let cell = &model.cells[cell];
                let (name, low, high) = (&cell.name, cell.low, cell.high);
                let became = match became {
                    i32::MAX => "a number far too large".to_owned(),
                    became => became.to_string(),
                };
                let range = format!("the variable `{name}` leaves its range [{low}, {high}]");
                format!("{range} at {}: it would become {became}", stage(at))
            }
            Self::NoOutcome => "a game reaches the horizon and no outcome holds".to_owned(),
            Self::BoundUnavailable(commitment) => {
                let promise = &model.commitments[commitment];
                let who = format!("`{}` is bound by `{}`", actor(promise.actor), promise.name);
                let actions = &choices(promise.stage)[promise.choices.start].actions;
                let action = &actions[promise.action].name;
                format!("{who} to an action that is not available: `{action}`")
            }
            Self::TwoCommitments { first, second } => {
                let [first, second] = [first, second].map(|number| &model.commitments[number]);
                let (who, at) = (actor(first.actor), stage(first.stage));
                let both = format!("`{}` and `{}`", first.name, second.name);
                format!("{both} bind `{who}` at once at {at}")
            }
            Self::Clash { stage: at, cell } => {
                format!(
                    "two picks at {} assign the variable `{}`",
                    stage(at),
                    model.cells[cell].name
                )
            }
            Self::NoRule {
                stage: at,
                choice: number,
            } => {
                let who = actor(choices(at)[number].actor);
                format!("no rule of `{who}` applies at {}", stage(at))
            }
            Self::RuleUnavailable { stage, choice, action } => {
                let choice = &choices(stage)[choice];
                let (who, action) = (actor(choice.actor), &choice.actions[action].name);
                format!("a rule of `{who}` plays an action that is not available: `{action}`")
            }
            Self::NothingPlayed(at) => {
                let strategy = format!("the strategy at {}", stage(at));
                format!("{strategy} gives no chance to any available action")
            }
            Self::NeverMet(at) => {
                format!("play goes on to a decision at {} that no watched period met", stage(at))
            }
            Self::NoValue(NoValue(reason)) => format!("this formula has no value in some state: {reason}"),
            Self::Chances {
                stage: at,
                bad,
                strategy,
            } => {
                let of = if strategy { "in the strategy " } else { "" };
                format!("{of}at {}, {bad}", stage(at))
            }
        }
    }

    /// A remedy.
    pub(crate) fn help(&self) -> &'static str {
        match *self {
            Self::NoAction(_) => "leave one action without a guard, or skip the stage with `when`",
            Self::LeavesRange { .. } => "guard the action, or hold the value in its range with clamp(…)",
            Self::NoOutcome => "add a last outcome with `at_end = true` and no `when`",
            Self::BoundUnavailable(_) => {
                "let the guard of the promised action hold whenever the commitment is triggered"
            }
            Self::TwoCommitments { .. } => "let their conditions exclude each other",
            Self::Clash { .. } => "give their joint effect in a [[stages.joint]] entry that sets it",
            Self::NoRule { .. } => "add a last rule without `when`",
            Self::RuleUnavailable { .. } => "let the rule's `when` exclude this, or change the action's guard",
            Self::NeverMet(_) => {
                "watch more periods, so that it is known how it is played: beyond them sets play as they did last"
            }
            Self::NoValue(_) => "ask for it only where it has one: `if(n > 0, 1 / n, 0)`, or `n > 0 and 1 / n < 0.5`",
            Self::NothingPlayed(_) => "give some chance to an action that is available here",
            Self::Chances { bad, .. } => bad.help(),
        }
    }
}
