//! The scenario as run: the text of the file with the `--set` arguments written into it.

use toml_edit::{DocumentMut, InlineTable, Item, TableLike, Value};

use crate::numeric::decimal::shortest;
use crate::scenario::ast::{Amounts, Assigned, Form, Formula, Formulas, Literal, Scenario, Share, Start, Variant};
use crate::scenario::keys::PARAMETER;
use crate::scenario::overrides::apply;
use crate::scenario::parse::Reader;
use crate::scenario::setting_target::{Target, target, targets};
use crate::scenario::unparse;

/// The text with these settings in the base tables, and in the variants that set the same.
pub(crate) fn resolved(text: &str, written: &Scenario, sets: &[Assigned]) -> String {
    let Ok(mut document) = text.parse::<DocumentMut>() else {
        return text.to_owned();
    };
    let all = targets(written);
    let mut set: Vec<Target> = Vec::new();
    for assigned in sets {
        set.extend(target(written, &all, &assigned.key).ok());
    }
    let base = apply(written, None, sets, &mut Reader::new());
    for target in &set {
        write_base(&mut document, &base, *target);
    }
    for variant in &written.variants {
        let effective = apply(written, Some(variant), sets, &mut Reader::new());
        write_variant(&mut document, variant, &effective, &all, &set);
    }
    document.to_string()
}

/// Writes the value of a target into the table where it is declared.
fn write_base(document: &mut DocumentMut, base: &Scenario, target: Target) {
    match target {
        Target::Parameter(number) | Target::Case(number, _) => {
            let name = &base.parameters[number].name.value;
            if let Some(table) = inner(document.as_table_mut(), &["parameters", name]) {
                write_parameter(table, &base.parameters[number].amounts, target);
            }
        }
        Target::Start(number) => {
            let variable = &base.variables[number];
            if let Some(table) = inner(document.as_table_mut(), &["variables", &variable.name.value]) {
                put(table, "start", start(&variable.start));
            }
        }
        Target::Prior(number, _) => {
            let actor = &base.actors[number];
            let path = ["actors", &actor.name.value, "types"];
            if let Some(types) = inner(document.as_table_mut(), &path) {
                for (kind, formula) in &actor.types {
                    put(types, &kind.value, value(formula));
                }
            } else if let Some(declared) = inner(document.as_table_mut(), &path[..2]) {
                put(declared, "types", Value::InlineTable(table(&actor.types)));
            }
        }
        Target::Discount(number) => {
            let path = ["actors", &base.actors[number].name.value];
            write_formula(document, base, target, &path, "discount");
        }
        Target::OwnLater(number) => {
            let path = ["actors", &base.actors[number].name.value];
            write_formula(document, base, target, &path, "own_later");
        }
        Target::Credibility(number) | Target::Cost(number) => {
            let path = ["commitments", &base.commitments[number].name.value];
            let key = if matches!(target, Target::Cost(_)) {
                "cost"
            } else {
                "credibility"
            };
            write_formula(document, base, target, &path, key);
        }
    }
}

fn write_formula(document: &mut DocumentMut, base: &Scenario, target: Target, path: &[&str], key: &str) {
    let table = inner(document.as_table_mut(), path);
    if let (Some(table), Some(formula)) = (table, target.formula(base)) {
        put(table, key, value(formula));
    }
}

fn write_parameter(table: &mut dyn TableLike, amounts: &Amounts, target: Target) {
    match amounts {
        Amounts::Shares(shares) => {
            let (Some(values), Target::Case(_, at)) = (inner(table, &["dirichlet"]), target) else {
                return;
            };
            if let (name, Share::Fixed(number)) = &shares[at] {
                let mut fixed = InlineTable::new();
                fixed.insert("value", plain(number.value));
                put(values, &name.value, Value::InlineTable(fixed));
            }
        }
        Amounts::One(amount) => {
            fix(table, amount.value.as_ref().map_or(0.0, |value| value.value));
        }
        Amounts::By(_, cases) => {
            push_down(table);
            let Some(values) = inner(table, &["values"]) else {
                return;
            };
            let set = cases.iter().enumerate().filter(|(at, _)| match target {
                Target::Case(_, case) => case == *at,
                _ => true,
            });
            for (_, (name, amount)) in set {
                let number = amount.value.as_ref().map_or(0.0, |value| value.value);
                match values.get_mut(&name.value).and_then(Item::as_table_like_mut) {
                    Some(table) => fix(table, number),
                    None => put(values, &name.value, plain(number)),
                }
            }
        }
    }
}

/// Makes the number in a table certain.
fn fix(table: &mut dyn TableLike, number: f64) {
    for key in ["range", "spread", "distribution", "truncate", "nominal"] {
        table.remove(key);
    }
    put(table, "value", plain(number));
}

/// Moves `spread` and `truncate` from the top of a parameter to each of its numbers, so that one can be fixed alone.
fn push_down(table: &mut dyn TableLike) {
    let spread = table.remove("spread").and_then(|item| item.into_value().ok());
    let truncate = table.remove("truncate").and_then(|item| item.into_value().ok());
    let Some(values) = inner(table, &["values"]) else {
        return;
    };
    for (_, item) in values.iter_mut() {
        let number = item.as_value().filter(|value| !value.is_inline_table());
        if let (Some(number), Some(_)) = (number.cloned(), &spread) {
            let mut inline = InlineTable::new();
            inline.insert("value", number.decorated("", ""));
            *item = Item::Value(Value::InlineTable(inline));
        }
        let Some(entry) = item.as_table_like_mut() else {
            continue;
        };
        let mut drawn = PARAMETER.exclusive.iter().any(|key| entry.contains_key(key));
        if let Some(spread) = spread.as_ref().filter(|_| !drawn) {
            put(entry, "spread", spread.clone());
            drawn = true;
        }
        if let Some(truncate) = truncate.as_ref().filter(|_| drawn && !entry.contains_key("truncate")) {
            put(entry, "truncate", truncate.clone());
        }
    }
}

/// Writes what was set into a variant that sets the same, which would win over the base otherwise.
fn write_variant(
    document: &mut DocumentMut,
    variant: &Variant,
    effective: &Scenario,
    all: &[(String, Target)],
    set: &[Target],
) {
    let Some(table) = inner(document.as_table_mut(), &["variants", &variant.name.value]) else {
        return;
    };
    for target in set {
        let replaced = match target {
            Target::Credibility(number) => Some((number, "credibility")),
            Target::Cost(number) => Some((number, "cost")),
            _ => None,
        };
        if let Some((number, key)) = replaced {
            let name = &effective.commitments[*number].name.value;
            if let Some(keys) = inner(table, &["commitments", name]) {
                keys.remove(key);
            }
        }
        let Some(settings) = inner(table, &["set"]) else {
            continue;
        };
        let mut before = Vec::new();
        for assigned in &variant.set {
            let known = all.iter().find(|(known, _)| *known == assigned.key.value);
            before.extend(known.filter(|(_, before)| before.overlaps(*target)));
        }
        if before.is_empty() {
            continue;
        }
        for (key, before) in before {
            // A number for all cases stays when one case is set: the later key wins for that case.
            if !matches!((before, target), (Target::Parameter(_), Target::Case(..))) {
                remove(settings, key);
            }
        }
        for (key, value) in entries(effective, all, *target) {
            remove(settings, &key);
            settings.insert(&key, Item::Value(value));
        }
    }
}

/// The keys and values that set a target: all priors of an actor, all numbers of a parameter.
fn entries(effective: &Scenario, all: &[(String, Target)], set: Target) -> Vec<(String, Value)> {
    let same = |target: Target| match (set, target) {
        (Target::Prior(a, _), Target::Prior(b, _)) | (Target::Parameter(a), Target::Case(b, _)) => a == b,
        _ => set == target,
    };
    let set = all.iter().filter(|(_, target)| same(*target));
    set.filter_map(|(key, target)| Some((key.clone(), current(effective, *target)?)))
        .collect()
}

/// The value of a target after all settings.
fn current(effective: &Scenario, target: Target) -> Option<Value> {
    if let Target::Start(number) = target {
        return Some(start(&effective.variables[number].start));
    }
    if let Some((shares, at)) = target.share(effective) {
        return match &shares[at].1 {
            Share::Fixed(number) => Some(plain(number.value)),
            Share::Drawn(_) => None,
        };
    }
    match target.amount(effective) {
        Some(amount) => Some(plain(amount.value.as_ref()?.value)),
        None => target.formula(effective).map(value),
    }
}

/// The table at the end of a path of keys.
fn inner<'t>(table: &'t mut dyn TableLike, path: &[&str]) -> Option<&'t mut dyn TableLike> {
    let mut table = table;
    for key in path {
        table = table.get_mut(key)?.as_table_like_mut()?;
    }
    Some(table)
}

/// Sets the value of a key; the comment and spaces around an old value stay.
fn put(table: &mut dyn TableLike, key: &str, mut value: Value) {
    match table.get_mut(key) {
        Some(item) => {
            if let Some(old) = item.as_value() {
                *value.decor_mut() = old.decor().clone();
            }
            *item = Item::Value(value);
        }
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

/// Removes a key with a dot, which may be written with quotes or as a table within a table.
fn remove(table: &mut dyn TableLike, key: &str) {
    table.remove(key);
    let Some((outer, within)) = key.split_once('.') else {
        return;
    };
    if let Some(nested) = inner(table, &[outer]) {
        nested.remove(within);
        if nested.is_empty() {
            table.remove(outer);
        }
    }
}

/// A number; a whole one is written as such.
fn plain(number: f64) -> Value {
    let text = shortest(number);
    text.parse().unwrap_or_else(|_| Value::from(number))
}

fn value(formula: &Formula) -> Value {
    match &formula.form {
        Form::Truth(truth) => Value::from(*truth),
        _ => match unparse::constant(formula) {
            Some(number) => plain(number),
            None => Value::from(unparse::formula(formula)),
        },
    }
}

fn start(start: &Start) -> Value {
    match start {
        Start::Value(literal) => match &literal.value {
            Literal::Name(name) => Value::from(name.as_str()),
            Literal::Integer(value) => Value::from(*value),
            Literal::Truth(value) => Value::from(*value),
        },
        Start::Drawn(chances, _) => Value::InlineTable(table(chances)),
    }
}

fn table(chances: &Formulas) -> InlineTable {
    let mut table = InlineTable::new();
    for (name, formula) in chances {
        table.insert(&name.value, value(formula));
    }
    table
}
