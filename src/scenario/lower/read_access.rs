//! Checks that a formula reads only what its place in the file allows.

use crate::expression::syntax::Node;
use crate::expression::{Scope, Symbol, Syntax, Tree};
use crate::scenario::ast::{Form, Formula};
use crate::scenario::lower::Lowering;
use crate::scenario::model::Role;
use crate::scenario::suggestion::list;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span};

/// The place of a formula in the file, and what it may therefore read.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    /// What the formula is, for messages.
    pub(crate) what: String,
    /// The cells and the period.
    pub(crate) reads: Access,
    /// Whether it may read parameters that carry a distribution.
    pub(crate) uncertain: bool,
}

/// Which cells a formula may read, and whether the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// No cell, and not the period.
    Parameters,
    /// The type of this actor only.
    TypeOf(usize),
    /// The mood of this group only.
    MoodOf(usize),
    /// The period and what this actor sees.
    SeenBy(usize),
    /// The period and every cell.
    All,
}

impl Context {
    /// A formula that decides which states can occur.
    pub(crate) fn structure(what: impl Into<String>, reads: Access) -> Self {
        Self {
            uncertain: false,
            ..Self::number(what, reads)
        }
    }

    /// A formula that only gives a number.
    pub(crate) fn number(what: impl Into<String>, reads: Access) -> Self {
        Self {
            what: what.into(),
            reads,
            uncertain: true,
        }
    }
}

impl Lowering<'_> {
    /// Reports what a formula reads and may not; whether it reads only what it may.
    pub(crate) fn may_read(&mut self, formula: &Formula, tree: &Tree, context: &Context) -> bool {
        let mut findings = Vec::new();
        if !context.uncertain {
            for parameter in tree.parameters() {
                findings.push(self.uncertain_read(formula, parameter, context));
            }
        }
        for cell in tree.cells() {
            findings.extend(self.cell_read(formula, cell, context));
        }
        let timeless = matches!(
            context.reads,
            Access::Parameters | Access::TypeOf(_) | Access::MoodOf(_)
        );
        if timeless && tree.reads_period() {
            let (span, _) = self.reader_of(formula, &|tree| matches!(tree, Tree::Period));
            let message = format!("{} cannot read the period", context.what);
            let finding = Code::OutOfReach.at(span, message);
            findings.push(finding.help("it is settled before the first period and the same in all"));
        }
        let allowed = findings.is_empty();
        findings.into_iter().for_each(|finding| self.report(finding));
        allowed
    }

    fn uncertain_read(&self, formula: &Formula, number: usize, context: &Context) -> Diagnostic {
        let parameter = &self.parameters[number];
        let (span, remark) = self.reader_of(formula, &|tree| *tree == Tree::Parameter(number));
        let (what, name) = (&context.what, quoted(&parameter.name));
        let message = format!("{what} cannot read the uncertain parameter {name}");
        let finding = Diagnostic::error(Code::UncertainStructure, message).at(span, remark);
        let help = "which states can occur must be the same in every draw; fix the parameter, or let it change \
                    a probability";
        finding
            .at(parameter.span, "declared here, with a distribution")
            .help(help)
    }

    fn cell_read(&self, formula: &Formula, number: usize, context: &Context) -> Option<Diagnostic> {
        if number >= self.cells.len() {
            let (message, help) = self.beside_read(number, context)?;
            let is_it = |tree: &Tree| matches!(tree, Tree::Cell(cell) | Tree::Select(cell, _) if *cell == number);
            let (span, remark) = self.reader_of(formula, &is_it);
            return Some(Diagnostic::error(Code::BadGroup, message).at(span, remark).help(help));
        }
        let cell = &self.cells[number];
        let name = match cell.role {
            Role::Type { .. } => format!("the type of {}", quoted(&cell.name)),
            Role::Bound { .. } => format!("whether {} binds", quoted(&cell.name)),
            Role::Variable => quoted(&cell.name),
        };
        let what = &context.what;
        let (message, help) = match context.reads {
            Access::All => return None,
            Access::SeenBy(actor) if cell.seen[actor] => return None,
            Access::TypeOf(owner) if cell.role == (Role::Type { actor: owner }) => return None,
            Access::MoodOf(owner)
                if self.groups[owner]
                    .as_ref()
                    .is_some_and(|group| group.mood == Some(number)) =>
            {
                return None;
            }
            Access::SeenBy(actor) => {
                let who = quoted(&self.scenario.actors[actor].name.value);
                let help = match cell.role {
                    Role::Variable => {
                        "let the actor see it with `seen_by`, or ask in the stage's `when`, which may read anything"
                    }
                    _ => "an actor's choice rests on what it sees; a stage's `when` may read anything",
                };
                (
                    format!("{what} cannot read {name}, which {who} does not see"),
                    Some(help),
                )
            }
            Access::TypeOf(_) => {
                let help = "whether the promise is due may rest on the state: that is its `when`";
                let message = format!("{what} can read parameters and the actor's own type only, not {name}");
                (message, Some(help))
            }
            Access::MoodOf(_) => (
                format!("{what} can read parameters and the mood only, not {name}"),
                None,
            ),
            Access::Parameters => (format!("{what} can read parameters only, not {name}"), None),
        };
        let (code, declared) = match context.reads {
            Access::SeenBy(_) => (Code::Unseen, self.seen_by(number)),
            _ => (Code::OutOfReach, "declared here".to_owned()),
        };
        let is_cell = |tree: &Tree| matches!(tree, Tree::Cell(cell) | Tree::Select(cell, _) if *cell == number);
        let (span, remark) = self.reader_of(formula, &is_cell);
        let finding = Diagnostic::error(code, message).at(span, remark);
        let finding = finding.at(cell.span, declared);
        Some(match help {
            Some(help) => finding.help(help),
            None => finding,
        })
    }

    /// Who sees a cell.
    fn seen_by(&self, cell: usize) -> String {
        let actors = self.scenario.actors.iter().zip(&self.cells[cell].seen);
        let seeing = actors.filter(|(_, seen)| **seen);
        let names: Vec<&str> = seeing.map(|(actor, _)| actor.name.value.as_str()).collect();
        if names.is_empty() {
            "seen by nobody".to_owned()
        } else {
            format!("seen by {}", list(names))
        }
    }

    /// The span of the name in a formula whose tree contains `part`, and a remark if the name is a definition.
    fn reader_of(&self, formula: &Formula, part: &dyn Fn(&Tree) -> bool) -> (Span, String) {
        let Form::Expression { syntax, .. } = &formula.form else {
            return (formula.span, String::new());
        };
        for (name, span) in names_in(syntax) {
            let tree = match self.symbols.lookup(name) {
                Some(Symbol::Cell(cell, _)) => Tree::Cell(cell),
                Some(Symbol::Tree(tree, _)) => tree,
                None if name == "period" => Tree::Period,
                None => continue,
            };
            let mut found = false;
            tree.walk(&mut |inner| found |= part(inner));
            if found {
                let mut definitions = self.scenario.definitions.iter();
                let defined = definitions.any(|definition| definition.name.value == name);
                let remark = defined.then(|| format!("through {}", quoted(name)));
                return (span, remark.unwrap_or_default());
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
