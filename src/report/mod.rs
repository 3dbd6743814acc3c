//! What a user gets to see: the results folder, and tables and tellings for the terminal.

pub mod column;
pub mod comparing;
pub mod explaining;
mod figure;
pub mod folder;
pub mod grid;
pub mod identity;
pub mod inventory;
pub mod listing;
pub mod manifest;
pub mod number;
mod paragraph;
mod promises;
pub mod results;
pub mod strategies;
pub mod table;
pub mod tables;
pub mod telling;
pub mod terminal;

pub use folder::{Folder, FolderError};
pub use grid::Format;
pub use manifest::{Circumstances, manifest};
pub use results::{About, Results};
