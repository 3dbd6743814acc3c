//! Equilibrium computation: beliefs by Bayes' rule, values by backward induction, and the logit or best-response
//! profile that is consistent with both.

mod action_values;
mod audit;
mod beliefs;
mod best_response_strategy;
mod derivatives;
mod payoff_range;
mod principal_branch;
mod reachable;
mod recall;
mod solve;
mod steepness;
mod sweep;

pub use crate::numeric::path_following::SingularPoint;
pub use action_values::{ActionValues, action_values};
pub(crate) use action_values::{Expectation, action_payoffs};
pub(crate) use audit::audit;
pub use beliefs::Beliefs;
pub use best_response_strategy::best_response_value;
pub use derivatives::{Derivatives, EventProbabilities, NoDerivative, derivatives};
pub(crate) use payoff_range::{Payoffs, largest_payoffs, payoff_ranges, watched_payoff_ranges};
pub use principal_branch::PrincipalBranch;
pub(crate) use principal_branch::linearised::Event;
pub use principal_branch::linearised::Tie;
pub(crate) use principal_branch::trace::{Trace, trace};
pub use reachable::Reachable;
pub use recall::Recall;
pub(crate) use solve::limit::{Limit, limit};
pub(crate) use solve::solve_roughly;
pub use solve::{BranchMethod, Evidence, Options, Solution, Status, solve};
pub(crate) use sweep::nested_logit::NestedLogit;
