//! Type checking: turns the syntax of an expression into its typed tree, or into diagnostics.

mod names;

use std::collections::BTreeMap;

use super::binary::Binary;
use super::fold::{self, Fault};
use super::function::Function;
use super::interval::Interval;
use super::kind::{DomainId, Kind};
use super::kind_errors;
use super::parser::{HEIGHT, too_high};
use super::scope::Scope;
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
pub(crate) fn check(syntax: &Syntax, scope: &dyn Scope, expected: Kind) -> Result<Tree, Vec<Diagnostic>> {
    typed(syntax, scope, Some(expected)).map(|typed| typed.tree)
}

/// The typed tree of an expression and the kind that it turns out to have.
///
/// # Errors
/// The errors in its names and kinds.
pub(crate) fn infer(syntax: &Syntax, scope: &dyn Scope) -> Result<(Tree, Kind), Vec<Diagnostic>> {
    typed(syntax, scope, None).map(|typed| (typed.tree, typed.kind))
}

fn typed(syntax: &Syntax, scope: &dyn Scope, expected: Option<Kind>) -> Result<Box<Typed>, Vec<Diagnostic>> {
    let mut checker = Checker {
        scope,
        found: Vec::new(),
        domains: BTreeMap::new(),
        nodes: 0,
        unreachable: 0,
        is_number: expected == Some(Kind::Number) && matches!(syntax.node, Node::Name(_)),
    };
    let typed = checker.visit(syntax, expected.and_then(Kind::domain));
    if let (Some(typed), Some(expected)) = (&typed, expected) {
        let misfit = kind_errors::misfit(scope, syntax.span, &typed.tree, typed.kind, expected);
        misfit.into_iter().for_each(|misfit| checker.report(misfit));
    }
    let found = checker.found;
    typed.filter(|_| found.is_empty()).ok_or(found)
}

/// A checked part; `None` if its errors have been reported.
type Visited = Option<Box<Typed>>;

/// The list of named values that the context of a part expects, if it expects one.
type List = Option<DomainId>;

/// A checked part of the expression; boxed, as it lies on the stack many times over while the checker calls itself.
struct Typed {
    tree: Tree,
    kind: Kind,
    /// The height of the tree.
    height: usize,
    /// Bounds on its value, where it is a whole number.
    bounds: Interval,
}

impl Typed {
    fn new(tree: Tree, kind: Kind, height: usize, bounds: Interval) -> Box<Self> {
        Box::new(Self {
            tree,
            kind,
            height,
            bounds,
        })
    }

    fn leaf(tree: Tree, kind: Kind, bounds: Interval) -> Box<Self> {
        Self::new(tree, kind, 0, bounds)
    }

    fn value(value: f64, kind: Kind) -> Box<Self> {
        Self::leaf(Tree::Constant(value), kind, Interval::point(value))
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
    /// Whether the expression is nothing but a name, where a number is wanted.
    is_number: bool,
}

impl Checker<'_> {
    fn report(&mut self, finding: Diagnostic) {
        if self.found.len() < FINDINGS {
            self.found.push(finding);
        }
    }

    fn fail<T>(&mut self, finding: Diagnostic) -> Option<T> {
        self.report(finding);
        None
    }

    /// The tree and kind of a part. A name that is not a symbol is looked up in the list that the context expects.
    fn visit(&mut self, syntax: &Syntax, list: List) -> Visited {
        match &syntax.node {
            Node::Number { value, whole } => {
                let kind = if *whole { Kind::Integer } else { Kind::Number };
                if let Err(fault) = fold::constant(*value, kind) {
                    self.fault(fault, syntax.span, &[]);
                }
                Some(Typed::value(*value, kind))
            }
            Node::Truth(value) => Some(Typed::value(f64::from(*value), Kind::Truth)),
            Node::Name(name) => self.name(name, syntax.span, list),
            Node::Unary(operation, operand) => self.unary(*operation, operand, syntax.span),
            Node::Binary(operation, _, operands) if operation.is_comparison() => {
                self.comparison(*operation, operands, syntax.span)
            }
            Node::Binary(..) => self.chain(syntax),
            Node::Call(function, arguments) => self.call(*function, arguments, syntax.span, list),
        }
    }

    fn unary(&mut self, operation: Unary, operand: &Syntax, span: Span) -> Visited {
        let who = quoted(operation.written());
        let visited = self.visit(operand, None);
        let typed = if operation == Unary::Not {
            self.truth(visited, operand.span, &who)?
        } else {
            self.number(visited, operand.span, &who)?
        };
        let kind = operation.result_kind(typed.kind);
        let mut bounds = operation.interval(typed.bounds);
        match fold::unary(operation, &typed.tree, kind) {
            Ok(Some(value)) => return Some(Typed::value(value, kind)),
            Ok(None) => {}
            Err(fault) => {
                self.fault(fault, span, &[operand.span]);
                bounds = Interval::ANYTHING;
            }
        }
        let tree = Tree::Unary(operation, Box::new(typed.tree));
        self.grown(Typed::new(tree, kind, typed.height, bounds), span)
    }

    /// Operators that follow from each other, as in a long sum, one after the other from the left: a call for each
    /// would nest as deep as the sum is long.
    fn chain(&mut self, syntax: &Syntax) -> Visited {
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

    fn link(&mut self, operation: Binary, left: Visited, left_span: Span, right: &Syntax, span: Span) -> Visited {
        let who = quoted(operation.sign());
        let logic = matches!(operation, Binary::And | Binary::Or);
        let known = left.as_ref().and_then(|typed| typed.constant());
        let settled = known.is_some_and(|a| operation.is_settled_by(a));
        let visited = self.visit_unreachable(right, None, settled);
        let operand = if logic { Self::truth } else { Self::number };
        let left = operand(self, left, left_span, &who);
        let right_typed = operand(self, visited, right.span, &who);
        let pair = [left?, right_typed?];
        let kind = match operation {
            Binary::And | Binary::Or => Kind::Truth,
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
    ) -> Visited {
        let mut bounds = operation.interval(left.bounds, right.bounds);
        match fold::binary(operation, &left.tree, &right.tree, kind) {
            Ok(Some(value)) => return Some(Typed::value(value, kind)),
            Ok(None) => {}
            Err(fault) => {
                self.fault(fault, span, &operands);
                bounds = Interval::ANYTHING;
            }
        }
        let height = left.height.max(right.height);
        let tree = Tree::Binary(operation, Box::new([left.tree, right.tree]));
        self.grown(Typed::new(tree, kind, height, bounds), span)
    }

    fn comparison(&mut self, operation: Binary, operands: &[Syntax; 2], span: Span) -> Visited {
        let [left, right] = operands;
        let list = self.list_of(left).or_else(|| self.list_of(right));
        let left_typed = self.visit(left, list);
        let right_typed = self.visit(right, list);
        let pair = [left_typed?, right_typed?];
        let sides = [(left.span, pair[0].kind), (right.span, pair[1].kind)];
        if let Some(finding) = kind_errors::incomparable(self.scope, operation, sides) {
            return self.fail(finding);
        }
        self.binary(operation, Kind::Truth, pair, [left.span, right.span], span)
    }

    fn call(&mut self, function: Function, arguments: &[Syntax], span: Span, list: List) -> Visited {
        let who = quoted(function.name());
        match (function, arguments) {
            (Function::If, [condition, then, otherwise]) => self.branching([condition, then, otherwise], span, list),
            (Function::One(operation), [operand]) => self.unary(operation, operand, span),
            (Function::Clamp, [_, _, _]) => {
                let numbers: [Typed; 3] = self.numbers(arguments, &who)?.try_into().ok()?;
                let [x, low, high] = numbers.map(Box::new);
                let below = self.extreme(Binary::Minimum, [x, high], span)?;
                self.extreme(Binary::Maximum, [low, below], span)
            }
            (Function::Extreme(operation), [_, _, ..]) => {
                let mut numbers = self.numbers(arguments, &who)?.into_iter().map(Box::new);
                let first = numbers.next()?;
                numbers.try_fold(first, |last, next| self.extreme(operation, [last, next], span))
            }
            // The parser lets no other number of arguments pass.
            _ => None,
        }
    }

    fn extreme(&mut self, operation: Binary, pair: [Box<Typed>; 2], span: Span) -> Visited {
        let kind = pair[0].kind.wider(pair[1].kind);
        self.binary(operation, kind, pair, [span, span], span)
    }

    fn numbers(&mut self, arguments: &[Syntax], who: &str) -> Option<Vec<Typed>> {
        let mut numbers = Vec::new();
        for argument in arguments {
            let visited = self.visit(argument, None);
            numbers.push(self.number(visited, argument.span, who));
        }
        let numbers = numbers.into_iter();
        numbers.map(|number| number.map(|typed| *typed)).collect()
    }

    fn branching(&mut self, parts: [&Syntax; 3], span: Span, list: List) -> Visited {
        let [condition, then, otherwise] = parts;
        let visited = self.visit(condition, None);
        let condition = self.truth(visited, condition.span, "the condition of `if`");
        let known = condition.as_ref().and_then(|typed| typed.constant());
        let known = known.map(|value| value != 0.0);
        let list = list.or_else(|| self.list_of(then));
        let list = list.or_else(|| self.list_of(otherwise));
        let first = self.visit_unreachable(then, list, known == Some(false));
        let second = self.visit_unreachable(otherwise, list, known == Some(true));
        let (condition, first, second) = (condition?, first?, second?);
        let Some(kind) = kind_errors::common(self.scope, first.kind, second.kind) else {
            let sides = [(then.span, first.kind), (otherwise.span, second.kind)];
            return self.fail(kind_errors::uneven_branches(self.scope, sides));
        };
        match known {
            Some(true) => Some(Typed::new(first.tree, kind, first.height, first.bounds)),
            Some(false) => Some(Typed::new(second.tree, kind, second.height, second.bounds)),
            None => {
                let height = condition.height.max(first.height).max(second.height);
                let bounds = first.bounds.hull(second.bounds);
                let tree = Tree::If(Box::new([condition.tree, first.tree, second.tree]));
                self.grown(Typed::new(tree, kind, height, bounds), span)
            }
        }
    }

    /// Visits a part that may never be evaluated, so that a division by zero in it does no harm.
    fn visit_unreachable(&mut self, syntax: &Syntax, list: List, unreachable: bool) -> Visited {
        self.unreachable += usize::from(unreachable);
        let typed = self.visit(syntax, list);
        self.unreachable -= usize::from(unreachable);
        typed
    }

    fn truth(&mut self, typed: Visited, span: Span, who: &str) -> Visited {
        let typed = typed?;
        if typed.kind == Kind::Truth {
            return Some(typed);
        }
        self.fail(kind_errors::no_truth(self.scope, typed.kind, span, who))
    }

    fn number(&mut self, typed: Visited, span: Span, who: &str) -> Visited {
        let typed = typed?;
        if matches!(typed.kind, Kind::Integer | Kind::Number) {
            return Some(typed);
        }
        self.fail(kind_errors::no_number(self.scope, typed.kind, span, who))
    }

    /// An operation, given with the height of its operands.
    fn grown(&mut self, mut typed: Box<Typed>, span: Span) -> Visited {
        if typed.height >= HEIGHT {
            return self.fail(too_high(span));
        }
        typed.height += 1;
        if typed.kind == Kind::Integer
            && let Err(fault) = fold::exact(typed.bounds)
        {
            self.fault(fault, span, &[]);
            // Said once, and not of all that is computed from it.
            typed.bounds = Interval::ANYTHING;
        }
        Some(typed)
    }

    fn fault(&mut self, fault: Fault, whole: Span, operands: &[Span]) {
        if self.unreachable > 0 {
            return;
        }
        let operand = fault.operand.and_then(|at| operands.get(at));
        let span = operand.copied().unwrap_or(whole);
        self.report(Diagnostic::error(Code::NoResult, fault.message).at(span, fault.remark));
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
