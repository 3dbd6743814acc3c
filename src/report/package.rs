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

impl<'a> Package<'a> {
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

/// A file of a data package.
#[derive(Serialize)]
pub(super) struct Resource {
    name: &'static str,
    path: String,
    profile: &'static str,
    description: String,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    bytes: u64,
    schema: TableSchema,
}

/// The columns of a file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TableSchema {
    fields: Vec<FieldSchema>,
    missing_values: [&'static str; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    primary_key: Vec<String>,
}

/// A column.
#[derive(Serialize)]
struct FieldSchema {
    name: String,
    r#type: Kind,
    title: String,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
}

impl Resource {
    /// The entry of a table whose file has this many bytes.
    pub(super) fn new(table: &Table, bytes: u64) -> Self {
        let field = |field: &Field| FieldSchema {
            name: field.name.clone(),
            r#type: field.kind,
            title: field.name.replace("__", ": ").replace('_', " "),
            description: field.meaning.clone(),
            unit: field.unit.clone(),
        };
        Self {
            name: table.name,
            path: table.file(),
            profile: "tabular-data-resource",
            description: table.description.clone(),
            format: "csv",
            mediatype: "text/csv",
            encoding: "utf-8",
            bytes,
            schema: TableSchema {
                fields: table.fields.iter().map(field).collect(),
                missing_values: [""],
                primary_key: table.key.clone(),
            },
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
