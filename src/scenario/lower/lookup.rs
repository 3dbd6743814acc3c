//! Resolves names of actors, stages, actions and named values to indices.

use crate::scenario::ast::{Choice, Name, StageKind};
use crate::scenario::lower::Lowering;
use crate::scenario::suggestion::{list, remark};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic};

impl<'w> Lowering<'w> {
    /// The index of an actor.
    pub(crate) fn actor(&mut self, name: &Name) -> Option<usize> {
        let actors = self.scenario.actors.iter().map(|actor| &actor.name.value);
        self.position(Code::UnknownActor, "an actor", name, actors)
    }

    /// For each actor, whether it is one of these. All are if one of the names is wrong, so that no other error follows
    /// from that.
    pub(crate) fn among_actors(&mut self, names: &[Name]) -> Vec<bool> {
        let numbers: Vec<Option<usize>> = names.iter().map(|name| self.actor(name)).collect();
        let all = numbers.contains(&None);
        let actors = 0..self.scenario.actors.len();
        actors.map(|actor| all || numbers.contains(&Some(actor))).collect()
    }

    /// The index of a stage.
    pub(crate) fn stage(&mut self, name: &Name) -> Option<usize> {
        let stages = self.scenario.stages.iter().map(|stage| &stage.name.value);
        self.position(Code::UnknownStage, "a stage", name, stages)
    }

    /// The index of a choice's action.
    pub(crate) fn action(&mut self, choice: &Choice, name: &Name) -> Option<usize> {
        let what = format!("an action of {} in this stage", quoted(&choice.actor.value));
        let actions = choice.actions.iter().map(|action| &action.name.value);
        self.position(Code::UnknownAction, &what, name, actions)
    }

    /// The choice of an actor in a stage, with its index.
    pub(crate) fn choice_of(&self, stage: usize, actor: &str) -> Option<(usize, &'w Choice)> {
        let StageKind::Decision { choices, .. } = &self.scenario.stages[stage].kind else {
            return None;
        };
        let mut choices = choices.iter().enumerate();
        choices.find(|(_, choice)| choice.actor.value == actor)
    }

    /// The index of a value in a list of named values.
    pub(crate) fn value_of<'n>(
        &mut self,
        what: &str,
        name: &Name,
        values: impl IntoIterator<Item = &'n String>,
    ) -> Option<usize> {
        self.position(Code::UnknownValue, what, name, values)
    }

    pub(crate) fn position<'n>(
        &mut self,
        code: Code,
        what: &str,
        name: &Name,
        known: impl IntoIterator<Item = &'n String>,
    ) -> Option<usize> {
        let known: Vec<&str> = known.into_iter().map(String::as_str).collect();
        let found = known.iter().position(|known| *known == name.value);
        if found.is_none() {
            self.unknown(code, what, name, &known);
        }
        found
    }

    /// Reports a name that is not among the known ones.
    pub(crate) fn unknown(&mut self, code: Code, what: &str, name: &Name, known: &[&str]) {
        let message = format!("{} is not {what}", quoted(&name.value));
        let remark = remark(&name.value, known.iter().copied());
        let finding = Diagnostic::error(code, message).at(name.span, remark);
        self.report(finding.help(match known {
            [] => "there is none".to_owned(),
            [only] => format!("there is only {}", quoted(only)),
            _ => format!("known are {}", list(known.iter().copied())),
        }));
    }
}
