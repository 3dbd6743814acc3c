//! Type checking: turns the syntax of an expression into its typed tree, or into diagnostics.

mod names;

use std::collections::BTreeMap;

use super::binary::Binary;
use super::fold::{self, Fault};
use super::function::Function;
use super::kind::{DomainId, Kind};
use super::kind_errors;
use super::parser::{HEIGHT, too_high};
use super::scope::{Expected, Scope};
use super::syntax::{Node, Syntax};
use super::tree::Tree;
use super::unary::Unary;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span};

/// The most findings reported of one expression.
const FINDINGS: usize = 20;

/// The typed tree of an expression of the kind that its place wants.
///
/// # Errors
/// The errors in its names and kinds.
pub(crate) fn check(syntax: &Syntax, scope: &dyn Scope, expected: Expected) -> Result<Tree, Vec<Diagnostic>> {
    let domain = match expected {
        Expected::Named(domain) => Some(domain),
        Expected::Truth | Expected::Integer | Expected::Number => None,
    };
    let mut checker = Checker::new(scope);
    let typed = checker.visit(syntax, domain);
    if let Some(typed) = &typed
        && let Some(misfit) = kind_errors::misfit(scope, syntax.span, &typed.tree, typed.kind, expected)
    {
        checker.report(misfit);
    }
    checker.finish(typed).map(|typed| typed.tree)
}

/// The typed tree of an expression and the kind that it turns out to have.
///
/// # Errors
/// The errors in its names and kinds.
pub(crate) fn infer(syntax: &Syntax, scope: &dyn Scope) -> Result<(Tree, Kind), Vec<Diagnostic>> {
    let mut checker = Checker::new(scope);
    let typed = checker.visit(syntax, None);
    checker.finish(typed).map(|typed| (typed.tree, typed.kind))
}

/// A checked part of the expression; boxed, as it lies on the stack many times over while the checker calls itself.
struct Typed {
    tree: Tree,
    kind: Kind,
    /// The height of the tree.
    height: usize,
}

impl Typed {
    fn new(tree: Tree, kind: Kind, height: usize) -> Box<Self> {
        Box::new(Self { tree, kind, height })
    }

    fn leaf(tree: Tree, kind: Kind) -> Box<Self> {
        Self::new(tree, kind, 0)
    }

    fn constant(&self) -> Option<f64> {
        match self.tree {
            Tree::Constant(value) => Some(value),
            _ => None,
        }
    }
}

struct Checker<'s> {
    scope: &'s dyn Scope,
    found: Vec<Diagnostic>,
    /// The list that each name looked at so far belongs to, if to any.
    domains: BTreeMap<String, Option<DomainId>>,
    /// The number of nodes of the trees of all names.
    nodes: usize,
    /// The number of enclosing operands that make this one unreachable, so that it is not constant-folded into an error.
    unreachable: usize,
}

impl<'s> Checker<'s> {
    fn new(scope: &'s dyn Scope) -> Self {
        Self {
            scope,
            found: Vec::new(),
            domains: BTreeMap::new(),
            nodes: 0,
            unreachable: 0,
        }
    }

    fn finish(self, typed: Option<Box<Typed>>) -> Result<Box<Typed>, Vec<Diagnostic>> {
        match typed {
            Some(typed) if self.found.is_empty() => Ok(typed),
            _ => Err(self.found),
        }
    }

    fn report(&mut self, finding: Diagnostic) {
        if self.found.len() < FINDINGS {
            self.found.push(finding);
        }
    }

    /// The tree and kind of a part; `None` if its errors have been reported. A name that is not a symbol is looked up in
    /// the list of named values that the context expects.
    fn visit(&mut self, syntax: &Syntax, list: Option<DomainId>) -> Option<Box<Typed>> {
        match &syntax.node {
            Node::Number { value, whole } => {
                let kind = if *whole { Kind::Integer } else { Kind::Number };
                Some(self.number_written(*value, kind, syntax.span))
            }
            Node::Truth(value) => Some(Typed::leaf(Tree::Constant(f64::from(*value)), Kind::Truth)),
            Node::Name(name) => self.name(name, syntax.span, list),
            Node::Unary(operation, operand) => self.unary(*operation, operand, syntax.span),
            Node::Binary(operation, _, operands) if operation.is_comparison() => {
                self.comparison(*operation, operands, syntax.span)
            }
            Node::Binary(..) => self.chain(syntax),
            Node::Call(function, arguments) => self.call(*function, arguments, syntax.span, list),
        }
    }

    fn number_written(&mut self, value: f64, kind: Kind, span: Span) -> Box<Typed> {
        if let Err(fault) = fold::constant(value, kind) {
            self.fault(fault, span, &[]);
        }
        Typed::leaf(Tree::Constant(value), kind)
    }

    fn unary(&mut self, operation: Unary, operand: &Syntax, span: Span) -> Option<Box<Typed>> {
        let who = quoted(operation.written());
        let visited = self.visit(operand, None);
        let typed = if operation == Unary::Not {
            self.truth(visited, operand.span, &who)?
        } else {
            self.number(visited, operand.span, &who)?
        };
        let kind = operation.result_kind(typed.kind);
        match fold::unary(operation, &typed.tree, kind) {
            Ok(Some(value)) => return Some(Typed::leaf(Tree::Constant(value), kind)),
            Ok(None) => {}
            Err(fault) => self.fault(fault, span, &[operand.span]),
        }
        self.grown(Tree::Unary(operation, Box::new(typed.tree)), kind, typed.height, span)
    }

    /// Operators that follow from each other, as in a long sum, one after the other from the left: a call for each
    /// would nest as deep as the sum is long.
    fn chain(&mut self, syntax: &Syntax) -> Option<Box<Typed>> {
        let mut links = Vec::new();
        let mut first = syntax;
        while let Node::Binary(operation, _, operands) = &first.node
            && !operation.is_comparison()
        {
            links.push((first, *operation, &**operands));
            first = &operands[0];
        }
        let mut left = self.visit(first, None);
        for (whole, operation, [before, right]) in links.into_iter().rev() {
            left = self.link(operation, left, before.span, right, whole.span);
        }
        left
    }

    fn link(
        &mut self,
        operation: Binary,
        left: Option<Box<Typed>>,
        left_span: Span,
        right: &Syntax,
        span: Span,
    ) -> Option<Box<Typed>> {
        let who = quoted(operation.sign());
        let logic = matches!(operation, Binary::And | Binary::Or);
        let settled = left
            .as_ref()
            .and_then(|typed| typed.constant())
            .is_some_and(|a| operation.is_settled_by(a));
        let visited = self.visit_unreachable(right, None, logic && settled);
        if logic {
            let left = self.truth(left, left_span, &who);
            let right_typed = self.truth(visited, right.span, &who);
            return self.binary(
                operation,
                Kind::Truth,
                [left?, right_typed?],
                [left_span, right.span],
                span,
            );
        }
        let left = self.number(left, left_span, &who);
        let right_typed = self.number(visited, right.span, &who);
        let pair = [left?, right_typed?];
        let kind = match operation {
            Binary::Divide | Binary::Power => Kind::Number,
            _ => pair[0].kind.wider(pair[1].kind),
        };
        self.binary(operation, kind, pair, [left_span, right.span], span)
    }

    fn binary(
        &mut self,
        operation: Binary,
        kind: Kind,
        [left, right]: [Box<Typed>; 2],
        operands: [Span; 2],
        span: Span,
    ) -> Option<Box<Typed>> {
        match fold::binary(operation, &left.tree, &right.tree, kind) {
            Ok(Some(value)) => return Some(Typed::leaf(Tree::Constant(value), kind)),
            Ok(None) => {}
            Err(fault) => self.fault(fault, span, &operands),
        }
        let height = left.height.max(right.height);
        self.grown(
            Tree::Binary(operation, Box::new([left.tree, right.tree])),
            kind,
            height,
            span,
        )
    }

    fn comparison(&mut self, operation: Binary, operands: &[Syntax; 2], span: Span) -> Option<Box<Typed>> {
        let [left, right] = operands;
        let list = self.list_of(left).or_else(|| self.list_of(right));
        let left_typed = self.visit(left, list);
        let right_typed = self.visit(right, list);
        let pair = [left_typed?, right_typed?];
        let sides = [(left.span, pair[0].kind), (right.span, pair[1].kind)];
        if let Some(finding) = kind_errors::incomparable(self.scope, operation, sides) {
            self.report(finding);
            return None;
        }
        self.binary(operation, Kind::Truth, pair, [left.span, right.span], span)
    }

    fn call(
        &mut self,
        function: Function,
        arguments: &[Syntax],
        span: Span,
        list: Option<DomainId>,
    ) -> Option<Box<Typed>> {
        let who = quoted(function.name());
        match (function, arguments) {
            (Function::If, [condition, then, otherwise]) => self.branching([condition, then, otherwise], span, list),
            (Function::One(operation), [operand]) => self.unary(operation, operand, span),
            (Function::Clamp, [_, _, _]) => {
                let numbers: [Typed; 3] = self.numbers(arguments, &who)?.try_into().ok()?;
                let [x, low, high] = numbers.map(Box::new);
                let below = self.extreme(Binary::Minimum, x, high, span)?;
                self.extreme(Binary::Maximum, low, below, span)
            }
            (Function::Extreme(operation), [_, _, ..]) => {
                let mut numbers = self.numbers(arguments, &who)?.into_iter().map(Box::new);
                let first = numbers.next()?;
                numbers.try_fold(first, |extreme, next| self.extreme(operation, extreme, next, span))
            }
            // The parser lets no other number of arguments pass.
            _ => None,
        }
    }

    fn extreme(&mut self, operation: Binary, left: Box<Typed>, right: Box<Typed>, span: Span) -> Option<Box<Typed>> {
        let kind = left.kind.wider(right.kind);
        self.binary(operation, kind, [left, right], [span, span], span)
    }

    fn numbers(&mut self, arguments: &[Syntax], who: &str) -> Option<Vec<Typed>> {
        let mut numbers = Vec::new();
        for argument in arguments {
            let visited = self.visit(argument, None);
            numbers.push(self.number(visited, argument.span, who));
        }
        numbers.into_iter().map(|number| number.map(|typed| *typed)).collect()
    }

    fn branching(&mut self, parts: [&Syntax; 3], span: Span, list: Option<DomainId>) -> Option<Box<Typed>> {
        let [condition, then, otherwise] = parts;
        let visited = self.visit(condition, None);
        let condition = self.truth(visited, condition.span, "the condition of `if`");
        let known = condition
            .as_ref()
            .and_then(|typed| typed.constant())
            .map(|value| value != 0.0);
        let list = list.or_else(|| self.list_of(then)).or_else(|| self.list_of(otherwise));
        let first = self.visit_unreachable(then, list, known == Some(false));
        let second = self.visit_unreachable(otherwise, list, known == Some(true));
        let (condition, first, second) = (condition?, first?, second?);
        let Some(kind) = kind_errors::common(self.scope, first.kind, second.kind) else {
            let sides = [(then.span, first.kind), (otherwise.span, second.kind)];
            self.report(kind_errors::uneven_branches(self.scope, sides));
            return None;
        };
        match known {
            Some(true) => Some(Typed::new(first.tree, kind, first.height)),
            Some(false) => Some(Typed::new(second.tree, kind, second.height)),
            None => {
                let height = condition.height.max(first.height).max(second.height);
                self.grown(
                    Tree::If(Box::new([condition.tree, first.tree, second.tree])),
                    kind,
                    height,
                    span,
                )
            }
        }
    }

    /// Visits a part that may never be evaluated, so that a division by zero in it does no harm.
    fn visit_unreachable(&mut self, syntax: &Syntax, list: Option<DomainId>, unreachable: bool) -> Option<Box<Typed>> {
        self.unreachable += usize::from(unreachable);
        let typed = self.visit(syntax, list);
        self.unreachable -= usize::from(unreachable);
        typed
    }

    fn truth(&mut self, typed: Option<Box<Typed>>, span: Span, who: &str) -> Option<Box<Typed>> {
        let typed = typed?;
        if typed.kind == Kind::Truth {
            return Some(typed);
        }
        self.report(kind_errors::no_truth(self.scope, typed.kind, span, who));
        None
    }

    fn number(&mut self, typed: Option<Box<Typed>>, span: Span, who: &str) -> Option<Box<Typed>> {
        let typed = typed?;
        if matches!(typed.kind, Kind::Integer | Kind::Number) {
            return Some(typed);
        }
        self.report(kind_errors::no_number(self.scope, typed.kind, span, who));
        None
    }

    /// A tree over operands of the given height.
    fn grown(&mut self, tree: Tree, kind: Kind, below: usize, span: Span) -> Option<Box<Typed>> {
        if below >= HEIGHT {
            self.report(too_high(span));
            return None;
        }
        Some(Typed::new(tree, kind, below + 1))
    }

    fn fault(&mut self, fault: Fault, whole: Span, operands: &[Span]) {
        if self.unreachable > 0 {
            return;
        }
        let span = fault.operand.and_then(|at| operands.get(at)).copied().unwrap_or(whole);
        self.report(Diagnostic::error(Code::NoResult, fault.message).at(span, fault.remark));
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
