//! Resolves names in an expression: symbols of the scope, or named values that the context expects.

use super::{Checker, FINDINGS, List, Typed, Visited};
use crate::expression::function::Function;
use crate::expression::interval::Interval;
use crate::expression::kind::Kind;
use crate::expression::scope::Symbol;
use crate::expression::syntax::{Node, Syntax};
use crate::expression::tree::Tree;
use crate::source::wording::{alternatives, closest, quoted};
use crate::source::{Code, Diagnostic, Span};

/// The most nodes of the trees of all names in one expression: definitions made of definitions could grow without
/// bound.
pub(super) const NODES: usize = 100_000;

/// The numbers that a period may have: no scenario has more.
const PERIODS: Interval = Interval {
    low: 0.0,
    high: 100_000.0,
    undefined: false,
};

impl Checker<'_> {
    pub(super) fn name(&mut self, name: &str, span: Span, list: List) -> Visited {
        if name == "period" && self.scope.hint(name).is_none() {
            return Some(Typed::leaf(Tree::Period, Kind::Integer, PERIODS));
        }
        if self.nodes > NODES || self.found.len() == FINDINGS {
            return None;
        }
        match self.scope.lookup(name) {
            Some(Symbol::Cell(cell, kind)) => Some(Typed::leaf(Tree::Cell(cell), kind, self.scope.bounds(cell))),
            Some(Symbol::Tree(tree, kind)) => self.ready(tree, kind, span),
            None => self.named_value(name, span, list),
        }
    }

    /// The tree of a name, unless it makes this one too large.
    fn ready(&mut self, tree: Tree, kind: Kind, span: Span) -> Visited {
        let (nodes, height) = measure(&tree);
        self.nodes += nodes;
        if self.nodes > NODES {
            let message = "the expression is too large once its definitions are put in";
            let help = format!("at most {NODES} numbers, names and operations are possible in all");
            let finding = Diagnostic::error(Code::TooLarge, message).help(help);
            return self.fail(finding.at(span, "with this name it has become so"));
        }
        let bounds = match kind {
            Kind::Integer => self.bounds(&tree),
            _ => Interval::ANYTHING,
        };
        Some(Typed::new(tree, kind, height, bounds))
    }

    /// Bounds on the value of a ready tree, which is at most so high that a call for each level does no harm.
    fn bounds(&self, tree: &Tree) -> Interval {
        match tree {
            Tree::Constant(value) => Interval::point(*value),
            Tree::Cell(cell) => self.scope.bounds(*cell),
            Tree::Period => PERIODS,
            Tree::Parameter(_) => Interval::ANYTHING,
            Tree::Select(_, cases) => {
                let cases = cases.iter().map(|case| self.bounds(case));
                cases.reduce(Interval::hull).unwrap_or(Interval::ANYTHING)
            }
            Tree::Unary(operation, operand) => operation.interval(self.bounds(operand)),
            Tree::Binary(operation, operands) => {
                let [a, b] = &**operands;
                operation.interval(self.bounds(a), self.bounds(b))
            }
            Tree::If(parts) => self.bounds(&parts[1]).hull(self.bounds(&parts[2])),
        }
    }

    fn named_value(&mut self, name: &str, span: Span, list: List) -> Visited {
        let values = list.map_or(&[][..], |domain| self.scope.values(domain));
        if let Some(domain) = list
            && let Some(at) = values.iter().position(|value| value == name)
        {
            return Some(Typed::value(at as f64, Kind::Named(domain)));
        }
        self.fail(self.unknown(name, span, values))
    }

    /// The error of an unknown name where one of these values is possible.
    fn unknown(&self, name: &str, span: Span, values: &[String]) -> Diagnostic {
        if let Some(hint) = self.scope.hint(name) {
            let message = format!("{} cannot be used here", quoted(name));
            return Code::NoValue.at(span, message).help(hint);
        }
        let names = self.scope.names();
        let known = names.iter().map(String::as_str);
        let known = known.chain(["period", "true", "false"]);
        let dotted = format!("{name}.");
        let meant = closest(name, values.iter().map(String::as_str))
            .or_else(|| closest(name, known.clone()))
            .or_else(|| known.clone().find(|known| known.starts_with(&dotted)))
            .or_else(|| truth(name));
        let mut finding = Code::UnknownName.at(span, format!("{} is not known here", quoted(name)));
        if let Some(meant) = meant {
            finding = finding.help(format!("did you mean {}?", quoted(meant)));
        }
        if !values.is_empty() {
            let values = alternatives(values);
            finding = finding.help(format!("the named values that may stand here are {values}"));
        } else if self.is_number && !name.contains('.') {
            let table = quoted(&format!("[parameters.{name}]"));
            finding = finding.help(format!("a number of this name needs a table {table}"));
        } else if meant.is_none() {
            let help = "a named value is understood only beside something that has named values, as in `phase == war`";
            finding = finding.help(help);
        }
        finding
    }

    /// The list of named values to which a part belongs by the names in it.
    pub(super) fn list_of(&mut self, syntax: &Syntax) -> List {
        match &syntax.node {
            Node::Name(name) => self.list_of_name(name),
            Node::Call(Function::If, parts) => parts[1..].iter().find_map(|part| self.list_of(part)),
            _ => None,
        }
    }

    fn list_of_name(&mut self, name: &str) -> List {
        if let Some(known) = self.domains.get(name) {
            return *known;
        }
        let domain = match self.scope.lookup(name) {
            Some(Symbol::Cell(_, kind) | Symbol::Tree(_, kind)) => kind.domain(),
            None => None,
        };
        self.domains.insert(name.to_owned(), domain);
        domain
    }
}

/// The number of nodes and the height of a tree.
fn measure(tree: &Tree) -> (usize, usize) {
    let mut waiting = vec![(tree, 0)];
    let (mut nodes, mut height) = (0, 0);
    while let Some((tree, above)) = waiting.pop() {
        nodes += 1;
        height = height.max(above);
        waiting.extend(tree.children().iter().map(|child| (child, above + 1)));
    }
    (nodes, height)
}

/// The truth value that a word means.
fn truth(word: &str) -> Option<&'static str> {
    match word {
        "always" => Some("true"),
        "never" => Some("false"),
        _ => None,
    }
}
