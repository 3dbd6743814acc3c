//! Morris's screening: elementary effects along random trajectories over a grid of levels.
//!
//! Trajectories and effects are M. D. Morris's (*Technometrics* 33, 1991), µ* is that of F. Campolongo, J. Cariboni and
//! A. Saltelli (*Environmental Modelling & Software* 22, 2007); all are equal to SALib's.

use super::bootstrap::{Estimate, Resampling};
use super::rows::Rows;
use crate::numeric::math::{max, min};
use crate::numeric::stream::StreamKey;
use crate::numeric::summary::{mean, standard_deviation};

/// Random trajectories: each row starts at a point of the grid and moves one coordinate after the other, up or down.
#[derive(Clone, Debug)]
pub struct MorrisDesign {
    margins: Vec<f64>,
    levels: u64,
    seed: u64,
}

impl MorrisDesign {
    /// Trajectories over an even number of levels, in steps of half as many; the levels of each parameter run from its
    /// margin to 1 less its margin.
    pub fn new(margins: Vec<f64>, levels: u64, seed: u64) -> Self {
        Self { margins, levels, seed }
    }

    /// The points of a row. Coordinates at the ends of the unit interval are moved inside by the smallest step.
    pub fn row(&self, number: u64) -> Vec<Vec<f64>> {
        let mut stream = StreamKey::of(self.seed, &["Morris trajectory"]).stream(number, 0);
        let half = self.levels / 2;
        let mut ends = |margin: &f64| {
            let low = stream.below(half);
            let up = stream.below(2) == 0;
            let ends = [low, low + half].map(|number| self.level(number, *margin));
            if up { ends } else { [ends[1], ends[0]] }
        };
        let ends: Vec<[f64; 2]> = self.margins.iter().map(&mut ends).collect();
        let mut point: Vec<f64> = ends.iter().map(|[from, _]| *from).collect();
        let mut row = vec![point.clone()];
        for moved in stream.permutation(ends.len()) {
            point[moved] = ends[moved][1];
            row.push(point.clone());
        }
        row
    }

    fn level(&self, number: u64, margin: f64) -> f64 {
        let level = number as f64 / (self.levels - 1) as f64;
        let within = margin + level * (1.0 - 2.0 * margin);
        min(max(within, f64::EPSILON / 2.0), 1.0 - f64::EPSILON / 2.0)
    }
}

/// The elementary effects of a parameter on a result, by how much the result changes for each unit of the coordinate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MorrisEffects {
    /// Their mean.
    pub mean: f64,
    /// The mean of their sizes, µ*.
    pub mean_size: Estimate,
    /// Their standard deviation; `None` with one trajectory.
    pub deviation: Option<f64>,
}

/// The elementary effects of each parameter, from a result's evaluations at the points of each row; `None` without a
/// complete row.
pub fn morris_effects(
    rows: &Rows,
    points: impl Fn(u64) -> Vec<Vec<f64>>,
    resampling: Resampling,
) -> Option<Vec<MorrisEffects>> {
    let complete = rows.numbers.iter().zip(&rows.values);
    let effects: Vec<Vec<f64>> = complete
        .map(|(&number, values)| elementary_effects(&points(number), values))
        .collect();
    let parameters = effects.first()?.len();
    let mean_sizes = |weights: &[f64]| {
        let mut sizes = vec![0.0; parameters];
        for (effects, weight) in effects.iter().zip(weights) {
            for (size, effect) in sizes.iter_mut().zip(effects) {
                *size += weight * effect.abs();
            }
        }
        let count: f64 = weights.iter().sum();
        Some(sizes.into_iter().map(|size| size / count).collect())
    };
    let mean_sizes = resampling.estimates(effects.len(), mean_sizes)?;
    let of = |(parameter, mean_size)| {
        let own: Vec<f64> = effects.iter().map(|effects| effects[parameter]).collect();
        Some(MorrisEffects {
            mean: mean(&own)?,
            mean_size,
            deviation: standard_deviation(&own),
        })
    };
    mean_sizes.into_iter().enumerate().map(of).collect()
}

/// The effect of each coordinate along one trajectory.
fn elementary_effects(points: &[Vec<f64>], values: &[f64]) -> Vec<f64> {
    let mut effects = vec![0.0; points.len() - 1];
    for (points, values) in points.windows(2).zip(values.windows(2)) {
        let steps = points[0].iter().zip(&points[1]).map(|(from, to)| to - from);
        for (effect, step) in effects.iter_mut().zip(steps).filter(|(_, step)| *step != 0.0) {
            *effect = (values[1] - values[0]) / step;
        }
    }
    effects
}
