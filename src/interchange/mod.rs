//! Games of others in and out: Gambit's `.efg` and `.nfg` files, and solved games as Markov chains for PRISM and Storm.

mod apart;
mod efg;
mod fault;
mod flatten;
mod labels;
mod lexer;
mod limits;
mod nfg;
mod number;
mod order;
mod probabilities;
mod read;
mod reader;
mod table;
mod tree;
mod write;

pub use flatten::SetName;
pub use limits::{MOST_BYTES, MOST_NODES};
pub use number::Number;
pub use read::{Form, GameFile, Imported, ReadError, game_file, import, open, parse, read};
pub use table::{Cells, Table};
pub use tree::{ChanceSet, InformationSet, Kind, Outcome, Tree, TreeNode};
pub use write::{efg, nfg};
