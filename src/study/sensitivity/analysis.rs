//! From the evaluations of a design to the rows of a sensitivity analysis.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::bootstrap::{Estimate, Resampling};
use super::method::{Design, Method};
use super::morris::morris_effects;
use super::pawn::pawn_index;
use super::rows::Rows;
use super::shapley::shapley_effects;
use super::sobol::sobol_indices;
use crate::study::rows::{ComparisonKind, SensitivityIndex, SensitivityRow};

/// What stands for no baseline and no other parameter.
pub(crate) const NONE: &str = "none";

/// A result whose sensitivity is measured, with its value at each point of the design in order.
pub(crate) struct Measured {
    /// The variant.
    pub variant: String,
    /// The variant that it is compared with, if any.
    pub baseline: Option<String>,
    /// What it is.
    pub kind: ComparisonKind,
    /// Its name.
    pub name: String,
    /// The values; `None` where the game was not solved.
    pub values: Vec<Option<f64>>,
}

/// An analysis, ready to be applied to results.
pub(crate) struct Analysis<'a> {
    /// How sensitivity is measured.
    pub method: Method,
    /// The points.
    pub design: &'a Design,
    /// The names of the parameters.
    pub parameters: &'a [String],
    /// The values of the parameters at each point.
    pub values: &'a [Vec<f64>],
    /// How intervals are found.
    pub resampling: Resampling,
}

/// A number of a parameter, or of a pair.
struct Finding {
    index: SensitivityIndex,
    parameters: (usize, Option<usize>),
    estimate: Option<Estimate>,
}

impl Finding {
    fn of(index: SensitivityIndex, parameter: usize, estimate: Option<Estimate>) -> Self {
        Self {
            index,
            parameters: (parameter, None),
            estimate,
        }
    }

    /// A number without an interval.
    fn plain(index: SensitivityIndex, parameter: usize, value: Option<f64>) -> Self {
        let estimate = value.map(|value| Estimate { value, interval: None });
        Self::of(index, parameter, estimate)
    }
}

impl Analysis<'_> {
    /// The rows of all results, result by result.
    pub(crate) fn rows(&self, results: &[Measured]) -> Vec<SensitivityRow> {
        let rows: Vec<Vec<SensitivityRow>> = results.par_iter().map(|result| self.of_result(result)).collect();
        rows.concat()
    }

    fn of_result(&self, result: &Measured) -> Vec<SensitivityRow> {
        let rows = Rows::complete(&result.values, self.method.row_length(self.parameters.len()));
        let row = |finding: Finding| {
            let (parameter, other) = finding.parameters;
            let interval = finding.estimate.and_then(|estimate| estimate.interval);
            SensitivityRow {
                variant: result.variant.clone(),
                baseline: result.baseline.clone().unwrap_or_else(|| NONE.to_owned()),
                kind: result.kind,
                name: result.name.clone(),
                index: finding.index,
                parameter: self.parameters[parameter].clone(),
                other: other.map_or_else(|| NONE.to_owned(), |other| self.parameters[other].clone()),
                value: finding.estimate.map(|estimate| estimate.value),
                value_low: interval.map(|interval| interval.low),
                value_high: interval.map(|interval| interval.high),
                points: rows.values.len() as u64,
                removed: rows.removed as u64,
            }
        };
        self.findings(&rows).into_iter().map(row).collect()
    }

    fn findings(&self, rows: &Rows) -> Vec<Finding> {
        match (self.method, self.design) {
            (Method::Sobol { second_order }, _) => self.sobol(rows, second_order),
            (_, Design::Morris(design)) => self.morris(rows, |row| design.row(row)),
            (Method::Pawn { slices }, _) => self.pawn(rows, slices),
            (_, Design::Shapley(design)) => {
                let varies = rows.vary().then(|| shapley_effects(rows, design, self.resampling));
                self.each(SensitivityIndex::Shapley, varies.flatten().as_deref())
            }
            (Method::Morris { .. } | Method::Shapley | Method::Local, _) => unreachable!("a method has its own design"),
        }
    }

    /// A finding for each parameter; empty ones where there are no estimates.
    fn each(&self, index: SensitivityIndex, estimates: Option<&[Estimate]>) -> Vec<Finding> {
        let of = |parameter| Finding::of(index, parameter, estimates.map(|estimates| estimates[parameter]));
        (0..self.parameters.len()).map(of).collect()
    }

    fn sobol(&self, rows: &Rows, second_order: bool) -> Vec<Finding> {
        let count = self.parameters.len();
        let found = rows
            .vary()
            .then(|| sobol_indices(rows, count, second_order, self.resampling));
        let found = found.flatten();
        let first = self.each(SensitivityIndex::First, found.as_ref().map(|found| &found.first[..]));
        let total = self.each(SensitivityIndex::Total, found.as_ref().map(|found| &found.total[..]));
        let mut all: Vec<Finding> = first
            .into_iter()
            .zip(total)
            .flat_map(|(first, total)| [first, total])
            .collect();
        if second_order {
            let pairs = (0..count).flat_map(|one| (one + 1..count).map(move |other| (one, Some(other))));
            all.extend(pairs.enumerate().map(|(at, parameters)| Finding {
                index: SensitivityIndex::Second,
                parameters,
                estimate: found.as_ref().map(|found| found.second[at]),
            }));
        }
        all
    }

    fn morris(&self, rows: &Rows, points: impl Fn(u64) -> Vec<Vec<f64>>) -> Vec<Finding> {
        let found = morris_effects(rows, points, self.resampling);
        let of = |parameter: usize| {
            let own = found.as_ref().map(|found| found[parameter]);
            [
                Finding::of(SensitivityIndex::EffectSize, parameter, own.map(|own| own.mean_size)),
                Finding::plain(SensitivityIndex::EffectMean, parameter, own.map(|own| own.mean)),
                Finding::plain(
                    SensitivityIndex::EffectDeviation,
                    parameter,
                    own.and_then(|own| own.deviation),
                ),
            ]
        };
        (0..self.parameters.len()).flat_map(of).collect()
    }

    fn pawn(&self, rows: &Rows, slices: usize) -> Vec<Finding> {
        let results: Vec<f64> = rows.values.concat();
        let of = |parameter: usize| {
            let values = rows.numbers.iter().map(|&row| self.values[row as usize][parameter]);
            let own = rows
                .vary()
                .then(|| pawn_index(&values.collect::<Vec<f64>>(), &results, slices));
            let own = own.flatten();
            [
                (SensitivityIndex::DistanceMedian, own.map(|own| own.median)),
                (SensitivityIndex::DistanceMean, own.map(|own| own.mean)),
                (SensitivityIndex::DistanceMinimum, own.map(|own| own.minimum)),
                (SensitivityIndex::DistanceMaximum, own.map(|own| own.maximum)),
                (SensitivityIndex::DistanceVariation, own.and_then(|own| own.variation)),
            ]
            .map(|(index, value)| Finding::plain(index, parameter, value))
        };
        (0..self.parameters.len()).flat_map(of).collect()
    }
}
