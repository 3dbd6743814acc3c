//! How the actors play: beliefs by Bayes' rule, values backward, responses, and the profile on which all three agree.

mod audit;
mod branch;
mod climb;
mod coordinates;
mod derivative;
mod flows;
mod forward;
mod lane;
mod pace;
mod reachable;
mod replies;
mod respond;
mod solve;
mod spread;
mod sweep;
mod trace;
mod trembles;

pub use crate::numeric::path::Turning;
pub use audit::{Audit, audit};
pub use branch::GameBranch;
pub use forward::{Beliefs, beliefs};
pub use reachable::Reachable;
pub use solve::{Evidence, Following, Options, Solution, Status, solve};
