//! What is compared between the engine and the reference interpreter, and how.

pub(crate) mod compare;
pub(crate) mod engine;
mod found;
mod known_answers;
pub(crate) mod mistakes;
pub(crate) mod properties;
