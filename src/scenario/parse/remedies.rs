//! What was probably meant by a key or a value that stands in the wrong place or is of the wrong kind.

use crate::expression::number_slip;
use crate::numeric::decimal::rounded;
use crate::numeric::precision::MAX_EXACT_INTEGER;
use crate::scenario::keys::{ALL, DISTRIBUTION};
use crate::scenario::toml_value::{Node, Value};
use crate::source::wording::visible;

/// How a distribution is written whose name stands in place of a key.
pub(super) fn distribution_of(key: &str) -> Option<String> {
    let known = DISTRIBUTION.get(key)?;
    Some(format!(
        "a distribution is written `distribution = {{ {key} = … }}`: {}",
        known.about
    ))
}

/// The kinds of tables to which a misplaced key belongs.
pub(super) fn elsewhere(key: &str) -> Option<String> {
    let tables = ALL.iter().filter(|table| table.get(key).is_some());
    let mut tables: Vec<&str> = tables.map(|table| table.of).collect();
    let last = tables.pop()?;
    let or = if tables.is_empty() { "" } else { " or " };
    let of = format!("{}{or}{last}", tables.join(", "));
    Some(format!(
        "`{key}` is a key of {of}; a key belongs to the last `[…]` above it"
    ))
}

/// How a value of the wrong kind would be written, where that can be guessed.
pub(super) fn otherwise_written(wanted: &str, node: &Node) -> Option<String> {
    if let Node::Number(value) = *node {
        let whole = wanted.contains("whole number") && value.fract() == 0.0 && value.abs() < MAX_EXACT_INTEGER;
        return whole.then(|| format!("write {}", rounded(value)));
    }
    let Node::Text(text) = node else { return None };
    let text = text.value.trim();
    let plain = |fits: bool| fits.then(|| format!("write it without quotes: `{text}`"));
    if wanted.contains("list of names") {
        return Some(format!("write `[\"{text}\"]`"));
    }
    if wanted.contains("number") {
        let formula = (wanted == "a number").then(|| "a formula stands in a table `[definitions.NAME]`".to_owned());
        let remedy = number_slip::remedy(text).or_else(|| plain(text.parse::<f64>().is_ok()));
        return remedy.or(formula);
    }
    plain(wanted == "true or false" && ["true", "false"].contains(&text))
}

/// The table that was meant where an action is given by its name alone.
pub(super) fn named_table(key: &str, node: &Node) -> Option<String> {
    let Node::Text(name) = node else { return None };
    (key == "actions").then(|| format!("write `{{ name = \"{}\" }}`", visible(&name.value)))
}

/// The list that was meant where every number of a list was written with a decimal comma.
pub(super) fn decimal_commas(node: &Value) -> Option<String> {
    let Node::List(items) = &node.value else { return None };
    let whole = |item: &Value| match item.value {
        Node::Integer(value) => Some(value),
        _ => None,
    };
    let parts: Vec<i64> = items.iter().map(whole).collect::<Option<_>>()?;
    let numbers: Vec<String> = parts
        .chunks_exact(2)
        .map(|part| format!("{}.{}", part[0], part[1]))
        .collect();
    let numbers = numbers.join(", ");
    (parts.len() == 4).then(|| format!("a decimal point is `.`: write `[{numbers}]`"))
}
