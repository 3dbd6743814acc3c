//! The JSON Schema of the value of each key.

use serde_json::{Map, Value, json};

use super::{Extent, same};
use crate::numeric::distribution::FAMILIES;
use crate::scenario::keys::{ACTOR, BRANCH, DISTRIBUTION, Keys, SPREAD, STRATEGY, Takes, reserved_words};

const NAME: &str = "^[a-z][a-z0-9_]*$";
const DOTTED: &str = "^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)?$";

/// The characters of expressions; `=` and `!` are parts of operators only.
const EXPRESSION: &str = "^([A-Za-z0-9_.,()+*/^\\s-]|[<>]=?|[=!]=)+$";

/// The level of a quantile: a number from 0 to 1.
const LEVEL: &str = "^(0|1|0?\\.[0-9]+|[01]\\.0*|[0-9.]+[eE]-[0-9]+)$";

/// The definitions to which others refer.
pub(super) fn definitions() -> Value {
    let reserved: Vec<&str> = reserved_words().collect();
    let formula = ["number", "string"];
    json!({
        "name": { "type": "string", "pattern": NAME, "not": { "enum": reserved } },
        "reference": { "type": "string", "pattern": DOTTED, "not": { "enum": reserved } },
        "formula": { "type": ["number", "boolean", "string"], "pattern": EXPRESSION },
        "condition": { "type": ["boolean", "string"], "pattern": EXPRESSION },
        "chance": { "type": formula, "pattern": EXPRESSION, "minimum": 0, "maximum": 1 },
        "discount": { "type": formula, "pattern": EXPRESSION, "exclusiveMinimum": 0, "maximum": 1 },
        "precision": { "type": formula, "pattern": EXPRESSION, "minimum": 0 },
    })
}

fn defined(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// A list of these.
fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

/// A list of this many numbers.
fn numbers(count: usize) -> Value {
    let number = json!({ "type": "number" });
    json!({ "type": "array", "items": number, "minItems": count, "maxItems": count })
}

/// A table with such a value for each name.
fn of_names(value: Value) -> Value {
    json!({ "type": "object", "propertyNames": defined("name"), "additionalProperties": value })
}

/// A table with exactly these keys.
fn exactly(keys: &[&str], value: &Value) -> Value {
    let property = |key: &&str| ((*key).to_owned(), value.clone());
    let properties: Map<String, Value> = keys.iter().map(property).collect();
    json!({ "type": "object", "properties": properties, "required": keys, "additionalProperties": false })
}

/// A number for each level, at least two.
fn quantiles() -> Value {
    json!({
        "type": "object", "propertyNames": { "pattern": LEVEL }, "minProperties": 2,
        "additionalProperties": { "type": "number" },
    })
}

/// What a key takes.
pub(super) fn taken(takes: &Takes, extent: Extent) -> Value {
    match takes {
        Takes::Text => json!({ "type": "string" }),
        Takes::Word(words) => json!({ "enum": words }),
        Takes::Truth => json!({ "type": "boolean" }),
        Takes::Number => json!({ "type": "number" }),
        Takes::Count => json!({ "type": "integer", "minimum": 1, "maximum": 100_000 }),
        Takes::Members => json!({ "type": "integer", "minimum": 2, "maximum": 1000 }),
        Takes::Correlation => {
            json!({ "type": "number", "exclusiveMinimum": -1, "exclusiveMaximum": 1 })
        }
        Takes::Name => defined("reference"),
        Takes::Names => list(defined("reference")),
        Takes::NamedValues => {
            json!({ "type": "array", "items": defined("name"), "minItems": 1, "uniqueItems": true })
        }
        Takes::Bounds => numbers(2),
        Takes::WholeBounds => {
            json!({ "type": "array", "items": { "type": ["integer", "string"] }, "minItems": 2, "maxItems": 2 })
        }
        Takes::Formula => defined("formula"),
        Takes::Condition => defined("condition"),
        Takes::Chance => defined("chance"),
        Takes::Discount => defined("discount"),
        Takes::Precision => defined("precision"),
        Takes::Chances => of_names(defined("chance")),
        Takes::Play => json!({ "anyOf": [defined("name"), of_names(defined("chance"))] }),
        Takes::Beliefs => of_names(of_names(defined("chance"))),
        Takes::Assignments => of_names(defined("formula")),
        Takes::Types => types(),
        Takes::Start => start(),
        Takes::Matrix => list(list(json!({ "type": "number", "minimum": -1, "maximum": 1 }))),
        Takes::Picks => of_names(defined("name")),
        Takes::Settings => {
            let value = json!({ "type": ["number", "boolean", "string", "object"] });
            json!({ "type": "object", "additionalProperties": value })
        }
        _ => compound(takes, extent),
    }
}

/// The schema of a key whose value is or holds a table.
fn compound(takes: &Takes, extent: Extent) -> Value {
    let or_number = |keys: &Keys| json!({ "anyOf": [{ "type": "number" }, Extent::Whole.reference(keys)] });
    match takes {
        Takes::Periods(keys) => {
            json!({ "anyOf": [taken(&Takes::Count, extent), extent.reference(keys)] })
        }
        Takes::Table(keys) => extent.reference(keys),
        Takes::Shares(keys) => {
            let concentration = json!({ "type": "number", "exclusiveMinimum": 0 });
            let share = json!({ "anyOf": [concentration, Extent::Whole.reference(keys)] });
            let mut shares = of_names(share);
            shares["minProperties"] = json!(2);
            shares
        }
        Takes::Strategies => of_names(strategy()),
        Takes::StageStrategies => of_names(of_names(strategy())),
        Takes::Distribution => Extent::Whole.reference(&DISTRIBUTION),
        Takes::Spread => Extent::Whole.reference(&SPREAD),
        Takes::Values(keys) => of_names(or_number(keys)),
        Takes::List(keys) => entries(keys),
        Takes::Named(keys) => {
            let mut named = of_names(extent.reference(keys));
            if same(keys, &[&ACTOR]) && extent == Extent::Whole {
                named["minProperties"] = json!(1);
            }
            named
        }
        Takes::Numbers(count) => numbers(*count),
        Takes::Observed => list(json!({ "type": "number" })),
        Takes::Rows => list(list(json!({ "type": "number" }))),
        Takes::Prior => {
            let log_f = exactly(&["log_f"], &json!({ "type": "number", "exclusiveMinimum": 0 }));
            let families = FAMILIES.iter().filter(|family| family.is_smooth());
            let families: Vec<_> = families.map(|family| json!({ "required": [family.name] })).collect();
            json!({ "anyOf": [log_f, { "allOf": [Extent::Whole.reference(&DISTRIBUTION), { "anyOf": families }] }] })
        }
        Takes::Shape(keys) => exactly(keys, &json!({ "type": "number" })),
        Takes::ShapeOrQuantiles(keys) => {
            let mut two = quantiles();
            two["maxProperties"] = json!(2);
            json!({ "anyOf": [exactly(keys, &json!({ "type": "number" })), two] })
        }
        Takes::Quantiles => quantiles(),
        Takes::Lists(keys) => exactly(keys, &list(json!({ "type": "number" }))),
        // The remaining keys take a strategy.
        _ => strategy(),
    }
}

fn strategy() -> Value {
    json!({ "anyOf": [{ "const": "best_response" }, Extent::Whole.reference(&STRATEGY)] })
}

fn types() -> Value {
    let mut chances = of_names(defined("chance"));
    // `--set actor.discount` sets the discount factor, `--set actor.own_later` how it takes its own later choices.
    chances["properties"] = json!({ "discount": false, "own_later": false });
    json!({ "anyOf": [defined("name"), taken(&Takes::NamedValues, Extent::Whole), chances] })
}

/// A value, or values with their chances; true and false are values too.
fn start() -> Value {
    let chances = json!({ "type": "object", "additionalProperties": defined("chance") });
    json!({ "anyOf": [{ "type": ["integer", "boolean"] }, defined("name"), chances] })
}

/// A list of tables.
fn entries(keys: &Keys) -> Value {
    let mut entries = list(Extent::Whole.reference(keys));
    entries["minItems"] = json!(1);
    if same(keys, &[&BRANCH]) {
        entries["contains"] = json!({ "required": ["otherwise"] });
        entries["minContains"] = json!(0);
        entries["maxContains"] = json!(1);
    }
    entries
}
