//! How the actors play: beliefs by Bayes' rule, values backward, responses, and the profile on which all three agree.

mod appraise;
mod audit;
mod branch;
mod climb;
mod coordinates;
mod derivative;
mod flows;
mod forward;
mod lane;
mod memory;
mod pace;
mod reachable;
mod replies;
mod respond;
mod solve;
mod spread;
mod sweep;
mod trace;
mod trembles;
mod whole;

pub use crate::numeric::path::Turning;
pub use appraise::{Prospect, Situation, appraise};
pub use audit::{Audit, audit};
pub use branch::GameBranch;
pub use forward::{Beliefs, beliefs};
pub use memory::Memory;
pub use reachable::Reachable;
pub use solve::{Evidence, Following, Options, Solution, Status, solve};
pub use spread::ranges as payoff_ranges;
pub use whole::best_whole;
