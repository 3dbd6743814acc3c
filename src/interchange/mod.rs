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

pub use chain::{Chain, chain};
pub use flatten::SetName;
pub use limits::{MOST_BYTES, MOST_NODES};
pub use number::Number;
pub use prism::prism;
pub use provisos::provisos;
pub use read::{Form, GameFile, Imported, ReadError, game_file, import, open, parse, read};
pub use strategic::{NotATable, table};
pub use table::{Cells, Table};
pub use tree::{ChanceSet, InformationSet, Kind, Outcome, Tree, TreeNode};
pub use unroll::{TooManyNodes, Unrolled, unroll};
pub use write::{efg, nfg};
