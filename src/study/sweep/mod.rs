//! Sweeps: what results become as keys are varied, and where they cross.

mod crossing;

use std::sync::Arc;

use super::contrast::Group;
use super::evaluation::{Evaluated, Quantity};
use super::rows::sweep::KeyValues;
use super::rows::{CrossingRow, NamedValues, SweepRow};
use super::statistics::{mean, quantiles};
use super::table::{Shape, column_word};
use super::varied_key::VariedKey;
use crossing::crossings;

/// What a sweep asks.
#[derive(Clone, Debug, Default)]
pub(crate) struct SweepQuestion {
    /// The varied keys.
    pub keys: Vec<VariedKey>,
    /// The points: a value for each key.
    pub points: Vec<Vec<String>>,
    /// Actions, as `STAGE.ACTION` or `STAGE.ACTION.TYPE`.
    pub decisions: Vec<String>,
    /// Beliefs, as `OBSERVER.ABOUT.VALUE` or `OBSERVER.ABOUT.VALUE.PERIOD`.
    pub beliefs: Vec<String>,
    /// The outcomes of the headline; the default headlines where none is named.
    pub outcomes: Vec<String>,
    /// The levels whose crossing is looked for.
    pub levels: Vec<f64>,
}

/// What a sweep found.
pub(crate) struct Swept {
    /// A row per variant and point.
    pub rows: Vec<SweepRow>,
    /// Where headlines cross.
    pub crossings: Vec<CrossingRow>,
    /// The headlines.
    pub headlines: Vec<Group>,
    /// What the columns are named after.
    pub shape: Shape,
}

/// A sweep that was evaluated: every variant at every point.
pub(crate) struct Sweep<'a> {
    /// The varied keys.
    pub keys: &'a [VariedKey],
    /// The points: a value for each key.
    pub points: &'a [Vec<String>],
    /// The variants.
    pub variants: &'a [String],
    /// What was worked out in each draw.
    pub quantities: &'a [Quantity],
    /// The draws of each site: point × variants + variant.
    pub sites: &'a [Vec<Evaluated>],
}

impl Sweep<'_> {
    /// The rows, point by point within each variant.
    pub(crate) fn rows(&self, shape: &Shape) -> Vec<SweepRow> {
        let columns = Columns::of(shape);
        let mut rows = Vec::new();
        for (number, variant) in self.variants.iter().enumerate() {
            for (point, values) in self.points.iter().enumerate() {
                let draws = &self.sites[point * self.variants.len() + number];
                rows.push(self.row(&columns, variant, (point, values), draws));
            }
        }
        rows
    }

    fn row(&self, columns: &Columns, variant: &str, (point, at): (usize, &[String]), draws: &[Evaluated]) -> SweepRow {
        let numbered = self.quantities.iter().enumerate();
        let of_kind = |kind: fn(&Quantity) -> bool| numbered.clone().filter(move |(_, quantity)| kind(quantity));
        let values = |number: usize| known(draws, number);
        let means = |names: &Arc<[String]>, kind| NamedValues {
            columns: Arc::clone(names),
            values: of_kind(kind).map(|(number, _)| mean_known(&values(number))).collect(),
        };
        let is_outcome = |quantity: &Quantity| matches!(quantity, Quantity::Outcome(_));
        let percentile = |names: &Arc<[String]>, at: f64| NamedValues {
            columns: Arc::clone(names),
            values: of_kind(is_outcome)
                .map(|(number, _)| Some(quantiles(&values(number), [at])[0]))
                .collect(),
        };
        SweepRow {
            variant: variant.to_owned(),
            point: point as u64,
            keys: KeyValues {
                columns: Arc::clone(&columns.keys),
                values: at.to_vec(),
            },
            probabilities: means(&columns.probabilities[0], is_outcome),
            probabilities_p05: percentile(&columns.probabilities[1], 0.05),
            probabilities_p50: percentile(&columns.probabilities[2], 0.5),
            probabilities_p95: percentile(&columns.probabilities[3], 0.95),
            payoffs: means(&columns.payoffs, |quantity| matches!(quantity, Quantity::Payoff(_))),
            decisions: means(&columns.decisions, |quantity| {
                matches!(quantity, Quantity::Decision { .. })
            }),
            beliefs: means(&columns.beliefs, |quantity| matches!(quantity, Quantity::Belief { .. })),
            draws: draws.len() as u64,
            unsolved: draws.iter().filter(|draw| !draw.solved).count() as u64,
        }
    }

    /// Where headlines cross these levels, and where variants cross the first, if one key of numbers is varied.
    pub(crate) fn crossings(&self, headlines: &[Group], levels: &[f64]) -> Vec<CrossingRow> {
        let [key] = self.keys else { return Vec::new() };
        let at: Option<Vec<f64>> = self.points.iter().map(|point| point[0].parse().ok()).collect();
        let Some(at) = at.filter(|at| at.len() > 1 && is_in_order(at)) else {
            return Vec::new();
        };
        let mut rows = Vec::new();
        for headline in headlines {
            let of: Vec<Vec<Vec<f64>>> = (0..self.variants.len())
                .map(|variant| self.headline(headline, variant))
                .collect();
            for (variant, values) in self.variants.iter().zip(&of) {
                for &level in levels {
                    let shifted: Vec<Vec<f64>> = values.iter().map(|draws| less(draws, |_| level)).collect();
                    let found = crossings(&at, &shifted);
                    rows.push(found.row(headline, (variant, "none"), level, &key.key));
                }
            }
            for (variant, values) in self.variants.iter().zip(&of).skip(1) {
                let pairs = values.iter().zip(&of[0]);
                let differences: Vec<Vec<f64>> = pairs.map(|(here, there)| less(here, |draw| there[draw])).collect();
                let found = crossings(&at, &differences);
                rows.push(found.row(headline, (variant, &self.variants[0]), 0.0, &key.key));
            }
        }
        rows
    }

    /// The probability of a headline in a variant: point by point, draw by draw.
    fn headline(&self, headline: &Group, variant: usize) -> Vec<Vec<f64>> {
        let places = headline.places(self.quantities);
        let draw = |draw: &Evaluated| places.iter().filter_map(|&place| draw.values[place]).sum();
        let sites = self.sites.iter().skip(variant).step_by(self.variants.len());
        sites.map(|draws| draws.iter().map(draw).collect()).collect()
    }
}

fn is_in_order(values: &[f64]) -> bool {
    let mut pairs = values.windows(2);
    pairs.all(|pair| pair[0] < pair[1]) || values.windows(2).all(|pair| pair[0] > pair[1])
}

/// Values less those of another side, draw by draw.
fn less(values: &[f64], of: impl Fn(usize) -> f64) -> Vec<f64> {
    let values = values.iter().enumerate();
    values.map(|(draw, value)| value - of(draw)).collect()
}

/// The values of a quantity in the draws in which it has one.
pub(super) fn known(draws: &[Evaluated], quantity: usize) -> Vec<f64> {
    draws.iter().filter_map(|draw| draw.values[quantity]).collect()
}

fn mean_known(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| mean(values))
}

/// The columns of a sweep's families.
struct Columns {
    keys: Arc<[String]>,
    /// Of the mean, then of each percentile.
    probabilities: [Arc<[String]>; 4],
    payoffs: Arc<[String]>,
    decisions: Arc<[String]>,
    beliefs: Arc<[String]>,
}

impl Columns {
    fn of(shape: &Shape) -> Self {
        let all = |prefix: &str, names: &mut dyn Iterator<Item = &String>, suffix: &str| {
            names
                .map(|name| format!("{prefix}_{}{suffix}", column_word(name)))
                .collect()
        };
        Self {
            keys: all("key", &mut shape.keys.iter().map(|key| &key.name), ""),
            probabilities: ["", "_p05", "_p50", "_p95"]
                .map(|suffix| all("probability", &mut shape.outcomes.iter(), suffix)),
            payoffs: all("payoff", &mut shape.actors.iter(), ""),
            decisions: all("decision", &mut shape.decisions.iter(), ""),
            beliefs: all("belief", &mut shape.beliefs.iter(), ""),
        }
    }
}
