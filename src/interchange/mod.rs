//! Import and export: Gambit's `.efg` and `.nfg` files, and solved games as Markov chains for PRISM and Storm.

mod builder;
mod chain;
mod efg;
mod equivalence_notes;
mod error;
mod extensive_form;
mod game_file;
mod labels;
mod lexer;
mod limits;
mod nfg;
mod normal_form;
mod number;
mod prism;
mod probabilities;
mod table;
mod time_order;
mod token_reader;
mod traversal;
mod tree;
mod tree_labels;
mod tree_to_game;
#[cfg(feature = "cli")]
mod umb;
mod unique_labels;
mod write;

pub use builder::Node;
pub(crate) use builder::tree as tree_of_nodes;
pub use chain::chain;
pub use equivalence_notes::equivalence_notes;
pub use extensive_form::{ExtensiveForm, TooManyNodes, extensive_form};
pub(crate) use game_file::ReadError;
pub(crate) use game_file::game_file;
pub use game_file::{Form, GameFile, Imported, import, open, parse, read};
pub(crate) use limits::MOST_NODES;
pub use normal_form::{NotATable, table};
pub use prism::prism;
pub use table::{Cells, Table};
pub use tree::{Kind, Tree};
#[cfg(feature = "cli")]
pub(crate) use umb::umb;
pub use write::{efg, nfg};
