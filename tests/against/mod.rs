//! What is compared between the engine and the reference interpreter, and how.

pub(crate) mod compare;
pub(crate) mod engine;
mod known_answers;
