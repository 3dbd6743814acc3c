//! Formulas: parsing text to a typed tree, and compiling a tree to flat code that runs for a block of draws.

mod binary;
pub(crate) mod check;
pub(crate) mod cone;
pub(crate) mod evaluate;
mod fold;
pub(crate) mod function;
pub(crate) mod interval;
mod kind;
mod kind_errors;
mod lexer;
pub(crate) mod number_slip;
mod parser;
pub(crate) mod partials;
pub(crate) mod polynomial;
pub(crate) mod scope;
pub(crate) mod syntax;
pub(crate) mod tape;
pub(crate) mod tree;
mod unary;

pub use binary::Binary;
pub(crate) use check::{check, infer};
pub(crate) use kind::{DomainId, Kind};
pub(crate) use parser::parse;
pub(crate) use scope::{Scope, Symbol};
pub(crate) use syntax::{Place, Syntax};
pub use tape::{Slot, Tape};
pub use tree::Tree;
pub use unary::Unary;
