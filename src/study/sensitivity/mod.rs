//! Global sensitivity analysis: designs of points in the unit cube, and estimators of what their evaluations tell.
//!
//! A design is a sequence of rows of points, each row known by its number, so that rows can be added later. The points
//! of a row are evaluated and used together.

mod analysis;
mod bootstrap;
mod inputs;
mod local;
mod method;
mod morris;
mod pawn;
mod points;
mod question;
mod results;
mod rows;
mod shapley;
mod sobol;

pub(crate) use analysis::{Analysis, NONE};
pub use bootstrap::{Estimate, Resampling};
pub(crate) use inputs::{Inputs, InputsError};
pub(crate) use local::local_sensitivities;
pub use method::Method;
pub use morris::{MorrisDesign, morris_effects};
pub use pawn::pawn_index;
pub(crate) use points::{EvaluatedPoints, Points};
pub(crate) use question::{Sensitivities, SensitivityQuestion};
pub(crate) use results::Evaluations;
pub use rows::Rows;
pub use shapley::{ShapleyDesign, shapley_effects};
pub use sobol::{SobolDesign, saltelli_row, sobol_indices};
