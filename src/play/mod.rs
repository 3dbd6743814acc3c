//! What then happens: the exact distribution, seeded Monte Carlo games, and one game step by step.

pub mod exact;

pub use exact::{Exact, exact};
