//! How the actors play: beliefs by Bayes' rule, values backward, responses, and the profile on which all three agree.

mod forward;
mod journey;
mod reachable;
mod respond;
mod solve;
mod spread;
mod sweep;
mod trembles;

pub use forward::{Beliefs, beliefs};
pub use reachable::Reachable;
pub use solve::{Options, Solution, Status, solve};
