//! The description of a results folder as a Frictionless data package, version 1.

use serde::Serialize;

use crate::study::table::{Field, Kind, Table};

/// A data package.
#[derive(Serialize)]
pub(super) struct Package<'a> {
    profile: &'static str,
    name: String,
    title: &'a str,
    description: &'static str,
    resources: Vec<Resource>,
}

/// A table of a data package.
#[derive(Serialize)]
pub(super) struct Resource {
    name: &'static str,
    /// The name of its file.
    path: String,
    profile: &'static str,
    description: String,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    /// The size of its file.
    bytes: u64,
    schema: TableSchema,
}

/// The columns of a table.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TableSchema {
    fields: Vec<FieldSchema>,
    /// What cells hold where something is missing.
    missing_values: [&'static str; 1],
    /// The columns that name a row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    primary_key: Vec<String>,
}

/// A column.
#[derive(Serialize)]
struct FieldSchema {
    name: String,
    r#type: Kind,
    /// The name, in words.
    title: String,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
}

impl<'a> Package<'a> {
    /// A data package of these tables.
    pub(super) fn new(name: &str, title: &'a str, description: &'static str, resources: Vec<Resource>) -> Self {
        Self {
            profile: "tabular-data-package",
            name: package_name(name),
            title,
            description,
            resources,
        }
    }
}

impl Resource {
    /// The entry of a table whose file has this many bytes.
    pub(super) fn new(table: Table, bytes: u64) -> Self {
        Self {
            name: table.name,
            path: table.file(),
            profile: "tabular-data-resource",
            description: table.description,
            format: "csv",
            mediatype: "text/csv",
            encoding: "utf-8",
            bytes,
            schema: TableSchema {
                fields: table.fields.into_iter().map(FieldSchema::of).collect(),
                missing_values: [""],
                primary_key: table.key,
            },
        }
    }
}

impl FieldSchema {
    fn of(field: Field) -> Self {
        Self {
            title: field.name.replace("__", ": ").replace('_', " "),
            name: field.name,
            r#type: field.kind,
            description: field.meaning,
            unit: field.unit,
        }
    }
}

/// A name as data packages allow it: lower-case letters, digits, and `. _ -`.
fn package_name(name: &str) -> String {
    let allowed = |c: char| {
        if c.is_ascii_alphanumeric() || "._-".contains(c) {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    name.chars().map(allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::package_name;

    #[test]
    fn package_names_are_plain() {
        assert_eq!(package_name("NATO entry, 1"), "nato-entry--1");
    }
}
