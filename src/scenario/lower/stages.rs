//! Stages: who decides what, what chance does, and what changes.

use crate::expression::{Expected, Kind, Scope, Symbol, Tree};
use crate::scenario::ast::{self, Formula, Formulas};
use crate::scenario::lower::Builder;
use crate::scenario::lower::formulas::constant_sum;
use crate::scenario::lower::read_access::{Reads, Use};
use crate::scenario::model::{Action, Branch, Chance, Choice, Effect, Joint, Role, Stage, StageKind};
use crate::scenario::suggestion::remark;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span, Spanned};

/// How many actions a choice may offer, and how many branches an effect may have.
const MOST_OPTIONS: usize = 32_767;

impl Builder<'_> {
    /// The stages in the order in which they run.
    pub(crate) fn build_stages(&mut self) -> Vec<Stage> {
        let written = self.written;
        let mut stages = Vec::new();
        for declared in &written.stages {
            let usage = Use::structure("a stage's `when`", Reads::All);
            let when = self.condition(declared.when.as_ref(), &usage);
            let kind = match &declared.kind {
                ast::StageKind::Chance(effect) => StageKind::Chance(self.effect(effect)),
                ast::StageKind::Decision { choices, joint } => StageKind::Decision {
                    joint: joint.iter().map(|joint| self.joint(choices, joint)).collect(),
                    choices: choices
                        .iter()
                        .filter_map(|choice| self.choice(declared, choice))
                        .collect(),
                },
            };
            stages.push(Stage {
                name: declared.name.value.clone(),
                when,
                kind,
                span: declared.name.span,
            });
        }
        stages
    }

    fn choice(&mut self, stage: &ast::Stage, declared: &ast::Choice) -> Option<Choice> {
        let actor = self.actor(&declared.actor)?;
        let opportunity = declared.opportunity.as_ref();
        let usage = Use::number("an opportunity", Reads::All);
        let opportunity = opportunity.and_then(|formula| self.probability(formula, &usage));
        let not_asked = declared.not_asked.as_ref().and_then(|name| self.action(declared, name));
        self.few_enough("actions", declared.actions.iter().map(|a| a.name.span));
        let mut actions = Vec::new();
        for action in &declared.actions {
            let usage = Use::structure("a guard", Reads::SeenBy(actor));
            actions.push(Action {
                name: action.name.value.clone(),
                guard: self.condition(action.guard.as_ref(), &usage),
                effect: self.effect(&action.effect),
                span: action.name.span,
            });
        }
        Some(Choice {
            actor,
            opportunity,
            not_asked,
            actions,
            strategy: self.strategy_of(actor, stage, declared)?,
        })
    }

    /// Notes the first option beyond the most that there may be.
    fn few_enough(&mut self, what: &str, mut spans: impl Iterator<Item = Span>) {
        if let Some(span) = spans.nth(MOST_OPTIONS) {
            let message = format!("there are more than {MOST_OPTIONS} {what}");
            self.report(Diagnostic::error(Code::TooMany, message).at(span, "one too many"));
        }
    }

    fn joint(&mut self, choices: &[ast::Choice], declared: &ast::Joint) -> Joint {
        let mut picks = vec![None; choices.len()];
        for (actor, action) in &declared.picks {
            let Some(at) = choices.iter().position(|choice| choice.actor.value == actor.value) else {
                let names = choices.iter().map(|choice| choice.actor.value.as_str());
                let finding = Diagnostic::error(
                    Code::DoesNotDecide,
                    format!("{} does not decide in this stage", quoted(&actor.value)),
                );
                self.report(finding.at(actor.span, remark(&actor.value, names)));
                continue;
            };
            picks[at] = self.action(&choices[at], action);
        }
        Joint {
            picks,
            effect: self.effect(&declared.effect),
            span: declared.effect.span,
        }
    }

    /// An effect; what changes in any case is put into every branch.
    fn effect(&mut self, declared: &ast::Effect) -> Effect {
        let always = self.assignments(&declared.set);
        if declared.branches.is_empty() {
            let branch = Branch {
                name: String::new(),
                chance: Chance::Sure,
                when: None,
                set: always,
                span: declared.span,
            };
            return Effect { branches: vec![branch] };
        }
        self.few_enough("branches", declared.branches.iter().map(|b| b.span));
        let mut branches = Vec::new();
        for branch in &declared.branches {
            let mut set = always.clone();
            set.extend(self.assignments(&branch.set));
            let usage = Use::structure("a branch's `when`", Reads::All);
            branches.push(Branch {
                name: branch.name.as_ref().map_or_else(String::new, |name| name.value.clone()),
                chance: self.chance(&branch.chance),
                when: self.condition(branch.when.as_ref(), &usage),
                set,
                span: branch.span,
            });
        }
        self.check_chances(declared, &branches);
        Effect { branches }
    }

    fn chance(&mut self, declared: &ast::Chance) -> Chance {
        match declared {
            ast::Chance::Otherwise => Chance::Otherwise,
            ast::Chance::Given(formula) => {
                let tree = self.probability(formula, &Use::number("a probability", Reads::All));
                Chance::Given(tree.unwrap_or(Tree::Period))
            }
        }
    }

    /// Notes constant probabilities that do not sum to 1, where no condition changes the sum.
    fn check_chances(&mut self, declared: &ast::Effect, branches: &[Branch]) {
        if branches.iter().any(|branch| branch.when.is_some()) {
            return;
        }
        let given: Vec<Tree> = branches
            .iter()
            .filter_map(|branch| match &branch.chance {
                Chance::Given(tree) => Some(tree.clone()),
                _ => None,
            })
            .collect();
        let first = declared.branches.iter().find_map(|branch| match &branch.chance {
            ast::Chance::Given(formula) => Some(formula.span),
            ast::Chance::Otherwise => None,
        });
        let span = first.unwrap_or(declared.span);
        if given.len() == branches.len() {
            self.sum_to_one("the probabilities of the branches", &given, span);
        } else if let Some(sum) = constant_sum(&given).filter(|&sum| sum > 1.0 + 1e-9) {
            let message = format!("the probabilities of the branches must sum to 1 at most, not to {sum}");
            let finding = Diagnostic::error(Code::SumNotOne, message).at(span, "");
            self.report(finding.help("`otherwise` takes what the others leave, and they leave nothing"));
        }
    }

    fn assignments(&mut self, declared: &Formulas) -> Vec<(usize, Tree)> {
        declared
            .iter()
            .filter_map(|(variable, formula)| self.assignment(variable, formula))
            .collect()
    }

    fn assignment(&mut self, variable: &Spanned<String>, formula: &Formula) -> Option<(usize, Tree)> {
        let Some(Symbol::Cell(cell, kind)) = self.names.lookup(&variable.value) else {
            self.not_a_variable(variable);
            return None;
        };
        if self.cells[cell].role != Role::Variable {
            self.not_a_variable(variable);
            return None;
        }
        let expected = match kind {
            Kind::Truth => Expected::Truth,
            Kind::Integer | Kind::Number => Expected::Integer,
            Kind::Named(domain) => Expected::Named(domain),
        };
        let usage = Use::structure(format!("the new value of {}", quoted(&variable.value)), Reads::All);
        Some((cell, self.formula(formula, expected, &usage)?))
    }

    fn not_a_variable(&mut self, name: &Spanned<String>) {
        let variables = self
            .written
            .variables
            .iter()
            .map(|variable| variable.name.value.as_str());
        let finding = Diagnostic::error(
            Code::NotAVariable,
            format!("{} is not a variable, so that it cannot be set", quoted(&name.value)),
        );
        self.report(match self.constant(&name.value) {
            Some(what) => finding
                .at(name.span, what)
                .help("effects change variables; let a variable hold what changes within a game"),
            None => finding.at(name.span, remark(&name.value, variables)),
        });
    }

    /// What a name stands for that is no variable.
    fn constant(&self, name: &str) -> Option<&'static str> {
        let written = self.written;
        let mut parameters = written.parameters.iter().map(|found| &found.name.value);
        let mut definitions = written.definitions.iter().map(|found| &found.name.value);
        if parameters.any(|known| known == name) {
            Some("a parameter")
        } else if definitions.any(|known| known == name) {
            Some("a definition")
        } else {
            None
        }
    }
}
