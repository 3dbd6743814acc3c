//! Lowers commitments: who is bound to which action, when, and with which credibility.

use crate::expression::{Scope, Symbol, Tree, Unary};
use crate::scenario::ast::{self, Drawing};
use crate::scenario::lower::Lowering;
use crate::scenario::lower::read_access::{Access, Context};
use crate::scenario::lower::strategies::does_not_decide;
use crate::scenario::model::{Binding, Commitment};
use crate::source::{Code, Diagnostic};

/// The most commitments with `delivers`: a played game holds one bit for each.
const MOST_DELIVERED: usize = 32;

impl Lowering<'_> {
    /// The commitments in the order of the file.
    pub(crate) fn lower_commitments(&mut self) -> Vec<Commitment> {
        let commitments = self.scenario.commitments.iter();
        let delivered = commitments.clone();
        let mut delivered = delivered.filter_map(|declared| declared.delivers.as_ref());
        if let Some(formula) = delivered.nth(MOST_DELIVERED) {
            let message = format!("at most {MOST_DELIVERED} commitments may say what they deliver");
            self.report(Diagnostic::error(Code::TooMany, message).at(formula.span, "one too many"));
        }
        let lowered = commitments.filter_map(|declared| self.commitment(declared));
        lowered.collect()
    }

    fn commitment(&mut self, declared: &ast::Commitment) -> Option<Commitment> {
        let actor = self.actor(&declared.actor);
        let stage = self.stage(&declared.stage);
        let (actor, stage) = (actor?, stage?);
        let Some((choice, part)) = self.choice_of(stage, &declared.actor.value) else {
            let finding = does_not_decide(&declared.actor, &declared.stage);
            return self.fail(finding.at(self.scenario.stages[stage].name.span, "this stage"));
        };
        let action = self.action(part, &declared.action);
        let context = Context::structure("a commitment's `when`", Access::SeenBy(actor));
        let when = self.condition(Some(&declared.when), &context);
        let context = Context::structure("a commitment's `delivers`", Access::All);
        let delivers = self.condition(declared.delivers.as_ref(), &context);
        let binding = self.binding(declared, actor);
        Some(Commitment {
            name: declared.name.value.clone(),
            actor,
            stage,
            choices: choice..choice + 1,
            action: action?,
            when: vec![when?],
            binding: binding?,
            delivers,
            span: declared.name.span,
        })
    }

    fn binding(&mut self, declared: &ast::Commitment, actor: usize) -> Option<Binding> {
        if declared.drawn == Drawing::PerGame {
            let name = format!("{}.bound", declared.name.value);
            return match self.symbols.lookup(&name) {
                Some(Symbol::Cell(cell, _)) => Some(Binding::Game { cell }),
                _ if self.is_group(actor) => Some(Binding::Kind { bound: Vec::new() }),
                _ => None,
            };
        }
        if let Some(seer) = declared.seen_by.first() {
            let message = "`seen_by` matters with `drawn = \"per_game\"` only";
            let finding = Diagnostic::warning(Code::SeenByNobody, message).at(seer.span, "");
            self.report(finding.help("what is drawn on an occasion is over when it is"));
        }
        let context = Context::number("the credibility", Access::SeenBy(actor));
        let credibility = self.probability(&declared.credibility, &context)?;
        Some(Binding::Occasion {
            credibility: vec![credibility],
        })
    }
}

/// The negative of a tree.
pub(super) fn negated(tree: Tree) -> Tree {
    match tree {
        Tree::Constant(value) => Tree::Constant(-value),
        other => Tree::Unary(Unary::Negate, Box::new(other)),
    }
}
