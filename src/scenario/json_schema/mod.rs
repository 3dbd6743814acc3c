//! Writes the JSON Schema of scenario files, by which editors complete and check.

mod value_types;

use serde_json::{Map, Value, json};

use crate::scenario::keys::{
    ALL, BRANCH, DISTRIBUTION, Key, Keys, OUTCOME, PARAMETER, PAYOFF, SCENARIO, STAGE, STRATEGY, VARIABLE, VARIANT,
};

/// Whether a table is complete, or a part of one; the other part is in the file that is extended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Whole,
    Part,
}

impl Extent {
    /// The name of the definition of a kind of table: "a payoff" without its article.
    fn place(self, keys: &Keys) -> String {
        let mut articles = ["a ", "an ", "the "].iter();
        let name = articles.find_map(|article| keys.of.strip_prefix(article));
        let part = if self == Self::Part { "part_of_" } else { "" };
        format!("{part}{}", name.unwrap_or(keys.of).replace(' ', "_"))
    }

    fn reference(self, keys: &Keys) -> Value {
        json!({ "$ref": format!("#/$defs/{}", self.place(keys)) })
    }
}

/// The JSON Schema (draft 2020-12) of scenario files.
pub(crate) fn schema() -> String {
    let mut definitions = value_types::definitions();
    for keys in ALL.into_iter().chain([&DISTRIBUTION]) {
        for extent in [Extent::Whole, Extent::Part] {
            definitions[extent.place(keys)] = table(keys, extent);
        }
    }
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "pactum scenario",
        "description": "A scenario file of pactum, a simulator for conditional deals",
        "type": "object",
        "if": { "required": ["extends"] },
        "then": Extent::Part.reference(&SCENARIO),
        "else": Extent::Whole.reference(&SCENARIO),
        "$defs": definitions,
    });
    format!("{schema:#}\n")
}

fn same(keys: &Keys, others: &[&Keys]) -> bool {
    others.iter().any(|other| std::ptr::eq(keys, *other))
}

/// A kind of table.
fn table(keys: &Keys, extent: Extent) -> Value {
    // A variant gives only those keys of a commitment that it changes.
    let within = if same(keys, &[&VARIANT]) { Extent::Part } else { extent };
    let described = |key: &Key| (key.name.to_owned(), described(key, within));
    let properties: Map<String, Value> = keys.keys.iter().map(described).collect();
    let mut table = json!({
        "description": capital(keys.of),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if extent == Extent::Whole {
        add_whole_rules(&mut table, keys);
    } else if !keys.exclusive.is_empty() {
        table["not"] = two_of(keys.exclusive);
    }
    table
}

fn capital(text: &str) -> String {
    let (first, rest) = text.split_at(1);
    first.to_uppercase() + rest
}

/// The rules among the keys of a complete table.
fn add_whole_rules(rules: &mut Value, keys: &Keys) {
    let required = |name: &&str| json!({ "required": [name] });
    let one_of = |names: &[&str]| names.iter().map(required).collect::<Vec<_>>();
    rules["required"] = json!(keys.required);
    if same(keys, &[&VARIABLE]) {
        rules["oneOf"] = json!(one_of(keys.exclusive));
    } else if same(keys, &[&BRANCH]) {
        rules["oneOf"] = json!(one_of(&["probability", "otherwise"]));
    } else if same(keys, &[&OUTCOME]) {
        rules["anyOf"] = json!(one_of(&["when", "at_end"]));
    } else if same(keys, &[&STAGE]) {
        rules["anyOf"] = json!(one_of(&["actor", "choices", "branches", "set"]));
        rules["dependentRequired"] = json!({ "actor": ["actions"], "actions": ["actor"], "joint": ["choices"] });
        rules["not"] = json!({ "anyOf": [
            { "required": ["actor", "branches"] }, { "required": ["actor", "set"] },
            { "required": ["actor", "choices"] }, { "required": ["choices", "branches"] },
            { "required": ["choices", "set"] },
        ] });
    } else if same(keys, &[&PAYOFF]) {
        rules["if"] = json!({ "properties": { "paid": { "const": "on_action" } } });
        rules["then"] = json!({ "required": ["action"] });
        rules["else"] = json!({ "not": { "anyOf": one_of(&["action", "branch"]) } });
    } else if same(keys, &[&STRATEGY, &DISTRIBUTION]) {
        rules["minProperties"] = json!(1);
        rules["maxProperties"] = json!(1);
    } else if same(keys, &[&PARAMETER]) {
        rules["anyOf"] = json!(one_of(&["value", "distribution", "by", "dirichlet"]));
        rules["dependentRequired"] = json!({ "by": ["values"], "values": ["by"] });
        rules["not"] = two_of(keys.exclusive);
    }
}

/// Any two of these keys.
fn two_of(names: &[&str]) -> Value {
    let pairs = names.iter().enumerate().flat_map(|(at, first)| {
        let later = names[at + 1..].iter();
        later.map(move |second| json!({ "required": [first, second] }))
    });
    json!({ "anyOf": pairs.collect::<Vec<Value>>() })
}

fn described(key: &Key, extent: Extent) -> Value {
    let mut value = value_types::taken(&key.takes, extent);
    if key.name == "truth" || key.name == "otherwise" {
        value = json!({ "const": true });
    }
    if let Value::Object(value) = &mut value {
        value.insert("description".to_owned(), Value::from(capital(key.about)));
    }
    value
}
