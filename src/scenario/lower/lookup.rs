//! Looking up names of actors, stages and actions.

use crate::scenario::ast::{Choice, StageKind};
use crate::scenario::lower::Builder;
use crate::scenario::suggestion::{list, remark};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Spanned};

impl<'w> Builder<'w> {
    /// The number of an actor.
    pub(crate) fn actor(&mut self, name: &Spanned<String>) -> Option<usize> {
        let actors = &self.written.actors;
        let found = actors.iter().position(|actor| actor.name.value == name.value);
        if found.is_none() {
            let names: Vec<&str> = actors.iter().map(|actor| actor.name.value.as_str()).collect();
            self.unknown(Code::UnknownActor, "an actor", name, &names);
        }
        found
    }

    /// For each actor, whether it is one of these; every actor if one of the names is wrong, so that nothing else is
    /// found wrong for that reason.
    pub(crate) fn among_actors(&mut self, names: &[Spanned<String>]) -> Vec<bool> {
        let numbers: Vec<Option<usize>> = names.iter().map(|name| self.actor(name)).collect();
        let all = numbers.contains(&None);
        let actors = 0..self.written.actors.len();
        actors.map(|actor| all || numbers.contains(&Some(actor))).collect()
    }

    /// The number of a stage.
    pub(crate) fn stage(&mut self, name: &Spanned<String>) -> Option<usize> {
        let stages = &self.written.stages;
        let found = stages.iter().position(|stage| stage.name.value == name.value);
        if found.is_none() {
            let names: Vec<&str> = stages.iter().map(|stage| stage.name.value.as_str()).collect();
            self.unknown(Code::UnknownStage, "a stage", name, &names);
        }
        found
    }

    /// The number of a choice's action.
    pub(crate) fn action(&mut self, choice: &Choice, name: &Spanned<String>) -> Option<usize> {
        let found = choice.actions.iter().position(|action| action.name.value == name.value);
        if found.is_none() {
            let names: Vec<&str> = choice.actions.iter().map(|action| action.name.value.as_str()).collect();
            let what = format!("an action of {} in this stage", quoted(&choice.actor.value));
            self.unknown(Code::UnknownAction, &what, name, &names);
        }
        found
    }

    /// The number and the choice of an actor in a stage.
    pub(crate) fn choice_of(&self, stage: usize, actor: &str) -> Option<(usize, &'w Choice)> {
        match &self.written.stages[stage].kind {
            StageKind::Decision { choices, .. } => choices
                .iter()
                .enumerate()
                .find(|(_, choice)| choice.actor.value == actor),
            StageKind::Chance(_) => None,
        }
    }

    /// The number of a value in a list of named values.
    pub(crate) fn value_of(&mut self, what: &str, name: &Spanned<String>, values: &[String]) -> Option<usize> {
        let found = values.iter().position(|value| *value == name.value);
        if found.is_none() {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            self.unknown(Code::UnknownValue, what, name, &values);
        }
        found
    }

    /// Notes that a name is none of those that are known.
    pub(crate) fn unknown(&mut self, code: Code, what: &str, name: &Spanned<String>, known: &[&str]) {
        let finding = Diagnostic::error(code, format!("{} is not {what}", quoted(&name.value)))
            .at(name.span, remark(&name.value, known.iter().copied()));
        let finding = finding.help(match known {
            [] => "there is none".to_owned(),
            [only] => format!("there is only {}", quoted(only)),
            _ => format!("known are {}", list(known.iter().copied())),
        });
        self.report(finding);
    }
}
