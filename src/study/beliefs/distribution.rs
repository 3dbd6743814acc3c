//! The distribution of a belief over games: its mean and percentiles.

use serde::{Deserialize, Serialize};

use crate::numeric::sketch::WeightedHistogram;

/// The number of bins in which beliefs are counted for their percentiles.
pub(in crate::study) const BELIEF_BINS: usize = 100;

/// A belief over weighted games.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Distribution {
    sum: f64,
    pub(super) weight: f64,
    histogram: WeightedHistogram,
}

/// The summary of a belief over the games in which it is held.
pub(in crate::study) struct Summary {
    /// Its mean.
    pub(in crate::study) mean: f64,
    /// Its 5th and 95th percentile.
    pub(in crate::study) percentiles: [f64; 2],
}

impl Distribution {
    pub(super) fn new() -> Self {
        Self {
            sum: 0.0,
            weight: 0.0,
            histogram: WeightedHistogram::new(BELIEF_BINS),
        }
    }

    pub(super) fn add(&mut self, belief: f64, weight: f64) {
        self.sum += belief * weight;
        self.weight += weight;
        self.histogram.add(belief, weight);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.sum += other.sum;
        self.weight += other.weight;
        self.histogram.merge(&other.histogram);
    }

    /// Whether it can be merged with others.
    pub(super) fn is_mergeable(&self) -> bool {
        self.histogram.has_bins(BELIEF_BINS)
    }

    /// `None` where no game has any weight.
    pub(super) fn summary(&self) -> Option<Summary> {
        let [p05, p95] = [0.05, 0.95].map(|p| self.histogram.quantile(p));
        let percentiles = [p05?, p95?];
        let mean = self.sum / self.weight;
        (self.weight > 0.0).then_some(Summary { mean, percentiles })
    }
}
