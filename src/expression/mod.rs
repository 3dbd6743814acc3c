//! Small formulas: text to a typed tree, and a tree to flat code that runs for a block of draws at once.

pub mod check;
pub mod evaluate;
pub mod syntax;
pub mod tape;
pub mod tree;

pub use check::{Expected, Scope, Symbol, check, infer};
pub use syntax::{Place, Syntax, parse};
pub use tape::{Slot, Tape};
pub use tree::{Binary, DomainId, Kind, Tree, Unary};
