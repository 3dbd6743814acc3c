//! The scenario: the file as written, and the checked model that it means.

mod build;
mod document;
pub mod keys;
mod load;
pub mod mapping;
pub mod model;
pub mod node;
mod overrides;
mod place;
mod read;
mod resolved;
mod settings;
mod shares;
mod show;
mod suggest;
mod syntax;
mod target;
mod used;
pub mod written;

pub use document::{Document, merged, read};
pub use load::{LoadError, load};
pub use mapping::Mapping;
pub use model::Model;
pub use used::used;
