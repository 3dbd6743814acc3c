//! What is compared between the engine and the reference interpreter, and how.

mod aftermath;
mod appraised;
pub(crate) mod compare;
pub(crate) mod engine;
mod found;
mod known_answers;
pub(crate) mod mistakes;
mod observers;
pub(crate) mod properties;
pub(crate) mod told;
mod trust;
