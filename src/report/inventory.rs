//! The tables of `check`: how large each variant's game is, and everything that can be set.

use super::column::{Column, Kind, integer, text};
use super::table::Table;
use crate::scenario::Model;
use crate::scenario::model::Setting;
use crate::study::Variant;

/// How large a variant is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Measured {
    variant: String,
    periods: usize,
    structures: usize,
    period_states: usize,
    nodes: usize,
    edges: usize,
    sets: usize,
    type_profiles: usize,
    parameters: usize,
}

impl Measured {
    /// The size of a variant.
    pub(crate) fn of(variant: &Variant) -> Self {
        let size = &variant.explored.size;
        Self {
            variant: variant.name.clone(),
            periods: variant.model.periods,
            structures: size.graphs,
            period_states: size.period_states,
            nodes: size.nodes,
            edges: size.edges,
            sets: size.sets,
            type_profiles: size.type_profiles,
            parameters: variant.model.parameters.len(),
        }
    }
}

/// The table of sizes.
pub(crate) fn sizes() -> Table<Measured> {
    Table {
        name: "size",
        about: "One row per variant: how large its game is.".into(),
        key: &["variant"],
        columns: vec![
            text("variant", "The variant of the scenario.", |r: &Measured| &*r.variant),
            integer("periods", "Periods.", |r: &Measured| r.periods),
            integer("structures", "Distinct structures of a period.", |r: &Measured| {
                r.structures
            }),
            integer("states", "Distinct states between periods.", |r: &Measured| {
                r.period_states
            }),
            integer(
                "nodes",
                "Positions within a period, over all structures.",
                |r: &Measured| r.nodes,
            ),
            integer("edges", "Ways on from them.", |r: &Measured| r.edges),
            integer(
                "information_sets",
                "Information sets, over all structures.",
                |r: &Measured| r.sets,
            ),
            integer(
                "classes",
                "Combinations of types, and of bound or free.",
                |r: &Measured| r.type_profiles,
            ),
            integer(
                "drawn_parameters",
                "Parameters that carry a distribution.",
                |r: &Measured| r.parameters,
            ),
        ],
    }
}

/// How much a part of the state adds to a variant's size.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Share {
    variant: String,
    name: String,
    values: usize,
    factor: f64,
}

/// Every part of the state that varies, what makes a variant large first.
pub(crate) fn shares(variant: &Variant) -> Vec<Share> {
    let size = &variant.explored.size;
    let factors = variant.explored.factors();
    let mut all: Vec<Share> = size
        .spread
        .iter()
        .zip(factors)
        .filter(|((_, values), _)| *values > 1)
        .map(|((name, values), factor)| Share {
            variant: variant.name.clone(),
            name: name.clone(),
            values: *values,
            factor,
        })
        .collect();
    all.sort_by(|a, b| b.factor.total_cmp(&a.factor));
    all
}

/// The table of what makes a game large.
pub(crate) fn parts() -> Table<Share> {
    Table {
        name: "parts",
        about: "One row per variant and part of the state: how much it adds to the size.".into(),
        key: &["variant", "name"],
        columns: vec![
            text("variant", "The variant of the scenario.", |r: &Share| &*r.variant),
            text("name", "The variable, the type, or bound or free.", |r: &Share| {
                &*r.name
            }),
            integer("values", "How many values it takes.", |r: &Share| r.values),
            Column::new(
                "times_as_many_states",
                Kind::Number,
                "The states between periods, over those that could be told apart without it.",
                |r: &Share| r.factor,
            ),
        ],
    }
}

/// Periods in which a variant has equally many nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    variant: String,
    from: usize,
    to: usize,
    nodes: usize,
}

/// How large each period of a variant is.
pub(crate) fn stretches(variant: &Variant) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = Vec::new();
    for (at, &nodes) in variant.explored.size.nodes_by_period.iter().enumerate() {
        match all.last_mut() {
            Some(last) if last.nodes == nodes => last.to = at + 1,
            _ => all.push(Stretch {
                variant: variant.name.clone(),
                from: at + 1,
                to: at + 1,
                nodes,
            }),
        }
    }
    all
}

/// The table of sizes by period.
pub(crate) fn periods() -> Table<Stretch> {
    Table {
        name: "periods",
        about: "One row per variant and stretch of periods of equal size.".into(),
        key: &["variant", "from"],
        columns: vec![
            text("variant", "The variant of the scenario.", |r: &Stretch| &*r.variant),
            integer("from", "The first period.", |r: &Stretch| r.from),
            integer("to", "The last period.", |r: &Stretch| r.to),
            integer(
                "nodes",
                "Positions that can be reached in each of them.",
                |r: &Stretch| r.nodes,
            ),
        ],
    }
}

/// A setting of a variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    pub(super) variant: String,
    pub(super) setting: Setting,
}

/// Everything that can be set: all of it for the first variant, for the others what they have otherwise.
pub fn settings(models: &[(String, Model)]) -> Vec<Key> {
    let mut keys = Vec::new();
    for (variant, model) in models {
        let first = models.first().filter(|(first, _)| first != variant);
        let known = first.map_or(&[][..], |(_, model)| &model.settings);
        let news = model.settings.iter().filter(|setting| !known.contains(setting));
        keys.extend(news.map(|setting| Key {
            variant: variant.clone(),
            setting: setting.clone(),
        }));
    }
    keys
}

/// The table of settings.
pub fn keys() -> Table<Key> {
    let columns = vec![
        text("variant", "The variant of the scenario.", |r: &Key| &*r.variant),
        text("key", "What `--set` calls it.", |r: &Key| &*r.setting.key),
        text("value", "Its value; the nominal one where it is drawn.", |r: &Key| {
            &*r.setting.value
        }),
        text("unit", "Its unit.", |r: &Key| &*r.setting.unit),
        Column::new(
            "distribution",
            Kind::Text,
            "How it is drawn; empty where it is certain.",
            |r: &Key| r.setting.distribution.as_ref().map(|of| of.to_string()),
        ),
        Column::new(
            "lever",
            Kind::Truth,
            "Whether a decision-maker can set it.",
            |r: &Key| r.setting.lever,
        ),
        text("source", "Where the value comes from.", |r: &Key| &*r.setting.source),
        text("note", "A remark.", |r: &Key| &*r.setting.note),
    ];
    Table {
        name: "settings",
        about: "One row per key that can be set.".into(),
        key: &[],
        columns,
    }
}
