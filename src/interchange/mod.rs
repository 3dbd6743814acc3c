//! Games of others in and out: Gambit's `.efg` and `.nfg` files, and solved games as Markov chains for PRISM and Storm.

mod apart;
mod chain;
mod course;
mod efg;
mod fault;
mod flatten;
mod labels;
mod lexer;
mod limits;
mod naming;
mod nfg;
mod number;
mod order;
mod prism;
mod probabilities;
mod provisos;
mod read;
mod reader;
mod strategic;
mod table;
mod tree;
mod unroll;
mod write;

pub use chain::chain;
pub(crate) use limits::MOST_NODES;
pub use prism::prism;
pub use provisos::provisos;
pub(crate) use read::ReadError;
pub use read::{Form, GameFile, Imported, game_file, import, open, parse, read};
pub use strategic::{NotATable, table};
pub use table::{Cells, Table};
pub use tree::{Kind, Tree};
pub use unroll::{TooManyNodes, Unrolled, unroll};
pub use write::{efg, nfg};
