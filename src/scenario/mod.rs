//! The scenario: the file as written, and the checked model that it means.

pub mod model;

pub use model::Model;
