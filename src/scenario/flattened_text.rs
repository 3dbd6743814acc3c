//! Writes a scenario that extends other files as one file.

use toml_edit::{Array, InlineTable, Key, Value};

use crate::scenario::keys::{Keys, SCENARIO, Takes};
use crate::scenario::toml_value::{self, Node, Table};

/// The text of a scenario merged from several files; their comments are dropped.
pub(crate) fn standalone(table: &Table, name: &str, bases: &[String]) -> String {
    let file = |name: &str| {
        let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
        last.chars().filter(|c| !c.is_control()).collect::<String>()
    };
    let names = std::iter::once(name).chain(bases.iter().map(String::as_str)).map(file);
    let names = names.collect::<Vec<_>>().join(", which extends ");
    let mut text = format!("# {names}, as one file\n");
    section(&mut text, "", &SCENARIO, table);
    text
}

/// The plain keys of a table, followed by the tables within it. `path` is its own, with a dot at the end.
fn section(text: &mut String, path: &str, keys: &Keys, table: &Table) {
    let mut below = Vec::new();
    for entry in &table.entries {
        let key = Key::new(&entry.key.value);
        let takes = keys.get(&entry.key.value).map(|known| &known.takes);
        match (takes, &entry.value.value) {
            (Some(Takes::Named(inner)), Node::Table(named)) => {
                below.extend(named.entries.iter().map(|named| {
                    let path = format!("{path}{key}.{}", Key::new(&named.key.value));
                    (format!("[{path}]"), path, *inner, &named.value)
                }));
            }
            (Some(Takes::List(inner)), Node::List(items)) if !items.is_empty() => {
                let path = format!("{path}{key}");
                let items = items.iter();
                below.extend(items.map(|item| (format!("[[{path}]]"), path.clone(), *inner, item)));
            }
            _ => text.push_str(&format!("{key} = {}\n", value(&entry.value))),
        }
    }
    for (header, path, keys, item) in below {
        text.push_str(&format!("\n{header}\n"));
        if let Some(table) = item.table() {
            section(text, &format!("{path}."), keys, table);
        }
    }
}

fn value(node: &toml_value::Value) -> Value {
    match &node.value {
        Node::Text(text) => Value::from(text.value.as_str()),
        Node::Integer(number) => Value::from(*number),
        Node::Number(number) => Value::from(*number),
        Node::Truth(truth) => Value::from(*truth),
        // A scenario has no dates: one that is here was not read without an error.
        Node::Date => Value::from(""),
        Node::List(items) => Value::Array(items.iter().map(value).collect::<Array>()),
        Node::Table(table) => {
            let entries = table.entries.iter();
            let entries = entries.map(|entry| (entry.key.value.as_str(), value(&entry.value)));
            Value::InlineTable(entries.collect::<InlineTable>())
        }
    }
}
