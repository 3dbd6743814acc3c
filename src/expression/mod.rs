//! Small formulas: text to a typed tree, and a tree to flat code that runs for a block of draws at once.

pub mod check;
pub mod evaluate;
mod fold;
pub mod interval;
mod kinds;
mod lexer;
mod parser;
pub mod polynomial;
pub mod scope;
pub mod syntax;
pub mod tape;
pub mod tree;

pub use check::{check, infer};
pub use parser::parse;
pub use scope::{Expected, Scope, Symbol};
pub use syntax::{Place, Syntax};
pub use tape::{Slot, Tape};
pub use tree::{Binary, DomainId, Kind, Tree, Unary};
