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
    let bases: Vec<String> = bases.iter().map(|base| file(base)).collect();
    let mut text = format!(
        "# {}, which extends {}, as one file\n",
        file(name),
        bases.join(", which extends ")
    );
    section(&mut text, "", &SCENARIO, table);
    text
}

/// The plain keys of a table, followed by the tables within it.
fn section(text: &mut String, path: &str, keys: &Keys, table: &Table) {
    let takes = |key: &str| keys.get(key).map(|known| &known.takes);
    let mut below = Vec::new();
    for entry in &table.entries {
        match (takes(&entry.key.value), &entry.value.value) {
            (Some(Takes::Named(inner)), Node::Table(named)) => {
                below.extend(named.entries.iter().map(|named| {
                    let header = joined(&joined(path, &entry.key.value), &named.key.value);
                    (format!("[{header}]"), header, *inner, &named.value)
                }));
            }
            (Some(Takes::List(inner)), Node::List(items)) if !items.is_empty() => {
                let header = joined(path, &entry.key.value);
                below.extend(
                    items
                        .iter()
                        .map(|item| (format!("[[{header}]]"), header.clone(), *inner, item)),
                );
            }
            _ => {
                let key = Key::new(&entry.key.value);
                text.push_str(&format!("{key} = {}\n", value(&entry.value)));
            }
        }
    }
    for (header, path, keys, item) in below {
        text.push_str(&format!("\n{header}\n"));
        if let Node::Table(table) = &item.value {
            section(text, &path, keys, table);
        }
    }
}

fn joined(path: &str, key: &str) -> String {
    let key = Key::new(key);
    if path.is_empty() {
        key.to_string()
    } else {
        format!("{path}.{key}")
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
            let mut inline = InlineTable::new();
            for entry in &table.entries {
                inline.insert(&entry.key.value, value(&entry.value));
            }
            Value::InlineTable(inline)
        }
    }
}
