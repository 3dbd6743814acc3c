//! What then happens: the exact distribution, seeded Monte Carlo games, and one game step by step.

#[cfg(test)]
mod belief_tests;
pub mod beliefs;
pub mod exact;
#[cfg(test)]
mod examples;
pub mod layout;
pub mod monte_carlo;
mod promises;
mod purse;
pub mod single;
pub mod streams;
pub mod tally;
#[cfg(test)]
mod tangle;
#[cfg(test)]
mod tests;
mod walk;

pub use beliefs::{Belief, Beliefs, Observers, Question};
pub use exact::{Exact, exact, exact_watched};
pub use layout::Layout;
pub use monte_carlo::{Draw, GameRecord, Player};
pub use single::{Single, Step, replay};
pub use tally::{CommitmentTally, Moments, Played, Tallies};
