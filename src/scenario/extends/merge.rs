//! Merges the table of an extending file into that of its base, key by key.

use crate::scenario::keys::{Keys, Takes};
use crate::scenario::toml_value::{Entry, Node, Table, Value};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Diagnostics, Spanned};

/// How the value of a key in the extending file is merged with the one in the base file.
#[derive(Clone, Copy)]
enum Rule {
    /// It replaces the other.
    Replace,
    /// Its keys are merged into the other's.
    Fields(&'static Keys),
    /// Likewise if both are tables; otherwise it replaces the other.
    FieldsIfTables(&'static Keys),
    /// Its entries replace the other's of the same keys; where these are tables with keys, they are merged into them.
    Entries(Option<&'static Keys>),
    /// Its tables replace the other's of the same `name`; new ones follow.
    ByName,
}

/// A base table with an extending one merged into it.
pub(crate) fn merge(keys: &'static Keys, base: Table, over: Table, found: &mut Diagnostics) -> Table {
    let mut merged = base;
    let given = |key: &str| over.get(key).is_some();
    if keys.exclusive.iter().any(|key| given(key)) {
        // One of these keys in the extending file puts those of the base out of force.
        let dropped = |key: &str| keys.exclusive.contains(&key) && !given(key);
        merged.entries.retain(|entry| !dropped(&entry.key.value));
    }
    for entry in over.entries {
        let takes = keys.get(&entry.key.value).map(|known| &known.takes);
        merge_entry(&mut merged, entry, rule(takes), found);
    }
    merged
}

fn rule(takes: Option<&'static Takes>) -> Rule {
    match takes {
        Some(Takes::Named(inner)) => Rule::Entries(Some(inner)),
        Some(Takes::Periods(inner) | Takes::Table(inner)) => Rule::FieldsIfTables(inner),
        Some(Takes::Values(_) | Takes::Strategies | Takes::StageStrategies | Takes::Settings) => Rule::Entries(None),
        Some(Takes::List(_)) => Rule::ByName,
        _ => Rule::Replace,
    }
}

/// Merges one entry into a table.
fn merge_entry(merged: &mut Table, over: Entry, rule: Rule, found: &mut Diagnostics) {
    let same = |entry: &&mut Entry| entry.key.value == over.key.value;
    let Some(base) = merged.entries.iter_mut().find(same) else {
        merged.entries.push(over);
        return;
    };
    let (old, new) = (&mut base.value.value, over.value.value);
    match (rule, old, new) {
        (Rule::Fields(keys) | Rule::FieldsIfTables(keys), Node::Table(old), Node::Table(new)) => {
            *old = merge(keys, std::mem::take(old), new, found);
        }
        (Rule::Entries(within), Node::Table(old), Node::Table(new)) => {
            for entry in new.entries {
                merge_entry(old, entry, within.map_or(Rule::Replace, Rule::Fields), found);
            }
        }
        (Rule::ByName, Node::List(old), Node::List(new)) => by_name(old, new),
        (Rule::Replace | Rule::FieldsIfTables(_), _, new) => {
            base.key = over.key;
            base.value = Spanned::new(new, over.value.span);
        }
        (_, old, new) => {
            let (name, old, new) = (quoted(&over.key.value), old.kind(), new.kind());
            let message = format!("{name} is {old} in the file that is extended, and {new} here");
            let finding = Diagnostic::error(Code::CannotMerge, message).at(over.key.span, new);
            let finding = finding.at(base.key.span, old);
            found.push(finding.help("an extending file says the same kind of thing otherwise"));
        }
    }
}

/// Replaces tables of a list by those of the same name, and appends the others.
fn by_name(old: &mut Vec<Value>, new: Vec<Value>) {
    let before = old.len();
    for item in new {
        let name = name_of(&item);
        let same = |known: &Value| name.is_some() && name_of(known) == name;
        match old[..before].iter().position(same) {
            Some(at) => old[at] = item,
            None => old.push(item),
        }
    }
}

fn name_of(item: &Value) -> Option<&str> {
    let name = item.table()?.get("name")?;
    name.value.text().map(|text| text.value.as_str())
}
