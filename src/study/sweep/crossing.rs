//! Where a quantity changes its sign between the points of a sweep.

use crate::study::contrast::Group;
use crate::study::rows::CrossingRow;
use crate::study::statistics::{mean, quantiles};

/// Where a quantity changes its sign.
pub(super) struct Crossings {
    /// For the mean over draws.
    of_mean: Option<f64>,
    /// For each draw that crosses, the first time.
    of_draws: Vec<f64>,
    draws: u64,
    without: u64,
    several: u64,
}

/// The crossings of values that are given point by point, draw by draw; `at` is the key's value at each point.
pub(super) fn crossings(at: &[f64], values: &[Vec<f64>]) -> Crossings {
    let means: Vec<f64> = values.iter().map(|draws| mean(draws)).collect();
    let draws = values.first().map_or(0, Vec::len);
    let of_draw = |draw: usize| zeros(at, &values.iter().map(|draws| draws[draw]).collect::<Vec<_>>());
    let all: Vec<Vec<f64>> = (0..draws).map(of_draw).collect();
    Crossings {
        of_mean: zeros(at, &means).first().copied(),
        of_draws: all.iter().filter_map(|zeros| zeros.first().copied()).collect(),
        draws: draws as u64,
        without: all.iter().filter(|zeros| zeros.is_empty()).count() as u64,
        several: all.iter().filter(|zeros| zeros.len() > 1).count() as u64,
    }
}

/// The zeros of the broken line through some points. A line that only touches 0 does not cross it.
fn zeros(at: &[f64], values: &[f64]) -> Vec<f64> {
    let mut zeros = Vec::new();
    let mut last: Option<usize> = None;
    for (here, value) in values.iter().enumerate() {
        if *value == 0.0 {
            continue;
        }
        if let Some(before) = last.filter(|&before| (values[before] > 0.0) != (*value > 0.0)) {
            // Between the two are only zeros, if anything.
            let (a, b) = (values[before], values[before + 1]);
            zeros.push(match here - before {
                1 => at[before] + (at[here] - at[before]) * (a / (a - value)),
                _ if b == 0.0 => at[before + 1],
                _ => unreachable!("what lies between two values of other signs is zero"),
            });
        }
        last = Some(here);
    }
    zeros
}

impl Crossings {
    pub(super) fn row(
        &self,
        headline: &Group,
        (variant, baseline): (&str, &str),
        level: f64,
        key: &str,
    ) -> CrossingRow {
        let quantile = |at: f64| (!self.of_draws.is_empty()).then(|| quantiles(&self.of_draws, [at])[0]);
        CrossingRow {
            headline: headline.name(),
            variant: variant.to_owned(),
            baseline: baseline.to_owned(),
            level,
            key: key.to_owned(),
            crossing: self.of_mean,
            crossing_p05: quantile(0.05),
            crossing_p50: quantile(0.5),
            crossing_p95: quantile(0.95),
            draws: self.draws,
            draws_without: self.without,
            draws_with_several: self.several,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{crossings, zeros};

    #[test]
    fn a_broken_line_crosses_where_its_sign_changes() {
        let at = [0.0, 1.0, 2.0, 3.0];
        assert_eq!(zeros(&at, &[-1.0, 1.0, 3.0, 1.0]), [0.5]);
        assert_eq!(zeros(&at, &[-1.0, 3.0, -1.0, -3.0]), [0.25, 1.75]);
        assert_eq!(zeros(&at, &[-1.0, 0.0, 0.0, 2.0]), [1.0]);
        assert_eq!(zeros(&at, &[1.0, 0.0, 1.0, 0.0]), [0.0; 0]);
        assert_eq!(zeros(&at, &[0.0, 2.0, 4.0, 0.0]), [0.0; 0]);
    }

    #[test]
    fn draws_that_do_not_cross_are_counted() {
        let found = crossings(&[0.0, 1.0], &[vec![-1.0, 1.0, -3.0], vec![1.0, 2.0, 1.0]]);
        assert_eq!((found.draws, found.without, found.several), (3, 1, 0));
        assert_eq!(found.of_draws, [0.5, 0.75]);
        let of_mean = found.of_mean.expect("the mean crosses");
        assert!((of_mean - 3.0 / 7.0).abs() < 1e-15);
    }
}
