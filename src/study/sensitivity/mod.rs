//! Global sensitivity analysis: designs of points in the unit cube, and estimators of what their evaluations tell.
//!
//! A design is a sequence of rows of points, each row known by its number, so that rows can be added later. The points
//! of a row are evaluated and used together.

mod bootstrap;
mod morris;
mod pawn;
mod rows;
mod shapley;
mod sobol;

pub use bootstrap::{Estimate, Resampling};
pub use morris::{MorrisDesign, morris_effects};
pub use pawn::pawn_index;
pub use rows::Rows;
pub use shapley::{ShapleyDesign, shapley_effects};
pub use sobol::{SobolDesign, saltelli_row, sobol_indices};
