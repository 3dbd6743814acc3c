//! What a formula may read, by where it stands.

use crate::expression::syntax::Node;
use crate::expression::{Scope, Symbol, Syntax, Tree};
use crate::scenario::ast::{Form, Formula};
use crate::scenario::lower::Builder;
use crate::scenario::model::Role;
use crate::scenario::suggestion::list;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span};

/// Where a formula stands, and what it may therefore read.
#[derive(Clone, Debug)]
pub(crate) struct Use {
    /// What the formula is, for messages.
    pub(crate) what: String,
    /// The cells and the period.
    pub(crate) reads: Reads,
    /// Whether it may read parameters that carry a distribution.
    pub(crate) uncertain: bool,
}

/// Which cells a formula may read, and whether the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    /// No cell, and not the period.
    Parameters,
    /// The type of this actor only.
    TypeOf(usize),
    /// The period and what this actor sees.
    SeenBy(usize),
    /// The period and every cell.
    All,
}

impl Use {
    /// A formula that decides which states can occur.
    pub(crate) fn structure(what: impl Into<String>, reads: Reads) -> Self {
        Self {
            what: what.into(),
            reads,
            uncertain: false,
        }
    }

    /// A formula that only gives a number.
    pub(crate) fn number(what: impl Into<String>, reads: Reads) -> Self {
        Self {
            what: what.into(),
            reads,
            uncertain: true,
        }
    }
}

impl Builder<'_> {
    /// Notes whatever a formula reads that it may not.
    pub(crate) fn check_reads(&mut self, formula: &Formula, tree: &Tree, usage: &Use) -> bool {
        let mut findings = Vec::new();
        if !usage.uncertain {
            for parameter in tree.parameters() {
                findings.push(self.uncertain_read(formula, parameter, usage));
            }
        }
        for cell in tree.cells() {
            findings.extend(self.cell_read(formula, cell, usage));
        }
        let timeless = matches!(usage.reads, Reads::Parameters | Reads::TypeOf(_));
        if timeless && tree.reads_period() {
            let (span, _) = self.reader_of(formula, &|tree| matches!(tree, Tree::Period));
            findings.push(
                Diagnostic::error(Code::OutOfReach, format!("{} cannot read the period", usage.what))
                    .at(span, "")
                    .help("it is settled before the first period and the same in all"),
            );
        }
        let fine = findings.is_empty();
        for finding in findings {
            self.report(finding);
        }
        fine
    }

    fn uncertain_read(&self, formula: &Formula, number: usize, usage: &Use) -> Diagnostic {
        let parameter = &self.parameters[number];
        let (span, remark) = self.reader_of(formula, &|tree| *tree == Tree::Parameter(number));
        let message = format!(
            "{} cannot read the uncertain parameter {}",
            usage.what,
            quoted(&parameter.name)
        );
        Diagnostic::error(Code::UncertainStructure, message)
            .at(span, remark)
            .at(parameter.span, "declared here, with a distribution")
            .help("which states can occur must be the same in every draw; fix the parameter, or let it change a probability")
    }

    fn cell_read(&self, formula: &Formula, number: usize, usage: &Use) -> Option<Diagnostic> {
        let cell = &self.cells[number];
        let name = match cell.role {
            Role::Type { .. } => format!("the type of {}", quoted(&cell.name)),
            Role::Bound { .. } => format!("whether {} binds", quoted(&cell.name)),
            Role::Variable => quoted(&cell.name),
        };
        let (message, help) = match usage.reads {
            Reads::All => return None,
            Reads::SeenBy(actor) if cell.seen[actor] => return None,
            Reads::TypeOf(owner) if cell.role == (Role::Type { actor: owner }) => return None,
            Reads::SeenBy(actor) => {
                let who = quoted(&self.written.actors[actor].name.value);
                let message = format!("{} cannot read {name}, which {who} does not see", usage.what);
                (
                    message,
                    Some(match cell.role {
                        Role::Variable => {
                            "let the actor see it with `seen_by`, or ask in the stage's `when`, which may read anything"
                        }
                        Role::Type { .. } | Role::Bound { .. } => {
                            "an actor's choice rests on what it sees; a stage's `when` may read anything"
                        }
                    }),
                )
            }
            Reads::TypeOf(_) => (
                format!(
                    "{} can read parameters and the actor's own type only, not {name}",
                    usage.what
                ),
                Some("whether the promise is due may rest on the state: that is its `when`"),
            ),
            Reads::Parameters => (format!("{} can read parameters only, not {name}", usage.what), None),
        };
        let code = match usage.reads {
            Reads::SeenBy(_) => Code::Unseen,
            _ => Code::OutOfReach,
        };
        let (span, remark) = self.reader_of(
            formula,
            &|tree| matches!(tree, Tree::Cell(cell) | Tree::Select(cell, _) if *cell == number),
        );
        let declared = match usage.reads {
            Reads::SeenBy(_) => self.seen_by(number),
            _ => "declared here".to_owned(),
        };
        let finding = Diagnostic::error(code, message)
            .at(span, remark)
            .at(cell.span, declared);
        Some(match help {
            Some(help) => finding.help(help),
            None => finding,
        })
    }

    /// Who sees a cell.
    fn seen_by(&self, cell: usize) -> String {
        let actors = self.written.actors.iter().zip(&self.cells[cell].seen);
        let names: Vec<&str> = actors
            .filter(|(_, seen)| **seen)
            .map(|(actor, _)| actor.name.value.as_str())
            .collect();
        if names.is_empty() {
            "seen by nobody".to_owned()
        } else {
            format!("seen by {}", list(names))
        }
    }

    /// The name in a formula that brings in a part, and how it does so.
    fn reader_of(&self, formula: &Formula, part: &dyn Fn(&Tree) -> bool) -> (Span, String) {
        let Form::Expression { syntax, .. } = &formula.form else {
            return (formula.span, String::new());
        };
        for (name, span) in names_in(syntax) {
            let tree = match self.names.lookup(name) {
                Some(Symbol::Cell(cell, _)) => Tree::Cell(cell),
                Some(Symbol::Tree(tree, _)) => tree,
                None if name == "period" => Tree::Period,
                None => continue,
            };
            let mut found = false;
            tree.walk(&mut |inner| found |= part(inner));
            if found {
                let defined = self
                    .written
                    .definitions
                    .iter()
                    .any(|definition| definition.name.value == name);
                return (
                    span,
                    if defined {
                        format!("through {}", quoted(name))
                    } else {
                        String::new()
                    },
                );
            }
        }
        (formula.span, String::new())
    }
}

/// The names in an expression, from left to right.
pub(crate) fn names_in(syntax: &Syntax) -> Vec<(&str, Span)> {
    let mut names = Vec::new();
    let mut open = vec![syntax];
    while let Some(syntax) = open.pop() {
        match &syntax.node {
            Node::Number { .. } | Node::Truth(_) => {}
            Node::Name(name) => names.push((name.as_str(), syntax.span)),
            Node::Unary(_, operand) => open.push(operand),
            Node::Binary(_, _, operands) => open.extend(operands.iter().rev()),
            Node::Call(_, arguments) => open.extend(arguments.iter().rev()),
        }
    }
    names
}
