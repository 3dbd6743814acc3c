//! The tables of `check`: how large each variant's game is, and everything that can be set.

use schemars::JsonSchema;
use serde::Serialize;

use crate::scenario::Model;
use crate::scenario::model::Setting;
use crate::study::Variant;
use crate::study::table::name_tables;

name_tables! {
    SizeRow: "size",
    PartRow: "parts",
    PeriodsRow: "periods",
    SettingRow: "settings",
}

/// One row per variant: how large its game is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["variant"]))]
pub(crate) struct SizeRow {
    /// The variant of the scenario.
    variant: String,
    /// Periods.
    periods: usize,
    /// Distinct structures of a period.
    structures: usize,
    /// Distinct states between periods.
    states: usize,
    /// Positions within a period, over all structures.
    nodes: usize,
    /// Edges from them to other positions.
    edges: usize,
    /// Information sets, over all structures.
    information_sets: usize,
    /// Combinations of types, and of bound or free.
    classes: usize,
    /// Parameters that carry a distribution.
    drawn_parameters: usize,
}

impl SizeRow {
    /// The size of a variant.
    pub(crate) fn of(variant: &Variant) -> Self {
        let size = &variant.explored.size;
        Self {
            variant: variant.name.clone(),
            periods: variant.model.periods,
            structures: size.graphs,
            states: size.period_states,
            nodes: size.nodes,
            edges: size.edges,
            information_sets: size.sets,
            classes: size.type_profiles,
            drawn_parameters: variant.model.parameters.len(),
        }
    }
}

/// One row per variant and part of the state: how much it adds to the size.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["variant", "name"]))]
pub(crate) struct PartRow {
    /// The variant of the scenario.
    variant: String,
    /// The variable, the type, or bound or free.
    name: String,
    /// How many values it takes.
    values: usize,
    /// The states between periods, over those that could be told apart without it.
    times_as_many_states: f64,
}

/// Every part of the state that varies; what makes a variant large comes first.
pub(crate) fn parts(variant: &Variant) -> Vec<PartRow> {
    let counts = variant.explored.size.value_counts.iter();
    let counts = counts.zip(variant.explored.factors());
    let varying = counts.filter(|((_, values), _)| *values > 1);
    let part = |((name, values), factor): (&(String, usize), f64)| PartRow {
        variant: variant.name.clone(),
        name: name.clone(),
        values: *values,
        times_as_many_states: factor,
    };
    let mut all: Vec<PartRow> = varying.map(part).collect();
    all.sort_by(|a, b| b.times_as_many_states.total_cmp(&a.times_as_many_states));
    all
}

/// One row per variant and stretch of periods of equal size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["variant", "from"]))]
pub(crate) struct PeriodsRow {
    /// The variant of the scenario.
    variant: String,
    /// The first period.
    from: usize,
    /// The last period.
    to: usize,
    /// Positions that can be reached in each of them.
    nodes: usize,
}

/// How large each period of a variant is.
pub(crate) fn periods(variant: &Variant) -> Vec<PeriodsRow> {
    let mut all: Vec<PeriodsRow> = Vec::new();
    for (at, &nodes) in variant.explored.size.nodes_by_period.iter().enumerate() {
        match all.last_mut() {
            Some(last) if last.nodes == nodes => last.to = at + 1,
            _ => all.push(PeriodsRow {
                variant: variant.name.clone(),
                from: at + 1,
                to: at + 1,
                nodes,
            }),
        }
    }
    all
}

/// One row per key that can be set.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SettingRow {
    /// The variant of the scenario.
    pub variant: String,
    /// What `--set` calls it.
    pub key: String,
    /// Its value; the nominal one where it is drawn.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// How it is drawn; empty where it is certain.
    pub distribution: Option<String>,
    /// Whether a decision-maker can set it.
    pub lever: bool,
    /// Where the value comes from.
    pub source: String,
    /// A remark.
    pub note: String,
}

/// Everything that can be set: all keys of the first variant, and of the others those that differ from it.
pub fn settings(models: &[(String, Model)]) -> Vec<SettingRow> {
    let mut rows = Vec::new();
    for (variant, model) in models {
        let first = models.first().filter(|(first, _)| first != variant);
        let known = first.map_or(&[][..], |(_, model)| &model.settings);
        let settings = model.settings.iter();
        let news = settings.filter(|setting| !known.contains(setting));
        rows.extend(news.map(|setting| row(variant, setting)));
    }
    rows
}

fn row(variant: &str, setting: &Setting) -> SettingRow {
    SettingRow {
        variant: variant.to_owned(),
        key: setting.key.clone(),
        value: setting.value.clone(),
        unit: setting.unit.clone(),
        distribution: setting.distribution.as_ref().map(ToString::to_string),
        lever: setting.lever,
        source: setting.source.clone(),
        note: setting.note.clone(),
    }
}
