//! Thresholds: the value of a key at which something changes its sign, at the nominal point and in every draw.

mod roots;

use super::evaluation::{Advantage, Quantity};
use super::rows::ThresholdRow;
use super::rows::sweep::KeyValues;
use super::statistics::quantiles;
use super::subject::Subject;
use super::table::Shape;
use roots::{Found, roots};

/// Thresholds are found to within this share of the key's range.
const TOLERANCE: f64 = 1e-11;

/// What a threshold is looked for in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Target {
    /// Where something reaches a level.
    Level(Subject, f64),
    /// Where something is the same in a variant as in the first.
    Sign(Subject),
    /// Where two actions are equally good.
    Actions(Advantage),
}

impl Target {
    /// What is worked out in each draw; what is looked at is the sum.
    pub(crate) fn quantities(&self) -> Vec<Quantity> {
        match self {
            Self::Level(subject, _) | Self::Sign(subject) => subject.quantities(),
            Self::Actions(advantage) => vec![Quantity::Advantage(advantage.clone())],
        }
    }

    /// The level that is reached.
    pub(crate) fn level(&self) -> f64 {
        match self {
            Self::Level(_, level) => *level,
            Self::Sign(_) | Self::Actions(_) => 0.0,
        }
    }

    /// What changes its sign, as tables name it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Level(of, level) => format!("{} - {level}", of.name()),
            Self::Sign(of) => of.name(),
            Self::Actions(Advantage {
                stage, action, other, ..
            }) => format!("{stage}: {action} - {other}"),
        }
    }
}

/// A pair of a draw (`None` for the nominal point) and a value of the key.
pub(crate) type At = (Option<u64>, f64);

/// Where the thresholds of one variant are looked for.
pub(crate) struct Search<'a> {
    /// The target.
    pub target: &'a Target,
    /// The variant.
    pub variant: &'a str,
    /// The variant that it is compared with.
    pub baseline: Option<&'a str>,
    /// The key.
    pub key: &'a str,
    /// The values of the key between which thresholds are looked for, in order.
    pub grid: &'a [f64],
    /// How many draws there are besides the nominal point.
    pub draws: u64,
}

/// The thresholds of one variant.
#[derive(Clone, Debug)]
pub(crate) struct Thresholds {
    /// The target.
    pub target: Target,
    /// The variant.
    pub variant: String,
    /// The variant that it is compared with.
    pub baseline: Option<String>,
    /// The key.
    pub key: String,
    /// The least and the greatest value that were looked at.
    pub range: [f64; 2],
    /// The value of the second key.
    pub second: KeyValues,
    /// At the nominal point, then in each draw.
    found: Vec<Found>,
}

impl Search<'_> {
    /// Finds the thresholds; `values` works out the target's number less its level at each pair.
    pub(crate) fn run<E>(
        &self,
        second: KeyValues,
        mut values: impl FnMut(&[At]) -> Result<Vec<Option<f64>>, E>,
    ) -> Result<Thresholds, E> {
        let range = [self.grid[0], self.grid[self.grid.len() - 1]];
        let functions = 1 + self.draws as usize;
        let draw = |function: usize| function.checked_sub(1).map(|draw| draw as u64);
        let found = roots(functions, self.grid, TOLERANCE * (range[1] - range[0]), |asked| {
            let asked: Vec<At> = asked.iter().map(|&(function, at)| (draw(function), at)).collect();
            values(&asked)
        })?;
        Ok(Thresholds {
            target: self.target.clone(),
            variant: self.variant.to_owned(),
            baseline: self.baseline.map(str::to_owned),
            key: self.key.to_owned(),
            range,
            second,
            found,
        })
    }
}

/// The first thresholds over draws.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OverDraws {
    /// How many draws there are.
    pub draws: u64,
    /// In how many there is no threshold, as the target is above its level throughout.
    pub above: u64,
    /// In how many it is below throughout.
    pub below: u64,
    /// How many have one, or several.
    with: u64,
    /// How many have several.
    pub several: u64,
    /// The 5th, 50th and 95th percentile of the first threshold over the draws that have one.
    pub percentiles: Option<[f64; 3]>,
}

impl OverDraws {
    /// In how many draws there is no threshold.
    pub(crate) fn without(&self) -> u64 {
        self.draws - self.with
    }
}

impl Thresholds {
    /// The thresholds at the nominal point, each with whether the target rises there and whether it jumps.
    pub(crate) fn nominal(&self) -> Vec<(f64, bool, bool)> {
        self.found[0]
            .roots
            .iter()
            .map(|root| (root.at, root.rises, root.jumps))
            .collect()
    }

    /// Whether the target is above its level at the nominal point where the range begins; `None` where it has no value.
    pub(crate) fn begins_above(&self) -> Option<bool> {
        self.found[0].first.map(|value| value > 0.0)
    }

    /// What the draws have in common; `None` where only the nominal point was looked at.
    pub(crate) fn over_draws(&self) -> Option<OverDraws> {
        let draws = &self.found[1..];
        let without = |above: bool| {
            let same =
                |found: &&Found| found.roots.is_empty() && found.first.is_some_and(|value| (value > 0.0) == above);
            draws.iter().filter(same).count() as u64
        };
        let firsts: Vec<f64> = draws
            .iter()
            .filter_map(|found| found.roots.first())
            .map(|root| root.at)
            .collect();
        (!draws.is_empty()).then(|| OverDraws {
            draws: draws.len() as u64,
            above: without(true),
            below: without(false),
            with: firsts.len() as u64,
            several: draws.iter().filter(|found| found.roots.len() > 1).count() as u64,
            percentiles: (!firsts.is_empty()).then(|| quantiles(&firsts, [0.05, 0.5, 0.95])),
        })
    }

    /// The rows: the nominal point, then each draw.
    pub(crate) fn rows(&self) -> Vec<ThresholdRow> {
        let mut rows = Vec::new();
        for (number, found) in self.found.iter().enumerate() {
            let row = |place: usize, threshold: Option<f64>, change: &str| ThresholdRow {
                variant: self.variant.clone(),
                baseline: self.baseline.clone().unwrap_or_else(|| "none".to_owned()),
                what: self.target.name(),
                second: self.second.clone(),
                draw: number
                    .checked_sub(1)
                    .map_or_else(|| "nominal".to_owned(), |draw| draw.to_string()),
                number: place as u64,
                key: self.key.clone(),
                threshold,
                change: change.to_owned(),
            };
            if found.roots.is_empty() {
                rows.push(row(
                    0,
                    None,
                    match found.first {
                        Some(value) if value > 0.0 => "above",
                        Some(_) => "below",
                        None => "",
                    },
                ));
            }
            for (place, root) in (1..).zip(&found.roots) {
                rows.push(row(
                    place,
                    Some(root.at),
                    match (root.rises, root.jumps) {
                        (true, false) => "rises",
                        (false, false) => "falls",
                        (true, true) => "jumps_up",
                        (false, true) => "jumps_down",
                    },
                ));
            }
        }
        rows
    }
}

/// What the columns of thresholds are named after: the second key.
pub(crate) fn shape(keys: Vec<super::table::KeyColumn>) -> Shape {
    Shape {
        keys,
        ..Shape::default()
    }
}

#[cfg(test)]
mod tests {
    use super::{At, KeyValues, Search, Subject, Target, Thresholds};

    /// The thresholds of 0.5 at the nominal point and in six draws, on a grid of three points.
    fn found() -> Thresholds {
        let search = Search {
            target: &Target::Level(Subject::Payoff("north".to_owned()), 0.5),
            variant: "plain",
            baseline: None,
            key: "cost",
            grid: &[0.0, 0.5, 1.0],
            draws: 6,
        };
        let less = |&(draw, at): &At| {
            Some(match draw {
                None => 0.25 - at,
                Some(0) => at - 0.125,
                Some(1) => at - 0.75,
                // Back and forth.
                Some(2) => (at - 0.25) * (at - 0.875),
                Some(3) => 2.0 - at,
                Some(4) => -1.0,
                Some(_) => 0.0,
            })
        };
        let none = KeyValues {
            columns: Vec::new().into(),
            values: Vec::new(),
        };
        let values = |asked: &[At]| -> Result<_, ()> { Ok(asked.iter().map(less).collect()) };
        search.run(none, values).expect("nothing fails")
    }

    #[test]
    fn draws_are_counted_by_what_happens_in_them() {
        let found = found();
        assert_eq!(found.begins_above(), Some(true));
        let over = found.over_draws().expect("there are draws");
        assert_eq!((over.draws, over.several, over.without()), (6, 1, 3));
        // A target that stays at its level is not above it.
        assert_eq!((over.above, over.below), (1, 2));
        let [_, median, _] = over.percentiles.expect("some have one");
        assert!((median - 0.25).abs() < 1e-9, "{median}");
    }

    #[test]
    fn rows_say_what_happens_in_each_draw() {
        let rows = found().rows();
        let said: Vec<(&str, u64, &str)> = rows
            .iter()
            .map(|row| (row.draw.as_str(), row.number, row.change.as_str()))
            .collect();
        let wanted = [
            ("nominal", 1, "falls"),
            ("0", 1, "rises"),
            ("1", 1, "rises"),
            ("2", 1, "falls"),
            ("2", 2, "rises"),
            ("3", 0, "above"),
            ("4", 0, "below"),
            ("5", 0, "below"),
        ];
        assert_eq!(said, wanted);
    }
}
