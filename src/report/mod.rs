//! What a user gets to see: the results folder, and tables and tellings for the terminal.

pub mod column;
pub mod folder;
pub mod number;
pub mod results;
pub mod table;
pub mod tables;

pub use folder::{Folder, FolderError};
pub use results::{About, Results};
