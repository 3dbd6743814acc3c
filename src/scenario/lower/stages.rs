//! Lowers stages: decisions, chance branches and their effects on variables.

use crate::expression::{Scope, Symbol, Tree};
use crate::scenario::ast::{self, Formula, Formulas, Name};
use crate::scenario::lower::Lowering;
use crate::scenario::lower::formulas::constant_sum;
use crate::scenario::lower::read_access::{Access, Context};
use crate::scenario::model::{Action, Branch, Chance, Choice, Effect, Joint, Role, Stage, StageKind, Structural};
use crate::scenario::probability_sum::remainder;
use crate::scenario::suggestion::remark;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span};

/// How many actions a choice may offer, and how many branches an effect may have.
const MOST_OPTIONS: usize = 32_767;

impl Lowering<'_> {
    /// The stages in the order in which they run.
    pub(crate) fn lower_stages(&mut self) -> Vec<Stage> {
        let context = Context::structure("a stage's `when`", Access::All);
        let stages = self.scenario.stages.iter().enumerate().map(|(number, declared)| Stage {
            name: declared.name.value.clone(),
            when: self.condition(declared.when.as_ref(), &context),
            kind: self.stage_kind(number, declared),
            span: declared.name.span,
        });
        stages.collect()
    }

    fn stage_kind(&mut self, number: usize, declared: &ast::Stage) -> StageKind {
        match &declared.kind {
            ast::StageKind::Chance(effect) => StageKind::Chance(self.effect(effect)),
            ast::StageKind::Decision { choices, joint } => {
                let joint = joint.iter().map(|joint| {
                    self.tally_of = joint.tally.then_some(number);
                    self.joint(choices, joint)
                });
                let joint = joint.collect();
                self.tally_of = None;
                let choices = choices.iter().filter_map(|choice| self.choice(declared, choice));
                let choices = choices.collect();
                StageKind::Decision { joint, choices }
            }
        }
    }

    fn choice(&mut self, stage: &ast::Stage, declared: &ast::Choice) -> Option<Choice> {
        let actor = self.actor(&declared.actor)?;
        let context = Context::number("an opportunity", Access::All);
        let opportunity = declared.opportunity.as_ref();
        self.member_of = Some(actor);
        let opportunity = opportunity.and_then(|formula| self.probability(formula, &context));
        self.member_of = None;
        let not_asked = declared.not_asked.as_ref();
        let not_asked = not_asked.and_then(|name| self.action(declared, name));
        self.few_enough("actions", declared.actions.iter().map(|a| a.name.span));
        let context = Context::structure("a guard", Access::SeenBy(actor));
        let actions = declared.actions.iter().map(|action| Action {
            name: action.name.value.clone(),
            guard: self.condition(action.guard.as_ref(), &context),
            effect: self.effect(&action.effect),
            span: action.name.span,
        });
        let actions = actions.collect();
        Some(Choice {
            actor,
            opportunity,
            not_asked,
            actions,
            nests: self.nests(actor, declared).unwrap_or_default(),
            strategy: self.strategy_of(actor, stage, declared)?,
        })
    }

    /// Reports the first option beyond the largest number allowed.
    fn few_enough(&mut self, what: &str, mut spans: impl Iterator<Item = Span>) {
        if let Some(span) = spans.nth(MOST_OPTIONS) {
            let message = format!("there are more than {MOST_OPTIONS} {what}");
            self.report(Diagnostic::error(Code::TooMany, message).at(span, "one too many"));
        }
    }

    fn joint(&mut self, choices: &[ast::Choice], declared: &ast::Joint) -> Joint {
        let mut picks = vec![None; choices.len()];
        for (actor, action) in &declared.picks {
            let mut actors = choices.iter().map(|choice| &choice.actor.value);
            let Some(at) = actors.position(|known| *known == actor.value) else {
                let names = choices.iter().map(|choice| choice.actor.value.as_str());
                let message = format!("{} does not decide in this stage", quoted(&actor.value));
                let finding = Diagnostic::error(Code::DoesNotDecide, message);
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

    /// An effect; what changes in any case becomes a part of every branch.
    fn effect(&mut self, declared: &ast::Effect) -> Effect {
        let always = self.assignments(&declared.set);
        if declared.branches.is_empty() {
            let branches = vec![Branch {
                name: String::new(),
                chance: Chance::Sure,
                when: None,
                set: always,
                span: declared.span,
            }];
            return Effect { branches };
        }
        self.few_enough("branches", declared.branches.iter().map(|b| b.span));
        let mut branches = Vec::new();
        for branch in &declared.branches {
            let mut set = always.clone();
            set.extend(self.assignments(&branch.set));
            let name = branch.name.as_ref();
            let context = Context::structure("a branch's `when`", Access::All);
            branches.push(Branch {
                name: name.map_or_else(String::new, |name| name.value.clone()),
                chance: self.chance(&branch.chance),
                when: self.condition(branch.when.as_ref(), &context),
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
                let context = Context::number("a probability", Access::All);
                let tree = self.probability(formula, &context);
                Chance::Given(tree.unwrap_or(Tree::Period))
            }
        }
    }

    /// Reports constant probabilities that do not sum to 1, where no condition changes the sum.
    fn check_chances(&mut self, declared: &ast::Effect, branches: &[Branch]) {
        if branches.iter().any(|branch| branch.when.is_some()) {
            return;
        }
        let given = branches.iter().filter_map(|branch| match &branch.chance {
            Chance::Given(tree) => Some(tree.clone()),
            Chance::Sure | Chance::Otherwise => None,
        });
        let given: Vec<Tree> = given.collect();
        let mut spans = declared.branches.iter().filter_map(|branch| match &branch.chance {
            ast::Chance::Given(formula) => Some(formula.span),
            ast::Chance::Otherwise => None,
        });
        let span = spans.next().unwrap_or(declared.span);
        if given.len() == branches.len() {
            self.sum_to_one("the probabilities of the branches", &given, span);
        } else if let Some(sum) = constant_sum(&given).filter(|&sum| remainder(sum) < 0.0) {
            let message = format!("the probabilities of the branches must sum to 1 at most, not to {sum}");
            let finding = Code::SumNotOne.at(span, message);
            let help = "`otherwise` takes what the others leave, and they leave nothing";
            self.report(finding.help(help));
        }
    }

    fn assignments(&mut self, declared: &Formulas) -> Vec<(usize, Structural)> {
        let assignments = declared.iter();
        let assignments = assignments.filter_map(|(name, formula)| self.assignment(name, formula));
        assignments.collect()
    }

    fn assignment(&mut self, variable: &Name, formula: &Formula) -> Option<(usize, Structural)> {
        let (cell, kind) = match self.symbols.lookup(&variable.value) {
            Some(Symbol::Cell(cell, kind)) if self.cells[cell].role == Role::Variable => (cell, kind),
            _ => return self.not_a_variable(variable),
        };
        let what = format!("the new value of {}", quoted(&variable.value));
        let context = Context::structure(what, Access::All);
        Some((cell, self.structural(formula, kind, &context)?))
    }

    fn not_a_variable<T>(&mut self, name: &Name) -> Option<T> {
        let shown = quoted(&name.value);
        let message = format!("{shown} is not a variable, so that it cannot be set");
        let finding = Diagnostic::error(Code::NotAVariable, message);
        let variables = self.scenario.variables.iter();
        let variables = variables.map(|variable| variable.name.value.as_str());
        self.fail(match self.constant(&name.value) {
            Some(what) => finding
                .at(name.span, what)
                .help("effects change variables; let a variable hold what changes within a game"),
            None => finding.at(name.span, remark(&name.value, variables)),
        })
    }

    /// What a name is that is constant within a game.
    fn constant(&self, name: &str) -> Option<&'static str> {
        let mut parameters = self.scenario.parameters.iter();
        let mut definitions = self.scenario.definitions.iter();
        if parameters.any(|known| known.name.value == name) {
            return Some("a parameter");
        }
        let defined = definitions.any(|known| known.name.value == name);
        defined.then_some("a definition")
    }
}
