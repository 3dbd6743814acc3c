//! Maps a point of the unit cube to values of the uncertain parameters, by quantile functions and copulas.

use crate::numeric::dirichlet::dirichlet;
use crate::numeric::distribution::Distribution;
use crate::numeric::level::Level;
use crate::scenario::model::{Correlated, JointDraws, Model, Parameter};

/// The map from the coordinates of a point to the values of the uncertain parameters; every sampling design uses it.
///
/// There is one coordinate for each parameter, in order, then one for each that is fixed but correlated with others, and
/// one for each table of joint draws. Without correlation, shares and joint draws a parameter depends on its own
/// coordinate only.
#[derive(Clone, Debug)]
pub struct ParameterSampler {
    coordinates: Vec<String>,
    distributions: Vec<Distribution>,
    correlations: Vec<Correlated>,
    joint_draws: Vec<JointDraws>,
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
            joint_draws: model.joint_draws.clone(),
            shares: model.shares.clone(),
        }
    }

    /// The sampler of these parameters alone, in this order: they keep their correlations, and others are not drawn. Of
    /// shares that are drawn together, all are to be among them or none, and of joint draws none.
    pub(crate) fn among(&self, parameters: &[&Parameter]) -> Self {
        let names: Vec<String> = parameters.iter().map(|parameter| parameter.name.clone()).collect();
        let places = |members: &[usize]| -> (Vec<usize>, Vec<usize>) {
            let place = |member: &usize| names.iter().position(|name| *name == self.coordinates[*member]);
            let numbered = members.iter().enumerate();
            numbered.filter_map(|(at, member)| Some((at, place(member)?))).unzip()
        };
        let correlated = |group: &Correlated| {
            let (kept, members) = places(&group.members);
            let copula = group.copula.among(&kept);
            (members.len() > 1).then_some(Correlated { members, copula })
        };
        let shares = self.shares.iter().map(|members| places(members).1);
        Self {
            distributions: parameters
                .iter()
                .map(|parameter| parameter.distribution.clone())
                .collect(),
            correlations: self.correlations.iter().filter_map(correlated).collect(),
            joint_draws: Vec::new(),
            shares: shares.filter(|members| !members.is_empty()).collect(),
            coordinates: names,
        }
    }

    /// The parameters that are drawn with others from the rows of tables.
    pub(crate) fn drawn_jointly(&self) -> impl Iterator<Item = &String> {
        let members = self.joint_draws.iter().flat_map(|joint| &joint.members);
        members.map(|&member| &self.coordinates[member])
    }

    /// The groups of correlated coordinates.
    pub(crate) fn correlations(&self) -> &[Correlated] {
        &self.correlations
    }

    /// How far the 5th and the 95th percentile of what a coordinate decides are apart.
    pub(crate) fn usual_width(&self, coordinate: usize) -> f64 {
        let distribution = &self.distributions[coordinate];
        distribution.quantile(0.95) - distribution.quantile(0.05)
    }

    /// Whether what a coordinate decides lies between two finite bounds.
    pub(crate) fn is_bounded(&self, coordinate: usize) -> bool {
        let (low, high) = self.distributions[coordinate].support();
        low.is_finite() && high.is_finite()
    }

    /// The groups of coordinates of shares that are drawn together.
    pub(crate) fn shares(&self) -> &[Vec<usize>] {
        &self.shares
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
            // Dirichlet shares and joint draws are computed below, group by group.
            Distribution::Share(_) => 0.0,
            _ => distribution.quantile_at(level),
        });
        let mut values: Vec<f64> = values.collect();
        for members in &self.shares {
            self.dirichlet_shares(members, &levels, &mut values);
        }
        for joint in &self.joint_draws {
            let last = joint.rows.len() - 1;
            let row = &joint.rows[((point[joint.coordinate] * joint.rows.len() as f64) as usize).min(last)];
            joint
                .members
                .iter()
                .zip(row)
                .for_each(|(&member, value)| values[member] = *value);
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
