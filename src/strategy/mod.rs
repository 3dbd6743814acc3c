//! How the actors play: beliefs by Bayes' rule, values backward, responses, and the profile on which all three agree.

mod appraise;
mod forward;
mod journey;
mod memory;
mod reachable;
mod respond;
mod solve;
mod spread;
mod sweep;
mod trembles;
mod whole;

pub use appraise::{Prospect, Situation, appraise};
pub use forward::{Beliefs, beliefs};
pub use memory::Memory;
pub use reachable::Reachable;
pub use solve::{Options, Solution, Status, solve};
pub use whole::best_whole;
