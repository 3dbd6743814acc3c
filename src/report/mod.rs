//! What a user sees: the results folder, and tables and sentences on the terminal.

pub(crate) mod chart;
pub(crate) mod comparing;
mod csv;
pub(crate) mod designs;
pub(crate) mod discovering;
pub(crate) mod explaining;
pub(crate) mod figure;
pub(crate) mod folder;
pub(crate) mod graph;
pub(crate) mod grid;
pub(crate) mod identity;
pub(crate) mod inventory;
pub(crate) mod json;
mod labelled;
pub(crate) mod layout;
pub(crate) mod listing;
pub(crate) mod manifest;
mod markup;
pub(crate) mod outcome_payoffs;
mod package;
pub(crate) mod page;
pub(crate) mod part;
pub(crate) mod past_results;
mod promises;
mod records;
pub(crate) mod results;
pub(crate) mod results_list;
#[cfg(test)]
mod results_page;
pub(crate) mod run_folder;
pub(crate) mod running;
pub(crate) mod sensitivity;
pub(crate) mod strategies;
pub(crate) mod study_results;
pub(crate) mod summary;
pub(crate) mod sweeping;
pub(crate) mod terminal;
pub(crate) mod thresholds;
pub(crate) mod trace_text;
pub(crate) mod valuing;

pub(crate) use folder::{Folder, FolderError};
pub(crate) use grid::Format;
pub(crate) use manifest::{Circumstances, manifest};
pub(crate) use results::{About, Results};
pub(crate) use summary::Summary;
