//! What then happens: the exact distribution, seeded Monte Carlo games, and one game step by step.

pub(crate) mod beliefs;
pub mod exact;
#[cfg(test)]
mod examples;
pub(crate) mod layout;
pub(crate) mod monte_carlo;
mod promises;
mod purse;
pub(crate) mod single;
pub(crate) mod streams;
pub(crate) mod tally;
#[cfg(test)]
mod tangle;
#[cfg(test)]
mod tests;
mod walk;

pub(crate) use beliefs::Belief;
pub use beliefs::Beliefs;
pub use beliefs::aftermath::Aftermath;
pub use beliefs::events::{Event, Events};
pub use beliefs::observers::{Observers, Question};
pub use beliefs::trust::Trust;
pub(crate) use beliefs::trust::Trusted;
pub use exact::{Exact, exact, exact_watched};
pub use layout::Layout;
pub(crate) use monte_carlo::GameRecord;
pub use monte_carlo::{Draw, Player};
pub(crate) use single::{Single, Step, replay};
pub use tally::{CommitmentTally, Deed, Moments, Tallies};
