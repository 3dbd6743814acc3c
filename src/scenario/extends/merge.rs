//! One file laid over another: what the extending file says wins, key by key.

use crate::scenario::keys::{Keys, Takes};
use crate::scenario::toml_value::{Entry, Node, Table};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Diagnostics, Spanned};

/// How the value of a key in the extending file meets the one in the base file.
#[derive(Clone, Copy)]
enum Meeting {
    /// It takes its place.
    Replace,
    /// Its keys are laid over the other's.
    Fields(&'static Keys),
    /// Likewise if both are tables; otherwise it takes its place.
    FieldsIfTables(&'static Keys),
    /// Its named tables are laid over the other's of the same names.
    Named(&'static Keys),
    /// Its entries take the place of the other's of the same keys.
    Entries,
    /// Its tables take the place of the other's with the same `name`; new ones follow.
    ByName,
}

/// A base table with an extending one laid over it.
pub(crate) fn merge(keys: &'static Keys, base: Table, over: Table, found: &mut Diagnostics) -> Table {
    let mut merged = base;
    let given = |key: &str| over.get(key).is_some();
    if keys.exclusive.iter().any(|key| given(key)) {
        // One of these keys in the extending file puts those of the base out of force.
        let dropped = |key: &str| keys.exclusive.contains(&key) && !given(key);
        merged.entries.retain(|entry| !dropped(&entry.key.value));
    }
    for entry in over.entries {
        let how = meeting(keys, &entry.key.value);
        lay(&mut merged, entry, how, found);
    }
    merged
}

fn meeting(keys: &'static Keys, key: &str) -> Meeting {
    match keys.get(key).map(|known| &known.takes) {
        Some(Takes::Named(inner)) => Meeting::Named(inner),
        Some(Takes::Periods(inner)) => Meeting::FieldsIfTables(inner),
        Some(Takes::Values(_) | Takes::Strategies | Takes::StageStrategies | Takes::Settings) => Meeting::Entries,
        Some(Takes::List(_)) => Meeting::ByName,
        _ => Meeting::Replace,
    }
}

/// Lays one entry over a table.
fn lay(merged: &mut Table, over: Entry, how: Meeting, found: &mut Diagnostics) {
    let same = |entry: &&mut Entry| entry.key.value == over.key.value;
    let Some(base) = merged.entries.iter_mut().find(same) else {
        merged.entries.push(over);
        return;
    };
    let (old, new) = (&mut base.value.value, over.value.value);
    match (how, old, new) {
        (Meeting::Fields(keys) | Meeting::FieldsIfTables(keys), Node::Table(old), Node::Table(new)) => {
            *old = merge(keys, std::mem::take(old), new, found);
        }
        (Meeting::Named(keys), Node::Table(old), Node::Table(new)) => {
            for entry in new.entries {
                lay(old, entry, Meeting::Fields(keys), found);
            }
        }
        (Meeting::Entries, Node::Table(old), Node::Table(new)) => {
            for entry in new.entries {
                lay(old, entry, Meeting::Replace, found);
            }
        }
        (Meeting::ByName, Node::List(old), Node::List(new)) => by_name(old, new),
        (Meeting::Replace | Meeting::FieldsIfTables(_), _, new) => {
            base.key = over.key;
            base.value = Spanned::new(new, over.value.span);
        }
        (_, old, new) => found.push(
            Diagnostic::error(
                Code::CannotMerge,
                format!(
                    "{} is {} in the file that is extended, and {} here",
                    quoted(&over.key.value),
                    old.kind(),
                    new.kind()
                ),
            )
            .at(over.key.span, new.kind())
            .at(base.key.span, old.kind())
            .help("an extending file says the same kind of thing otherwise"),
        ),
    }
}

/// Tables of a list that have the same name change places with those of the base; others follow behind.
fn by_name(old: &mut Vec<Spanned<Node>>, new: Vec<Spanned<Node>>) {
    let before = old.len();
    for item in new {
        let name = name_of(&item).map(str::to_owned);
        let same = old[..before]
            .iter()
            .position(|known| name.is_some() && name_of(known) == name.as_deref());
        match same {
            Some(at) => old[at] = item,
            None => old.push(item),
        }
    }
}

fn name_of(item: &Spanned<Node>) -> Option<&str> {
    let Node::Table(table) = &item.value else {
        return None;
    };
    match &table.get("name")?.value.value {
        Node::Text(text) => Some(&text.value),
        _ => None,
    }
}
