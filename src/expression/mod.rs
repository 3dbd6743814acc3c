//! Small formulas: text to a typed tree, and a tree to flat code that runs for a block of draws at once.

pub(crate) mod check;
pub mod evaluate;
mod fold;
pub(crate) mod interval;
mod kinds;
mod lexer;
mod parser;
pub(crate) mod polynomial;
pub(crate) mod scope;
pub(crate) mod syntax;
pub(crate) mod tape;
pub(crate) mod tree;

pub(crate) use check::{check, infer};
pub(crate) use parser::parse;
pub(crate) use scope::{Expected, Scope, Symbol};
pub(crate) use syntax::{Place, Syntax};
pub use tape::{Slot, Tape};
pub use tree::{Binary, Tree, Unary};
pub(crate) use tree::{DomainId, Kind};
