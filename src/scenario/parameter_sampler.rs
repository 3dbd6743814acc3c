//! Maps a point of the unit cube to values of the uncertain parameters, by quantile functions and copulas.

use crate::numeric::dirichlet::dirichlet;
use crate::numeric::distribution::Distribution;
use crate::numeric::level::Level;
use crate::scenario::model::{Correlated, Model};

/// The map from the coordinates of a point to the values of the uncertain parameters; every sampling design uses it.
///
/// There is one coordinate for each parameter, in order, and then one for each that is fixed but correlated with
/// others. Without correlation and shares a parameter depends on its own coordinate only.
#[derive(Clone, Debug)]
pub struct ParameterSampler {
    coordinates: Vec<String>,
    distributions: Vec<Distribution>,
    correlations: Vec<Correlated>,
    shares: Vec<Vec<usize>>,
}

impl ParameterSampler {
    /// The sampler of a model.
    pub fn of(model: &Model) -> Self {
        let parameters = &model.parameters;
        let names = parameters.iter().map(|parameter| &parameter.name);
        let distributions = parameters.iter().map(|parameter| &parameter.distribution);
        Self {
            coordinates: names.chain(&model.absent).cloned().collect(),
            distributions: distributions.cloned().collect(),
            correlations: model.correlations.clone(),
            shares: model.shares.clone(),
        }
    }

    /// The names of the coordinates, which name their random streams too.
    pub fn coordinates(&self) -> &[String] {
        &self.coordinates
    }

    /// The value of each parameter at a point with all coordinates within (0, 1).
    pub fn at(&self, point: &[f64]) -> Vec<f64> {
        let mut levels: Vec<Level> = point.iter().map(|&u| Level::of(u)).collect();
        for group in &self.correlations {
            let own: Vec<f64> = group.members.iter().map(|&member| point[member]).collect();
            for (&member, level) in group.members.iter().zip(group.copula.levels(&own)) {
                levels[member] = level;
            }
        }
        let drawn = self.distributions.iter().zip(&levels);
        let values = drawn.map(|(distribution, &level)| match distribution {
            // Dirichlet shares are computed below, group by group.
            Distribution::Share(_) => 0.0,
            _ => distribution.quantile_at(level),
        });
        let mut values: Vec<f64> = values.collect();
        for members in &self.shares {
            self.dirichlet_shares(members, &levels, &mut values);
        }
        values
    }

    fn dirichlet_shares(&self, members: &[usize], levels: &[Level], values: &mut [f64]) {
        let concentration = |member: &usize| match &self.distributions[*member] {
            Distribution::Share(share) => Some((share.own, share.total)),
            _ => None,
        };
        let (concentrations, totals): (Vec<f64>, Vec<f64>) = members.iter().filter_map(concentration).unzip();
        let own: Vec<Level> = members.iter().map(|&member| levels[member]).collect();
        let shares = dirichlet(&own, &concentrations);
        for ((&member, share), total) in members.iter().zip(shares).zip(totals) {
            values[member] = total * share;
        }
    }
}
