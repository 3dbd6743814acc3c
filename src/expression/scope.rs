//! The names that an expression may use.

use super::interval::Interval;
use super::kind::{DomainId, Kind};
use super::tree::Tree;

/// The meaning of a name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Symbol {
    /// A cell of the state, with the kind of its values.
    Cell(usize, Kind),
    /// A ready tree and its kind: a parameter (constant, uncertain or selected by a cell) or a definition.
    Tree(Tree, Kind),
}

/// The names that an expression may use. Names may be dotted (`russia.type`).
pub(crate) trait Scope {
    /// The meaning of a name here.
    fn lookup(&self, name: &str) -> Option<Symbol>;
    /// All names, for "did you mean".
    fn names(&self) -> Vec<String>;
    /// The values of a list of named values, in order.
    fn values(&self, domain: DomainId) -> &[String];
    /// Bounds on the values of a cell, as far as they are known.
    fn bounds(&self, cell: usize) -> Interval {
        let _ = cell;
        Interval::ANYTHING
    }
    /// Why a name that stands for nothing here is no misspelling, if there is something to say: one sentence, such as
    /// that the actor does not see this variable. With something to say of `period`, that cannot be used either.
    fn hint(&self, name: &str) -> Option<String> {
        let _ = name;
        None
    }
}
