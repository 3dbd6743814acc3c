//! The scenario as run: the canonical text of the file with the `--set` arguments written into it.

use toml_edit::{Array, DocumentMut, InlineTable, Item, TableLike, Value};

use crate::numeric::decimal::shortest;
use crate::scenario::ast::{
    Amounts, Assigned, Form, Formula, Formulas, Literal, Name, Scenario, Share, Start, Variant,
};
use crate::scenario::canonical_text::canonical;
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
    let target = |assigned: &Assigned| target(written, &all, &assigned.key).ok();
    let set: Vec<Target> = sets.iter().filter_map(target).collect();
    let base = apply(written, None, sets, &mut Reader::new());
    for target in &set {
        write_base(&mut document, &base, *target);
    }
    leave_joint_draws(&mut document, &base, &set);
    for variant in &written.variants {
        let effective = apply(written, Some(variant), sets, &mut Reader::new());
        write_variant(&mut document, variant, &effective, &all, &set);
    }
    canonical(document)
}

/// Writes the value of a target into the table where it is declared.
fn write_base(document: &mut DocumentMut, base: &Scenario, target: Target) {
    let (tables, name) = match target {
        Target::PeriodCount | Target::PeriodsThen => return write_periods(document, base, target),
        Target::Parameter(at) | Target::Case(at, _) => ("parameters", &base.parameters[at].name),
        Target::Start(at) => ("variables", &base.variables[at].name),
        Target::Prior(at, _) | Target::Discount(at) | Target::OwnLater(at) => ("actors", &base.actors[at].name),
        Target::Credibility(at) | Target::Cost(at) => ("commitments", &base.commitments[at].name),
    };
    let Some(declared) = inner(document.as_table_mut(), &[tables, &name.value]) else {
        return;
    };
    match target {
        Target::Parameter(number) | Target::Case(number, _) => {
            write_parameter(declared, &base.parameters[number].amounts, target);
        }
        Target::Start(number) => put(declared, "start", start(&base.variables[number].start)),
        Target::Prior(number, _) => {
            let types = &base.actors[number].types;
            match inner(declared, &["types"]) {
                Some(written) => types
                    .iter()
                    .for_each(|(name, formula)| put(written, &name.value, value(formula))),
                None => put(declared, "types", Value::InlineTable(table(types))),
            }
        }
        _ => {
            if let Some(formula) = target.formula(base) {
                put(declared, key_of(target), value(formula));
            }
        }
    }
}

/// Takes what is set out of joint draws, so that it stays as it is set.
fn leave_joint_draws(document: &mut DocumentMut, base: &Scenario, set: &[Target]) {
    let all = targets(base);
    let is_set = |name: &Name| {
        let mut same = all.iter().filter(|(key, _)| *key == name.value);
        same.any(|(_, target)| set.iter().any(|set| set.overlaps(*target)))
    };
    for joint in &base.joint_draws {
        let kept: Vec<usize> = (0..joint.parameters.len())
            .filter(|&at| !is_set(&joint.parameters[at]))
            .collect();
        if kept.is_empty() {
            if let Some(all) = inner(document.as_table_mut(), &["joint_draws"]) {
                all.remove(&joint.name.value);
            }
        } else if kept.len() < joint.parameters.len() {
            let names = kept.iter().map(|&at| joint.parameters[at].value.as_str());
            let rows = joint
                .rows
                .iter()
                .map(|row| kept.iter().map(|&at| row[at]).collect::<Array>());
            let Some(written) = inner(document.as_table_mut(), &["joint_draws", &joint.name.value]) else {
                continue;
            };
            put(written, "parameters", Value::Array(names.collect()));
            put(written, "rows", Value::Array(rows.map(Value::Array).collect()));
        }
    }
}

/// Writes the number of periods, or what comes after them; a number alone becomes a table where that is needed.
fn write_periods(document: &mut DocumentMut, base: &Scenario, target: Target) {
    let Some(new) = current(base, target) else { return };
    let root = document.as_table_mut();
    if root.get("periods").is_some_and(Item::is_integer) {
        let count = Value::from(base.periods as i64);
        if target == Target::PeriodCount {
            return put(root, "periods", count);
        }
        put(
            root,
            "periods",
            Value::InlineTable(InlineTable::from_iter([("count", count)])),
        );
    }
    if let Some(periods) = inner(root, &["periods"]) {
        put(periods, key_of(target), new);
    }
}

/// The key of a target in the table of its actor, its commitment or the periods.
fn key_of(target: Target) -> &'static str {
    match target {
        Target::Credibility(_) => "credibility",
        Target::Cost(_) => "cost",
        Target::OwnLater(_) => "own_later",
        Target::PeriodCount => "count",
        Target::PeriodsThen => "then",
        _ => "discount",
    }
}

fn write_parameter(table: &mut dyn TableLike, amounts: &Amounts, target: Target) {
    table.remove("case");
    match amounts {
        Amounts::Shares(shares) => {
            if let (Some(values), Target::Case(_, at)) = (inner(table, &["dirichlet"]), target)
                && let (name, Share::Fixed(number)) = &shares[at]
            {
                put(values, &name.value, with_value(plain(number.value)));
            }
        }
        Amounts::One(amount) => fix(table, amount.number().unwrap_or(0.0)),
        Amounts::By(_, cases) => {
            push_down(table);
            let Some(values) = inner(table, &["values"]) else {
                return;
            };
            let set = match target {
                Target::Case(_, at) => &cases[at..=at],
                _ => cases,
            };
            for (name, amount) in set {
                let number = amount.number().unwrap_or(0.0);
                let item = values.get_mut(&name.value);
                match item.and_then(Item::as_table_like_mut) {
                    Some(table) => fix(table, number),
                    None => put(values, &name.value, plain(number)),
                }
            }
        }
    }
}

/// A table with this value.
fn with_value(value: Value) -> Value {
    Value::InlineTable(InlineTable::from_iter([("value", value)]))
}

/// Makes the number in a table certain.
fn fix(table: &mut dyn TableLike, number: f64) {
    for key in [
        "range",
        "spread",
        "distribution",
        "truncate",
        "nominal",
        "estimate",
        "bounds",
        "prior",
    ] {
        table.remove(key);
    }
    put(table, "value", plain(number));
}

/// Moves what counts for all numbers of a parameter from its top to each of them, so that one can be fixed alone.
fn push_down(table: &mut dyn TableLike) {
    let mut take = |key| table.remove(key)?.into_value().ok();
    let (spread, truncate) = (take("spread"), take("truncate"));
    let estimate: Vec<_> = ["estimate", "bounds", "prior"]
        .into_iter()
        .filter_map(|key| Some((key, take(key)?)))
        .collect();
    let Some(values) = inner(table, &["values"]) else {
        return;
    };
    for (_, item) in values.iter_mut() {
        let number = item.as_value().filter(|value| !value.is_inline_table());
        let is_moved = spread.is_some() || !estimate.is_empty();
        if let (Some(number), true) = (number.cloned(), is_moved) {
            *item = Item::Value(with_value(number.decorated("", "")));
        }
        let Some(entry) = item.as_table_like_mut() else {
            continue;
        };
        for (key, value) in estimate
            .iter()
            .filter(|(key, _)| !entry.contains_key(key))
            .collect::<Vec<_>>()
        {
            put(entry, key, value.clone());
        }
        let mut keys = PARAMETER.exclusive.iter();
        let mut drawn = keys.any(|key| entry.contains_key(key));
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
        if let Target::Credibility(number) | Target::Cost(number) = target {
            let name = &effective.commitments[*number].name.value;
            if let Some(keys) = inner(table, &["commitments", name]) {
                keys.remove(key_of(*target));
            }
        }
        let Some(settings) = inner(table, &["set"]) else {
            continue;
        };
        let replaced = |assigned: &Assigned| {
            let known = all.iter().find(|(known, _)| *known == assigned.key.value);
            known.filter(|(_, before)| before.overlaps(*target))
        };
        let before: Vec<_> = variant.set.iter().filter_map(replaced).collect();
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
    let is_part = |target: Target| set.overlaps(target) && !matches!(target, Target::Parameter(_));
    let set = all.iter().filter(|(_, target)| *target == set || is_part(*target));
    let entries = set.filter_map(|(key, target)| Some((key.clone(), current(effective, *target)?)));
    entries.collect()
}

/// The value of a target after all settings.
fn current(effective: &Scenario, target: Target) -> Option<Value> {
    match target {
        Target::Start(number) => return Some(start(&effective.variables[number].start)),
        Target::PeriodCount => return Some(Value::from(effective.periods as i64)),
        Target::PeriodsThen => return Some(Value::from(effective.then())),
        _ => {}
    }
    if let Some((shares, at)) = target.share(effective) {
        return match &shares[at].1 {
            Share::Fixed(number) => Some(plain(number.value)),
            Share::Drawn(_) => None,
        };
    }
    match target.amount(effective) {
        Some(amount) => amount.number().map(plain),
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
    if let Some((outer, within)) = key.split_once('.')
        && let Some(nested) = inner(table, &[outer])
    {
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
    match (&formula.form, unparse::constant(formula)) {
        (Form::Truth(truth), _) => Value::from(*truth),
        (_, Some(number)) => plain(number),
        (_, None) => Value::from(unparse::formula(formula)),
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
    chances
        .iter()
        .map(|(name, formula)| (name.value.as_str(), value(formula)))
        .collect()
}
