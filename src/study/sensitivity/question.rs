//! What a sensitivity analysis asks, and what it found.

use super::method::Method;
use super::points::EvaluatedPoints;
use crate::study::contrast::Group;
use crate::study::rows::{EvaluationRow, SensitivityRow};
use crate::study::table::Shape;

/// What a sensitivity analysis asks.
#[derive(Clone, Debug)]
pub(crate) struct SensitivityQuestion {
    /// How sensitivity is measured.
    pub method: Method,
    /// The parameters that are varied, the others being nominal; all where none is named.
    pub keys: Vec<String>,
    /// How many base points: rows of the design.
    pub points: u64,
    /// The seed of the design and of the bootstrap.
    pub seed: u64,
    /// How many resamples the bootstrap takes.
    pub resamples: usize,
    /// The outcomes of the headline; the default headlines where none is named.
    pub outcomes: Vec<String>,
    /// Whether every evaluation becomes a row as well.
    pub evaluations: bool,
}

/// What a sensitivity analysis found.
pub(crate) struct Sensitivities {
    /// A row per result, parameter and index.
    pub rows: Vec<SensitivityRow>,
    /// The evaluations, where they are wanted.
    pub evaluations: Vec<EvaluationRow>,
    /// The headlines.
    pub headlines: Vec<Group>,
    /// The variants.
    pub variants: Vec<String>,
    /// The parameters that were varied.
    pub parameters: Vec<String>,
    /// The groups among them that are correlated, in the order in which they depend on one another.
    pub correlated: Vec<Vec<String>>,
    /// How many points were evaluated, over all variants, and at how many of them the game was not solved.
    pub evaluated: (u64, u64),
    /// What the columns are named after.
    pub shape: Shape,
    /// What was found at each point; `None` with a method that looks at the nominal point only.
    pub points: Option<EvaluatedPoints>,
}
