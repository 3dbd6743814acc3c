//! The methods of sensitivity analysis, each with its design of points.

use super::morris::MorrisDesign;
use super::shapley::ShapleyDesign;
use super::sobol::SobolDesign;
use crate::numeric::sobol_points::{MOST_DIMENSIONS, SobolPoints};
use crate::scenario::ParameterSampler;

/// The share of a distribution without bounds that lies beyond the grid of elementary effects, on either side.
const MARGIN: f64 = 0.005;

/// How sensitivity is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Sobol indices.
    Sobol {
        /// Whether there are indices of pairs.
        second_order: bool,
    },
    /// Elementary effects.
    Morris {
        /// How many levels the grid has.
        levels: u64,
    },
    /// Distances between distributions.
    Pawn {
        /// How many slices a parameter's values are cut into.
        slices: usize,
    },
    /// Shapley effects.
    Shapley,
    /// Derivatives at the nominal point.
    Local,
}

/// A design of points: rows of points that are used together, each row known by its number.
pub(crate) enum Design {
    /// Of Sobol indices.
    Sobol(SobolDesign),
    /// Of elementary effects.
    Morris(MorrisDesign),
    /// Single points.
    Points(SobolPoints),
    /// Of Shapley effects.
    Shapley(ShapleyDesign),
}

impl Method {
    /// The most parameters that it takes.
    pub(crate) fn most_parameters(self) -> usize {
        match self {
            Self::Sobol { .. } | Self::Shapley => MOST_DIMENSIONS / 2,
            Self::Pawn { .. } => MOST_DIMENSIONS,
            Self::Morris { .. } | Self::Local => usize::MAX,
        }
    }

    /// The number of points in a row of the design for so many parameters.
    pub(crate) fn row_length(self, parameters: usize) -> usize {
        match self {
            Self::Sobol { second_order: false } => parameters + 2,
            Self::Sobol { second_order: true } | Self::Shapley => 2 * parameters + 2,
            Self::Morris { .. } => parameters + 1,
            Self::Pawn { .. } | Self::Local => 1,
        }
    }

    /// The design for the coordinates of a sampler; `None` if the method looks at the nominal point only.
    pub(crate) fn design(self, sampler: &ParameterSampler, seed: u64) -> Option<Design> {
        let parameters = sampler.coordinates().len();
        Some(match self {
            Self::Sobol { second_order } => Design::Sobol(SobolDesign::new(parameters, second_order, seed)),
            Self::Morris { levels } => {
                let margin = |bounded: bool| if bounded { 0.0 } else { MARGIN };
                let margins = (0..parameters).map(|at| margin(sampler.is_bounded(at)));
                Design::Morris(MorrisDesign::new(margins.collect(), levels, seed))
            }
            Self::Pawn { .. } => Design::Points(SobolPoints::new(parameters, seed)),
            Self::Shapley => Design::Shapley(ShapleyDesign::new(parameters, sampler.correlations().to_vec(), seed)),
            Self::Local => return None,
        })
    }
}

impl Design {
    /// The points of a row.
    pub(crate) fn row(&self, number: u64) -> Vec<Vec<f64>> {
        match self {
            Self::Sobol(design) => design.row(number),
            Self::Morris(design) => design.row(number),
            Self::Points(points) => vec![points.point(number)],
            Self::Shapley(design) => design.row(number),
        }
    }
}
