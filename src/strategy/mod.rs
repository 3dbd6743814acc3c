//! How the actors play: beliefs by Bayes' rule, values backward, responses, and the profile on which all three agree.

mod appraise;
mod audit;
mod branch;
mod memory;
mod reachable;
mod replies;
mod solve;
mod spread;
mod sweeping;
mod whole;

pub use crate::numeric::path::Turning;
pub use appraise::{Prospect, Situation, appraise};
pub use audit::{Audit, audit};
pub use branch::GameBranch;
pub use memory::Memory;
pub use reachable::Reachable;
pub use solve::{Evidence, Following, Options, Solution, Status, solve};
pub use spread::ranges as payoff_ranges;
pub use sweeping::forward::{Beliefs, beliefs};
pub use whole::best_whole;
