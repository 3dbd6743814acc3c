//! What a user gets to see: the results folder, and tables and tellings for the terminal.

pub(crate) mod column;
pub(crate) mod comparing;
pub(crate) mod explaining;
mod figure;
pub(crate) mod folder;
pub(crate) mod grid;
pub(crate) mod identity;
pub(crate) mod inventory;
pub(crate) mod listing;
pub(crate) mod manifest;
pub(crate) mod number;
mod paragraph;
mod promises;
pub(crate) mod results;
pub(crate) mod strategies;
pub(crate) mod table;
pub(crate) mod tables;
pub(crate) mod telling;
pub(crate) mod terminal;

pub(crate) use folder::{Folder, FolderError};
pub(crate) use grid::Format;
pub(crate) use manifest::{Circumstances, manifest};
pub(crate) use results::{About, Results};
