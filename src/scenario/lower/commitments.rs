//! Commitments: who is bound to which action, when, and with which credibility.

use crate::expression::{Scope, Symbol, Tree, Unary};
use crate::scenario::ast::{self, Drawing};
use crate::scenario::lower::Builder;
use crate::scenario::lower::read_access::{Reads, Use};
use crate::scenario::model::{Binding, Commitment};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic};

/// How many commitments can be followed to their delivery: a game remembers each in one bit.
const MOST_DELIVERED: usize = 32;

impl Builder<'_> {
    /// The commitments in the order of the file.
    pub(crate) fn build_commitments(&mut self) -> Vec<Commitment> {
        let mut delivered = self.written.commitments.iter().filter_map(|declared| {
            let delivers = declared.delivers.as_ref();
            delivers.map(|formula| formula.span)
        });
        if let Some(span) = delivered.nth(MOST_DELIVERED) {
            let message = format!("at most {MOST_DELIVERED} commitments may say what they deliver");
            self.report(Diagnostic::error(Code::TooMany, message).at(span, "one too many"));
        }
        self.written
            .commitments
            .iter()
            .filter_map(|declared| self.commitment(declared))
            .collect()
    }

    fn commitment(&mut self, declared: &ast::Commitment) -> Option<Commitment> {
        let actor = self.actor(&declared.actor);
        let stage = self.stage(&declared.stage);
        let (actor, stage) = (actor?, stage?);
        let Some((choice, part)) = self.choice_of(stage, &declared.actor.value) else {
            let (who, place) = (quoted(&declared.actor.value), quoted(&declared.stage.value));
            let finding = Diagnostic::error(Code::DoesNotDecide, format!("{who} does not decide in {place}"))
                .at(declared.stage.span, "");
            self.report(finding.at(self.written.stages[stage].name.span, "this stage"));
            return None;
        };
        let action = self.action(part, &declared.action);
        let usage = Use::structure("a commitment's `when`", Reads::SeenBy(actor));
        let when = self.condition(Some(&declared.when), &usage);
        let usage = Use::structure("a commitment's `delivers`", Reads::All);
        let delivers = self.condition(declared.delivers.as_ref(), &usage);
        let binding = self.binding(declared, actor);
        Some(Commitment {
            name: declared.name.value.clone(),
            actor,
            stage,
            choice,
            action: action?,
            when: when?,
            binding: binding?,
            delivers,
            span: declared.name.span,
        })
    }

    fn binding(&mut self, declared: &ast::Commitment, actor: usize) -> Option<Binding> {
        if declared.drawn == Drawing::PerGame {
            return match self.names.lookup(&format!("{}.bound", declared.name.value)) {
                Some(Symbol::Cell(cell, _)) => Some(Binding::Game { cell }),
                _ => None,
            };
        }
        if let Some(seer) = declared.seen_by.first() {
            let finding = Diagnostic::warning(Code::SeenByNobody, "`seen_by` matters with `drawn = \"per_game\"` only")
                .at(seer.span, "");
            self.report(finding.help("what is drawn on an occasion is over when it is"));
        }
        let usage = Use::number("the credibility", Reads::SeenBy(actor));
        let credibility = self.probability(&declared.credibility, &usage)?;
        Some(Binding::Occasion { credibility })
    }
}

/// The negative of a tree.
pub(super) fn negated(tree: Tree) -> Tree {
    match tree {
        Tree::Constant(value) => Tree::Constant(-value),
        other => Tree::Unary(Unary::Negate, Box::new(other)),
    }
}
