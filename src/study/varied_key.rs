//! Keys that a study varies, with the values that each takes.

use std::sync::Arc;

use super::table::column_word;
use crate::numeric::decimal::shortest;
use crate::numeric::latin_hypercube::latin_hypercube;
use crate::numeric::sobol_points::SobolPoints;

/// The most values of one key.
const MOST: f64 = 100_000.0;

/// A key and the values that a study gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariedKey {
    /// The key, as `--set` names it.
    pub key: String,
    /// The values, as `--set` takes them.
    pub values: Vec<String>,
}

impl VariedKey {
    /// The headers of the columns of several keys.
    pub(crate) fn columns<'k>(keys: impl IntoIterator<Item = &'k Self>) -> Arc<[String]> {
        let column = |key: &Self| format!("key_{}", column_word(&key.key));
        keys.into_iter().map(column).collect()
    }

    /// The settings `KEY=VALUE` of points.
    pub(crate) fn settings(keys: &[Self], points: &[Vec<String>]) -> Vec<Vec<String>> {
        let setting = |(key, value): (&Self, &String)| format!("{}={value}", key.key);
        let points = points.iter().map(|point| keys.iter().zip(point).map(setting).collect());
        points.collect()
    }

    /// Reads `KEY=LO:HI:STEP` or `KEY=A,B,C`.
    ///
    /// # Errors
    /// It is written in another way, or names no value.
    pub fn parse(text: &str) -> Result<Self, String> {
        let example = "write KEY=LOW:HIGH:STEP or KEY=A,B,C, for instance `credibility=0:1:0.05`";
        let (key, values) = text.split_once('=').ok_or(example)?;
        let (key, values) = (key.trim(), values.trim());
        if key.is_empty() || values.is_empty() {
            return Err(example.to_owned());
        }
        if let Some((low, high)) = dotted(values) {
            return Err(format!(
                "`{values}` is not a range\nwrite `{key}={low}:{high}:STEP`, for instance `{key}=0:1:0.25`"
            ));
        }
        let values = match values.split(':').collect::<Vec<_>>()[..] {
            [_] => listed(values)?,
            [low, high, step] => range(low, high, step)?,
            [_, _] => return Err(format!("a step is missing: write `{text}:STEP`")),
            _ => return Err(example.to_owned()),
        };
        Ok(Self {
            key: key.to_owned(),
            values,
        })
    }

    /// Reads the two ends of `KEY=LO:HI`.
    ///
    /// # Errors
    /// It is written in another way, or the range is empty.
    pub(crate) fn parse_range(text: &str) -> Result<(String, [f64; 2]), String> {
        let example = "write KEY=LOW:HIGH, for instance `credibility=0:1`";
        let (key, range) = text.split_once('=').ok_or(example)?;
        if let Some((low, high)) = dotted(range.trim()) {
            let (key, range) = (key.trim(), range.trim());
            return Err(format!("`{range}` is not a range\nwrite `{key}={low}:{high}`"));
        }
        let (low, high) = range.split_once(':').ok_or(example)?;
        if let Some((high, _)) = high.split_once(':') {
            return Err(format!("there is no step here\nwrite `{key}={low}:{high}`"));
        }
        let (low, high) = (number(low)?, number(high)?);
        if key.trim().is_empty() {
            return Err(example.to_owned());
        }
        if low >= high {
            return Err(format!(
                "the range is empty: {} is not below {}",
                shortest(low),
                shortest(high)
            ));
        }
        Ok((key.trim().to_owned(), [low, high]))
    }
}

/// Every combination of values, the last key changing fastest.
pub(crate) fn full_grid(keys: &[VariedKey]) -> Vec<Vec<String>> {
    let mut points = vec![Vec::new()];
    for key in keys {
        let extended = points.iter().flat_map(|point: &Vec<String>| {
            let with = |value: &String| [point.clone(), vec![value.clone()]].concat();
            key.values.iter().map(with)
        });
        points = extended.collect();
    }
    points
}

/// A way to spread points over ranges of several keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SpaceFilling {
    /// A Latin hypercube: each range is cut into as many pieces as there are points, and each piece holds one point.
    Lhs,
    /// Scrambled Sobol points.
    Sobol,
}

/// Points spread over ranges of keys, with six digits each.
pub(crate) fn spread(ranges: &[[f64; 2]], how: SpaceFilling, points: u64, seed: u64) -> Vec<Vec<String>> {
    let unit: Vec<Vec<f64>> = match how {
        SpaceFilling::Lhs => latin_hypercube(points as usize, ranges.len(), seed),
        SpaceFilling::Sobol => {
            let sobol = SobolPoints::new(ranges.len(), seed);
            (0..points).map(|number| sobol.point(number)).collect()
        }
    };
    let value = |(share, [low, high]): (&f64, &[f64; 2])| {
        let text = format!("{:.5e}", low + share * (high - low));
        shortest(text.parse().unwrap_or(*low))
    };
    unit.iter()
        .map(|point| point.iter().zip(ranges).map(value).collect())
        .collect()
}

/// The ends of a range that is written with two points, `0..1`.
fn dotted(text: &str) -> Option<(&str, &str)> {
    let (low, high) = text.split_once("..")?;
    let ends = (low.trim(), high.trim());
    (number(ends.0).is_ok() && number(ends.1).is_ok()).then_some(ends)
}

fn listed(values: &str) -> Result<Vec<String>, String> {
    let values: Vec<String> = values.split(',').map(|value| value.trim().to_owned()).collect();
    if values.iter().any(String::is_empty) {
        return Err("a value between two commas is empty".to_owned());
    }
    Ok(values)
}

fn number(text: &str) -> Result<f64, String> {
    match text.trim().parse() {
        Ok(number) if f64::is_finite(number) => Ok(number),
        _ => Err(format!("`{}` is not a number", text.trim())),
    }
}

/// The values from `low` to `high`, with as many decimals as the three numbers are written with.
fn range(low: &str, high: &str, step: &str) -> Result<Vec<String>, String> {
    let [from, to, by] = [number(low)?, number(high)?, number(step)?];
    let steps = ((to - from) / by * (1.0 + f64::EPSILON) + 1e-9).floor();
    if by == 0.0 || steps < 0.0 {
        return Err(format!(
            "the range is empty: steps of {step} do not lead from {low} to {high}"
        ));
    }
    if steps >= MOST {
        return Err(format!("that are {steps} values, more than {MOST}"));
    }
    let decimals = [low, high, step].map(decimals).into_iter().max().unwrap_or_default();
    let value = |at: usize| {
        let text = format!("{:.decimals$}", from + at as f64 * by);
        let rounded: f64 = text.parse().unwrap_or(from);
        shortest(rounded)
    };
    Ok((0..=steps as usize).map(value).collect())
}

/// The decimals that a number is written with; many where it has an exponent.
fn decimals(text: &str) -> usize {
    match text.trim().split_once('.') {
        _ if text.contains(['e', 'E']) => 15,
        Some((_, decimals)) => decimals.len(),
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{SpaceFilling, VariedKey, full_grid, spread};

    fn values(text: &str) -> Vec<String> {
        VariedKey::parse(text).expect("it is written right").values
    }

    #[test]
    fn ranges_have_the_values_that_people_would_write() {
        assert_eq!(values("c=0:0.3:0.1"), ["0", "0.1", "0.2", "0.3"]);
        assert_eq!(values("c=0:1:0.05").len(), 21);
        assert_eq!(values("c=1:0:-0.25"), ["1", "0.75", "0.5", "0.25", "0"]);
        assert_eq!(values("c=-10:10:5"), ["-10", "-5", "0", "5", "10"]);
        assert_eq!(values("c=0:1:0.4"), ["0", "0.4", "0.8"]);
        assert_eq!(values("c=1e-3:3e-3:1e-3"), ["0.001", "0.002", "0.003"]);
        assert_eq!(values("periods.then = ends, goes_on"), ["ends", "goes_on"]);
    }

    #[test]
    fn a_range_without_a_step_is_answered_with_one() {
        let refused = VariedKey::parse("c=0:1").expect_err("there is no step");
        assert!(refused.contains("step") && refused.contains("c=0:1:STEP"), "{refused}");
    }

    #[test]
    fn what_names_no_value_is_refused() {
        for wrong in [
            "c",
            "c=",
            "=1",
            "c=0:1",
            "c=0:1:0",
            "c=1:0:0.1",
            "c=a:b:c",
            "c=1,,2",
            "c=0:1:0.000001",
            "c=0:1:2:3",
            "c=0..1",
        ] {
            assert!(VariedKey::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_range_has_two_ends() {
        for wrong in ["c=1:1", "c=0:1:0.1", "c=0..1"] {
            assert!(VariedKey::parse_range(wrong).is_err(), "{wrong}");
        }
        assert_eq!(VariedKey::parse_range("c=0:1"), Ok(("c".to_owned(), [0.0, 1.0])));
    }

    #[test]
    fn spread_points_stay_within_their_ranges() {
        for how in [SpaceFilling::Lhs, SpaceFilling::Sobol] {
            let points = spread(&[[0.0, 1.0], [-20.0, -10.0]], how, 16, 7);
            let column = |at: usize| {
                points
                    .iter()
                    .map(move |point| point[at].parse::<f64>().expect("a number"))
            };
            assert!(column(0).all(|value| (0.0..=1.0).contains(&value)));
            assert!(column(1).all(|value| (-20.0..=-10.0).contains(&value)));
            // Each sixteenth of a range holds one point.
            let mut pieces: Vec<i64> = column(1).map(|value| ((value + 20.0) * 1.6).floor() as i64).collect();
            pieces.sort_unstable();
            assert_eq!(pieces, (0..16).collect::<Vec<_>>(), "{how:?}");
            assert_eq!(points, spread(&[[0.0, 1.0], [-20.0, -10.0]], how, 16, 7));
        }
    }

    #[test]
    fn the_last_key_changes_fastest() {
        let keys = ["a=1,2", "b=x,y"].map(|text| VariedKey::parse(text).expect("it is written right"));
        assert_eq!(full_grid(&keys), [["1", "x"], ["1", "y"], ["2", "x"], ["2", "y"]]);
        assert_eq!(full_grid(&[]), [[""; 0]]);
    }
}
