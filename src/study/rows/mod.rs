//! The tables of a run: one row type for each, and the list of all.

pub(crate) mod commitments;
pub(crate) mod comparisons;
pub(crate) mod draws;
mod labels;
pub(crate) mod outcomes;
pub(crate) mod processes;

pub use commitments::{CommitmentBeliefRow, CommitmentByTypeRow, CommitmentRow};
pub use comparisons::{ComparisonKind, ComparisonRow};
pub use draws::{DrawRow, GameRow, NamedValues};
pub use outcomes::{OutcomeByTypeRow, OutcomeRow, PayoffRow};
pub use processes::{BeliefAfterRow, BeliefRow, DecisionRow, EventKind, TimelineKind, TimelineRow};

use super::table::{Shape, Table};

/// Every table of a run, in the order of the data package.
pub(crate) fn tables(shape: &Shape) -> Vec<Table> {
    let by_subject = [
        outcomes::tables(shape),
        processes::tables(shape),
        commitments::tables(shape),
        comparisons::tables(shape),
        draws::tables(shape),
        labels::tables(shape),
    ];
    by_subject.into_iter().flatten().collect()
}
