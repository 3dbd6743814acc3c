//! Lowers payoff terms: those of the actors, and the costs of reneging on commitments.

use crate::expression::Tree;
use crate::scenario::ast::{self, Effect, Name, StageKind};
use crate::scenario::lower::Lowering;
use crate::scenario::lower::commitments::negated;
use crate::scenario::lower::read_access::{Access, Context};
use crate::scenario::model::{Paid, Term};
use crate::scenario::suggestion::remark;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span};

/// The term that stands for everything paid after the watched periods.
pub(crate) const BEYOND: &str = "beyond";

impl Lowering<'_> {
    /// The terms by actor: its payoffs in the order of the file, the costs of its commitments, and where play goes on
    /// after the horizon what that is worth.
    pub(crate) fn lower_terms(&mut self) -> Vec<Term> {
        let scenario = self.scenario;
        let mut terms = Vec::new();
        for (actor, declared) in scenario.actors.iter().enumerate() {
            self.member_of = Some(actor);
            for payoff in &declared.payoffs {
                terms.extend(self.payoff(actor, payoff));
            }
            for (commitment, promise) in scenario.commitments.iter().enumerate() {
                if promise.actor.value == declared.name.value {
                    terms.extend(self.cost(actor, commitment, promise));
                }
            }
            self.member_of = None;
            if scenario.goes_on.is_some() && terms.iter().any(|term| term.actor == actor) {
                terms.push(Term {
                    actor,
                    name: BEYOND.to_owned(),
                    paid: Paid::Beyond,
                    when: None,
                    amount: Tree::Constant(0.0),
                    span: declared.name.span,
                });
            }
        }
        terms
    }

    fn payoff(&mut self, actor: usize, declared: &ast::Payoff) -> Option<Term> {
        let paid = match &declared.paid {
            ast::Paid::EachPeriod => Some(Paid::EachPeriod),
            ast::Paid::Lasting => Some(Paid::Lasting),
            ast::Paid::AtEnd => Some(Paid::AtEnd),
            ast::Paid::OnAction { action, branch } => self.on_action(actor, action, branch.as_ref()),
        };
        let context = Context::structure("a payoff's `when`", Access::All);
        let when = self.condition(declared.when.as_ref(), &context);
        let context = Context::number("the amount of a payoff", Access::All);
        let amount = self.number(&declared.amount, &context);
        Some(Term {
            actor,
            name: declared.name.value.clone(),
            paid: paid?,
            when,
            amount: amount?,
            span: declared.name.span,
        })
    }

    fn cost(&mut self, actor: usize, commitment: usize, promise: &ast::Commitment) -> Option<Term> {
        let cost = promise.cost.as_ref()?;
        let context = Context::number("the cost of a commitment", Access::All);
        let tree = self.number(cost, &context)?;
        if tree == Tree::Constant(0.0) {
            return None;
        }
        Some(Term {
            actor,
            name: promise.name.value.clone(),
            paid: Paid::OnReneging { commitment, kind: 0 },
            when: None,
            amount: negated(tree),
            span: promise.name.span,
        })
    }

    /// The action that a term is paid on: `stage.action`, or `action` where only one stage offers the actor that.
    fn on_action(&mut self, actor: usize, name: &Name, branch: Option<&Name>) -> Option<Paid> {
        let all = actions_of(self.scenario, actor);
        let fits = |found: &&Offered<'_>| name.value == found.action || name.value == found.full_name();
        let mut matching = all.iter().filter(fits);
        let Some(found) = matching.next() else {
            return self.unknown_action(actor, name, &all);
        };
        if let Some(other) = matching.next() {
            let shown = quoted(&name.value);
            let message = format!("{shown} is not clear: more than one stage has that action");
            let remark = format!("write {}", quoted(&found.full_name()));
            let finding = Diagnostic::error(Code::AmbiguousAction, message).at(name.span, remark);
            let finding = finding.at(found.span, "this one?");
            return self.fail(finding.at(other.span, "or this one?"));
        }
        let branch = match branch {
            None => None,
            Some(branch) => Some(self.branch_of(found.effect, branch)?),
        };
        Some(Paid::OnAction {
            stage: found.stage,
            choice: found.choice,
            action: found.number,
            branch,
        })
    }

    fn branch_of(&mut self, effect: &Effect, name: &Name) -> Option<usize> {
        let branches = effect.branches.iter();
        let names: Vec<Option<&Name>> = branches.map(|branch| branch.name.as_ref()).collect();
        let is_it = |known: &Option<&Name>| known.is_some_and(|known| known.value == name.value);
        let found = names.iter().position(is_it);
        if found.is_none() {
            let names = names.into_iter().flatten().map(|name| name.value.as_str());
            let message = format!("{} is not a branch of the action", quoted(&name.value));
            let finding = Diagnostic::error(Code::UnknownBranch, message);
            self.report(finding.at(name.span, remark(&name.value, names)));
        }
        found
    }

    fn unknown_action<T>(&mut self, actor: usize, name: &Name, all: &[Offered<'_>]) -> Option<T> {
        let full: Vec<String> = all.iter().map(Offered::full_name).collect();
        let names = full.iter().map(String::as_str);
        let names = names.chain(all.iter().map(|found| found.action));
        let remark = remark(&name.value, names);
        let owner = quoted(&self.scenario.actors[actor].name.value);
        let message = format!("{} is not an action of {owner}", quoted(&name.value));
        self.fail(Diagnostic::error(Code::UnknownAction, message).at(name.span, remark))
    }
}

/// An action that an actor is offered in a stage.
struct Offered<'w> {
    stage: usize,
    stage_name: &'w str,
    choice: usize,
    number: usize,
    action: &'w str,
    effect: &'w Effect,
    span: Span,
}

impl Offered<'_> {
    fn full_name(&self) -> String {
        format!("{}.{}", self.stage_name, self.action)
    }
}

/// Every action that an actor is offered in some stage.
fn actions_of(scenario: &ast::Scenario, actor: usize) -> Vec<Offered<'_>> {
    let owner = &scenario.actors[actor].name.value;
    let mut all = Vec::new();
    for (stage, declared) in scenario.stages.iter().enumerate() {
        let StageKind::Decision { choices, .. } = &declared.kind else {
            continue;
        };
        let choices = choices.iter().enumerate();
        for (choice, part) in choices.filter(|(_, part)| part.actor.value == *owner) {
            for (number, action) in part.actions.iter().enumerate() {
                all.push(Offered {
                    stage,
                    stage_name: &declared.name.value,
                    choice,
                    number,
                    action: &action.name.value,
                    effect: &action.effect,
                    span: action.name.span,
                });
            }
        }
    }
    all
}
