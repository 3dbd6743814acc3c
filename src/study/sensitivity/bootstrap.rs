//! Bootstrap intervals of estimates that are computed from independent rows.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::numeric::stream::StreamKey;
use crate::numeric::summary::{NORMAL_975, standard_deviation};
use crate::study::statistics::Interval;

/// How rows are drawn again, with replacement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampling {
    /// The seed of the random choice.
    pub seed: u64,
    /// How many times as many rows are drawn as there are.
    pub resamples: usize,
}

/// An estimate with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// The 95 % interval by the bootstrap: the estimate ± 1.96 standard deviations of the resampled estimates.
    pub interval: Option<Interval>,
}

impl Resampling {
    /// Estimates with their intervals; `of` computes them from how often each row counts, and is `None` where these
    /// rows do not determine them.
    pub(super) fn estimates(
        &self,
        rows: usize,
        of: impl Fn(&[f64]) -> Option<Vec<f64>> + Sync,
    ) -> Option<Vec<Estimate>> {
        let values = of(&vec![1.0; rows])?;
        let resamples = (0..self.resamples).into_par_iter();
        let resampled: Vec<Option<Vec<f64>>> = resamples.map(|number| of(&self.weights(number, rows))).collect();
        let resampled: Vec<Vec<f64>> = resampled.into_iter().flatten().collect();
        let estimate = |(at, value): (usize, f64)| {
            let spread: Vec<f64> = resampled.iter().map(|values| values[at]).collect();
            let half = standard_deviation(&spread).map(|sd| NORMAL_975 * sd);
            let interval = half.map(|half| Interval {
                low: value - half,
                high: value + half,
            });
            Estimate { value, interval }
        };
        Some(values.into_iter().enumerate().map(estimate).collect())
    }

    /// How often each row is drawn in a resample.
    fn weights(&self, number: usize, rows: usize) -> Vec<f64> {
        let mut weights = vec![0.0; rows];
        let mut stream = StreamKey::of(self.seed, &["bootstrap"]).stream(number as u64, 0);
        for _ in 0..rows {
            weights[stream.below(rows as u64) as usize] += 1.0;
        }
        weights
    }
}
