//! What then happens: the exact distribution, seeded Monte Carlo games, and one game step by step.

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

pub use beliefs::aftermath::Aftermath;
pub use beliefs::events::{Event, Events};
pub use beliefs::observers::{Observers, Question};
pub use beliefs::trust::{Trust, Trusted};
pub use beliefs::{Belief, Beliefs};
pub use exact::{Exact, Moment, exact, exact_watched};
pub use layout::Layout;
pub use monte_carlo::{Draw, GameRecord, Player};
pub use single::{Single, Step, replay};
pub use tally::{CommitmentTally, Deed, Moments, Played, Tallies};
