//! Rank correlation by a Gaussian copula, which maps independent coordinates of the unit cube to correlated ones.

use super::level::Level;
use super::linear::dot;
use super::math::{max, min, sin};
use super::quantile::{normal_tails, standard_normal};
use std::f64::consts::PI;
use thiserror::Error;

/// The conditional variance of each variable, given the others, must exceed this.
const LEAST_VARIANCE: f64 = 1e-10;

/// A Gaussian copula over some coordinates.
///
/// A coordinate depends on those before it only: appending coordinates does not change a bit of the others, and the
/// first one stays as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Copula {
    /// The rows of the lower triangular factor of the correlation matrix, each up to its diagonal.
    rows: Vec<Vec<f64>>,
}

/// No quantities can have all of these rank correlations at once.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("these rank correlations cannot hold together")]
pub struct NotPositiveDefinite {
    /// Coordinates among which it fails; among fewer of them it does not.
    pub among: Vec<usize>,
}

impl Copula {
    /// The copula with these rank correlations (Spearman's): row i holds those of coordinate i with each before it.
    ///
    /// # Errors
    /// That the correlation matrix is not positive definite.
    pub fn new(ranks: &[Vec<f64>]) -> Result<Self, NotPositiveDefinite> {
        let all: Vec<usize> = (0..ranks.len()).collect();
        match factor_of_ranks(ranks, &all) {
            Ok(rows) => Ok(Self { rows }),
            Err(failed) => Err(NotPositiveDefinite {
                among: fewest(ranks, failed),
            }),
        }
    }

    /// The levels of correlated quantities at a point with independent coordinates.
    pub fn levels(&self, point: &[f64]) -> Vec<Level> {
        let scores = point.iter().map(|&u| standard_normal(Level::of(u)));
        let scores: Vec<f64> = scores.collect();
        let level = |(row, &u): (&Vec<f64>, &f64)| {
            if row[..row.len() - 1].iter().all(|&weight| weight == 0.0) {
                return Level::of(u);
            }
            normal_tails(row.iter().zip(&scores).map(|(a, b)| a * b).sum())
        };
        self.rows.iter().zip(point).map(level).collect()
    }

    /// The copula of some of its quantities, by number and in this order.
    pub(crate) fn among(&self, quantities: &[usize]) -> Self {
        let correlation = |a: usize, b: usize| {
            let (a, b) = (&self.rows[quantities[a]], &self.rows[quantities[b]]);
            a.iter().zip(b).map(|(a, b)| a * b).sum()
        };
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(quantities.len());
        for _ in quantities {
            let (mut row, left) = next_row(&rows, correlation);
            row.push(max(left, LEAST_VARIANCE).sqrt());
            rows.push(row);
        }
        Self { rows }
    }

    /// The point at which [`Self::levels`] gives what it would give at `point` if the quantities were drawn in another
    /// order: each depends on its own coordinate and on those of the quantities before it in `order`.
    pub(crate) fn drawn_in_order(&self, order: &[usize], point: &[f64]) -> Vec<f64> {
        let own: Vec<f64> = order.iter().map(|&at| standard_normal(Level::of(point[at]))).collect();
        let mut scores = vec![0.0; order.len()];
        for (&at, row) in order.iter().zip(&self.among(order).rows) {
            scores[at] = dot(row, &own);
        }
        let mut independent: Vec<f64> = Vec::with_capacity(order.len());
        for (row, score) in self.rows.iter().zip(scores) {
            let (weight, before) = (row[row.len() - 1], dot(row, &independent));
            independent.push((score - before) / weight);
        }
        let inside = |score| {
            min(
                max(normal_tails(score).below, f64::EPSILON / 2.0),
                1.0 - f64::EPSILON / 2.0,
            )
        };
        independent.into_iter().map(inside).collect()
    }
}

/// Pearson's correlation of two normal quantities that have this rank correlation.
pub(crate) fn normal_correlation(rank: f64) -> f64 {
    2.0 * sin(PI * rank / 6.0)
}

/// The next row of Cholesky's factor without its diagonal entry, and the square of that: what is left of the variance.
fn next_row(rows: &[Vec<f64>], correlation: impl Fn(usize, usize) -> f64) -> (Vec<f64>, f64) {
    let mut row: Vec<f64> = Vec::with_capacity(rows.len() + 1);
    for (before, other) in rows.iter().enumerate() {
        let shared = dot(&row, other);
        row.push((correlation(rows.len(), before) - shared) / other[before]);
    }
    let left = 1.0 - row.iter().map(|weight| weight * weight).sum::<f64>();
    (row, left)
}

/// The rows of Cholesky's factor for some coordinates; otherwise the coordinates up to the one at which it fails.
fn factor_of_ranks(ranks: &[Vec<f64>], among: &[usize]) -> Result<Vec<Vec<f64>>, Vec<usize>> {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for at in 0..among.len() {
        let (mut row, left) = next_row(&rows, |a, b| normal_correlation(ranks[among[a]][among[b]]));
        if left <= LEAST_VARIANCE {
            return Err(among[..=at].to_vec());
        }
        row.push(left.sqrt());
        rows.push(row);
    }
    Ok(rows)
}

/// A minimal set of coordinates among which the factorisation fails.
fn fewest(ranks: &[Vec<f64>], failed: Vec<usize>) -> Vec<usize> {
    let mut among = failed;
    let mut at = 0;
    while at < among.len() {
        let mut fewer = among.clone();
        fewer.remove(at);
        if factor_of_ranks(ranks, &fewer).is_err() {
            among = fewer;
        } else {
            at += 1;
        }
    }
    among
}

#[cfg(test)]
mod tests {
    use super::{Copula, Level, NotPositiveDefinite, normal_correlation};
    use crate::numeric::math::max;
    use crate::numeric::stream::parameter_stream;

    const DRAWS: usize = 20_000;

    /// The rank correlation of two coordinates.
    type Rank = fn(usize, usize) -> f64;

    /// Rows of a rank correlation matrix up to the diagonal.
    fn ranks(size: usize, rank: impl Fn(usize, usize) -> f64) -> Vec<Vec<f64>> {
        (0..size).map(|i| (0..i).map(|j| rank(i, j)).collect()).collect()
    }

    /// The copula with these rank correlations.
    fn copula(ranks: &[Vec<f64>]) -> Copula {
        Copula::new(ranks).expect("the matrix is positive definite")
    }

    /// Samples by coordinate of what has these levels at a point.
    fn samples(size: usize, levels: impl Fn(&[f64]) -> Vec<Level>) -> Vec<Vec<f64>> {
        let mut points = vec![vec![0.0; DRAWS]; size];
        for (number, column) in points.iter_mut().enumerate() {
            parameter_stream(11, &format!("p{number}")).fill(0, column);
        }
        let mut samples = vec![Vec::new(); size];
        for draw in 0..DRAWS {
            let point: Vec<f64> = points.iter().map(|column| column[draw]).collect();
            for (column, level) in samples.iter_mut().zip(levels(&point)) {
                column.push(level.below);
            }
        }
        samples
    }

    /// That samples have these rank correlations.
    fn check_ranks(samples: &[Vec<f64>], ranks: &[Vec<f64>]) {
        let samples: Vec<Vec<f64>> = samples.iter().map(|sample| ranked(sample)).collect();
        for (i, row) in ranks.iter().enumerate() {
            for (j, rank) in row.iter().enumerate() {
                let far = (spearman(&samples[i], &samples[j]) - rank).abs();
                // Five standard errors, whatever the correlation.
                assert!(
                    far < 5.0 / (DRAWS as f64).sqrt(),
                    "{} quantities: {i}, {j}: {far}",
                    ranks.len()
                );
            }
        }
    }

    /// The rank of each value, as a share.
    fn ranked(values: &[f64]) -> Vec<f64> {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
        let mut ranks = vec![0.0; values.len()];
        for (rank, &at) in order.iter().enumerate() {
            ranks[at] = (rank as f64 + 0.5) / values.len() as f64;
        }
        ranks
    }

    fn spearman(a: &[f64], b: &[f64]) -> f64 {
        let products: f64 = a.iter().zip(b).map(|(a, b)| (a - 0.5) * (b - 0.5)).sum();
        12.0 * products / a.len() as f64
    }

    #[test]
    fn samples_have_the_rank_correlations_asked_for() {
        let sizes_and_ranks: [(usize, Rank); 5] = [
            (2, |_, _| 0.6),
            (2, |_, _| -0.97),
            (5, |i, j| if i + j == 3 { 0.7 } else { -0.1 }),
            (20, |_, _| 0.4),
            (20, |i, j| {
                let sign = if (i + j) % 2 == 0 { 1.0 } else { -1.0 };
                sign / (1.3 + (i - j) as f64)
            }),
        ];
        for (size, rank) in sizes_and_ranks {
            let ranks = ranks(size, rank);
            let copula = copula(&ranks);
            check_ranks(&samples(size, |point| copula.levels(point)), &ranks);
        }
    }

    #[test]
    fn each_coordinate_stays_uniform() {
        let copula = copula(&ranks(20, |_, _| 0.4));
        let mut samples = samples(20, |point| copula.levels(point));
        for sample in &mut samples {
            sample.sort_by(f64::total_cmp);
            let far = sample
                .iter()
                .enumerate()
                .map(|(at, u)| (u - (at as f64 + 0.5) / DRAWS as f64).abs())
                .fold(0.0, max);
            assert!(far < 2.2 / (DRAWS as f64).sqrt(), "{far}");
        }
    }

    #[test]
    fn what_is_appended_changes_nothing_before_it() {
        let all = ranks(20, |i, j| 0.5 / (i - j) as f64);
        let point: Vec<f64> = (0..20).map(|i| (0.017 + 0.37 * f64::from(i)).fract()).collect();
        let whole = Copula::new(&all).unwrap().levels(&point);
        for size in 1..20 {
            let part = Copula::new(&all[..size]).unwrap().levels(&point[..size]);
            assert_eq!(part, whole[..size]);
        }
        assert_eq!(whole[0].below, point[0]);
    }

    #[test]
    fn some_quantities_keep_their_correlations() {
        let ranks = ranks(4, |i, j| if i + j == 3 { 0.7 } else { -0.1 });
        let part = copula(&ranks).among(&[3, 0]);
        let expected = copula(&[vec![], vec![0.7]]).levels(&[0.2, 0.9]);
        for (level, expected) in part.levels(&[0.2, 0.9]).iter().zip(expected) {
            assert!((level.below - expected.below).abs() < 1e-14);
        }
    }

    #[test]
    fn another_order_gives_the_same_distribution() {
        let ranks = ranks(4, |i, j| if i + j == 3 { 0.7 } else { -0.1 });
        let copula = copula(&ranks);
        let point = [0.2, 0.9, 0.03, 0.6];
        for (at, x) in copula.drawn_in_order(&[0, 1, 2, 3], &point).into_iter().enumerate() {
            assert!((x - point[at]).abs() < 1e-14);
        }
        // In the order 2, 0, 3, 1 the third quantity has its own coordinate, and the last coordinate moves only its own.
        let order = [2, 0, 3, 1];
        let levels = |point: &[f64]| copula.levels(&copula.drawn_in_order(&order, point));
        let (one, other) = (levels(&point), levels(&[0.2, 0.5, 0.03, 0.6]));
        assert!((one[2].below - 0.03).abs() < 1e-14);
        for at in 0..4 {
            assert_eq!((one[at].below - other[at].below).abs() > 1e-3, at == 1);
        }
        check_ranks(&samples(4, levels), &ranks);
    }

    #[test]
    fn impossible_correlations_are_named() {
        let mut impossible = ranks(6, |_, _| 0.1);
        impossible[3][1] = 0.9;
        impossible[5][1] = 0.9;
        impossible[5][3] = -0.9;
        assert_eq!(
            Copula::new(&impossible),
            Err(NotPositiveDefinite { among: vec![1, 3, 5] })
        );
        assert_eq!(Copula::new(&ranks(2, |_, _| 1.0)).unwrap_err().among, [0, 1]);
    }

    #[test]
    fn ranks_turn_into_correlations() {
        assert_eq!(normal_correlation(0.0), 0.0);
        assert!((normal_correlation(1.0) - 1.0).abs() < 1e-15);
        assert!((normal_correlation(0.6) - 0.618_033_988_749_894_8).abs() < 1e-15);
        assert_eq!(normal_correlation(-0.3), -normal_correlation(0.3));
    }
}
