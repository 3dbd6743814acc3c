//! Parses distributions.

use crate::numeric::distribution::{Discrete, Distribution, Empirical, FAMILIES, Family, Notation, Quantiles};
use crate::numeric::prior::Prior;
use crate::scenario::keys::DISTRIBUTION;
use crate::scenario::parse::table_reader::Reader;
use crate::scenario::suggestion::remark;
use crate::scenario::toml_value::{Entry, Value};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic};

/// A distribution, not yet validated.
pub(super) fn distribution(reader: &mut Reader, node: &Value) -> Option<Distribution> {
    let fields = reader.open(&DISTRIBUTION, "distribution", node, node.span)?;
    let mut given = DISTRIBUTION.keys.iter().filter_map(|key| fields.get(key.name));
    let (Some(entry), None) = (given.next(), given.next()) else {
        let message = "a distribution is exactly one of these, for instance `{ uniform = [0, 1] }`";
        return reader.fail(Code::NotExactlyOne.at(node.span, message));
    };
    let (key, value) = (entry.key.value.as_str(), &entry.value);
    if let Some(family) = FAMILIES.iter().find(|family| family.name == key) {
        return of_family(reader, family, value);
    }
    Some(match key {
        "empirical" => {
            let mut values = numbers(reader, key, value)?;
            values.sort_by(f64::total_cmp);
            Distribution::Empirical(Empirical { values })
        }
        "quantiles" => {
            let (levels, values) = quantiles(reader, key, value)?.into_iter().unzip();
            Distribution::Quantiles(Quantiles { levels, values })
        }
        _ => {
            let fields = exactly(reader, key, &["values", "weights"], value)?;
            Distribution::Discrete(Discrete {
                values: numbers(reader, "values", fields[0])?,
                weights: numbers(reader, "weights", fields[1])?,
            })
        }
    })
}

/// A prior: a log-F distribution, or one of a family.
pub(super) fn prior(reader: &mut Reader, node: &Value) -> Option<Prior> {
    let log_f = node.table().and_then(|table| match &table.entries[..] {
        [entry] if entry.key.value == "log_f" => Some(&entry.value),
        _ => None,
    });
    let prior = match log_f {
        Some(freedom) => {
            let number = reader.number_of("log_f", freedom)?;
            let message = "the degrees of freedom of a log-F prior lie above 0, and are at most 1,000,000";
            return Prior::log_f(number.value).or_else(|| reader.fail(Code::BadDistribution.at(number.span, message)));
        }
        None => Prior::of(distribution(reader, node)?),
    };
    prior.or_else(|| {
        let message = "this is no prior: it needs a density without kinks";
        let help = "`{ log_f = 1 }`, or a distribution of a family, such as `{ normal = { mean = 0, sd = 2 } }`, but no triangle";
        reader.fail(Code::BadDistribution.at(node.span, message).help(help))
    })
}

/// A distribution of a family that a few numbers describe.
fn of_family(reader: &mut Reader, family: &Family, node: &Value) -> Option<Distribution> {
    let parameters = match family.notation {
        Notation::List => list(reader, family, node)?,
        Notation::TableOrQuantiles(_) if gives_quantiles(node) => {
            return through_quantiles(reader, family.name, node);
        }
        Notation::Table | Notation::TableOrQuantiles(_) => table(reader, family, node)?,
    };
    Distribution::named(family.name, &parameters)
}

/// A list with a number for each parameter.
fn list(reader: &mut Reader, family: &Family, node: &Value) -> Option<Vec<f64>> {
    let count = match family.parameters.len() {
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        other => other.to_string(),
    };
    let wanted = format!("a list of {count} numbers, `[{}]`", family.parameters.join(", "));
    let numbers = reader.numbers(family.name, &wanted, node, Reader::number_of)?;
    if numbers.len() == family.parameters.len() {
        return Some(numbers);
    }
    reader.wrong_length(family.name, &wanted, node, numbers.len())
}

/// A table with a number for each parameter.
fn table(reader: &mut Reader, family: &Family, node: &Value) -> Option<Vec<f64>> {
    let values = exactly(reader, family.name, family.parameters, node)?;
    let numbers = family.parameters.iter().zip(values);
    let numbers: Vec<_> = numbers.map(|(key, node)| reader.number_of(key, node)).collect();
    numbers.into_iter().map(|number| Some(number?.value)).collect()
}

/// Levels with the values at them, in ascending order of levels.
fn quantiles(reader: &mut Reader, key: &str, node: &Value) -> Option<Vec<(f64, f64)>> {
    let wanted = "a table with a value for each level, `{ \"0.1\" = …, \"0.9\" = … }`";
    let mut points = Vec::new();
    for Entry { key: level, value } in reader.entries(key, wanted, node)? {
        let number = level.value.parse().ok();
        let Some(number) = number.filter(|number| (0.0..=1.0).contains(number)) else {
            let message = format!("{} is no level of a quantile", quoted(&level.value));
            let help = "a level is the probability of a lower value, between \"0\" and \"1\"";
            return reader.fail(Code::BadDistribution.at(level.span, message).help(help));
        };
        points.push((number, reader.number_of(&level.value, value)?.value));
    }
    points.sort_by(|a: &(f64, f64), b| a.0.total_cmp(&b.0));
    Some(points)
}

/// Whether a table has levels for keys, which do not begin with a letter as names of parameters do.
fn gives_quantiles(node: &Value) -> bool {
    let Some(table) = node.table() else { return false };
    let mut keys = table.entries.iter().map(|entry| &entry.key.value);
    keys.any(|key| key.starts_with(|c: char| !c.is_ascii_alphabetic()))
}

/// The distribution of a family that has two given quantiles.
fn through_quantiles(reader: &mut Reader, family: &str, node: &Value) -> Option<Distribution> {
    let points = quantiles(reader, family, node)?;
    let error = match points[..] {
        [low, high] if low.0 > 0.0 && high.0 < 1.0 && low.0 < high.0 && low.1 < high.1 => {
            match Distribution::through(family, low, high) {
                Ok(distribution) => return Some(distribution),
                Err(error) => Code::BadDistribution.at(node.span, error.to_string()),
            }
        }
        _ => {
            let message = format!("`{family}` takes two quantiles, the value at the higher level above the other");
            let help = "for instance `{ \"0.1\" = 3, \"0.9\" = 12 }`, with levels within 0 and 1; \
                        `quantiles` takes any number of them";
            Code::BadDistribution.at(node.span, message).help(help)
        }
    };
    reader.fail(error)
}

/// The values of exactly these keys, in this order.
fn exactly<'a>(reader: &mut Reader, name: &str, keys: &[&str], node: &'a Value) -> Option<Vec<&'a Value>> {
    let fields: Vec<String> = keys.iter().map(|key| format!("{key} = …")).collect();
    let wanted = format!("a table, `{{ {} }}`", fields.join(", "));
    let entries = reader.entries(name, &wanted, node)?;
    let needed = format!("`{name}` must be {wanted}");
    let mut misspelt = false;
    for Entry { key, .. } in entries {
        if !keys.contains(&key.value.as_str()) {
            misspelt = true;
            let remark = remark(&key.value, keys.iter().copied());
            let message = format!("`{}` is not a key of `{name}`", key.value);
            let finding = Diagnostic::error(Code::UnknownKey, message).at(key.span, remark);
            reader.fail::<()>(finding.help(&needed));
        }
    }
    let value = |key: &&str| entries.iter().find(|entry| entry.key.value == *key);
    let values: Option<Vec<_>> = keys.iter().map(|key| Some(&value(key)?.value)).collect();
    if values.is_none() && !misspelt {
        return reader.fail(Code::WrongKind.at(node.span, needed));
    }
    values
}

/// A list of numbers.
fn numbers(reader: &mut Reader, key: &str, node: &Value) -> Option<Vec<f64>> {
    reader.numbers(key, "a list of numbers", node, Reader::number_of)
}
