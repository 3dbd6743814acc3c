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
pub(crate) use appraise::Prospect;
pub use appraise::{Situation, appraise};
pub(crate) use audit::audit;
pub use branch::GameBranch;
pub use memory::Memory;
pub use reachable::Reachable;
pub use solve::{Evidence, Following, Options, Solution, Status, solve};
pub(crate) use spread::ranges as payoff_ranges;
pub use sweeping::forward::Beliefs;
pub use whole::best_whole;
