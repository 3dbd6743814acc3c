//! The tables of the results folder, column by column. Headers and data package both come from here.

mod commitments;
mod comparisons;
mod draws;
mod outcomes;
mod processes;

pub(crate) use commitments::{commitment_beliefs, commitments, commitments_by_type};
pub(crate) use comparisons::{comparisons, contrasts};
pub(crate) use draws::{draws, games};
pub(crate) use outcomes::{outcomes, outcomes_by_type, payoffs};
pub(crate) use processes::{beliefs, beliefs_after, decisions, timeline};

/// How the quantiles of quantities that are exact given each draw are taken.
const OVER_DRAWS: &str = "Quantile over draws (type 7): the spread that parameter uncertainty alone makes.";

fn quantile(of: &str) -> String {
    format!("{of}. {OVER_DRAWS}")
}
