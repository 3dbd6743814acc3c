//! The draws of a variant: one value for each uncertain parameter, from streams named after the parameters.

use crate::numeric::stream::{Stream, parameter_stream};
use crate::scenario::{Model, ParameterSampler};

/// Where the parameters of each draw come from.
#[derive(Clone, Debug)]
pub struct Draws {
    mapping: ParameterSampler,
    /// By coordinate of the mapping.
    streams: Vec<Stream>,
    /// By parameter.
    nominals: Vec<f64>,
    /// The seed.
    pub(super) seed: u64,
    /// Whether every draw is the nominal point.
    pub(super) nominal: bool,
}

impl Draws {
    /// The draws of a model under a seed; with `nominal`, every draw is the nominal point.
    pub fn new(model: &Model, seed: u64, nominal: bool) -> Self {
        let mapping = ParameterSampler::of(model);
        let stream = |name: &String| parameter_stream(seed, name);
        Self {
            streams: mapping.coordinates().iter().map(stream).collect(),
            nominals: model.parameters.iter().map(|p| p.nominal).collect(),
            mapping,
            seed,
            nominal,
        }
    }

    /// The value of each parameter in a draw.
    pub fn at(&self, draw: u64) -> Vec<f64> {
        if self.nominal {
            return self.nominals.clone();
        }
        let point: Vec<f64> = self.streams.iter().map(|stream| stream.at(draw)).collect();
        self.mapping.at(&point)
    }
}
