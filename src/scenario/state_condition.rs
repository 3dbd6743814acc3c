//! A condition on states that a user gives on the command line.

use crate::expression::evaluate::{NoValue, evaluate};
use crate::expression::{DomainId, Kind, Place, Scope, Symbol, Tree, check, parse};
use crate::scenario::model::{Cell, Model, Role};
use crate::source::{Code, Diagnostic, SourceId, Span};

/// A condition on variables, types, whether promises bind, and the period.
#[derive(Clone, Debug)]
pub struct Condition {
    tree: Tree,
    span: Span,
    lows: Vec<i32>,
}

/// The error that a condition has no value in some state.
#[derive(Clone, Debug)]
pub struct UndefinedCondition(pub(crate) Box<Diagnostic>);

impl Condition {
    /// Parses a condition on the states of a model; `source` holds exactly its text.
    ///
    /// # Errors
    /// Every error in it.
    pub fn read(text: &str, source: SourceId, model: &Model) -> Result<Self, Vec<Diagnostic>> {
        let place = Place::verbatim(source, 0, text.len());
        let syntax = parse(text, &place).map_err(|found| vec![found])?;
        let tree = check(&syntax, &StateNames(model), Kind::Truth)?;
        let lows = model.cells.iter().map(|cell| cell.low).collect();
        let span = syntax.span;
        Ok(Self { tree, span, lows })
    }

    /// The cells of a state that it reads.
    pub fn reads(&self) -> Vec<usize> {
        self.tree.cells()
    }

    /// Whether it holds in a state (one value for each cell) and a period.
    ///
    /// # Errors
    /// It has no value there.
    pub fn holds(&self, state: &[i32], period: usize) -> Result<bool, UndefinedCondition> {
        let value = evaluate(&self.tree, state, &self.lows, Some(period));
        let value = value.map_err(|NoValue(reason)| {
            let message = format!("the condition has no value where it is asked: {reason}");
            let help = "ask for it only where it has one: `n > 0 and 1 / n < 0.5`";
            UndefinedCondition(Box::new(Code::Undefined.at(self.span, message).help(help)))
        })?;
        Ok(value != Some(0.0))
    }
}

/// The names that a condition may read: the cells of a state, as the expressions of the file call them.
struct StateNames<'m>(&'m Model);

fn word(cell: &Cell) -> String {
    match cell.role {
        Role::Variable => cell.name.clone(),
        Role::Type { .. } => format!("{}.type", cell.name),
        Role::Bound { .. } => format!("{}.bound", cell.name),
    }
}

impl Scope for StateNames<'_> {
    fn lookup(&self, name: &str) -> Option<Symbol> {
        let cells = &self.0.cells;
        let place = cells.iter().position(|cell| word(cell) == name)?;
        Some(Symbol::Cell(place, cells[place].kind))
    }

    fn names(&self) -> Vec<String> {
        self.0.cells.iter().map(word).collect()
    }

    fn values(&self, domain: DomainId) -> &[String] {
        &self.0.domains[domain.0]
    }

    fn hint(&self, name: &str) -> Option<String> {
        let typed = |cell: &Cell| matches!(cell.role, Role::Type { .. }) && cell.name == name;
        if self.0.cells.iter().any(typed) {
            return Some(format!("the type of the actor is `{name}.type`"));
        }
        let mut keys = self.0.settings.iter().map(|setting| setting.key.as_str());
        let known = keys.any(|key| key == name || key.starts_with(&format!("{name}.")));
        let hint = "a condition here reads what actors see: variables, their types, the period";
        known.then(|| hint.to_owned())
    }
}
