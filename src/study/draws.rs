//! The draws of a variant: one value for each uncertain parameter.

use std::sync::Arc;

use crate::numeric::stream::{Stream, parameter_stream};
use crate::scenario::{Model, ParameterSampler};

/// Where the parameters of each draw come from.
#[derive(Clone, Debug)]
pub struct Draws {
    source: Source,
    /// By parameter.
    nominals: Vec<f64>,
    /// The seed.
    pub(super) seed: u64,
    /// Whether every draw is the nominal point.
    pub(super) nominal: bool,
}

#[derive(Clone, Debug)]
enum Source {
    Nominal,
    /// Drawn from streams that are named after the coordinates of the sampler.
    Streams(ParameterSampler, Vec<Stream>),
    /// Listed: for each parameter its column in the list, where it has one.
    Listed(Arc<ListedDraws>, Vec<Option<usize>>),
}

/// Draws whose values are listed. A parameter that is not among them is nominal in all draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ListedDraws {
    /// The names of the parameters.
    pub parameters: Vec<String>,
    /// Their values, draw by draw.
    pub values: Vec<Vec<f64>>,
}

impl Draws {
    /// The draws of a model under a seed; with `nominal`, every draw is the nominal point.
    pub fn new(model: &Model, seed: u64, nominal: bool) -> Self {
        if nominal {
            return Self::of(model, seed, Source::Nominal);
        }
        let sampler = ParameterSampler::of(model);
        let stream = |name: &String| parameter_stream(seed, name);
        let streams = sampler.coordinates().iter().map(stream).collect();
        Self::of(model, seed, Source::Streams(sampler, streams))
    }

    /// The draws of a list.
    pub(super) fn listed(model: &Model, list: &Arc<ListedDraws>) -> Self {
        let column = |name: &String| list.parameters.iter().position(|known| known == name);
        let columns = model.parameters.iter().map(|parameter| column(&parameter.name));
        Self::of(model, 0, Source::Listed(Arc::clone(list), columns.collect()))
    }

    fn of(model: &Model, seed: u64, source: Source) -> Self {
        Self {
            nominal: matches!(source, Source::Nominal),
            nominals: model.parameters.iter().map(|p| p.nominal).collect(),
            source,
            seed,
        }
    }

    /// The value of each parameter in a draw.
    pub fn at(&self, draw: u64) -> Vec<f64> {
        match &self.source {
            Source::Nominal => self.nominals.clone(),
            Source::Streams(sampler, streams) => {
                let point: Vec<f64> = streams.iter().map(|stream| stream.at(draw)).collect();
                sampler.at(&point)
            }
            Source::Listed(list, columns) => {
                let listed = &list.values[draw as usize];
                let values = columns.iter().zip(&self.nominals);
                let values = values.map(|(column, &nominal)| column.map_or(nominal, |column| listed[column]));
                values.collect()
            }
        }
    }
}
