//! Which change of which single number would make another action the most likely one at an information set.

mod probe;
mod search;

use super::error::StudyError;
use super::plan::Watch;
use super::sets::{Naming, SetName};
use super::solve::Which;
use super::variant::Variant;
use crate::scenario::Varied;
use probe::{Origin, Probe};
use search::Nearest;

/// A change that makes another action the most likely one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Flip {
    /// The information set.
    pub at: SetName,
    /// The action that is the most likely now.
    pub action: String,
    /// What `--set` calls the number.
    pub key: String,
    /// Its unit.
    pub unit: String,
    /// Whether it is certain in the scenario.
    pub certain: bool,
    /// Its value now.
    pub from: f64,
    /// The least and the greatest value that were looked at.
    pub range: [f64; 2],
    /// The nearest value that was found to flip the choice.
    pub to: f64,
    /// How large the change is, as a share of the range.
    pub share: f64,
    /// The action that is the most likely then.
    pub becomes: String,
    /// How it is in other draws, where that was asked for.
    pub over: Option<OverDraws>,
}

/// In how many draws a number can flip the choice, and how large the change must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct OverDraws {
    /// The draws.
    pub draws: u64,
    /// The share of draws in which some value within the range flips the choice.
    pub flipped: f64,
    /// The median of the smallest changes in these draws, as shares of the range.
    pub share: Option<f64>,
}

/// A scenario, and the same with numbers that may vary.
#[derive(Clone, Copy)]
pub(crate) struct Loosened<'a> {
    /// The scenario.
    pub variant: &'a Variant,
    /// The same, explored with every number that may vary as a parameter.
    pub loose: &'a Variant,
    /// Which numbers those are.
    pub varied: &'a [Varied],
}

/// Looks for the nearest value of each number that flips the most likely action at these information sets; sorted by
/// set, then by how small the change is. With `draws`, the same is asked of the first draws of the seed for every
/// number that flips the choice in the draw that is asked about.
///
/// # Errors
/// The draw makes no sense, or an interruption.
pub(crate) fn flips(
    loosened: Loosened<'_>,
    which: Which,
    sets: &[SetName],
    draws: u64,
    watch: &Watch<'_>,
) -> Result<Vec<Flip>, StudyError> {
    let probe = Probe::new(loosened, which, sets);
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
            let place = flipping.iter().position(|flipping| flipping == number);
            flip.over = place.map(|place| over[place][*set]);
        }
    }
    found.sort_by(|((_, a), one), ((_, b), other)| a.cmp(b).then(one.share.total_cmp(&other.share)));
    Ok(found.into_iter().map(|(_, flip)| flip).collect())
}

/// What was found, by number and set.
fn rows(probe: &Probe<'_>, origin: &Origin, numbers: &[Nearest]) -> Vec<((usize, usize), Flip)> {
    let explored = &probe.loosened.loose.explored;
    let naming = Naming::new(&explored.game, &explored.names);
    let mut rows = Vec::new();
    for (number, nearest) in numbers.iter().enumerate() {
        let varied = &probe.loosened.varied[number];
        let from = origin.point[varied.parameter];
        for (set, hit) in nearest.hits.iter().enumerate() {
            let (Some((to, becomes)), Some((period, place))) = (*hit, probe.places[set]) else {
                continue;
            };
            let action = |at| naming.action(period, probe.set(period, place), at);
            let flip = Flip {
                at: probe.sets[set].clone(),
                action: action(origin.now[set]),
                key: varied.key.clone(),
                unit: varied.unit.clone(),
                certain: varied.certain,
                from,
                range: nearest.range,
                to,
                share: nearest.share(from, to),
                becomes: action(becomes),
                over: None,
            };
            rows.push(((number, set), flip));
        }
    }
    rows
}
