//! Shapley effects: a fair division of a result's variance among parameters that may be correlated.
//!
//! An effect is the Shapley value of a game whose players are the parameters and whose worth is the variance that a
//! coalition explains (E. Song, B. Nelson and J. Staum, *SIAM/ASA Journal on Uncertainty Quantification* 4, 2016; A.
//! Owen and C. Prieur, same journal 5, 2017). They are estimated as in T. Goda (*Reliability Engineering & System
//! Safety* 212, 2021), where each parameter is drawn given those before it in a random order, which makes the estimator
//! hold for correlated ones too.

use super::bootstrap::{Estimate, Resampling};
use super::rows::Rows;
use crate::numeric::sobol_points::SobolPoints;
use crate::numeric::stream::StreamKey;
use crate::scenario::model::Correlated;

/// Rows that lead from one random point to another, one parameter after the other, in random order and in its reverse,
/// which makes estimates more precise.
///
/// What comes later in an order is drawn anew, given what came before. The points are those of independent coordinates,
/// which the correlations then turn into correlated ones.
#[derive(Clone, Debug)]
pub struct ShapleyDesign {
    points: SobolPoints,
    parameters: usize,
    correlations: Vec<Correlated>,
    seed: u64,
}

impl ShapleyDesign {
    /// The design for so many parameters, which are at most half as many as Sobol points have coordinates, and the
    /// correlations among them.
    pub fn new(parameters: usize, correlations: Vec<Correlated>, seed: u64) -> Self {
        Self {
            points: SobolPoints::new(2 * parameters, seed),
            parameters,
            correlations,
            seed,
        }
    }

    /// The points of a row.
    pub fn row(&self, number: u64) -> Vec<Vec<f64>> {
        let [end, start] = self.points.pair(number);
        let mut row = Vec::new();
        for order in self.orders(number) {
            let mut point = start.clone();
            row.push(self.drawn(&order, &point));
            for &known in &order {
                point[known] = end[known];
                row.push(self.drawn(&order, &point));
            }
        }
        row
    }

    /// The orders in which the parameters of a row are drawn.
    fn orders(&self, number: u64) -> [Vec<usize>; 2] {
        let mut stream = StreamKey::of(self.seed, &["Shapley order"]).stream(number, 0);
        let order = stream.permutation(self.parameters);
        let reverse = order.iter().rev().copied().collect();
        [order, reverse]
    }

    /// The point at which the parameters have the values that these coordinates give when drawn in this order.
    fn drawn(&self, order: &[usize], point: &[f64]) -> Vec<f64> {
        let mut drawn = point.to_vec();
        for group in &self.correlations {
            let place = |parameter: &usize| group.members.iter().position(|member| member == parameter);
            let order: Vec<usize> = order.iter().filter_map(place).collect();
            let own: Vec<f64> = group.members.iter().map(|&member| point[member]).collect();
            for (&member, u) in group.members.iter().zip(group.copula.drawn_in_order(&order, &own)) {
                drawn[member] = u;
            }
        }
        drawn
    }
}

/// The Shapley effect of each parameter on a result, as a share of its variance, so that they sum to 1; `None` if the
/// result does not vary.
pub fn shapley_effects(rows: &Rows, design: &ShapleyDesign, resampling: Resampling) -> Option<Vec<Estimate>> {
    let complete = rows.numbers.iter().zip(&rows.values);
    let parts: Vec<Vec<f64>> = complete
        .map(|(&number, values)| variance_parts(&design.orders(number), values))
        .collect();
    let effects = |weights: &[f64]| {
        let mut effects = vec![0.0; design.parameters];
        for (parts, weight) in parts.iter().zip(weights) {
            for (effect, part) in effects.iter_mut().zip(parts) {
                *effect += weight * part;
            }
        }
        let total: f64 = effects.iter().sum();
        (total > 0.0).then(|| effects.into_iter().map(|effect| effect / total).collect())
    };
    resampling.estimates(parts.len(), effects)
}

/// What each parameter adds to the explained variance along both ways of a row: without bias, and in sum half the
/// squared differences between their ends.
fn variance_parts(orders: &[Vec<usize>; 2], values: &[f64]) -> Vec<f64> {
    let mut parts = vec![0.0; orders[0].len()];
    for (order, values) in orders.iter().zip(values.chunks_exact(orders[0].len() + 1)) {
        let end = values[values.len() - 1];
        for (&known, step) in order.iter().zip(values.windows(2)) {
            parts[known] += (end - 0.5 * (step[0] + step[1])) * (step[1] - step[0]);
        }
    }
    parts
}
