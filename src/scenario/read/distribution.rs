//! Reading distributions.

use crate::numeric::distribution::Distribution;
use crate::scenario::keys::DISTRIBUTION;
use crate::scenario::node::Node;
use crate::scenario::read::parameter::BOUNDS;
use crate::scenario::read::reader::Reader;
use crate::scenario::suggest::remark;
use crate::source::{Code, Diagnostic, Spanned};

const THREE: &str = "a list of three numbers, `[low, mode, high]`";

/// A distribution, not yet validated.
pub(super) fn distribution(reader: &mut Reader, node: &Spanned<Node>) -> Option<Distribution> {
    let fields = reader.open(&DISTRIBUTION, "distribution", node, node.span)?;
    let mut given = DISTRIBUTION
        .keys
        .iter()
        .filter_map(|key| fields.get(key.name));
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
            let [mean, sd] = pair(reader, "normal", ["mean", "sd"], value)?;
            Distribution::Normal { mean, sd }
        }
        "lognormal" => {
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
        _ => {
            let [values, weights] = two(reader, "discrete", ["values", "weights"], value)?;
            Distribution::Discrete {
                values: numbers(reader, "values", values)?,
                weights: numbers(reader, "weights", weights)?,
            }
        }
    })
}

fn pair(
    reader: &mut Reader,
    name: &str,
    keys: [&str; 2],
    node: &Spanned<Node>,
) -> Option<[f64; 2]> {
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
    let unknown = entries
        .iter()
        .filter(|entry| !keys.contains(&entry.key.value.as_str()));
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
        _ => reader.fail(
            Diagnostic::error(Code::WrongKind, format!("`{name}` must be {wanted}"))
                .at(node.span, ""),
        ),
    }
}

fn numbers(reader: &mut Reader, key: &str, node: &Spanned<Node>) -> Option<Vec<f64>> {
    let items = reader.items(key, "a list of numbers", node)?;
    items
        .iter()
        .map(|item| Some(reader.number_of(key, item)?.value))
        .collect()
}
