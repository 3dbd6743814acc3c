//! A table of a results folder that is there already, as the folder's data package describes it.

use serde::Deserialize;

use crate::study::table::Kind;

/// The data package of a folder.
#[derive(Debug, Deserialize)]
pub(super) struct PastPackage {
    /// Its tables.
    pub resources: Vec<PastTable>,
}

/// A table.
#[derive(Debug, Deserialize)]
pub(super) struct PastTable {
    /// The name.
    pub name: String,
    /// The name of its file.
    #[serde(rename = "path")]
    pub file: String,
    /// What the table holds.
    pub description: String,
    /// Its columns.
    pub schema: PastSchema,
}

/// The columns of a table.
#[derive(Debug, Deserialize)]
pub(super) struct PastSchema {
    /// In the order of the file.
    pub fields: Vec<PastField>,
}

/// A column of a table.
#[derive(Debug, Deserialize)]
pub(super) struct PastField {
    /// Its header.
    pub name: String,
    /// The type of its cells.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Its unit, where it has one.
    pub unit: Option<String>,
    /// What it means.
    pub description: String,
}
