//! Switching values: the nearest value of each single number at which another action becomes the most likely one at an
//! information set.

mod probe;
mod search;

use schemars::JsonSchema;
use serde::Serialize;

use super::draws::Draws;
use super::error::StudyError;
use super::plan::Watch;
use super::sets::{Naming, SetName};
use super::solve::SelectedDraw;
use super::table::name_tables;
use super::variant::Variant;
use crate::scenario::Varied;
use crate::scenario::model::Parameter;
use probe::{Origin, Probe};
use search::Nearest;

name_tables! { SwitchingValue: "flips" }

/// One row per information set and number that would make another action the most likely one.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("unit" = "the number's"))]
pub(crate) struct SwitchingValue {
    /// The information set.
    #[serde(flatten)]
    pub at: SetName,
    /// The action that is the most likely now.
    pub action: String,
    /// The number, as `--set` calls it.
    pub key: String,
    /// Its unit.
    pub unit: String,
    /// Whether it is certain in the scenario.
    pub certain: bool,
    /// Its value now.
    pub from: f64,
    /// The nearest value found at which another action is the most likely.
    pub to: f64,
    /// The least value that was looked at.
    pub low: f64,
    /// The greatest value that was looked at.
    pub high: f64,
    /// The size of the change.
    #[schemars(extend("unit" = "share of the range"))]
    pub share: f64,
    /// The action that is the most likely then.
    pub becomes: String,
    /// The draws that were asked about; empty without `--draws`.
    pub draws: Option<u64>,
    /// The share of draws in which some value within the range makes another action the most likely.
    #[schemars(extend("unit" = "share of draws"))]
    pub flipped: Option<f64>,
    /// The median over these draws of the smallest change.
    #[schemars(extend("unit" = "share of the range"))]
    pub share_p50: Option<f64>,
}

/// In which share of other draws a number can switch the choice, and how large the change must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct OverDraws {
    /// The share of draws in which some value within the range switches the choice.
    pub(super) flipped: f64,
    /// The median of the smallest changes in these draws, as shares of the range.
    pub(super) share_p50: Option<f64>,
}

/// A scenario, and the same with numbers that may vary.
#[derive(Clone, Copy)]
pub(crate) struct FreedVariant<'a> {
    /// The scenario.
    pub variant: &'a Variant,
    /// The same, explored with every number that may vary as a parameter.
    pub freed: &'a Variant,
    /// Which numbers those are.
    pub varied: &'a [Varied],
}

impl FreedVariant<'_> {
    /// The values of all numbers in a draw.
    pub(crate) fn point(&self, SelectedDraw { draw, seed }: SelectedDraw) -> Vec<f64> {
        let model = &self.variant.model;
        let drawn = Draws::new(model, seed, draw.is_none()).at(draw.unwrap_or(0));
        let value = |freed: &Parameter| {
            let known = model.parameters.iter().position(|p| p.name == freed.name);
            known.map_or(freed.nominal, |known| drawn[known])
        };
        self.freed.model.parameters.iter().map(value).collect()
    }
}

/// Looks for the nearest value of each number that flips the most likely action at these information sets; sorted by
/// set, then by how small the change is. With `draws`, the same is asked of the first draws of the seed for every
/// number that flips the choice in the draw that is asked about.
///
/// # Errors
/// The draw makes no sense, or an interruption.
pub(crate) fn switching_values(
    freed_variant: FreedVariant<'_>,
    which: SelectedDraw,
    sets: &[SetName],
    draws: u64,
    watch: &Watch<'_>,
) -> Result<Vec<SwitchingValue>, StudyError> {
    let probe = Probe::new(freed_variant, which, sets);
    let Some(origin) = probe.origin(which.draw) else {
        return Ok(Vec::new());
    };
    let numbers = probe.nearest(&origin, watch)?;
    let mut found = rows(&probe, &origin, &numbers);
    if draws > 0 {
        let flips = |(_, nearest): &(usize, &Nearest)| nearest.hits.iter().any(Option::is_some);
        let flipping = numbers.iter().enumerate().filter(flips);
        let flipping: Vec<usize> = flipping.map(|(number, _)| number).collect();
        let over = probe.over(draws, &flipping, &numbers, watch)?;
        for ((number, set), flip) in &mut found {
            if let Some(place) = flipping.iter().position(|flipping| flipping == number) {
                let over = over[place][*set];
                flip.draws = Some(draws);
                flip.flipped = Some(over.flipped);
                flip.share_p50 = over.share_p50;
            }
        }
    }
    found.sort_by(|((_, a), one), ((_, b), other)| a.cmp(b).then(one.share.total_cmp(&other.share)));
    Ok(found.into_iter().map(|(_, flip)| flip).collect())
}

/// What was found, by number and set.
fn rows(probe: &Probe<'_>, origin: &Origin, numbers: &[Nearest]) -> Vec<((usize, usize), SwitchingValue)> {
    let explored = &probe.freed_variant.freed.explored;
    let naming = Naming::new(&explored.game, &explored.names);
    let mut rows = Vec::new();
    for (number, nearest) in numbers.iter().enumerate() {
        let varied = &probe.freed_variant.varied[number];
        let from = origin.point[varied.parameter];
        for (set, hit) in nearest.hits.iter().enumerate() {
            let (Some((to, becomes)), Some((period, place))) = (*hit, probe.places[set]) else {
                continue;
            };
            let action = |at| naming.action(period, probe.set(period, place), at);
            let flip = SwitchingValue {
                at: probe.sets[set].clone(),
                action: action(origin.now[set]),
                key: varied.key.clone(),
                unit: varied.unit.clone(),
                certain: varied.certain,
                from,
                to,
                low: nearest.range[0],
                high: nearest.range[1],
                share: nearest.share(from, to),
                becomes: action(becomes),
                draws: None,
                flipped: None,
                share_p50: None,
            };
            rows.push(((number, set), flip));
        }
    }
    rows
}
