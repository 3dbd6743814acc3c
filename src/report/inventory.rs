//! The tables of `check`: how large each variant's game is, and everything that can be set.

use super::column::{Column, Kind, integer, text};
use super::table::Table;
use crate::scenario::Model;
use crate::scenario::model::Setting;
use crate::study::Variant;

/// How large a variant is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    variant: String,
    periods: usize,
    structures: usize,
    boundaries: usize,
    nodes: usize,
    edges: usize,
    sets: usize,
    classes: usize,
    parameters: usize,
}

impl Measured {
    /// The size of a variant.
    pub fn of(variant: &Variant) -> Self {
        let size = &variant.explored.size;
        Self {
            variant: variant.name.clone(),
            periods: variant.model.periods,
            structures: size.frames,
            boundaries: size.boundaries,
            nodes: size.nodes,
            edges: size.edges,
            sets: size.sets,
            classes: size.classes,
            parameters: variant.model.parameters.len(),
        }
    }
}

/// The table of sizes.
pub fn sizes() -> Table<Measured> {
    Table {
        name: "size",
        about: "One row per variant: how large its game is.".into(),
        key: &["variant"],
        columns: vec![
            text("variant", "The variant of the scenario.", |r: &Measured| {
                &*r.variant
            }),
            integer("periods", "Periods.", |r: &Measured| r.periods),
            integer(
                "structures",
                "Distinct structures of a period.",
                |r: &Measured| r.structures,
            ),
            integer(
                "states",
                "Distinct states between periods.",
                |r: &Measured| r.boundaries,
            ),
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
                |r: &Measured| r.classes,
            ),
            integer(
                "drawn_parameters",
                "Parameters that carry a distribution.",
                |r: &Measured| r.parameters,
            ),
        ],
    }
}

/// A setting of a variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    variant: String,
    setting: Setting,
}

/// Everything that can be set: all of it for the first variant, for the others what they have otherwise.
pub fn settings(models: &[(String, Model)]) -> Vec<Key> {
    let mut keys = Vec::new();
    for (variant, model) in models {
        let first = models.first().filter(|(first, _)| first != variant);
        let known = first.map_or(&[][..], |(_, model)| &model.settings);
        let news = model
            .settings
            .iter()
            .filter(|setting| !known.contains(setting));
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
        text("variant", "The variant of the scenario.", |r: &Key| {
            &*r.variant
        }),
        text("key", "What `--set` calls it.", |r: &Key| &*r.setting.key),
        text(
            "value",
            "Its value; the nominal one where it is drawn.",
            |r: &Key| &*r.setting.value,
        ),
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
        text("source", "Where the value comes from.", |r: &Key| {
            &*r.setting.source
        }),
        text("note", "A remark.", |r: &Key| &*r.setting.note),
    ];
    Table {
        name: "settings",
        about: "One row per key that can be set.".into(),
        key: &[],
        columns,
    }
}
