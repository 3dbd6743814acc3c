//! The scenario: the file as written, and the checked model that it means.

mod build;
mod condition;
mod document;
mod extends;
pub mod keys;
mod layout;
mod load;
mod loosen;
pub mod mapping;
mod merge;
pub mod model;
pub mod node;
mod overrides;
mod place;
mod precision;
mod read;
mod resolved;
pub mod schema;
mod settings;
mod shares;
mod show;
mod standalone;
mod suggest;
mod syntax;
mod target;
mod used;
pub mod written;

pub use condition::Condition;
pub use document::{Document, merged, read};
pub use layout::formatted;
pub use load::{LoadError, load, read_text, text_of};
pub use loosen::{Loose, Varied};
pub use mapping::Mapping;
pub use model::Model;
pub use used::used;
