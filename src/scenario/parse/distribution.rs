//! Parses distributions.

use crate::numeric::distribution::{Discrete, Distribution, Empirical, FAMILIES, Family, Notation, Quantiles};
use crate::scenario::keys::DISTRIBUTION;
use crate::scenario::parse::table_reader::Reader;
use crate::scenario::suggestion::remark;
use crate::scenario::toml_value::{Node, Value};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic};

/// A distribution, not yet validated.
pub(super) fn distribution(reader: &mut Reader, node: &Value) -> Option<Distribution> {
    let fields = reader.open(&DISTRIBUTION, "distribution", node, node.span)?;
    let mut given = DISTRIBUTION.keys.iter().filter_map(|key| fields.get(key.name));
    let (Some(entry), None) = (given.next(), given.next()) else {
        let finding = Diagnostic::error(
            Code::NotExactlyOne,
            "a distribution is exactly one of these, for instance `{ uniform = [0, 1] }`",
        );
        return reader.fail(finding.at(node.span, ""));
    };
    let (key, value) = (entry.key.value.as_str(), &entry.value);
    if let Some(family) = FAMILIES.iter().find(|family| family.name == key) {
        return of_family(reader, family, value);
    }
    Some(match key {
        "empirical" => {
            let mut values = numbers(reader, key, "a list of numbers", value)?;
            values.sort_by(f64::total_cmp);
            Distribution::Empirical(Empirical { values })
        }
        "quantiles" => {
            let points = quantiles(reader, key, value)?;
            let (levels, values) = points.into_iter().unzip();
            Distribution::Quantiles(Quantiles { levels, values })
        }
        _ => {
            let fields = exactly(reader, key, &["values", "weights"], value)?;
            Distribution::Discrete(Discrete {
                values: numbers(reader, "values", "a list of numbers", fields[0])?,
                weights: numbers(reader, "weights", "a list of numbers", fields[1])?,
            })
        }
    })
}

/// A distribution of a family that a few numbers describe.
fn of_family(reader: &mut Reader, family: &Family, node: &Value) -> Option<Distribution> {
    let parameters = match family.notation {
        Notation::List => list(reader, family, node)?,
        Notation::TableOrQuantiles(_) if gives_quantiles(&node.value) => {
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
    let numbers = numbers(reader, family.name, &wanted, node)?;
    if numbers.len() == family.parameters.len() {
        return Some(numbers);
    }
    let message = format!("`{}` must be {wanted}, not a list of {}", family.name, numbers.len());
    reader.fail(Code::WrongKind.at(node.span, message))
}

/// A table with a number for each parameter.
fn table(reader: &mut Reader, family: &Family, node: &Value) -> Option<Vec<f64>> {
    let values = exactly(reader, family.name, family.parameters, node)?;
    let numbers = family.parameters.iter().zip(values);
    let numbers: Vec<_> = numbers.map(|(key, value)| reader.number_of(key, value)).collect();
    numbers.into_iter().map(|number| Some(number?.value)).collect()
}

/// Levels with the values at them, in ascending order of levels.
fn quantiles(reader: &mut Reader, key: &str, node: &Value) -> Option<Vec<(f64, f64)>> {
    let wanted = "a table with a value for each level, `{ \"0.1\" = …, \"0.9\" = … }`";
    let entries = reader.entries(key, wanted, node)?;
    let mut points = Vec::new();
    for entry in entries {
        let level = &entry.key;
        match level.value.parse::<f64>() {
            Ok(number) if (0.0..=1.0).contains(&number) => {
                points.push((number, reader.number_of(&level.value, &entry.value)?.value));
            }
            _ => {
                let message = format!("{} is no level of a quantile", quoted(&level.value));
                let finding = Code::BadDistribution.at(level.span, message);
                return reader
                    .fail(finding.help("a level is the probability of a lower value, between \"0\" and \"1\""));
            }
        }
    }
    points.sort_by(|a: &(f64, f64), b| a.0.total_cmp(&b.0));
    Some(points)
}

/// Whether a table has levels for keys, which do not begin with a letter as names of parameters do.
fn gives_quantiles(node: &Node) -> bool {
    let Node::Table(table) = node else { return false };
    let mut keys = table.entries.iter().map(|entry| &entry.key.value);
    keys.any(|key| key.starts_with(|c: char| !c.is_ascii_alphabetic()))
}

/// The distribution of a family that has two given quantiles.
fn through_quantiles(reader: &mut Reader, family: &str, node: &Value) -> Option<Distribution> {
    let points = quantiles(reader, family, node)?;
    match points[..] {
        [low, high] if low.0 > 0.0 && high.0 < 1.0 && low.0 < high.0 && low.1 < high.1 => {
            match Distribution::through(family, low, high) {
                Ok(distribution) => Some(distribution),
                Err(error) => reader.fail(Code::BadDistribution.at(node.span, error.to_string())),
            }
        }
        _ => {
            let message = format!("`{family}` takes two quantiles, the value at the higher level above the other");
            let finding = Code::BadDistribution.at(node.span, message);
            reader.fail(finding.help(
                "for instance `{ \"0.1\" = 3, \"0.9\" = 12 }`, with levels within 0 and 1; \
                 `quantiles` takes any number of them",
            ))
        }
    }
}

/// The values of exactly these keys, in this order.
fn exactly<'a>(reader: &mut Reader, name: &str, keys: &[&str], node: &'a Value) -> Option<Vec<&'a Value>> {
    let fields: Vec<String> = keys.iter().map(|key| format!("{key} = …")).collect();
    let wanted = format!("a table, `{{ {} }}`", fields.join(", "));
    let entries = reader.entries(name, &wanted, node)?;
    let unknown = entries.iter().filter(|entry| !keys.contains(&entry.key.value.as_str()));
    let mut misspelt = false;
    for entry in unknown {
        misspelt = true;
        let message = format!("`{}` is not a key of `{name}`", entry.key.value);
        reader.fail::<()>(
            Diagnostic::error(Code::UnknownKey, message)
                .at(entry.key.span, remark(&entry.key.value, keys.iter().copied()))
                .help(format!("`{name}` must be {wanted}")),
        );
    }
    let value = |key: &str| {
        entries
            .iter()
            .find(|entry| entry.key.value == key)
            .map(|entry| &entry.value)
    };
    let values: Option<Vec<_>> = keys.iter().map(|key| value(key)).collect();
    if values.is_none() && !misspelt {
        return reader.fail(Code::WrongKind.at(node.span, format!("`{name}` must be {wanted}")));
    }
    values
}

/// A list of numbers.
fn numbers(reader: &mut Reader, key: &str, wanted: &str, node: &Value) -> Option<Vec<f64>> {
    let items = reader.items(key, wanted, node)?;
    items
        .iter()
        .map(|item| Some(reader.number_of(key, item)?.value))
        .collect()
}
