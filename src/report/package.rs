//! The description of a results folder as a Frictionless data package, version 1.

use serde_json::{Value, json};

use crate::study::table::{Field, Table};

/// A data package of these files.
pub(super) fn package(name: &str, title: &str, description: &str, resources: Vec<Value>) -> Value {
    json!({
        "profile": "tabular-data-package",
        "name": package_name(name),
        "title": title,
        "description": description,
        "resources": resources,
    })
}

/// The entry of a table whose file has this many bytes.
pub(super) fn resource(table: &Table, bytes: u64) -> Value {
    let mut schema = json!({
        "fields": table.fields.iter().map(field).collect::<Value>(),
        "missingValues": [""],
    });
    if !table.key.is_empty() {
        schema["primaryKey"] = json!(table.key);
    }
    json!({
        "name": table.name,
        "path": table.file(),
        "profile": "tabular-data-resource",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": bytes,
        "schema": schema,
    })
}

/// A column.
fn field(field: &Field) -> Value {
    let mut entry = json!({
        "name": field.name,
        "type": field.kind,
        "title": field.name.replace("__", ": ").replace('_', " "),
        "description": field.meaning,
    });
    if let Some(unit) = &field.unit {
        entry["unit"] = json!(unit);
    }
    entry
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
