//! What happens under a strategy profile: the exact distribution, seeded Monte Carlo games, and one game replayed.

mod batch;
pub(crate) mod beliefs;
mod commitment_tracker;
pub(crate) mod compiled_game;
mod draw;
pub mod exact;
#[cfg(test)]
mod fixtures;
pub(crate) mod members;
mod monte_carlo;
mod payoff_accumulator;
mod payoffs_by_outcome;
pub(crate) mod replay;
pub(crate) mod streams;
pub(crate) mod tally;
#[cfg(test)]
mod tests;

pub(crate) use beliefs::Belief;
pub use beliefs::Beliefs;
pub use beliefs::after_events::BeliefsAfterEvents;
pub use beliefs::events::{Event, Events};
pub use beliefs::observers::{Observers, Question};
pub use beliefs::trust::Trust;
pub(crate) use beliefs::trust::Trusted;
pub use compiled_game::CompiledGame;
pub use draw::Draw;
pub use exact::{Exact, exact, exact_observed};
pub(crate) use monte_carlo::GameRecord;
pub use monte_carlo::Simulator;
pub(crate) use payoffs_by_outcome::payoffs_by_outcome;
pub(crate) use replay::{GameTrace, Step, replay};
pub use tally::{CommitmentTally, Compliance, Moments, Tallies};
