//! The draws of a variant: one value for each uncertain parameter, from streams named after the parameters.

use crate::numeric::distribution::Distribution;
use crate::numeric::stream::{Stream, parameter_stream};
use crate::scenario::Model;

/// Where the parameters of each draw come from.
#[derive(Clone, Debug)]
pub struct Draws {
    parameters: Vec<Drawn>,
    nominal: bool,
}

#[derive(Clone, Debug)]
struct Drawn {
    stream: Stream,
    distribution: Distribution,
    nominal: f64,
}

impl Draws {
    /// The draws of a model under a seed; with `nominal`, every draw is the nominal point.
    pub fn new(model: &Model, seed: u64, nominal: bool) -> Self {
        let parameters = model.parameters.iter().map(|parameter| Drawn {
            stream: parameter_stream(seed, &parameter.name),
            distribution: parameter.distribution.clone(),
            nominal: parameter.nominal,
        });
        Self {
            parameters: parameters.collect(),
            nominal,
        }
    }

    /// Whether every draw is the nominal point.
    pub fn nominal(&self) -> bool {
        self.nominal
    }

    /// The value of each parameter in a draw.
    pub fn at(&self, draw: u64) -> Vec<f64> {
        self.parameters
            .iter()
            .map(|parameter| parameter.at(draw, self.nominal))
            .collect()
    }
}

impl Drawn {
    fn at(&self, draw: u64, nominal: bool) -> f64 {
        if nominal {
            self.nominal
        } else {
            self.distribution.quantile(self.stream.at(draw))
        }
    }
}
