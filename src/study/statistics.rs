//! The statistics of a study's rows.

use crate::numeric::summary::{self, ShareInterval};

/// A lower and an upper end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// The interval between two ends, where both are known.
    pub(crate) fn between(low: Option<f64>, high: Option<f64>) -> Option<Self> {
        Some(Self { low: low?, high: high? })
    }
}

/// The mean.
pub(crate) fn mean(values: &[f64]) -> f64 {
    summary::mean(values).unwrap_or(f64::NAN)
}

/// The standard deviation; `None` with one value.
pub(super) fn sd(values: &[f64]) -> Option<f64> {
    summary::standard_deviation(values)
}

/// Quantiles by type 7.
pub(crate) fn quantiles<const N: usize>(values: &[f64], at: [f64; N]) -> [f64; N] {
    let mut values = values.to_vec();
    values.sort_unstable_by(f64::total_cmp);
    at.map(|p| summary::quantile_type7(&values, p).unwrap_or(f64::NAN))
}

/// The 95 % interval of the share of games, given how many of each draw's games count; `None` without games.
pub(super) fn share_interval(counts: &[u64], games: u64) -> Option<Interval> {
    if games == 0 {
        return None;
    }
    let shares = counts.iter().map(|&count| count as f64 / games as f64);
    let of = ShareInterval::of(&shares.collect::<Vec<_>>());
    of.map(|of| interval(of.played(games)))
}

/// The 95 % interval of the mean of exact probabilities; `None` with one draw.
pub(super) fn proportion_interval(values: &[f64]) -> Option<Interval> {
    ShareInterval::of(values)?.exact().map(interval)
}

/// The 95 % interval of a mean over draws; `None` with one draw.
pub(super) fn mean_interval(values: &[f64]) -> Option<Interval> {
    summary::mean_interval(values).map(interval)
}

/// The 95 % interval of a mean over independent games; `None` with one game.
pub(super) fn mean_interval_of_games(mean: f64, sd: f64, games: f64) -> Option<Interval> {
    (games > 1.0).then(|| {
        let half = summary::student_t_975(games - 1.0) * sd / crate::numeric::math::sqrt(games);
        interval((mean - half, mean + half))
    })
}

fn interval((low, high): (f64, f64)) -> Interval {
    Interval { low, high }
}

#[cfg(test)]
mod tests {
    use super::{Interval, mean_interval_of_games};

    #[test]
    fn intervals_over_games_are_those_of_student() {
        // The quantile of Student's t with three degrees of freedom, from tables, times 2 / √4.
        let Some(Interval { low, high }) = mean_interval_of_games(-5.0, 2.0, 4.0) else {
            panic!("four games have an interval")
        };
        assert!((high + 5.0 - 3.182_446_305).abs() < 1e-8, "{high}");
        assert!((low + 5.0 + 3.182_446_305).abs() < 1e-8, "{low}");
        assert_eq!(mean_interval_of_games(-5.0, 2.0, 1.0), None);
    }
}
