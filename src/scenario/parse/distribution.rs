//! Reading distributions.

use crate::numeric::distribution::Distribution;
use crate::numeric::tabulated::{lognormal_through, normal_through};
use crate::scenario::keys::DISTRIBUTION;
use crate::scenario::parse::table_reader::{BOUNDS, Reader};
use crate::scenario::suggestion::remark;
use crate::scenario::toml_value::Node;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Spanned};

const THREE: &str = "a list of three numbers, `[low, mode, high]`";

/// A distribution, not yet validated.
pub(super) fn distribution(reader: &mut Reader, node: &Spanned<Node>) -> Option<Distribution> {
    let fields = reader.open(&DISTRIBUTION, "distribution", node, node.span)?;
    let mut given = DISTRIBUTION.keys.iter().filter_map(|key| fields.get(key.name));
    let (Some(entry), None) = (given.next(), given.next()) else {
        let finding = Diagnostic::error(
            Code::NotExactlyOne,
            "a distribution is exactly one of these, for instance `{ uniform = [0, 1] }`",
        );
        return reader.fail(finding.at(node.span, ""));
    };
    let value = &entry.value;
    Some(match entry.key.value.as_str() {
        "uniform" => {
            let [low, high] = reader.numbers("uniform", BOUNDS, value, false)?.value;
            Distribution::Uniform { low, high }
        }
        "loguniform" => {
            let [low, high] = reader.numbers("loguniform", BOUNDS, value, false)?.value;
            Distribution::Loguniform { low, high }
        }
        "triangular" => {
            let [low, mode, high] = reader.numbers("triangular", THREE, value, false)?.value;
            Distribution::Triangular { low, mode, high }
        }
        "pert" => {
            let [low, mode, high] = reader.numbers("pert", THREE, value, false)?.value;
            Distribution::Pert { low, mode, high }
        }
        "normal" => {
            if let Some([low, high]) = two_quantiles(reader, "normal", value)? {
                return Some(normal_through(low, high));
            }
            let [mean, sd] = pair(reader, "normal", ["mean", "sd"], value)?;
            Distribution::Normal { mean, sd }
        }
        "lognormal" => {
            if let Some([low, high]) = two_quantiles(reader, "lognormal", value)? {
                if low.1 <= 0.0 {
                    let finding = Diagnostic::error(Code::BadDistribution, "a lognormal number lies above 0");
                    return reader.fail(finding.at(value.span, format!("{} does not", low.1)));
                }
                return Some(lognormal_through(low, high));
            }
            let [mu, sigma] = pair(reader, "lognormal", ["mu", "sigma"], value)?;
            Distribution::Lognormal { mu, sigma }
        }
        "beta" => {
            let [alpha, beta] = pair(reader, "beta", ["alpha", "beta"], value)?;
            Distribution::Beta { alpha, beta }
        }
        "gamma" => {
            let [shape, scale] = pair(reader, "gamma", ["shape", "scale"], value)?;
            Distribution::Gamma { shape, scale }
        }
        "empirical" => {
            let mut values = numbers(reader, "empirical", value)?;
            values.sort_by(f64::total_cmp);
            Distribution::Empirical { values }
        }
        "quantiles" => {
            let places = quantiles(reader, "quantiles", value)?;
            let (levels, values) = places.into_iter().unzip();
            Distribution::Quantiles { levels, values }
        }
        _ => {
            let [values, weights] = two(reader, "discrete", ["values", "weights"], value)?;
            Distribution::Discrete {
                values: numbers(reader, "values", values)?,
                weights: numbers(reader, "weights", weights)?,
            }
        }
    })
}

/// Levels with the values at them, in ascending order of levels.
fn quantiles(reader: &mut Reader, key: &str, node: &Spanned<Node>) -> Option<Vec<(f64, f64)>> {
    let wanted = "a table with a value for each level, `{ \"0.1\" = …, \"0.9\" = … }`";
    let entries = reader.entries(key, wanted, node)?;
    let mut places = Vec::new();
    for entry in entries {
        let level = &entry.key;
        match level.value.parse::<f64>() {
            Ok(number) if (0.0..=1.0).contains(&number) => {
                places.push((number, reader.number_of(&level.value, &entry.value)?.value));
            }
            _ => {
                let message = format!("{} is no level of a quantile", quoted(&level.value));
                let finding = Diagnostic::error(Code::BadDistribution, message).at(level.span, "");
                return reader
                    .fail(finding.help("a level is the probability of a lower value, between \"0\" and \"1\""));
            }
        }
    }
    places.sort_by(|a: &(f64, f64), b| a.0.total_cmp(&b.0));
    Some(places)
}

/// The two quantiles that a family is to pass through; none inside where its own parameters are given instead, which
/// begin with a letter.
fn two_quantiles(reader: &mut Reader, family: &str, node: &Spanned<Node>) -> Option<Option<[(f64, f64); 2]>> {
    let leveled = match &node.value {
        Node::Table(table) => table
            .entries
            .iter()
            .any(|entry| entry.key.value.starts_with(|c: char| !c.is_ascii_alphabetic())),
        _ => false,
    };
    if !leveled {
        return Some(None);
    }
    match quantiles(reader, family, node)?[..] {
        [low, high] if low.0 > 0.0 && high.0 < 1.0 && low.0 < high.0 && low.1 < high.1 => Some(Some([low, high])),
        _ => {
            let message = format!("`{family}` takes two quantiles, the value at the higher level above the other");
            let finding = Diagnostic::error(Code::BadDistribution, message).at(node.span, "");
            reader.fail(finding.help(
                "for instance `{ \"0.1\" = 3, \"0.9\" = 12 }`, with levels within 0 and 1; \
                 `quantiles` takes any number of them",
            ))
        }
    }
}

fn pair(reader: &mut Reader, name: &str, keys: [&str; 2], node: &Spanned<Node>) -> Option<[f64; 2]> {
    let [first, second] = two(reader, name, keys, node)?;
    let first = reader.number_of(keys[0], first);
    let second = reader.number_of(keys[1], second);
    Some([first?.value, second?.value])
}

/// The values of exactly these two keys.
fn two<'a>(
    reader: &mut Reader,
    name: &str,
    keys: [&str; 2],
    node: &'a Spanned<Node>,
) -> Option<[&'a Spanned<Node>; 2]> {
    let wanted = format!("a table, `{{ {} = …, {} = … }}`", keys[0], keys[1]);
    let entries = reader.entries(name, &wanted, node)?;
    let unknown = entries.iter().filter(|entry| !keys.contains(&entry.key.value.as_str()));
    let mut misspelt = false;
    for entry in unknown {
        misspelt = true;
        let message = format!("`{}` is not a key of `{name}`", entry.key.value);
        reader.fail::<()>(
            Diagnostic::error(Code::UnknownKey, message)
                .at(entry.key.span, remark(&entry.key.value, keys))
                .help(format!("`{name}` must be {wanted}")),
        );
    }
    let value = |key: &str| {
        entries
            .iter()
            .find(|entry| entry.key.value == key)
            .map(|entry| &entry.value)
    };
    match keys.map(value) {
        [Some(first), Some(second)] => Some([first, second]),
        _ if misspelt => None,
        _ => reader.fail(Diagnostic::error(Code::WrongKind, format!("`{name}` must be {wanted}")).at(node.span, "")),
    }
}

fn numbers(reader: &mut Reader, key: &str, node: &Spanned<Node>) -> Option<Vec<f64>> {
    let items = reader.items(key, "a list of numbers", node)?;
    items
        .iter()
        .map(|item| Some(reader.number_of(key, item)?.value))
        .collect()
}
